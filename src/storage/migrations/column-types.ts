/** What the tables are made of on either database: the only words in which the migrations differ. */
import { type RawBuilder, sql } from 'kysely'

export interface ColumnTypes {
  /** Text that is compared and sorted byte by byte, so that lists and their pages come alike from both databases. */
  readonly text: RawBuilder<unknown>
  /** A 64-bit integer; JavaScript sees a number. */
  readonly integer: RawBuilder<unknown>
  /** What follows the closing bracket of CREATE TABLE. */
  readonly tableOptions: RawBuilder<unknown>
}

/** STRICT refuses a value of the wrong type, as PostgreSQL does: https://www.sqlite.org/stricttables.html */
export const sqliteColumnTypes: ColumnTypes = { text: sql`text`, integer: sql`integer`, tableOptions: sql`strict` }

export const postgresColumnTypes: ColumnTypes = {
  text: sql`text collate "C"`,
  integer: sql`bigint`,
  tableOptions: sql``,
}

/** CockroachDB sorts byte by byte, and knows no collation "C" for a column: https://github.com/cockroachdb/cockroach/pull/97415 */
export const cockroachColumnTypes: ColumnTypes = { ...postgresColumnTypes, text: sql`text` }
