import { createHmac, generateKeyPairSync, randomUUID } from 'node:crypto'
import { beforeAll, expect, it } from 'vitest'
import { describeTwinlock } from '../../twinlock.ts'
import type { Browser } from '../browser.ts'
import { Command, codeFor, login, refusalOf, signIn } from './command.ts'

const invalid = ['ValidationException', 400, 'INVALID_REQUEST']

/** About one key in 128 begins with a zero byte in one of its coordinates. */
function keyWithZero() {
  for (;;) {
    const key = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    const { x = '', y = '' } = key.publicKey.export({ format: 'jwk' })
    if ([x, y].some((coordinate) => Buffer.from(coordinate, 'base64url')[0] === 0)) return key
  }
}

function withoutZeros(coordinate: unknown): string {
  const bytes = Buffer.from(String(coordinate), 'base64url')
  return bytes.subarray(bytes.findIndex((byte) => byte !== 0)).toString('base64url')
}

describeTwinlock('A DPoP proof', (server) => {
  let browser: Browser
  beforeAll(async () => {
    browser = (await signIn(server)).browser
  })
  const now = () => Math.floor(server.clock.now() / 1000)
  const other = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const p384 = generateKeyPairSync('ec', { namedCurve: 'P-384' })
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const wrong: [string, (command: Command) => string | null, string][] = [
    ['missing', () => null, 'DPoP is missing'],
    ['no JWT', () => 'proof', 'not valid'],
    ['in two parts', (command) => command.proof().split('.').slice(0, 2).join('.'), 'not valid'],
    ['of another type', (command) => command.proof({}, { typ: 'JWT' }), 'typ must be dpop+jwt'],
    ['unsigned', (command) => command.proof({}, { alg: 'none' }), 'not valid'],
    [
      'unsigned, and says so',
      (command) => `${command.proof({}, { alg: 'none' }).split('.').slice(0, 2).join('.')}.`,
      'not valid',
    ],
    ['signed with its public key as a secret', hmacProof, 'not valid'],
    ['by another key than its own', (command) => command.proof({}, {}, other.privateKey), 'not valid'],
    [
      'by a key on another curve',
      (command) => command.proof({}, { jwk: p384.publicKey.export({ format: 'jwk' }) }),
      'P-256',
    ],
    [
      'for another algorithm',
      (command) => command.proof({}, { alg: 'ES384', jwk: p384.publicKey.export({ format: 'jwk' }) }, p384.privateKey),
      'not valid',
    ],
    [
      'by an RSA key',
      (command) => command.proof({}, { alg: 'RS256', jwk: rsa.publicKey.export({ format: 'jwk' }) }),
      'not valid',
    ],
    [
      'with the private key in it',
      (command) => command.proof({}, { jwk: command.privateKey.export({ format: 'jwk' }) }),
      'private key',
    ],
    ['without a key', (command) => command.proof({}, { jwk: undefined }), 'no jwk'],
    [
      'with a key elsewhere',
      (command) => command.proof({}, { jwk: undefined, jku: 'https://evil.example/jwks' }),
      'no jwk',
    ],
    [
      'with a point that is not on the curve',
      (command) => command.proof({}, { jwk: { ...command.jwk, x: command.jwk['y'] } }),
      'not a point',
    ],
    ['with something critical', (command) => command.proof({}, { crit: ['exp'], exp: 1 }), 'not valid'],
    ['for another method', (command) => command.proof({ htm: 'GET' }), 'htm'],
    ['for another server', (command) => command.proof({ htu: 'https://evil.example/v1/token' }), 'htu'],
    ['for another port', (command) => command.proof({ htu: 'http://localhost:1/v1/token' }), 'htu'],
    ['for another path', (command) => command.proof({ htu: `${command.server.endpoint}/v1/tokens` }), 'htu'],
    [
      'for a path that only ends like ours',
      (command) => command.proof({ htu: `${command.server.endpoint}/xv1/token` }),
      'htu',
    ],
    ['for no URL', (command) => command.proof({ htu: '/v1/token' }), 'htu'],
    ['for nothing', (command) => command.proof({ htu: undefined }), 'htu'],
    ['too old', (command) => command.proof({ iat: now() - 302 }), 'iat'],
    ['of the future', (command) => command.proof({ iat: now() + 302 }), 'iat'],
    ['of no time', (command) => command.proof({ iat: undefined }), 'iat'],
    ['of a time that is a text', (command) => command.proof({ iat: String(now()) }), 'iat'],
    ['without an id', (command) => command.proof({ jti: undefined }), 'jti'],
    ['with an empty id', (command) => command.proof({ jti: '' }), 'jti'],
  ]

  it.each(wrong)('is refused when it is %s, and burns nothing', async (_, prove, message) => {
    const command = new Command(server)
    const code = await codeFor(browser, command)
    const answer = await command.exchange(code, {}, { proof: prove(command) })
    expect(refusalOf(answer)).toEqual(invalid)
    expect(answer.content['message']).toContain(message)
    expect((await command.exchange(code)).status).toBe(200)
  })

  it('comes alone', async () => {
    const command = new Command(server)
    const headers = { DPoP: `${command.proof()}, ${command.proof()}` }
    expect(refusalOf(await command.exchange('a'.repeat(43), {}, { headers, proof: null }))).toEqual(invalid)
  })

  it('bears a clock that is almost five minutes off, and our own name in another case', async () => {
    const { command, tokens } = await login(server)
    const { port } = new URL(server.endpoint)
    for (const claims of [
      { iat: now() - 299 },
      { iat: now() + 299 },
      { htu: `HTTP://LOCALHOST:${port}/v1/token?query#fragment` },
      { htu: `http://127.0.0.1:${port}/v1/token` },
      { htu: `${server.endpoint}/proxy//v1/token` },
    ]) {
      const answer = await command.refresh(tokens.refreshToken, {}, { proof: command.proof(claims) })
      expect(answer.status, JSON.stringify(claims)).toBe(200)
    }
  })

  it('gets something once', async () => {
    const command = new Command(server)
    const proof = command.proof()
    const { content } = await command.exchange(await codeFor(browser, command), {}, { proof })
    const again = await command.refresh(String(content['refreshToken']), {}, { proof })
    expect(refusalOf(again)).toEqual(invalid)
    expect(again.content['message']).toContain('used before')
    const another = await command.exchange(await codeFor(browser, command), {}, { proof })
    expect(refusalOf(another)).toEqual(invalid)
    // Not even when another server's clock is behind by a quarter of an hour.
    server.clock.advance(20 * 60)
    const late = command.proof()
    expect((await command.refresh(String(content['refreshToken']), {}, { proof: late })).status).toBe(200)
    server.clock.advance(-20 * 60)
    expect(refusalOf(await command.refresh(String(content['refreshToken']), {}, { proof }))).toEqual(invalid)
  })

  it('may come again until it has got something, as the AWS CLI tries thrice with the same', async () => {
    const command = new Command(server)
    const proof = command.proof()
    expect((await command.exchange('a'.repeat(43), {}, { proof })).status).toBe(401)
    expect((await command.exchange(await codeFor(browser, command), {}, { proof })).status).toBe(200)
  })

  it('does not spend the id of another’s proof', async () => {
    const jti = randomUUID()
    const first = await login(server)
    const second = await login(server)
    for (const { command, tokens } of [first, second]) {
      expect((await command.refresh(tokens.refreshToken, {}, { proof: command.proof({ jti }) })).status).toBe(200)
    }
  })

  it('is by the same key whether its coordinates are written with their leading zeros or not', async () => {
    const command = new Command(server, undefined, keyWithZero())
    const jwk = { ...command.jwk, x: withoutZeros(command.jwk['x']), y: withoutZeros(command.jwk['y']) }
    expect(jwk).not.toEqual(command.jwk)
    // A new key of the AWS CLI is written without, the same key is written with them later.
    const proof = command.proof({}, { jwk })
    const { status, content } = await command.exchange(await codeFor(browser, command), {}, { proof })
    expect(status).toBe(200)
    expect((await command.refresh(String(content['refreshToken']))).status).toBe(200)
  })
})

function hmacProof(command: Command): string {
  const [head, body] = command.proof({}, { alg: 'HS256' }).split('.')
  const secret = JSON.stringify(command.jwk)
  return `${head}.${body}.${createHmac('sha256', secret).update(`${head}.${body}`).digest('base64url')}`
}
