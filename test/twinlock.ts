/** A server for a test: real sockets, a real database, real AWS clients; only the clock is the test's. */
import { Agent } from 'node:http'
import * as Iam from '@aws-sdk/client-iam'
import * as Sts from '@aws-sdk/client-sts'
import pino from 'pino'
import { afterAll, beforeAll } from 'vitest'
import type { Clock } from '../src/clock.ts'
import { readConfig } from '../src/config.ts'
import { type RunningServer, startServer } from '../src/main.ts'
import { parseSeed } from '../src/mfa/seed.ts'
import { counterAt, hotp } from '../src/mfa/totp.ts'
import { type SigningScope, signRequest } from '../src/sigv4/sign.ts'
import type { Storage } from '../src/storage/database.ts'
import { services } from '../src/wire/model.ts'
import { type DatabaseKind, databases, describeEachDatabase, type TestDatabase } from './databases.ts'

export const accountId = '123456789012'
export const rootCredentials = {
  accessKeyId: 'AKIATESTROOTTESTROOT',
  secretAccessKey: 'test-root-secret-access-key-0123456789ab',
}
export const masterKey = Buffer.alloc(32, 7).toString('base64')

export interface Credentials {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken?: string
}

/** Stands still until the test moves it. Begins in the middle of a time step and of a window of attempts. */
export class FrozenClock {
  #now: number
  constructor(now = Date.UTC(2026, 0, 15, 12, 1, 15)) {
    this.#now = now
  }
  now(): number {
    return this.#now
  }
  /** A negative number puts it back. */
  advance(seconds: number): void {
    this.#now += seconds * 1000
  }
}

export interface Clients {
  readonly iam: Iam.IAM
  readonly sts: Sts.STS
}

export interface TestServer extends Clients {
  readonly endpoint: string
  readonly clock: FrozenClock
  /** What the server logged, a line each. */
  readonly log: string[]
  /** The server's own, to look at rows that no operation shows. */
  readonly storage: Storage
  /** Of its database, see TestDatabase. */
  readonly location: string | undefined
  as(credentials: Credentials): Clients
  close(): Promise<void>
}

export interface TestServerOptions {
  readonly clock?: FrozenClock
  readonly mfaLockout?: string
  readonly trustProxy?: boolean
  /** Undefined: the address at which it listens. */
  readonly publicUrl?: string
}

/** The same behaviour once per database, each time on one server for all tests: each makes users of its own. */
export function describeTwinlock(
  title: string,
  body: (server: TestServer, kind: DatabaseKind) => void,
  { kinds = databases, ...options }: TestServerOptions & { readonly kinds?: readonly DatabaseKind[] } = {},
): void {
  const describeOn: Parameters<typeof describeEachDatabase>[1] = (create, kind) => {
    const server = {} as TestServer
    beforeAll(async () => void Object.assign(server, await startTwinlock(await create(), options)))
    afterAll(() => server.close())
    body(server, kind)
  }
  describeEachDatabase(title, describeOn, kinds)
}

const running: TestServer[] = []
afterAll(async () => {
  // Its database may be gone by now.
  for (const server of running) await server.close().catch(() => {})
})

/** `iam` and `sts` are the root user's. Closed after the last test of the file. */
export async function startTwinlock(
  database: TestDatabase,
  { clock = new FrozenClock(), mfaLockout = '100', trustProxy = false, publicUrl }: TestServerOptions = {},
): Promise<TestServer> {
  const log: string[] = []
  const config = readConfig(
    { port: '0', ephemeral: true },
    {
      TWINLOCK_MFA_LOCKOUT: mfaLockout,
      TWINLOCK_TRUST_PROXY: String(trustProxy),
      ...(publicUrl !== undefined && { TWINLOCK_PUBLIC_URL: publicUrl }),
      TWINLOCK_MASTER_KEY: masterKey,
      TWINLOCK_ROOT_ACCESS_KEY_ID: rootCredentials.accessKeyId,
      TWINLOCK_ROOT_SECRET_ACCESS_KEY: rootCredentials.secretAccessKey,
      TWINLOCK_ROOT_PASSWORD: 'Test-root-password-1',
    },
  )
  const storage = await database.open()
  const server: RunningServer = await startServer({
    config,
    clock,
    log: pino({ level: 'debug' }, { write: (line: string) => log.push(line) }),
    storage,
  })
  const agent = new Agent({ keepAlive: true, maxSockets: 300 })
  const close = async () => {
    await server.close()
    agent.destroy()
  }
  const as = (credentials: Credentials) => clientsOf(server.endpoint, credentials, clock, agent)
  const { location } = database
  const started = { endpoint: server.endpoint, clock, log, storage, location, as, close, ...as(rootCredentials) }
  running.push(started)
  return started
}

/** Requests are signed with the test's clock, and an error is answered to the test instead of tried again. */
function clientsOf(endpoint: string, credentials: Credentials, clock: FrozenClock, agent: Agent): Clients {
  const systemClockOffset = () => clock.now() - Date.now()
  const options = { endpoint, region: 'us-east-1', credentials, maxAttempts: 1, requestHandler: { httpAgent: agent } }
  const iam = new Iam.IAM(options)
  const sts = new Sts.STS(options)
  for (const { config } of [iam, sts] as { config: object }[]) {
    Object.defineProperty(config, 'systemClockOffset', { get: systemClockOffset, set: () => {} })
  }
  return { iam, sts }
}

export interface RawAnswer {
  readonly status: number
  readonly headers: Headers
  readonly body: string
}

/** A request as no AWS client would write it, and the answer before any client has read it. */
export async function sendForm(
  server: TestServer,
  service: 'iam' | 'sts',
  parameters: Readonly<Record<string, string>>,
  credentials: Credentials = rootCredentials,
): Promise<RawAnswer> {
  const form = new URLSearchParams({ Version: services[service].version, ...parameters })
  return send(server, '/', form.toString(), 'application/x-www-form-urlencoded', service, credentials)
}

/** What `twinlock admin` sends. */
export async function administer(
  server: TestServer,
  command: string,
  content: object,
  credentials: Credentials = rootCredentials,
): Promise<RawAnswer> {
  const path = `/_twinlock/admin/${command}`
  return send(server, path, JSON.stringify(content), 'application/json', 'twinlock', credentials)
}

async function send(
  { endpoint, clock }: TestServer,
  path: string,
  text: string,
  contentType: string,
  service: SigningScope['service'],
  credentials: Credentials,
): Promise<RawAnswer> {
  const url = new URL(path, endpoint)
  const body = Buffer.from(text)
  const headers = signRequest(
    {
      method: 'POST',
      path,
      query: '',
      headers: [
        ['Host', url.host],
        ['Content-Type', contentType],
      ],
      body,
    },
    credentials,
    { service, region: 'us-east-1' },
    new Date(clock.now()),
  )
  const response = await fetch(url, { method: 'POST', headers: Object.fromEntries(headers), body })
  return { status: response.status, headers: response.headers, body: await response.text() }
}

export interface TestUser extends Clients {
  readonly userName: string
  readonly userId: string
  readonly credentials: Credentials
}

let users = 0

/** AWS's policy for users who manage their own devices, without its demand for MFA. */
export const ownDevices = {
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Action: ['iam:CreateVirtualMFADevice', 'iam:ListVirtualMFADevices'], Resource: '*' },
    {
      Effect: 'Allow',
      Action: [
        'iam:DeactivateMFADevice',
        'iam:EnableMFADevice',
        'iam:GetUser',
        'iam:ListMFADevices',
        'iam:ResyncMFADevice',
      ],
      Resource: `arn:aws:iam::${accountId}:user/\${aws:username}`,
    },
  ],
}

/** A new user with an access key, who may do what the policy says; `null`: nothing. */
export async function createUser(
  server: TestServer,
  userName = `user-${++users}`,
  policy: object | null = ownDevices,
): Promise<TestUser> {
  const { User } = await server.iam.createUser({ UserName: userName })
  if (policy) await putPolicy(server, userName, policy)
  const { AccessKey } = await server.iam.createAccessKey({ UserName: userName })
  const credentials = { accessKeyId: AccessKey?.AccessKeyId ?? '', secretAccessKey: AccessKey?.SecretAccessKey ?? '' }
  return { userName, userId: User?.UserId ?? '', credentials, ...server.as(credentials) }
}

/** A policy of one statement. */
export function allow(Action: string | string[], Resource = '*'): object {
  return { Version: '2012-10-17', Statement: { Effect: 'Allow', Action, Resource } }
}

/** Takes the place of the policy that the user has. */
export async function putPolicy(server: TestServer, UserName: string, policy: object): Promise<void> {
  await server.iam.putUserPolicy({ UserName, PolicyName: 'test', PolicyDocument: JSON.stringify(policy) })
}

/** The authenticator app on somebody's phone. */
export class Authenticator {
  readonly serialNumber: string
  readonly #seed: string
  readonly #clock: Clock
  constructor(serialNumber: string, seed: string, clock: Clock) {
    this.serialNumber = serialNumber
    this.#seed = seed
    this.#clock = clock
  }
  /** The code that the phone shows; `offset` in steps of 30 seconds. */
  code(offset = 0): string {
    return hotp(parseSeed(this.#seed), counterAt(this.#clock.now()) + offset)
  }
  /** Six digits that the phone does not show now or within ten minutes. */
  wrongCode(): string {
    const right = new Set(Array.from({ length: 41 }, (_, index) => this.code(index - 20)))
    for (let number = 0; ; number++) {
      const code = String(number).padStart(6, '0')
      if (!right.has(code)) return code
    }
  }
  /** Two consecutive codes, older first, as the parameters of Enable and Resync. */
  pair(offset = 0): CodePair {
    return this.codes(this.code(offset - 1), this.code(offset))
  }
  wrongPair(): CodePair {
    return this.codes(this.wrongCode(), this.wrongCode())
  }
  codes(AuthenticationCode1: string, AuthenticationCode2: string): CodePair {
    return { SerialNumber: this.serialNumber, AuthenticationCode1, AuthenticationCode2 }
  }
  /** The current code, as the parameters of GetSessionToken. */
  mfa(offset = 0): { SerialNumber: string; TokenCode: string } {
    return { SerialNumber: this.serialNumber, TokenCode: this.code(offset) }
  }
  wrongMfa(): { SerialNumber: string; TokenCode: string } {
    return { SerialNumber: this.serialNumber, TokenCode: this.wrongCode() }
  }
}

export interface CodePair {
  readonly SerialNumber: string
  readonly AuthenticationCode1: string
  readonly AuthenticationCode2: string
}

let devices = 0

/** A device that nobody has yet. */
export async function createDevice(server: TestServer, name = `device-${++devices}`): Promise<Authenticator> {
  const { VirtualMFADevice } = await server.iam.createVirtualMFADevice({ VirtualMFADeviceName: name })
  const seed = Buffer.from(VirtualMFADevice?.Base32StringSeed ?? []).toString()
  return new Authenticator(VirtualMFADevice?.SerialNumber ?? '', seed, server.clock)
}

/** A user with a device that is enabled; its last pair ended with the current code. */
export async function createUserWithDevice(server: TestServer): Promise<TestUser & { device: Authenticator }> {
  const user = await createUser(server)
  const device = await createDevice(server)
  await server.iam.enableMFADevice({ UserName: user.userName, ...device.pair() })
  return { ...user, device }
}

/** Clients of a session, with MFA when a device is given. */
export async function startSession(server: TestServer, user: Clients, device?: Authenticator, offset = 0) {
  const { Credentials } = await user.sts.getSessionToken(device?.mfa(offset) ?? {})
  const credentials = {
    accessKeyId: Credentials?.AccessKeyId ?? '',
    secretAccessKey: Credentials?.SecretAccessKey ?? '',
    sessionToken: Credentials?.SessionToken ?? '',
  }
  return { credentials, ...server.as(credentials) }
}

/** What a client sees of an error: code, HTTP status and message, in this order. */
export async function errorOf(request: Promise<unknown>): Promise<[code: string, status: number, message: string]> {
  try {
    await request
  } catch (error) {
    if (!(error instanceof Iam.IAMServiceException || error instanceof Sts.STSServiceException)) throw error
    const { Code } = error as unknown as { Code?: string }
    return [Code ?? error.name, error.$metadata.httpStatusCode ?? 0, error.message]
  }
  throw new Error('The request succeeded, but should have been refused')
}
