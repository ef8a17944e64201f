import { IAM } from '@aws-sdk/client-iam'
import { STS } from '@aws-sdk/client-sts'
import pino from 'pino'
import { afterAll, describe, expect, it } from 'vitest'
import { readConfig } from '../../src/config.ts'
import { newAccessKeyId } from '../../src/identity/unique-id.ts'
import { startServer } from '../../src/main.ts'
import { hotp } from '../../src/mfa/totp.ts'
import { Sealer } from '../../src/secrets/seal.ts'
import { issueSessionToken, SessionTokenKeys } from '../../src/secrets/session-token.ts'
import { type SigningCredentials, signRequest } from '../../src/sigv4/sign.ts'

const root = { accessKeyId: 'AKIAADMINISTRATIONRO', secretAccessKey: 'administration-secret-access-key' }
const masterKey = Buffer.alloc(32, 3)
const tokenKeys = new SessionTokenKeys(new Sealer(masterKey), '123456789012')
const config = readConfig(
  { ephemeral: true, port: '0' },
  {
    TWINLOCK_MASTER_KEY: masterKey.toString('base64'),
    TWINLOCK_ROOT_ACCESS_KEY_ID: root.accessKeyId,
    TWINLOCK_ROOT_SECRET_ACCESS_KEY: root.secretAccessKey,
  },
)
const server = await startServer({ config, log: pino({ level: 'silent' }) })
afterAll(() => server.close())

const client = { endpoint: server.endpoint, region: 'us-east-1', maxAttempts: 1 }
const iam = new IAM({ ...client, credentials: root })

async function administer(
  command: string,
  content: unknown,
  credentials: SigningCredentials = root,
  service = 'twinlock',
): Promise<{ status: number; content: unknown }> {
  const url = new URL(`/_twinlock/admin/${command}`, server.endpoint)
  const body = Buffer.from(JSON.stringify(content))
  const headers = signRequest(
    { method: 'POST', path: url.pathname, query: '', headers: [['Host', url.host]], body },
    credentials,
    { service, region: 'eu-central-1' },
    new Date(),
  )
  const response = await fetch(url, { method: 'POST', headers: Object.fromEntries(headers), body })
  return { status: response.status, content: await response.json() }
}

const error = (status: number, code: string, message: unknown = expect.any(String)) => ({
  status,
  content: { error: { code, message } },
})

const seedHex = '3132333435363738393031323334353637383930' // RFC 4226 appendix D.
const seed = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ'

describe('register-hardware-token', () => {
  it.each([
    ['base32', { seed: 'gezd gnbv gy3t qojq gezd gnbv gy3t qojq' }],
    ['hexadecimal', { seedHex }],
  ])('makes a token known, its seed in %s', async (encoding, given) => {
    const serialNumber = `GAHT-${encoding}`
    expect(await administer('register-hardware-token', { serialNumber, ...given })).toEqual({
      status: 200,
      content: { serialNumber },
    })
    await iam.createUser({ UserName: encoding })
    const counter = Math.floor(Date.now() / 30_000)
    const key = Buffer.from(seedHex, 'hex')
    await iam.enableMFADevice({
      UserName: encoding,
      SerialNumber: serialNumber,
      AuthenticationCode1: hotp(key, counter - 1),
      AuthenticationCode2: hotp(key, counter),
    })
    expect((await iam.listMFADevices({ UserName: encoding })).MFADevices?.[0]?.SerialNumber).toBe(serialNumber)
  })

  it('refuses a serial number that is there, in whatever case', async () => {
    await administer('register-hardware-token', { serialNumber: 'GAHT-twice', seed })
    const again = await administer('register-hardware-token', { serialNumber: 'gaht-TWICE', seed })
    expect(again).toEqual(error(409, 'EntityAlreadyExists', expect.stringContaining('gaht-TWICE')))
  })

  it.each([
    { seed },
    { serialNumber: 'too short'.slice(0, 8), seed },
    { serialNumber: 'x'.repeat(257), seed },
    { serialNumber: 'with blank', seed },
    { serialNumber: 'arn:aws:iam::123456789012:mfa/x', seed },
    { serialNumber: 'GAHT-no-seed' },
    { serialNumber: 'GAHT-number', seed: 5 },
    { serialNumber: 'GAHT-both', seed, seedHex },
    { serialNumber: 'GAHT-invalid', seed: 'not base32!' },
    { serialNumber: 'GAHT-short', seedHex: seedHex.slice(0, 30) },
    { serialNumber: 'GAHT-long', seedHex: '00'.repeat(65) },
    'text',
  ])('refuses %j', async (content) => {
    expect(await administer('register-hardware-token', content)).toEqual(error(400, 'ValidationError'))
  })

  it('never repeats the seed', async () => {
    const answer = await administer('register-hardware-token', { serialNumber: 'GAHT-secret', seed: 'SECRETSEED1' })
    expect(JSON.stringify(answer)).not.toContain('SECRETSEED1')
  })
})

describe('unlock-device', () => {
  it('knows only devices that exist', async () => {
    await administer('register-hardware-token', { serialNumber: 'GAHT-unlock', seed })
    expect(await administer('unlock-device', { serialNumber: 'GAHT-unlock' })).toEqual({
      status: 200,
      content: { serialNumber: 'GAHT-unlock', hadFailures: false },
    })
    expect(await administer('unlock-device', { serialNumber: 'GAHT-none' })).toEqual(error(404, 'NoSuchEntity'))
  })
})

describe('who may', () => {
  it('lets nobody in without a signature for this service', async () => {
    const url = `${server.endpoint}/_twinlock/admin/unlock-device`
    const unsigned = await fetch(url, { method: 'POST', body: '{}' })
    expect(unsigned.status).toBe(403)
    expect((await administer('unlock-device', {}, root, 'iam')).status).toBe(403)
    const wrong = { ...root, secretAccessKey: 'another-secret-access-key' }
    expect(await administer('unlock-device', {}, wrong)).toEqual(error(403, 'SignatureDoesNotMatch'))
  })

  it('lets a session of the root user in only with MFA, as IAM does', async () => {
    const { Credentials } = await new STS({ ...client, credentials: root }).getSessionToken({})
    const withoutMfa = {
      accessKeyId: Credentials?.AccessKeyId ?? '',
      secretAccessKey: Credentials?.SecretAccessKey ?? '',
      sessionToken: Credentials?.SessionToken,
    }
    const refused = await administer('unlock-device', { serialNumber: 'GAHT-none' }, withoutMfa)
    expect(refused).toEqual(error(403, 'InvalidClientTokenId'))

    const accessKeyId = newAccessKeyId('ASIA', '123456789012')
    const now = Date.now()
    const times = { issuedAt: now, expiresAt: now + 900_000, mfaAuthenticatedAt: now }
    const issued = issueSessionToken({ kind: 'session', principalId: '123456789012', accessKeyId, ...times }, tokenKeys)
    const answer = await administer('unlock-device', { serialNumber: 'GAHT-none' }, { accessKeyId, ...issued })
    expect(answer).toEqual(error(404, 'NoSuchEntity'))
  })

  it('lets no user in', async () => {
    await iam.createUser({ UserName: 'ann' })
    const { AccessKey } = await iam.createAccessKey({ UserName: 'ann' })
    const user = { accessKeyId: AccessKey?.AccessKeyId ?? '', secretAccessKey: AccessKey?.SecretAccessKey ?? '' }
    const answer = await administer('unlock-device', { serialNumber: 'GAHT-none' }, user)
    expect(answer).toEqual(error(403, 'AccessDenied', expect.stringContaining('arn:aws:iam::123456789012:user/ann')))
  })
})

describe('commands', () => {
  it.each(['none', 'constructor', ''])('has no %s', async (command) => {
    expect(await administer(command, {})).toEqual(error(400, 'InvalidAction'))
  })
})
