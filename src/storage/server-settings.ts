/** What one database's servers have to agree on. */
import type { Queries } from './database.ts'

export async function findServerSetting(queries: Queries, name: string): Promise<string | undefined> {
  const row = await queries.selectFrom('server_settings').select('value').where('name', '=', name).executeTakeFirst()
  return row?.value
}

/** One atomic insert. @returns false when the setting is there already; it keeps its value */
export async function insertServerSetting(queries: Queries, name: string, value: string): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await queries
    .insertInto('server_settings')
    .values({ name, value })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  return (numInsertedOrUpdatedRows ?? 0n) > 0n
}
