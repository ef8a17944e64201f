/** Puts the server together: configuration → storage → account → listener. Processes and signals are the command's. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import type { Logger } from 'pino'
import { AuditLog } from './audit/audit-log.ts'
import { type Clock, systemClock } from './clock.ts'
import type { Config } from './config.ts'
import { SessionTokenKeys } from './secrets/session-token.ts'
import { applySeed } from './seed/apply-seed.ts'
import type { CompleteSeed } from './seed/complete-seed.ts'
import { type ReadSeed, readSeed } from './seed/read-seed.ts'
import { readSeedFile } from './seed/seed-file.ts'
import type { App } from './server/app.ts'
import { CurrentApp, closeApp } from './server/current-app.ts'
import { listAllEvents } from './server/event-lookup.ts'
import { createAccount, credentialsFile, prepareAccount } from './server/first-run.ts'
import { listen } from './server/listener.ts'
import { RecentRefusals } from './server/refusals.ts'
import { chooseRootUser, type RootUser } from './server/root-user.ts'
import { route } from './server/routes.ts'
import { TestClock } from './server/test-clock.ts'
import { findOpenDevice, type TestMode } from './server/test-mode.ts'
import { findFirstAccount } from './storage/accounts.ts'
import { type DataDirectory, openDataDirectory } from './storage/data-directory.ts'
import type { Storage } from './storage/database.ts'
import { openPostgres } from './storage/postgres.ts'
import { openSqlite } from './storage/sqlite.ts'
import { version } from './version.ts'

export interface ServerOptions {
  readonly config: Config
  readonly log: Logger
  readonly clock?: Clock
  /** In test mode: when the clock stands still at first. */
  readonly frozenAt?: number | undefined
  /** In test mode: what the account begins with, instead of the file that the configuration names. */
  readonly seed?: unknown
  /** Instead of the one that the configuration names; closed with the server. */
  readonly storage?: Storage
  /** Shows the root user's first credentials to a person; without it they are left in a file of the data directory. */
  readonly show?: ((text: string) => void) | undefined
}

export interface RunningServer {
  /** `http://localhost:6320` */
  readonly endpoint: string
  /** `http://localhost:6320/console` */
  readonly consoleUrl: string
  /** Where the root user's first credentials still are. */
  readonly credentialsFile: string | undefined
  /** What tests may do with it; undefined outside of test mode. */
  readonly testMode: TestMode | undefined
  /** What the account began with, completed. */
  readonly seed: CompleteSeed | undefined
  /** Answers what was asked, accepts nothing more, closes the storage; takes 10 seconds at most. */
  close(): Promise<void>
}

/** @throws Error that says what to do, with everything closed again. */
export async function startServer({
  config,
  log,
  clock = systemClock,
  ...options
}: ServerOptions): Promise<RunningServer> {
  const testClock = config.testMode ? new TestClock(clock, options.frozenAt) : undefined
  const seed = openSeed(config, options.seed)
  const place = await openPlace(config, options.storage)
  try {
    const root = chooseRootUser(config, config.accountId)
    let port = config.port
    const publicUrl = () => config.publicUrl ?? `http://localhost:${port}`
    const app = await prepareApp(config, place, { root, clock: testClock ?? clock, log, publicUrl, show: options.show })
    if (seed) await applySeed(seed, app)
    const current = new CurrentApp(app)
    const testMode = testClock && createTestMode(current, config, testClock, root, seed)
    const listener = await listen({
      host: config.host,
      port: config.port,
      log,
      clock: () => current.app.clock,
      route: (request) => route(request, current, testMode),
    })
    port = listener.port
    const endpoint = endpointOf(config.host, port)
    const isTrue = 'signatures verified, policies enforced'
    const consoleUrl = `${publicUrl()}/console`
    const about = {
      endpoint,
      console: consoleUrl,
      version,
      storage: describeStorage(config, app.storage),
    }
    log.info(about, `Twinlock is ready: ${isTrue}`)
    if (testMode) log.warn('Test mode: whoever reaches this server can reset it and read the codes of its devices')
    let closing: Promise<void> | undefined
    const close = async () => {
      await listener.close()
      await closeApp(current.app)
      place.directory?.release()
    }
    return {
      endpoint,
      consoleUrl,
      credentialsFile: findCredentialsFile(place.directory),
      testMode,
      seed: seed?.seed,
      close: () => (closing ??= close()),
    }
  } catch (error) {
    await place.storage.close()
    place.directory?.release()
    throw error
  }
}

interface Place {
  readonly storage: Storage
  /** Held while the server runs; undefined where the data is elsewhere. */
  readonly directory: DataDirectory | undefined
}

async function openPlace({ testMode, ephemeral, databaseUrl, dataDir }: Config, storage?: Storage): Promise<Place> {
  if (storage) return { storage, directory: undefined }
  if (testMode || ephemeral) return { storage: await openSqlite({ memory: true }), directory: undefined }
  if (databaseUrl !== undefined) return { storage: await openPostgres({ url: databaseUrl }), directory: undefined }
  const directory = openDataDirectory(dataDir)
  try {
    return { storage: await openSqlite({ file: directory.databaseFile }), directory }
  } catch (error) {
    directory.release()
    throw error
  }
}

interface Surroundings extends Pick<App, 'clock' | 'log' | 'publicUrl'>, Pick<ServerOptions, 'show'> {
  readonly root: RootUser
}

async function prepareApp(
  config: Config,
  { storage, directory }: Place,
  { root, clock, log, show, publicUrl }: Surroundings,
): Promise<App> {
  const forCredentials = config.databaseUrl === undefined ? undefined : await borrowDirectory(config.dataDir, storage)
  try {
    const preparation = { config, storage, directory: directory ?? forCredentials, root, now: clock.now(), log, show }
    const sealer = await prepareAccount(preparation)
    const { accountId, mfaLockout, trustProxy } = config
    const sessionLimits = { idle: config.sessionIdleMinutes * 60_000, absolute: config.sessionHours * 3_600_000 }
    const sessionTokenKeys = new SessionTokenKeys(sealer, accountId)
    return {
      accountId,
      storage,
      sealer,
      sessionTokenKeys,
      clock,
      mfaLockout,
      sessionLimits,
      publicUrl,
      trustProxy,
      log,
      refusals: new RecentRefusals(),
      auditLog: createAuditLog(config, { accountId, storage, clock, log }),
    }
  } finally {
    forCredentials?.release()
  }
}

/**
 * With PostgreSQL the data directory serves for the credentials of the first run alone. Several servers may start in it at
 * once: one gets it, the others wait until the account is there.
 */
async function borrowDirectory(path: string, storage: Storage): Promise<DataDirectory | undefined> {
  for (let attempt = 1; ; attempt++) {
    if (await storage.read(findFirstAccount)) return undefined
    try {
      return openDataDirectory(path)
    } catch (error) {
      if (attempt === 100) throw error
      await setTimeout(100)
    }
  }
}

function createAuditLog(
  { auditRetentionDays: retentionDays, auditReads: recordsReads, testMode }: Config,
  parts: Pick<App, 'accountId' | 'storage' | 'clock' | 'log'>,
): AuditLog {
  // A test wants every event, and where the clock stands still the minute never ends.
  const refusalsPerMinute = testMode ? Number.POSITIVE_INFINITY : 100
  return new AuditLog({ ...parts, retentionDays, recordsReads, refusalsPerMinute })
}

function openSeed({ testMode, seed: file, accountId }: Config, given: unknown): ReadSeed | undefined {
  if (!testMode) return undefined
  if (given !== undefined) return readSeed(given, accountId)
  return file === undefined ? undefined : readSeed(readSeedFile(file), accountId, file)
}

function createTestMode(
  current: CurrentApp,
  config: Config,
  clock: TestClock,
  root: RootUser,
  seed: ReadSeed | undefined,
): TestMode {
  return {
    clock,
    findDevice: (serialNumber) => findOpenDevice(serialNumber, current.app),
    auditEvents: () => current.use(listAllEvents),
    async reset() {
      const { app } = current
      const storage = await openSqlite({ memory: true })
      clock.reset()
      try {
        await createAccount(storage, app.sealer, app.accountId, root, clock.now())
        if (seed) await applySeed(seed, { ...app, storage })
      } catch (error) {
        await storage.close()
        throw error
      }
      await current.replace({ ...app, storage, auditLog: createAuditLog(config, { ...app, storage }) })
    },
  }
}

function findCredentialsFile(directory: DataDirectory | undefined): string | undefined {
  const file = directory && join(directory.path, credentialsFile)
  return file && existsSync(file) ? file : undefined
}

function endpointOf(host: string | undefined, port: number): string {
  const isEverywhere = host === undefined || host === '0.0.0.0' || host === '::'
  const name = isEverywhere ? 'localhost' : host.includes(':') ? `[${host}]` : host
  return `http://${name}:${port}`
}

function describeStorage(config: Config, { dialect }: Storage): string {
  if (dialect === 'postgres') return 'PostgreSQL'
  return config.testMode || config.ephemeral ? 'memory' : `SQLite in ${config.dataDir}`
}
