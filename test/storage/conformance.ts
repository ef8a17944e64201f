/** What `Storage` promises, as a function: every database is held to the same. */
import { sql } from 'kysely'
import { beforeEach, describe, expect, it } from 'vitest'
import type { Queries, Storage } from '../../src/storage/database.ts'
import { isUniqueViolation } from '../../src/storage/errors.ts'
import { type DatabaseKind, describeEachDatabase, sqliteInMemory, type TestDatabase } from '../databases.ts'

export const accountId = '123456789012'

export function describeStorage(...kinds: DatabaseKind[]): void {
  describeEachDatabase('Storage', describeContract, kinds)
}

function describeContract(create: () => Promise<TestDatabase>, kind: DatabaseKind): void {
  let storage: Storage

  beforeEach(async () => {
    storage = await (await create()).open()
    await storage.transaction(insertAccount)
  })

  describe('transaction', () => {
    it('commits and returns what the work returned', async () => {
      const user = await storage.transaction((queries) =>
        insertUser(queries, 'Alice').returningAll().executeTakeFirst(),
      )
      expect(user).toEqual({ ...userNamed('Alice') })
      expect(await listUsers(storage)).toEqual(['Alice'])
    })

    it('rolls everything back when the work throws, and rejects with that very error', async () => {
      const refusal = new Error('no')
      const refused = storage.transaction(async (queries) => {
        await insertUser(queries, 'Alice').execute()
        throw refusal
      })
      await expect(refused).rejects.toBe(refusal)
      expect(await listUsers(storage)).toEqual([])
    })

    it('rolls back what a failed statement came after, and keeps its neighbours', async () => {
      await storage.transaction((queries) => insertUser(queries, 'Bob').execute())
      const outcomes = await Promise.allSettled([
        storage.transaction((queries) => insertUser(queries, 'Alice').execute()),
        storage.transaction(async (queries) => {
          await insertUser(queries, 'Carol').execute()
          await insertUser(queries, 'Bob').execute()
        }),
        storage.transaction((queries) => insertUser(queries, 'Dave').execute()),
      ])
      expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
      expect(await listUsers(storage)).toEqual(['Alice', 'Bob', 'Dave'])
    })

    it('cannot be nested, nor hold a read', async () => {
      const nested = storage.transaction(() => storage.transaction(async () => 'inner'))
      await expect(nested).rejects.toThrow('cannot be called inside of one another')
      const reading = storage.transaction(() => storage.read(async () => 'inner'))
      await expect(reading).rejects.toThrow('cannot be called inside of one another')
    })

    it('may follow from a task that was started inside an earlier one', async () => {
      const gate = Promise.withResolvers<void>()
      const later = await storage.transaction(async () => ({
        task: gate.promise.then(() => storage.transaction(async () => 'later')),
      }))
      gate.resolve()
      expect(await later.task).toBe('later')
    })
  })

  describe('read', () => {
    it('sees what was committed before, and nothing of an open transaction', async () => {
      const inserted = Promise.withResolvers<void>()
      const mayCommit = Promise.withResolvers<void>()
      const writing = storage.transaction(async (queries) => {
        await insertUser(queries, 'Alice').execute()
        inserted.resolve()
        await mayCommit.promise
      })
      await inserted.promise
      const names = listUsers(storage)
      // In memory the read waits for the transaction and sees its end; otherwise it sees the time before it.
      if (kind !== sqliteInMemory) expect(await names).toEqual([])
      mayCommit.resolve()
      await writing
      if (kind === sqliteInMemory) expect(await names).toEqual(['Alice'])
      expect(await listUsers(storage)).toEqual(['Alice'])
    })

    it('never sees what was rolled back', async () => {
      const inserted = Promise.withResolvers<void>()
      const mayFail = Promise.withResolvers<void>()
      const writing = storage.transaction(async (queries) => {
        await insertUser(queries, 'Alice').execute()
        inserted.resolve()
        await mayFail.promise
        throw new Error('no')
      })
      await inserted.promise
      const names = listUsers(storage)
      mayFail.resolve()
      await expect(writing).rejects.toThrow('no')
      expect(await names).toEqual([])
    })
  })

  describe('under simultaneous use', () => {
    it('inserts a row once of 200 attempts, and tells exactly one of them', async () => {
      const { name, value } = { name: 'once', value: 'x' }
      const counts = await Promise.all(
        range(200).map(() =>
          storage.transaction(async (queries) => {
            const insert = queries.insertInto('server_settings').values({ name, value })
            const result = await insert.onConflict((conflict) => conflict.doNothing()).executeTakeFirstOrThrow()
            return Number(result.numInsertedOrUpdatedRows)
          }),
        ),
      )
      expect(counts.filter((count) => count === 1)).toHaveLength(1)
      expect(counts.filter((count) => count === 0)).toHaveLength(199)
    })

    it('counts every one of 200 upserts, and returns each count once', async () => {
      const counts = await Promise.all(range(200).map(() => storage.transaction(countAttempt)))
      expect(counts.toSorted((a, b) => a - b)).toEqual(range(200).map((i) => i + 1))
    })

    it('keeps a limit that is checked behind the account’s row lock', async () => {
      expect(await fillToLimit([storage], 200, 25)).toBe(25)
      expect(await listUsers(storage)).toHaveLength(25)
      expect(await readRevision(storage)).toBe(25)
    })
  })

  describe('the tables', () => {
    it('tells a unique violation from other errors', async () => {
      await storage.transaction((queries) => insertUser(queries, 'Alice').execute())
      const twice = storage.transaction((queries) => insertUser(queries, 'Alice').execute())
      expect(isUniqueViolation(await twice.catch((error: unknown) => error))).toBe(true)
      const sameName = { ...userNamed('ALICE'), name_key: 'alice' }
      const samey = storage.transaction((queries) => queries.insertInto('users').values(sameName).execute())
      expect(isUniqueViolation(await samey.catch((error: unknown) => error))).toBe(true)

      const orphan = { ...userNamed('Bob'), account_id: '000000000000' }
      const orphaned = storage.transaction((queries) => queries.insertInto('users').values(orphan).execute())
      expect(isUniqueViolation(await orphaned.catch((error: unknown) => error))).toBe(false)
      await expect(orphaned).rejects.toThrow(/foreign key/i)
      expect(isUniqueViolation(new Error('no'))).toBe(false)
      expect(isUniqueViolation('no')).toBe(false)
    })

    it('sort text by its bytes', async () => {
      const names = ['a-b', 'a_b', 'ab', 'B', 'a+b', 'a1', 'ä', 'z', '~', '\u{1f511}', '\uffe5']
      await storage.transaction(async (queries) => {
        for (const name of names) await insertUser(queries, name, name).execute()
      })
      const inBytes = names.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
      expect(await listUsers(storage)).toEqual(inBytes)
      const page = storage.read((queries) =>
        queries.selectFrom('users').select('name').where('name_key', '>', 'a_b').orderBy('name_key').execute(),
      )
      expect((await page).map(({ name }) => name)).toEqual(inBytes.slice(inBytes.indexOf('a_b') + 1))
    })

    it('keep times, and give counts and sums, as numbers', async () => {
      const createdAt = Number.MAX_SAFE_INTEGER
      await storage.transaction((queries) =>
        queries
          .insertInto('users')
          .values({ ...userNamed('Alice'), created_at: createdAt })
          .execute(),
      )
      const row = await storage.read((queries) =>
        queries
          .selectFrom('users')
          .select(({ fn }) => ['created_at', fn.countAll().as('count'), fn.sum('created_at').as('sum')])
          .groupBy('created_at')
          .executeTakeFirst(),
      )
      expect(row).toEqual({ created_at: createdAt, count: 1, sum: createdAt })
    })

    it('refuse values of the wrong type and outside of their lists', async () => {
      const wrongType = storage.transaction((queries) =>
        sql`update accounts set created_at = ${'soon'}`.execute(queries),
      )
      await expect(wrongType).rejects.toThrow()
      const key = { account_id: accountId, access_key_id: 'AKIA', owner_id: 'AIDA', sealed_secret: 's', created_at: 1 }
      const wrongStatus = storage.transaction((queries) =>
        sql`insert into access_keys (account_id, access_key_id, owner_id, sealed_secret, created_at, status)
          values (${key.account_id}, ${key.access_key_id}, ${key.owner_id}, ${key.sealed_secret}, 1, 'Lost')`.execute(
          queries,
        ),
      )
      await expect(wrongStatus).rejects.toThrow(/check/i)
    })

    it('let go of what belongs to a deleted user or device', async () => {
      const { user_id, account_id } = userNamed('Alice')
      await storage.transaction(async (queries) => {
        await insertUser(queries, 'Alice').execute()
        const profile = {
          password_hash: 'h',
          password_reset_required: 0,
          created_at: 1,
          password_changed_at: 1,
        } as const
        await queries
          .insertInto('login_profiles')
          .values({ account_id, user_id, ...profile })
          .execute()
        await insertDevice(queries, 'device')
        const code = { account_id, device_id: 'device', counter: 5, used_at: 1 }
        await queries.insertInto('mfa_used_codes').values(code).execute()
      })
      await storage.transaction(async (queries) => {
        await queries.deleteFrom('users').execute()
        await queries.deleteFrom('mfa_devices').execute()
      })
      const rest = await storage.read(async (queries) => [
        ...(await queries.selectFrom('login_profiles').selectAll().execute()),
        ...(await queries.selectFrom('mfa_used_codes').selectAll().execute()),
      ])
      expect(rest).toEqual([])
    })
  })

  describe('ping and close', () => {
    it('answers while it is open', async () => {
      await expect(storage.ping()).resolves.toBeUndefined()
    })

    it('finishes what has begun before it closes, and refuses what comes after', async () => {
      const mayEnd = Promise.withResolvers<void>()
      const begun = range(20).map((i) =>
        storage.transaction(async (queries) => {
          await mayEnd.promise
          await insertUser(queries, `user-${i}`).execute()
          return i
        }),
      )
      const reading = listUsers(storage)
      const closing = storage.close()
      await expect(storage.transaction(async () => 1)).rejects.toThrow('The database is closed.')
      await expect(storage.read(async () => 1)).rejects.toThrow('The database is closed.')
      mayEnd.resolve()
      expect(await Promise.all(begun)).toEqual(range(20))
      expect(await reading).toBeInstanceOf(Array)
      await closing
      await expect(storage.ping()).rejects.toThrow()
    })
  })
}

export const range = (length: number): number[] => Array.from({ length }, (_, i) => i)

export async function insertAccount(queries: Queries): Promise<void> {
  const root = { root_email: 'root@example.com', root_password_hash: 'h', root_password_last_used_at: null }
  await queries
    .insertInto('accounts')
    .values({ account_id: accountId, alias: null, created_at: 1, ...root })
    .execute()
}

export function insertUser(queries: Queries, name: string, nameKey = name.toLowerCase()) {
  return queries.insertInto('users').values({ ...userNamed(name), name_key: nameKey })
}

function userNamed(name: string) {
  const ids = { account_id: accountId, user_id: `AIDA-${name}` }
  return {
    ...ids,
    name,
    name_key: name.toLowerCase(),
    path: '/',
    created_at: 1_700_000_000_123,
    password_last_used_at: null,
    permissions_boundary_id: null,
  }
}

async function insertDevice(queries: Queries, deviceId: string): Promise<void> {
  const serial = `arn:aws:iam::${accountId}:mfa/${deviceId}`
  await queries
    .insertInto('mfa_devices')
    .values({
      account_id: accountId,
      device_id: deviceId,
      serial_number: serial,
      serial_key: serial,
      kind: 'virtual',
      sealed_seed: 's',
      created_at: 1,
      owner_id: null,
      enabled_at: null,
      clock_adjustment: -1,
      last_pair_counter: null,
      consecutive_failures: 0,
      used_through_counter: null,
    })
    .execute()
}

export async function listUsers(storage: Storage): Promise<string[]> {
  const rows = await storage.read((queries) => queries.selectFrom('users').select('name').orderBy('name_key').execute())
  return rows.map(({ name }) => name)
}

async function readRevision(storage: Storage): Promise<number | undefined> {
  const row = await storage.read((queries) => queries.selectFrom('accounts').select('revision').executeTakeFirst())
  return row?.revision
}

async function countAttempt(queries: Queries): Promise<number> {
  const { count } = await queries
    .insertInto('attempts')
    .values({ account_id: accountId, subject: 'device', window_start: 1, count: 1 })
    .onConflict((conflict) =>
      conflict.columns(['account_id', 'subject']).doUpdateSet(({ eb }) => ({ count: eb('attempts.count', '+', 1) })),
    )
    .returning('count')
    .executeTakeFirstOrThrow()
  return count
}

/** As every change of an account goes: its row first, then the count, then the insert. Returns how many succeeded. */
export async function fillToLimit(nodes: readonly Storage[], attempts: number, limit: number): Promise<number> {
  const outcomes = await Promise.allSettled(
    range(attempts).map((i) =>
      nodes[i % nodes.length]?.transaction(async (queries) => {
        await queries
          .updateTable('accounts')
          .set(({ eb }) => ({ revision: eb('revision', '+', 1) }))
          .where('account_id', '=', accountId)
          .execute()
        const { count } = await queries
          .selectFrom('users')
          .select(({ fn }) => fn.countAll<number>().as('count'))
          .executeTakeFirstOrThrow()
        if (count >= limit) throw new Error('limit exceeded')
        await insertUser(queries, `user-${i}`).execute()
      }),
    ),
  )
  const refusals = outcomes.filter((outcome) => outcome.status === 'rejected')
  expect(refusals.map(({ reason }) => String(reason)).filter((reason) => reason !== 'Error: limit exceeded')).toEqual(
    [],
  )
  return attempts - refusals.length
}
