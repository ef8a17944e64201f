/**
 * The queries of the request path, compiled once: to build and compile one costs Kysely 20 µs, four times what SQLite needs
 * to answer it.
 */
import type { Compilable, CompiledQuery, QueryResult } from 'kysely'
import type { Queries } from './database.ts'

/** Runs one statement at once. */
export type RunStatement = (sql: string, parameters: readonly unknown[]) => QueryResult<unknown>

/** By the adapter of the database. */
const shortcuts = new WeakMap<object, RunStatement>()

/**
 * For a database in this process, on whose connection nobody waits for a turn: Kysely's own way there, through a driver and
 * some twenty promises, takes four times as long as the statement.
 */
export function takeShortcut(queries: Queries, run: RunStatement): void {
  shortcuts.set(queries.getExecutor().adapter, run)
}

type Prepared<Parameters, Row> = (queries: Queries, parameters: Parameters) => Promise<QueryResult<Row>>

/** Stands in the compiled query where a parameter's value belongs. */
class Place {
  readonly name: PropertyKey

  constructor(name: PropertyKey) {
    this.name = name
  }
}

const places = new Proxy({}, { get: (_, name) => new Place(name) })

/**
 * `build` is called once for each database, with marks in place of the parameters: it must hand on each of them as it is,
 * by name, and not look at any.
 */
export function prepare<Parameters extends object, Row>(
  build: (queries: Queries, parameters: Parameters) => Compilable<Row>,
): Prepared<Parameters, Row> {
  const compiled = new WeakMap<object, CompiledQuery<Row>>()
  return async (queries, parameters) => {
    // A transaction has the adapter of its database, and so the same SQL.
    const { adapter } = queries.getExecutor()
    let query = compiled.get(adapter)
    if (!query) {
      query = build(queries, places as Parameters).compile()
      compiled.set(adapter, query)
    }
    const values = query.parameters.map((value) =>
      value instanceof Place ? parameters[value.name as keyof Parameters] : value,
    )
    const run = shortcuts.get(adapter)
    return run ? (run(query.sql, values) as QueryResult<Row>) : queries.executeQuery({ ...query, parameters: values })
  }
}
