import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { STS } from '@aws-sdk/client-sts'
import pino from 'pino'
import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { type Environment, type Flags, readConfig } from '../../src/config.ts'
import { type RunningServer, type ServerOptions, startServer } from '../../src/main.ts'
import { prepareAccount } from '../../src/server/first-run.ts'
import { chooseRootUser } from '../../src/server/root-user.ts'
import { findFirstAccount } from '../../src/storage/accounts.ts'
import { openDataDirectory } from '../../src/storage/data-directory.ts'
import type { Storage } from '../../src/storage/database.ts'
import { openPostgres } from '../../src/storage/postgres.ts'
import { openSqlite } from '../../src/storage/sqlite.ts'
import { postgres, type TestDatabase } from '../databases.ts'

const masterKey = Buffer.alloc(32, 5).toString('base64')
const root = mkdtempSync(join(tmpdir(), 'twinlock-first-run-'))
const servers: RunningServer[] = []
const databases: TestDatabase[] = []
let directories = 0

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()))
})
afterAll(async () => {
  for (const database of databases) await database.destroy()
  rmSync(root, { recursive: true })
})

const newDirectory = () => join(root, `data-${++directories}`)

async function createDatabase(): Promise<string> {
  const database = await postgres.create()
  databases.push(database)
  return database.location ?? ''
}

async function start(flags: Flags, variables: Environment = {}, options: Partial<ServerOptions> = {}) {
  const log: string[] = []
  const config = readConfig({ port: '0', ...flags }, variables)
  const logger = pino({}, { write: (line: string) => log.push(line) })
  const server = await startServer({ config, log: logger, ...options })
  servers.push(server)
  return { ...server, log: () => log.join('') }
}

function credentialsIn(text: string) {
  const [, accessKeyId, secretAccessKey] = /ACCESS_KEY_ID ?= ?(\S+)\n.*SECRET_ACCESS_KEY ?= ?(\S+)/i.exec(text) ?? []
  return { accessKeyId: accessKeyId ?? '', secretAccessKey: secretAccessKey ?? '' }
}

const readCredentials = (dataDir: string) => credentialsIn(readFileSync(join(dataDir, 'root-credentials'), 'utf8'))

async function works(endpoint: string, credentials: ReturnType<typeof credentialsIn>): Promise<boolean> {
  const sts = new STS({ endpoint, region: 'us-east-1', credentials, maxAttempts: 1 })
  return sts.getCallerIdentity().then(
    ({ Arn }) => Arn === 'arn:aws:iam::123456789012:root',
    () => false,
  )
}

describe('the credentials of the root user', () => {
  it('are shown to a person instead of left in a file', async () => {
    const dataDir = newDirectory()
    let shown = ''
    const show = (text: string) => {
      // Until now they must exist somewhere else: the account is committed already.
      expect(readCredentials(dataDir)).toEqual(credentialsIn(text))
      shown += text
    }
    const { endpoint, credentialsFile } = await start({ dataDir }, {}, { show })
    expect(await works(endpoint, credentialsIn(shown))).toBe(true)
    expect(shown).toMatch(/e-mail address: root@localhost\n +password: \S{24}\n/)
    expect(existsSync(join(dataDir, 'root-credentials'))).toBe(false)
    expect(credentialsFile).toBeUndefined()
  })

  it('stay in the file when the commit fails, for it may have happened', async () => {
    const dataDir = newDirectory()
    const broken = await openBrokenStorage()
    const config = readConfig({ dataDir }, {})
    const directory = openDataDirectory(dataDir)
    const chosen = chooseRootUser(config, config.accountId)
    const log = pino({ level: 'silent' })
    const preparation = { config, directory, root: chosen, now: 0, log, show: undefined, storage: broken }
    await expect(prepareAccount(preparation)).rejects.toThrow('connection lost')
    directory.release()
    expect(readCredentials(dataDir).accessKeyId).toBe(chosen.accessKeyId)
    await broken.close()

    const { endpoint } = await start({ dataDir })
    expect(readCredentials(dataDir).accessKeyId).not.toBe(chosen.accessKeyId)
    expect(await works(endpoint, readCredentials(dataDir))).toBe(true)
  })

  it('put another file of that name aside', async () => {
    const dataDir = newDirectory()
    await (await start({ dataDir })).close()
    const before = readCredentials(dataDir)
    const { endpoint } = await start(
      { databaseUrl: await createDatabase(), dataDir },
      { TWINLOCK_MASTER_KEY: masterKey },
    )
    expect(await works(endpoint, readCredentials(dataDir))).toBe(true)
    expect(credentialsIn(readFileSync(join(dataDir, 'root-credentials.previous'), 'utf8'))).toEqual(before)
  })
})

/** The commit fails after it was sent, as when the connection is lost. */
async function openBrokenStorage(): Promise<Storage> {
  const storage = await openSqlite({ memory: true })
  return { ...storage, transaction: () => Promise.reject(new Error('connection lost')) }
}

describe('the master key file', () => {
  it('is refused when it is damaged', async () => {
    const dataDir = newDirectory()
    await (await start({ dataDir })).close()
    writeFileSync(join(dataDir, 'master.key'), 'damaged\n')
    await expect(start({ dataDir })).rejects.toThrow(/^The master key .* is damaged/)
    // What was refused has let the directory go.
    await expect(start({ dataDir })).rejects.toThrow(/is damaged/)
  })
})

describe('several servers that start on one PostgreSQL database at once', () => {
  it('agree on one account, and leave only credentials that work', async () => {
    const databaseUrl = await createDatabase()
    const directories = Array.from({ length: 4 }, newDirectory)
    const started = await Promise.all(
      directories.map((dataDir) => start({ databaseUrl, dataDir }, { TWINLOCK_MASTER_KEY: masterKey })),
    )
    const left = directories.filter((dataDir) => existsSync(join(dataDir, 'root-credentials')))
    expect(left).toHaveLength(1)
    const credentials = readCredentials(left[0] ?? '')
    for (const { endpoint } of started) expect(await works(endpoint, credentials)).toBe(true)
  })

  it('do so in one data directory too', async () => {
    const databaseUrl = await createDatabase()
    const dataDir = newDirectory()
    const variables = { TWINLOCK_MASTER_KEY: masterKey }
    const started = await Promise.all([1, 2, 3].map(() => start({ databaseUrl, dataDir }, variables)))
    for (const { endpoint } of started) expect(await works(endpoint, readCredentials(dataDir))).toBe(true)
    expect(readdirSync(dataDir).filter((name) => name.startsWith('root-credentials'))).toEqual(['root-credentials'])
  })

  it('refuse one with another master key or account id', async () => {
    const databaseUrl = await createDatabase()
    const variables = { TWINLOCK_MASTER_KEY: masterKey }
    const outcomes = await Promise.allSettled([
      start({ databaseUrl, dataDir: newDirectory() }, variables),
      start({ databaseUrl, dataDir: newDirectory(), accountId: '111122223333' }, variables),
      start({ databaseUrl, dataDir: newDirectory() }, { TWINLOCK_MASTER_KEY: Buffer.alloc(32, 6).toString('base64') }),
    ])
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    const storage = await openPostgres({ url: databaseUrl })
    expect(await storage.read(findFirstAccount)).toBeDefined()
    await storage.close()
  })
})
