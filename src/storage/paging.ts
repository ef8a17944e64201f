/** Pages by key, not by offset: a marker stays right while rows come and go. */

import { type Expression, type SelectQueryBuilder, type SqlBool, sql } from 'kysely'

export interface PageRequest {
  /** The key of the last item of the page before; undefined for the first page. */
  readonly after: string | undefined
  readonly limit: number
}

export interface Page<Row> {
  readonly rows: readonly Row[]
  /** The key of the last row when there are more behind it. */
  readonly next: string | undefined
}

/** @param rows - up to `limit + 1` rows: the extra one only tells that there are more */
export function toPage<Row>(rows: readonly Row[], limit: number, keyOf: (row: Row) => string): Page<Row> {
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  return { rows: page, next: rows.length > limit && last ? keyOf(last) : undefined }
}

/** A page in the order of the names, ignoring case. `column` says whose name it is where tables are joined. */
export async function pageByName<Database, Table extends keyof Database, Row extends { readonly name_key: string }>(
  query: SelectQueryBuilder<Database, Table, Row>,
  page: PageRequest,
  column = 'name_key',
): Promise<Page<Row>> {
  return pageBy('name_key', query, page, column)
}

/** A page in the order of a column that no two rows have alike. */
export async function pageBy<
  Key extends string,
  Database,
  Table extends keyof Database,
  Row extends Readonly<Record<Key, string>>,
>(
  key: Key,
  query: SelectQueryBuilder<Database, Table, Row>,
  { after, limit }: PageRequest,
  column: string = key,
): Promise<Page<Row>> {
  const reference = sql.ref<string>(column)
  const behind = after === undefined ? query : query.where(reference, '>', after)
  const rows = await behind
    .orderBy(reference)
    .limit(limit + 1)
    .execute()
  return toPage(rows as readonly Row[], limit, (row) => row[key])
}

/** Compares a prefix byte for byte: LIKE has wildcards of its own, and ignores case on SQLite. */
export function startsWith(column: Expression<string>, prefix: string): Expression<SqlBool> {
  return sql<SqlBool>`substr(${column}, 1, ${prefix.length}) = ${prefix}`
}
