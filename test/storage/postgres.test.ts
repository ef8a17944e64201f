import { sql } from 'kysely'
import { beforeEach, describe, expect, it } from 'vitest'
import type { Queries, Storage } from '../../src/storage/database.ts'
import { describeEachDatabase, postgres, type TestDatabase } from '../databases.ts'
import { accountId, describeStorage, fillToLimit, insertAccount, insertUser, listUsers, range } from './conformance.ts'

describeStorage(postgres)

describeEachDatabase('two nodes', describeNodes, [postgres])

function describeNodes(create: () => Promise<TestDatabase>): void {
  let one: Storage
  let two: Storage

  beforeEach(async () => {
    const database = await create()
    one = await database.open()
    two = await database.open()
    await one.transaction(insertAccount)
  })

  const backend = (queries: Queries) => sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(queries)

  /** Ends the connection of an open transaction on the first node, as a failing network or server would. */
  async function cut(queries: Queries): Promise<void> {
    const { rows } = await backend(queries)
    await two.read((others) => sql`select pg_terminate_backend(${rows[0]?.pid})`.execute(others))
  }

  it('see at once what the other has committed', async () => {
    await one.transaction((queries) => insertUser(queries, 'Alice').execute())
    expect(await listUsers(two)).toEqual(['Alice'])
  })

  it('keep a limit together', async () => {
    expect(await fillToLimit([one, two], 200, 25)).toBe(25)
    expect(await listUsers(two)).toHaveLength(25)
  })

  it('insert a row once between them', async () => {
    const counts = await Promise.all(
      range(200).map((i) =>
        [one, two][i % 2]?.transaction(async (queries) => {
          const insert = queries.insertInto('server_settings').values({ name: 'once', value: 'x' })
          const { numInsertedOrUpdatedRows } = await insert
            .onConflict((conflict) => conflict.doNothing())
            .executeTakeFirstOrThrow()
          return Number(numInsertedOrUpdatedRows)
        }),
      ),
    )
    expect(counts.filter((count) => count === 1)).toHaveLength(1)
  })

  it('read while all connections for transactions wait for one lock', async () => {
    const change = (queries: Queries) => queries.updateTable('accounts').set({ alias: 'acme' }).execute()
    const held = Promise.withResolvers<void>()
    const free = Promise.withResolvers<void>()
    const holder = two.transaction(async (queries) => {
      await change(queries)
      held.resolve()
      await free.promise
    })
    await held.promise
    const waiting = range(11).map(() => one.transaction(change))
    try {
      while ((await countWaiting()) < 10);
      expect(await listUsers(one)).toEqual([])
    } finally {
      free.resolve()
    }
    await Promise.all([holder, ...waiting])
  })

  async function countWaiting(): Promise<number> {
    const count = sql<{ count: number }>`
      select count(*) as count from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`
    const { rows } = await two.read((queries) => count.execute(queries))
    return rows[0]?.count ?? 0
  }

  describe('after a serialization failure', () => {
    const fail = (queries: Queries, code: string) =>
      sql`do ${sql.raw(`$$ begin raise exception 'made up' using errcode = '${code}'; end $$`)}`.execute(queries)

    it.each(['40001', '40P01'])('run the work again on %s, and keep nothing of the failed try', async (code) => {
      let tries = 0
      const result = await one.transaction(async (queries) => {
        tries++
        await insertUser(queries, `try-${tries}`).execute()
        if (tries < 3) await fail(queries, code)
        return tries
      })
      expect(result).toBe(3)
      expect(await listUsers(two)).toEqual(['try-3'])
    })

    it('give up after ten tries', async () => {
      let tries = 0
      const failing = one.transaction(async (queries) => {
        tries++
        await fail(queries, '40001')
      })
      await expect(failing).rejects.toThrow('made up')
      expect(tries).toBe(10)
    })

    it('do not run it again on other errors', async () => {
      let tries = 0
      const failing = one.transaction(async (queries) => {
        tries++
        await fail(queries, '55P03')
      })
      await expect(failing).rejects.toThrow('made up')
      expect(tries).toBe(1)
    })
  })

  it('resolve a real deadlock by running one of the two again', async () => {
    await one.transaction(async (queries) => {
      await queries
        .insertInto('server_settings')
        .values([
          { name: 'a', value: '' },
          { name: 'b', value: '' },
        ])
        .execute()
    })
    const append = (queries: Queries, name: string) =>
      sql`update server_settings set value = value || 'x' where name = ${name}`.execute(queries)
    const bothLocked = [Promise.withResolvers<void>(), Promise.withResolvers<void>()] as const
    const cross = (storage: Storage, first: string, second: string, own: 0 | 1) =>
      storage.transaction(async (queries) => {
        await append(queries, first)
        bothLocked[own].resolve()
        await bothLocked[own === 0 ? 1 : 0].promise
        await append(queries, second)
      })
    await Promise.all([cross(one, 'a', 'b', 0), cross(two, 'b', 'a', 1)])
    const rows = await one.read((queries) => queries.selectFrom('server_settings').select('value').execute())
    expect(rows).toEqual([{ value: 'xx' }, { value: 'xx' }])
  })

  it('refuse to commit after an error that the work has caught', async () => {
    const careless = one.transaction(async (queries) => {
      await insertUser(queries, 'Alice').execute()
      await insertUser(queries, 'Alice')
        .execute()
        .catch(() => {})
    })
    await expect(careless).rejects.toThrow()
    expect(await listUsers(two)).toEqual([])
  })

  describe('whose connection is lost', () => {
    it('tell the caller, keep nothing, do not run the work again and go on with another connection', async () => {
      let tries = 0
      const lost = one.transaction(async (queries) => {
        tries++
        await insertUser(queries, 'Alice').execute()
        await cut(queries)
        await insertUser(queries, 'Bob').execute()
      })
      await expect(lost).rejects.toThrow()
      expect(tries).toBe(1)
      expect(await listUsers(one)).toEqual([])
      await one.transaction((queries) => insertUser(queries, 'Carol').execute())
      expect(await listUsers(two)).toEqual(['Carol'])
    })

    it('do not call a COMMIT done that was never answered', async () => {
      const lost = one.transaction(async (queries) => {
        await insertUser(queries, 'Alice').execute()
        await cut(queries)
      })
      await expect(lost).rejects.toThrow()
      expect(await listUsers(two)).toEqual([])
    })

    it('survive the loss of an idle one', async () => {
      const { rows } = await one.read(backend)
      await two.read((queries) => sql`select pg_terminate_backend(${rows[0]?.pid}, 5000)`.execute(queries))
      await expect.poll(() => one.ping().then(() => 'answers')).toBe('answers')
    })
  })

  it('hold no lock for ever: every session has its time-outs', async () => {
    const { rows } = await one.read((queries) =>
      sql<{ name: string; setting: string }>`
        select name, setting from pg_settings where name like '%_timeout' and setting <> '0' and source = 'client'
        order by name`.execute(queries),
    )
    expect(rows).toEqual([
      { name: 'idle_in_transaction_session_timeout', setting: '10000' },
      { name: 'lock_timeout', setting: '5000' },
      { name: 'statement_timeout', setting: '10000' },
    ])
  })

  it('refuse a number that JavaScript cannot hold', async () => {
    const huge = one.read((queries) => sql`select 9007199254740993 as huge`.execute(queries))
    await expect(huge).rejects.toThrow('9007199254740993 from the database is not a safe integer.')
  })

  it('let the row lock of the account go at the end', async () => {
    await Promise.all(
      [one, two].map((storage) =>
        storage.transaction((queries) =>
          queries.updateTable('accounts').set({ alias: 'a' }).where('account_id', '=', accountId).execute(),
        ),
      ),
    )
    await expect(one.ping()).resolves.toBeUndefined()
  })
}
