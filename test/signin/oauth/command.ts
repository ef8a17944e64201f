/** A command that signs in, as the AWS CLI does, with every part of it open to be got wrong. */
import { createHash, generateKeyPairSync, type KeyObject, randomBytes, randomUUID, sign } from 'node:crypto'
import { accountId, errorOf, type TestServer } from '../../twinlock.ts'
import type { Browser, PageAnswer } from '../browser.ts'
import { addDevice, createPerson } from '../people.ts'

export const sameDevice = 'arn:aws:signin:::devtools/same-device'
export const crossDevice = 'arn:aws:signin:::devtools/cross-device'

/** What SignInLocalDevelopmentAccess allows, and all of IAM. */
export const loginPolicy = {
  Version: '2012-10-17',
  Statement: {
    Effect: 'Allow',
    Action: ['iam:*', 'signin:AuthorizeOAuth2Access', 'signin:CreateOAuth2Token'],
    Resource: '*',
  },
}

export interface TokenResponse {
  readonly status: number
  readonly headers: Headers
  readonly content: Record<string, unknown>
}

export interface Tokens {
  readonly accessToken: { accessKeyId: string; secretAccessKey: string; sessionToken: string }
  readonly refreshToken: string
  readonly idToken?: string
  readonly expiresIn: number
  readonly tokenType: string
}

type Members = Readonly<Record<string, unknown>>

export class Command {
  readonly server: TestServer
  readonly privateKey: KeyObject
  readonly jwk: Record<string, unknown>
  readonly verifier = randomBytes(48).toString('base64url')
  readonly state = randomUUID()
  readonly redirectUri: string
  readonly clientId: string

  constructor(server: TestServer, clientId = sameDevice, key = generateKeyPairSync('ec', { namedCurve: 'P-256' })) {
    this.server = server
    this.clientId = clientId
    this.privateKey = key.privateKey
    this.jwk = { ...key.publicKey.export({ format: 'jwk' }) }
    this.redirectUri =
      clientId === sameDevice ? 'http://127.0.0.1:41234/oauth/callback' : `${server.endpoint}/v1/sessions/confirmation`
  }

  /** A value that is undefined is left out. */
  query(changes: Readonly<Record<string, string | undefined>> = {}): string {
    const parameters = {
      response_type: 'code',
      client_id: this.clientId,
      state: this.state,
      code_challenge_method: 'SHA-256',
      scope: 'openid',
      redirect_uri: this.redirectUri,
      code_challenge: createHash('sha256').update(this.verifier).digest('base64url'),
      ...changes,
    }
    const given = Object.entries(parameters).filter((entry): entry is [string, string] => entry[1] !== undefined)
    return new URLSearchParams(given).toString()
  }

  proof(claims: Members = {}, header: Members = {}, key: KeyObject = this.privateKey): string {
    const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url')
    const iat = Math.floor(this.server.clock.now() / 1000)
    const head = encode({ typ: 'dpop+jwt', alg: 'ES256', jwk: this.jwk, ...header })
    const body = encode({ htm: 'POST', htu: `${this.server.endpoint}/v1/token`, iat, jti: randomUUID(), ...claims })
    const signature = sign('sha256', Buffer.from(`${head}.${body}`), { key, dsaEncoding: 'ieee-p1363' })
    return `${head}.${body}.${signature.toString('base64url')}`
  }

  async send(content: unknown, { proof = this.proof(), path = '/v1/token', headers = {} }: SendOptions = {}) {
    const isText = typeof content === 'string'
    const response = await fetch(this.server.endpoint + path, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', ...(proof !== null && { DPoP: proof }), ...headers },
      body: isText ? content : JSON.stringify(content),
    })
    const answer = await response.json()
    return { status: response.status, headers: response.headers, content: answer } as TokenResponse
  }

  exchange(code: string, changes: Members = {}, options: SendOptions = {}): Promise<TokenResponse> {
    const { clientId, verifier: codeVerifier, redirectUri } = this
    return this.send(
      { clientId, grantType: 'authorization_code', code, codeVerifier, redirectUri, ...changes },
      options,
    )
  }

  refresh(refreshToken: string, changes: Members = {}, options: SendOptions = {}): Promise<TokenResponse> {
    return this.send({ clientId: this.clientId, grantType: 'refresh_token', refreshToken, ...changes }, options)
  }
}

export interface SendOptions {
  /** Null: none at all. */
  readonly proof?: string | null
  readonly path?: string
  readonly headers?: Record<string, string>
}

/** Somebody with a password, and a device where one is wanted, signed in in a browser. */
export interface SignInOptions {
  readonly policy?: object | null
  readonly withDevice?: boolean
  /** Of the server, where it is not its address. */
  readonly origin?: string
}

export async function signIn(
  server: TestServer,
  { policy = loginPolicy, withDevice = false, origin = server.endpoint }: SignInOptions = {},
) {
  const user = await createPerson(server, policy)
  const device = withDevice ? await addDevice(server, user) : undefined
  const { browser, userName } = user
  browser.origin = origin
  await user.signIn()
  if (device) {
    server.clock.advance(60)
    await browser.post('/signin/code', { serialNumber: device.serialNumber, code: device.code() })
  }
  await browser.openConsole()
  return { user, browser, device, arn: `arn:aws:iam::${accountId}:user/${userName}` }
}

export function decide(browser: Browser, query: string, allow = true): Promise<PageAnswer> {
  return browser.post('/v1/authorize/decision', { query, allow })
}

export async function codeFor(browser: Browser, command: Command): Promise<string> {
  const { content } = await decide(browser, command.query())
  const destination = new URL(String(content['redirectTo']), command.server.endpoint)
  return destination.searchParams.get('code') ?? ''
}

export async function login(server: TestServer, options: SignInOptions & { readonly clientId?: string } = {}) {
  const person = await signIn(server, options)
  const command = new Command(server, options.clientId)
  const { status, content } = await command.exchange(await codeFor(person.browser, command))
  if (status !== 200) throw new Error(`The login failed: ${JSON.stringify(content)}`)
  const tokens = content as unknown as Tokens
  return { ...person, command, tokens, clients: server.as(tokens.accessToken) }
}

/** Exception, status, code. */
export function refusalOf({ status, headers, content }: TokenResponse): [string | null, number, unknown] {
  return [headers.get('x-amzn-errortype'), status, content['error']]
}

/** What an AWS client is refused with. */
export async function codeOf(request: Promise<unknown>): Promise<[code: string, status: number]> {
  const [code, status] = await errorOf(request)
  return [code, status]
}
