/** One connection to a SQLite database: `node:sqlite` in the shape that Kysely's dialect asks for. */
import { DatabaseSync, type DatabaseSyncOptions, type SQLInputValue } from 'node:sqlite'
import { Kysely, type SqliteDatabase, SqliteDialect, type SqliteStatement } from 'kysely'
import type { Queries, Tables } from './database.ts'
import { takeShortcut } from './prepared.ts'

/** Texts vary with the optional parts of a query and the length of its lists: enough for all that are in use at once. */
const maxCachedStatements = 500

/** At most; SQLite's own 2 MB are too few for the indexes of some thousand users. */
const cacheKibibytes = 32 * 1024

export interface SqliteConnection {
  readonly database: DatabaseSync
  readonly queries: Queries
}

/** `location` is a file or `:memory:`. */
export function connect(location: string, options: DatabaseSyncOptions = {}): SqliteConnection {
  const database = new DatabaseSync(location, { enableForeignKeyConstraints: true, timeout: 5_000, ...options })
  // A database file from elsewhere must not run functions by its views and triggers:
  // https://www.sqlite.org/security.html#untrusted_sqlite_database_files
  database.exec('PRAGMA trusted_schema = OFF')
  database.exec(`PRAGMA cache_size = -${cacheKibibytes}`)
  const adapted = adapt(database)
  const queries = new Kysely<Tables>({ dialect: new SqliteDialect({ database: adapted }) })
  takeShortcut(queries, (sql, parameters) => {
    const statement = adapted.prepare(sql)
    if (statement.reader) return { rows: statement.all(parameters) }
    return { rows: [], numAffectedRows: BigInt(statement.run(parameters).changes) }
  })
  return { database, queries }
}

function adapt(database: DatabaseSync): SqliteDatabase {
  const statements = new Map<string, SqliteStatement>()
  return {
    prepare(sql) {
      const cached = statements.get(sql)
      if (cached) return cached
      const statement = prepare(database, sql)
      const [oldest] = statements.keys()
      if (oldest !== undefined && statements.size >= maxCachedStatements) statements.delete(oldest)
      statements.set(sql, statement)
      return statement
    },
    close() {
      database.close()
    },
  }
}

function prepare(database: DatabaseSync, sql: string): SqliteStatement {
  const statement = database.prepare(sql)
  return {
    reader: statement.columns().length > 0,
    all: (parameters) => statement.all(...(parameters as readonly SQLInputValue[])),
    run: (parameters) => statement.run(...(parameters as readonly SQLInputValue[])),
    iterate: (parameters) => statement.iterate(...(parameters as readonly SQLInputValue[])),
  }
}
