/** The databases that a test of storage, or of anything above it, runs on: each of them real, each fresh. */
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import { afterAll, describe, inject } from 'vitest'
import type { Storage } from '../src/storage/database.ts'
import { openPostgres } from '../src/storage/postgres.ts'
import { openSqlite } from '../src/storage/sqlite.ts'
import { templateName, urlOf } from './postgres-server.ts'

export interface TestDatabase {
  /** The SQLite file or the URL of the PostgreSQL database, to hand to a child process; undefined in memory. */
  readonly location: string | undefined
  /** Opens it, on PostgreSQL as often as wished: each is one more node. Closed by `destroy` where it is open then. */
  open(): Promise<Storage>
  destroy(): Promise<void>
}

export interface DatabaseKind {
  readonly name: 'SQLite' | 'SQLite in memory' | 'PostgreSQL'
  create(): Promise<TestDatabase>
}

export const sqlite: DatabaseKind = { name: 'SQLite', create: async () => createFile() }
export const sqliteInMemory: DatabaseKind = {
  name: 'SQLite in memory',
  create: async () => track(undefined, () => openSqlite({ memory: true })),
}
export const postgres: DatabaseKind = { name: 'PostgreSQL', create: createPostgres }

/** What everything above storage is tested on. */
export const databases: readonly DatabaseKind[] = [sqlite, postgres]

/**
 * Describes the same behaviour once per database. `create` makes a fresh one, in a test or in a hook; all of them are
 * destroyed after the last test.
 */
export function describeEachDatabase(
  title: string,
  body: (create: () => Promise<TestDatabase>, kind: DatabaseKind) => void,
  kinds = databases,
): void {
  describe.each(kinds)(`${title} on $name`, (kind) => {
    const created: TestDatabase[] = []
    afterAll(async () => {
      for (const database of created) await database.destroy()
    })
    body(async () => {
      const database = await kind.create()
      created.push(database)
      return database
    }, kind)
  })
}

function createFile(): TestDatabase {
  const directory = mkdtempSync(join(tmpdir(), 'twinlock-sqlite-'))
  const file = join(directory, 'twinlock.db')
  return track(
    file,
    () => openSqlite({ file }),
    async () => rmSync(directory, { recursive: true }),
  )
}

async function createPostgres(): Promise<TestDatabase> {
  const response = await fetch(inject('postgresStarter'))
  const answer = await response.text()
  if (!response.ok) throw new Error(`PostgreSQL did not start: ${answer}`)
  const name = `twinlock_${randomBytes(6).toString('hex')}`
  // A copy of the files is quicker than a copy through the write-ahead log, because this server never syncs.
  await administer(answer, `create database ${name} template ${templateName} strategy file_copy`)
  const url = urlOf(answer, name)
  return track(
    url,
    () => openPostgres({ url }),
    () => administer(answer, `drop database ${name} with (force)`),
  )
}

function track(location: string | undefined, open: () => Promise<Storage>, remove = async () => {}): TestDatabase {
  const opened: Storage[] = []
  return {
    location,
    async open() {
      const storage = await open()
      opened.push(storage)
      return storage
    },
    async destroy() {
      for (const storage of opened) await storage.close().catch(() => {})
      await remove()
    },
  }
}

async function administer(url: string, statement: string): Promise<void> {
  const client = new Client(url)
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}
