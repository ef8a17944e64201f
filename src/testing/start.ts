/**
 * The test kit: a whole Twinlock in the process of a test, with its clock and its authenticators in the test's hands.
 * `import { start } from 'twinlock/testing'`. It is the server itself, on a port of its own, with its data in memory; nothing
 * is mocked, so what passes here passes against `twinlock serve`. Works with every test runner.
 */
import { randomBytes } from 'node:crypto'
import pino, { type Logger } from 'pino'
import type { AuditRecord } from '../audit/record.ts'
import { type Clock, systemClock } from '../clock.ts'
import { readConfig } from '../config.ts'
import { startServer } from '../main.ts'
import type { Seed } from '../seed/seed.ts'
import { Authenticator } from './authenticator.ts'
import type { ClientOptions, TestCredentials } from './client-options.ts'
import { type Duration, millisecondsOf } from './duration.ts'
import { SeededUser } from './seeded-user.ts'

export type { AuditRecord } from '../audit/record.ts'
export type * from '../seed/seed.ts'
export { SeedError } from '../seed/seed-error.ts'
export type { Authenticator } from './authenticator.ts'
export type { ClientOptions, TestCredentials } from './client-options.ts'
export type { Duration } from './duration.ts'
export type { SeededUser } from './seeded-user.ts'

export interface StartOptions {
  /**
   * `frozen`: the clock stands still at the present time until the test moves it. `running` (the default): it goes on like
   * the real one. A Date: it stands still at that time.
   */
  readonly clock?: 'frozen' | 'running' | Date
  /** 12 digits; 123456789012 unless it is given. */
  readonly accountId?: string
  /** Wrong codes in a row after which a device is locked; 0: never. 100 unless it is given. */
  readonly mfaLockout?: number
  /** What the account begins with, also after each reset. @throws SeedError from `start`, naming all that is wrong */
  readonly seed?: Seed
  /** Whether the audit log has successful reads (List…, Get…) too. */
  readonly auditReads?: boolean
  /** Where the server logs to; nowhere unless it is given. */
  readonly log?: Logger
}

export interface TestServer {
  /** `http://localhost:49152` */
  readonly endpoint: string
  readonly accountId: string
  /** The root user's. */
  readonly credentials: TestCredentials
  /** For the browser's sign-in page and `twinlock/testing`'s own users: the root user's e-mail address and password. */
  readonly rootSignIn: { readonly email: string; readonly password: string }
  /** What an SDK client needs: `new IAMClient(server.clientOptions)`. */
  readonly clientOptions: ClientOptions
  /** A user of the seed: `new STS(server.user('alice').clientOptions)`. @throws Error when there is none of that name */
  user(userName: string): SeededUser
  readonly clock: TestClock
  /**
   * The authenticator app with this device in it. It shows what the device itself would show; asking consumes nothing.
   * @param serialNumber - of a virtual device or a hardware token; the device may be created later
   */
  authenticator(serialNumber: string): Authenticator
  /**
   * The audit log in CloudTrail's records, oldest first: changes, sessions and refusals, all that was answered before the call.
   * The seed leaves none.
   */
  auditEvents(): Promise<AuditRecord[]>
  /** Back to the beginning: the root user with the same credentials, the seed and nothing else, and the clock as it was. */
  reset(): Promise<void>
  /** Ends the server; its port is free then, and its data gone. May be called twice. */
  stop(): Promise<void>
}

/** Drives codes, sessions, the age of MFA and of passwords, and the Date header by which SDKs correct their own clock. */
export interface TestClock {
  /** The server's time. */
  now(): Date
  /** @throws RangeError for what is no duration, or leads out of the years 2000 to 2099 */
  advance(by: Duration): void
  /** @throws RangeError outside of the years 2000 to 2099 */
  set(time: Date): void
  freeze(): void
  /** Goes on from the time at which it stands. */
  unfreeze(): void
}

const rootEmail = 'root@localhost'

/** @throws Error when the options make no sense, or no port can be had */
export async function start(options: StartOptions = {}): Promise<TestServer> {
  const { clock: beginning = 'running', accountId = '123456789012', mfaLockout = 100, auditReads = false } = options
  const credentials = { accessKeyId: 'AKIATWINLOCKTESTROOT', secretAccessKey: randomText() }
  const rootSignIn = { email: rootEmail, password: randomText() }
  const config = readConfig(
    // No event is too old for a test, however far it moves the clock.
    { port: '0', testMode: true, accountId, mfaLockout: String(mfaLockout), auditReads, auditRetentionDays: '0' },
    {
      TWINLOCK_ROOT_ACCESS_KEY_ID: credentials.accessKeyId,
      TWINLOCK_ROOT_SECRET_ACCESS_KEY: credentials.secretAccessKey,
      TWINLOCK_ROOT_EMAIL: rootSignIn.email,
      TWINLOCK_ROOT_PASSWORD: rootSignIn.password,
    },
  )
  const { log = pino({ level: 'silent' }), seed = {} } = options
  const frozenAt = beginning === 'running' ? undefined : Number(beginning === 'frozen' ? systemClock.now() : beginning)
  const server = await startServer({ config, log, clock: systemClock, frozenAt, seed })
  const { endpoint, testMode } = server
  if (!testMode || !server.seed) throw new Error('The server has not started in test mode')
  const clientOptions = { endpoint, region: 'us-east-1', credentials }
  const authenticator = (serialNumber: string) => new Authenticator(serialNumber, testMode)
  const users = server.seed.Users.map(({ value }) => new SeededUser(value, { accountId, clientOptions, authenticator }))
  return {
    endpoint,
    accountId,
    credentials,
    rootSignIn,
    clientOptions,
    user(userName) {
      const user = users.find((each) => each.userName === userName)
      if (!user) throw new Error(`The seed has no user ${userName}`)
      return user
    },
    clock: toTestClock(testMode.clock),
    authenticator,
    auditEvents: testMode.auditEvents,
    reset: testMode.reset,
    stop: server.close,
  }
}

function toTestClock(clock: Clock & { set(time: number): void; freeze(): void; unfreeze(): void }): TestClock {
  return {
    now: () => new Date(clock.now()),
    advance: (by) => clock.set(clock.now() + millisecondsOf(by)),
    set: (time) => clock.set(time.getTime()),
    freeze: () => clock.freeze(),
    unfreeze: () => clock.unfreeze(),
  }
}

function randomText(): string {
  return randomBytes(30).toString('base64url')
}
