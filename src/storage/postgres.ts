/** Storage in PostgreSQL, for several nodes on one database. CockroachDB and YugabyteDB understand all that is said here. */
import { setTimeout } from 'node:timers/promises'
import { Kysely, PostgresDialect, sql } from 'kysely'
import { Pool, type PoolConfig, types } from 'pg'
import type { Queries, Storage, Tables } from './database.ts'
import { createGate } from './gate.ts'
import { cockroachColumnTypes, postgresColumnTypes } from './migrations/column-types.ts'
import { migrate } from './migrations/migrate.ts'

/**
 * serialization_failure, deadlock_detected, and foreign_key_violation, where a row was deleted between being read and being
 * referred to: the transaction was surely rolled back, and may succeed the next time.
 */
const retryableErrors: readonly unknown[] = ['40001', '40P01', '23503']
const maxTries = 10

/** int8, and numeric as which a sum of them comes. */
const integerTypes: readonly number[] = [types.builtins.INT8, types.builtins.NUMERIC]

/** A node that hangs or is cut off keeps no row locked for longer than these; a query needs a thousandth of them. */
const timeouts: PoolConfig = {
  lock_timeout: 5_000,
  statement_timeout: 10_000,
  idle_in_transaction_session_timeout: 10_000,
  query_timeout: 15_000,
}

/**
 * Opens pools on the database, `poolSize` connections for transactions and half as many for reads: changes that wait for a
 * lock must not keep others from reading. Brings the tables up to date. Rejects when the database does not answer within ten
 * seconds, or was written by a newer version.
 */
export async function openPostgres({ url, poolSize = 10 }: { url: string; poolSize?: number }): Promise<Storage> {
  await migrateWithoutTimeouts(url)
  const writer = connect(url, { ...timeouts, max: poolSize })
  const reader = connect(url, { ...timeouts, max: Math.ceil(poolSize / 2) })
  const gate = createGate()
  return {
    dialect: 'postgres',
    read: (work) => gate.pass(work, (run) => run(reader)),
    transaction: (work) => gate.pass(work, (run) => retry(() => transact(writer, run))),
    async ping() {
      await sql`select 1`.execute(reader)
    },
    async close() {
      await gate.shut()
      await Promise.all([reader.destroy(), writer.destroy()])
    },
  }
}

function connect(url: string, options: PoolConfig): Queries {
  const pool = new Pool({
    application_name: 'twinlock',
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
    ...options,
    connectionString: url,
    types: {
      getTypeParser: (oid, format) => (integerTypes.includes(oid) ? parseInteger : types.getTypeParser(oid, format)),
    },
  })
  // A lost connection is noticed by the query that needs it. Unheard, these events would end the process instead: the
  // pool's for an idle connection, the client's for one that is lost between two queries of a transaction.
  pool.on('error', () => {})
  pool.on('connect', (client) => client.on('error', () => {}))
  return new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) })
}

function parseInteger(text: string): number {
  const value = Number(text)
  if (!Number.isSafeInteger(value)) throw new RangeError(`${text} from the database is not a safe integer.`)
  return value
}

async function migrateWithoutTimeouts(url: string): Promise<void> {
  const database = connect(url, { max: 1 })
  try {
    const { rows } = await sql<{ version: string }>`select version() as version`.execute(database)
    const isCockroach = rows[0]?.version.startsWith('CockroachDB') ?? false
    await retry(() => migrate(database, isCockroach ? cockroachColumnTypes : postgresColumnTypes))
  } finally {
    await database.destroy()
  }
}

function transact<T>(database: Queries, work: (queries: Queries) => Promise<T>): Promise<T> {
  return database.transaction().setIsolationLevel('read committed').execute(work)
}

/** Any other error, a connection lost during COMMIT above all, leaves open what happened, so it is the caller's to tell. */
async function retry<T>(run: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await run()
    } catch (error) {
      if (tries === maxTries || !isRetryable(error)) throw error
      await setTimeout(Math.random() * Math.min(5 * 2 ** tries, 250))
    }
  }
}

function isRetryable(error: unknown): boolean {
  return error instanceof Error && 'code' in error && retryableErrors.includes(error.code)
}
