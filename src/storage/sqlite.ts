/** Storage in one SQLite file, or in memory. */
import { chmodSync, closeSync, openSync } from 'node:fs'
import type { DatabaseSync } from 'node:sqlite'
import type { Storage } from './database.ts'
import { createGate } from './gate.ts'
import { sqliteColumnTypes } from './migrations/column-types.ts'
import { migrate } from './migrations/migrate.ts'
import { connect, type SqliteConnection } from './sqlite-connection.ts'
import { createSqliteQueue } from './sqlite-queue.ts'

/** Bounds how long the event loop is kept from other work, and how many are refused together when a COMMIT fails. */
const maxTransactionsPerCommit = 100

export type SqlitePlace = { readonly file: string } | { readonly memory: true }

/**
 * Opens the database, creates it where it is missing, and brings its tables up to date. Only one Storage may have a file
 * open, see `data-directory.ts`. Rejects when the file is not a database or was written by a newer version.
 */
export async function openSqlite(place: SqlitePlace): Promise<Storage> {
  const writer = 'file' in place ? connectFile(place.file) : connect(':memory:')
  try {
    await migrate(writer.queries, sqliteColumnTypes)
    return 'file' in place ? serveFile(writer, connect(place.file, { readOnly: true })) : serveMemory(writer)
  } catch (error) {
    writer.database.close()
    throw error
  }
}

function connectFile(file: string): SqliteConnection {
  // SQLite gives its -wal and -shm files the mode of the database file, which is ours to set whatever the umask is.
  closeSync(openSync(file, 'a', 0o600))
  chmodSync(file, 0o600)
  const writer = connect(file)
  // Readers never wait for the writer, and a COMMIT is on the disk when it returns:
  // https://www.sqlite.org/pragma.html#pragma_synchronous
  writer.database.exec('PRAGMA journal_mode = WAL')
  writer.database.exec('PRAGMA synchronous = FULL')
  return writer
}

function serveFile(writer: SqliteConnection, reader: SqliteConnection): Storage {
  const gate = createGate()
  const snapshot = createSnapshot(reader.database)
  const queue = createSqliteQueue(writer, maxTransactionsPerCommit, snapshot.end)
  return {
    dialect: 'sqlite',
    read: (work) =>
      gate.pass(work, (run) => {
        snapshot.begin()
        return run(reader.queries)
      }),
    transaction: (work) => gate.pass(work, (run) => queue.enqueue('transaction', run)),
    async ping() {
      reader.database.exec('SELECT 1 FROM accounts LIMIT 1')
    },
    async close() {
      await gate.shut()
      reader.database.close()
      writer.database.close()
    },
  }
}

/**
 * One read transaction for all reads between two commits: outside of it every statement would lock and unlock the file,
 * which takes longer than what it reads. It ends before each COMMIT, so that whoever reads afterwards sees what was
 * committed, and no reader keeps the write-ahead log from being emptied:
 * https://www.sqlite.org/wal.html#avoiding_excessively_large_wal_files
 */
function createSnapshot(database: DatabaseSync): { begin(): void; end(): void } {
  return {
    begin() {
      if (!database.isTransaction) database.exec('BEGIN')
    },
    end() {
      if (database.isTransaction) database.exec('COMMIT')
    },
  }
}

/** A second connection would open a second database, so reads take turns with the transactions. */
function serveMemory(connection: SqliteConnection): Storage {
  const gate = createGate()
  const queue = createSqliteQueue(connection, 1, () => {})
  return {
    dialect: 'sqlite',
    read: (work) => gate.pass(work, (run) => queue.enqueue('read', run)),
    transaction: (work) => gate.pass(work, (run) => queue.enqueue('transaction', run)),
    async ping() {
      connection.database.exec('SELECT 1')
    },
    async close() {
      await gate.shut()
      connection.database.close()
    },
  }
}
