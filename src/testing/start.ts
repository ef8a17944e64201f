/**
 * The test kit: a whole Twinlock in the process of a test, with its clock and its authenticators in the test's hands.
 * `import { start } from 'twinlock/testing'`. It is the server itself, on a port of its own, with its data in memory; nothing
 * is mocked, so what passes here passes against `twinlock serve`. Works with every test runner.
 */
import { randomBytes } from 'node:crypto'
import pino, { type Logger } from 'pino'
import { type Clock, systemClock } from '../clock.ts'
import { readConfig } from '../config.ts'
import { startServer } from '../main.ts'
import { Authenticator } from './authenticator.ts'
import { type Duration, millisecondsOf } from './duration.ts'

export type { Authenticator } from './authenticator.ts'
export type { Duration } from './duration.ts'

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
  /** Where the server logs to; nowhere unless it is given. */
  readonly log?: Logger
}

export interface TestCredentials {
  readonly accessKeyId: string
  readonly secretAccessKey: string
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
  readonly clientOptions: {
    readonly endpoint: string
    readonly region: string
    readonly credentials: TestCredentials
  }
  readonly clock: TestClock
  /**
   * The authenticator app with this device in it. It shows what the device itself would show; asking consumes nothing.
   * @param serialNumber - of a virtual device or a hardware token; the device may be created later
   */
  authenticator(serialNumber: string): Authenticator
  /** Back to the beginning: the root user with the same credentials and nothing else, and the clock as it was. */
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
  const { clock: beginning = 'running', accountId = '123456789012', mfaLockout = 100 } = options
  const credentials = { accessKeyId: 'AKIATWINLOCKTESTROOT', secretAccessKey: randomText() }
  const rootSignIn = { email: rootEmail, password: randomText() }
  const config = readConfig(
    { port: '0', testMode: true, accountId, mfaLockout: String(mfaLockout) },
    {
      TWINLOCK_ROOT_ACCESS_KEY_ID: credentials.accessKeyId,
      TWINLOCK_ROOT_SECRET_ACCESS_KEY: credentials.secretAccessKey,
      TWINLOCK_ROOT_EMAIL: rootSignIn.email,
      TWINLOCK_ROOT_PASSWORD: rootSignIn.password,
    },
  )
  const { log = pino({ level: 'silent' }) } = options
  const { endpoint, testMode, close } = await startServer({ config, log, clock: systemClock })
  if (!testMode) throw new Error('The server has not started in test mode')
  const begun = beginning instanceof Date ? beginning : new Date(systemClock.now())
  const begin = () => {
    if (beginning === 'running') return
    testMode.clock.freeze()
    testMode.clock.set(begun.getTime())
  }
  begin()
  return {
    endpoint,
    accountId,
    credentials,
    rootSignIn,
    clientOptions: { endpoint, region: 'us-east-1', credentials },
    clock: toTestClock(testMode.clock),
    authenticator: (serialNumber) => new Authenticator(serialNumber, testMode),
    async reset() {
      await testMode.reset()
      begin()
    },
    stop: close,
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
