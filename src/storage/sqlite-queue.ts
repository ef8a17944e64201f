/**
 * The queue before SQLite's one writing connection. Transactions that wait together share one COMMIT, which costs as much
 * as all the rest: each runs in a savepoint of its own, and none is answered before that COMMIT is durable.
 */
import { setImmediate } from 'node:timers/promises'
import type { Queries } from './database.ts'
import type { SqliteConnection } from './sqlite-connection.ts'

interface Job {
  readonly kind: 'read' | 'transaction'
  run(queries: Queries): Promise<unknown>
  resolve(result: unknown): void
  reject(error: unknown): void
}

export interface SqliteQueue {
  /** Runs the work when its turn comes. A read runs between the transactions, and cannot write. */
  enqueue<T>(kind: Job['kind'], work: (queries: Queries) => Promise<T>): Promise<T>
}

/** With `maxBatch` 1 nothing is shared, and nothing waits for company. `beforeCommit` is called right before each COMMIT. */
export function createSqliteQueue(
  connection: SqliteConnection,
  maxBatch: number,
  beforeCommit: () => void,
): SqliteQueue {
  const waiting: Job[] = []
  let isDraining = false

  async function drain() {
    isDraining = true
    while (waiting.length > 0) {
      // The requests that have arrived in the same turn of the event loop take part in the batch.
      if (maxBatch > 1) await setImmediate()
      const batch = waiting.splice(0, maxBatch)
      if (batch[0]?.kind === 'read') await runRead(connection, batch[0])
      else await runTransactions(connection, batch, beforeCommit)
    }
    isDraining = false
  }

  return {
    enqueue: <T>(kind: Job['kind'], work: (queries: Queries) => Promise<T>) =>
      new Promise<T>((resolve, reject) => {
        waiting.push({ kind, run: work, resolve: resolve as Job['resolve'], reject })
        if (!isDraining) void drain()
      }),
  }
}

async function runRead({ database, queries }: SqliteConnection, job: Job): Promise<void> {
  try {
    database.exec('PRAGMA query_only = ON')
    job.resolve(await job.run(queries))
  } catch (error) {
    job.reject(error)
  } finally {
    database.exec('PRAGMA query_only = OFF')
  }
}

async function runTransactions(
  connection: SqliteConnection,
  jobs: readonly Job[],
  beforeCommit: () => void,
): Promise<void> {
  const { database } = connection
  const answers: (() => void)[] = []
  try {
    database.exec('BEGIN IMMEDIATE')
    for (const job of jobs) answers.push(await runInSavepoint(connection, job))
    beforeCommit()
    database.exec('COMMIT')
  } catch (error) {
    // Nothing of the batch was committed. Who was refused in it is told this as well: the reason may be a row that is gone.
    rollBack(connection)
    for (const job of jobs) job.reject(error)
    return
  }
  for (const answer of answers) answer()
}

/** Resolves with how to answer the caller after the COMMIT; rejects when the whole transaction is lost. */
async function runInSavepoint({ database, queries }: SqliteConnection, job: Job): Promise<() => void> {
  database.exec('SAVEPOINT job')
  try {
    const result = await job.run(queries)
    database.exec('RELEASE job')
    return () => job.resolve(result)
  } catch (error) {
    // On a full disk, say, SQLite may have rolled back everything: https://www.sqlite.org/lang_transaction.html
    if (!database.isTransaction) throw error
    database.exec('ROLLBACK TO job')
    database.exec('RELEASE job')
    return () => job.reject(error)
  }
}

function rollBack({ database }: SqliteConnection): void {
  try {
    if (database.isTransaction) database.exec('ROLLBACK')
  } catch {
    // The transaction stays open, so that the next BEGIN fails: refused, never half written.
  }
}
