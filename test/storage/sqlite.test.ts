import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Storage } from '../../src/storage/database.ts'
import { openSqlite } from '../../src/storage/sqlite.ts'
import { sqlite, sqliteInMemory } from '../databases.ts'
import { describeStorage, insertAccount, insertUser, listUsers, range } from './conformance.ts'

describeStorage(sqlite, sqliteInMemory)

describe('a SQLite file', () => {
  let directory: string

  beforeAll(() => {
    directory = mkdtempSync(join(tmpdir(), 'twinlock-sqlite-'))
  })
  afterAll(() => rmSync(directory, { recursive: true }))

  async function open(name: string): Promise<Storage> {
    const storage = await openSqlite({ file: join(directory, name) })
    if ((await storage.read((queries) => queries.selectFrom('accounts').selectAll().execute())).length === 0) {
      await storage.transaction(insertAccount)
    }
    return storage
  }

  async function pragma(storage: Storage, name: string): Promise<unknown> {
    const { rows } = await storage.transaction((queries) =>
      sql<Record<string, unknown>>`pragma ${sql.raw(name)}`.execute(queries),
    )
    return Object.values(rows[0] ?? {})[0]
  }

  it('syncs every commit, checks foreign keys and trusts no schema', async () => {
    const storage = await open('settings.db')
    expect(await pragma(storage, 'journal_mode')).toBe('wal')
    expect(await pragma(storage, 'synchronous')).toBe(2)
    expect(await pragma(storage, 'foreign_keys')).toBe(1)
    expect(await pragma(storage, 'trusted_schema')).toBe(0)
    await storage.close()
  })

  it('can be read by its owner alone, whatever the umask', async () => {
    const umask = process.umask(0)
    const storage = await open('modes.db').finally(() => process.umask(umask))
    for (const suffix of ['', '-wal', '-shm']) {
      const file = join(directory, `modes.db${suffix}`)
      expect(statSync(file).mode & 0o777, file).toBe(0o600)
    }
    await storage.close()
    expect(existsSync(join(directory, 'modes.db-wal'))).toBe(false)
  })

  it('keeps its rows from one opening to the next', async () => {
    const first = await open('again.db')
    await first.transaction((queries) => insertUser(queries, 'Alice').execute())
    await first.close()
    const second = await open('again.db')
    expect(await listUsers(second)).toEqual(['Alice'])
    await second.close()
  })

  it('is written by transactions alone', async () => {
    for (const storage of [await open('reading.db'), await openSqlite({ memory: true })]) {
      const writing = storage.read((queries) =>
        queries.insertInto('server_settings').values({ name: 'a', value: 'b' }).execute(),
      )
      await expect(writing).rejects.toThrow('attempt to write a readonly database')
      await storage.transaction((queries) =>
        queries.insertInto('server_settings').values({ name: 'a', value: 'b' }).execute(),
      )
      await storage.close()
    }
  })

  it('refuses a file that is no database', async () => {
    const file = join(directory, 'letter.txt')
    writeFileSync(file, 'Dear all, this is not a database. '.repeat(100))
    await expect(openSqlite({ file })).rejects.toThrow('file is not a database')
    await expect(openSqlite({ file: join(dirname(file), 'missing', 'x.db') })).rejects.toThrow('ENOENT')
  })

  it('answers none of a batch whose COMMIT fails, and carries on', async () => {
    const storage = await open('commit.db')
    const outcomes = await Promise.allSettled([
      storage.transaction((queries) => insertUser(queries, 'Alice').execute()),
      storage.transaction(async (queries) => {
        // A foreign key that is checked at COMMIT makes it fail.
        await sql`pragma defer_foreign_keys = on`.execute(queries)
        await sql`update users set account_id = 'nowhere'`.execute(queries)
      }),
      storage.transaction((queries) => insertUser(queries, 'Bob').execute()),
    ])
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected'])
    expect(await listUsers(storage)).toEqual([])
    await storage.transaction((queries) => insertUser(queries, 'Carol').execute())
    expect(await listUsers(storage)).toEqual(['Carol'])
    await storage.close()
  })

  it('refuses writes on a full disk, keeps what is there, and writes again when there is space', async () => {
    const storage = await open('full.db')
    await storage.transaction((queries) => insertUser(queries, 'early').execute())
    await pragma(storage, `max_page_count = ${await pragma(storage, 'page_count')}`)

    const fill = (i: number) =>
      storage.transaction((queries) => insertUser(queries, `${i}-${'x'.repeat(5_000)}`).execute())
    const outcomes = await Promise.allSettled(range(5).map(fill))
    expect(outcomes.map((outcome) => outcome.status === 'rejected' && String(outcome.reason))).toEqual(
      range(5).map(() => 'Error: database or disk is full'),
    )
    expect(await listUsers(storage)).toEqual(['early'])
    await expect(storage.ping()).resolves.toBeUndefined()

    await pragma(storage, 'max_page_count = 1000000')
    await Promise.all(range(5).map(fill))
    expect(await listUsers(storage)).toHaveLength(6)
    expect(await pragma(storage, 'integrity_check')).toBe('ok')
    await storage.close()
  })
})
