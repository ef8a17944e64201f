/** IAM users. Names are looked up ignoring case. */
import type { Selectable } from 'kysely'
import type { Queries, Tables } from './database.ts'
import { type Page, type PageRequest, pageByName, startsWith } from './paging.ts'
import { prepare } from './prepared.ts'

export type UserRow = Selectable<Tables['users']>

/** What a user's row is found by, and what hangs on it. */
export type UserKey = Pick<UserRow, 'account_id' | 'user_id'>

export async function findUser(queries: Queries, accountId: string, name: string): Promise<UserRow | undefined> {
  return queries
    .selectFrom('users')
    .selectAll()
    .where('account_id', '=', accountId)
    .where('name_key', '=', name.toLowerCase())
    .executeTakeFirst()
}

export async function findUserById(queries: Queries, accountId: string, userId: string): Promise<UserRow | undefined> {
  const { rows } = await selectUserById(queries, { accountId, userId })
  return rows[0]
}

const selectUserById = prepare((queries, { accountId, userId }: { accountId: string; userId: string }) =>
  queries.selectFrom('users').selectAll().where('account_id', '=', accountId).where('user_id', '=', userId),
)

export async function listUsers(
  queries: Queries,
  accountId: string,
  pathPrefix: string,
  page: PageRequest,
): Promise<Page<UserRow>> {
  let query = queries.selectFrom('users').selectAll().where('account_id', '=', accountId)
  if (pathPrefix !== '/') query = query.where((eb) => startsWith(eb.ref('path'), pathPrefix))
  return pageByName(query, page)
}

export async function insertUser(queries: Queries, user: Omit<UserRow, 'name_key'>): Promise<void> {
  await queries
    .insertInto('users')
    .values({ ...user, name_key: user.name.toLowerCase() })
    .execute()
}

export async function renameUser(
  queries: Queries,
  { account_id, user_id }: UserKey,
  change: { readonly name: string; readonly path: string },
): Promise<void> {
  await queries
    .updateTable('users')
    .set({ ...change, name_key: change.name.toLowerCase() })
    .where('account_id', '=', account_id)
    .where('user_id', '=', user_id)
    .execute()
}

/** @param policyId - of the managed policy; null: none */
export async function setPermissionsBoundary(
  queries: Queries,
  { account_id, user_id }: UserKey,
  policyId: string | null,
): Promise<void> {
  await queries
    .updateTable('users')
    .set({ permissions_boundary_id: policyId })
    .where('account_id', '=', account_id)
    .where('user_id', '=', user_id)
    .execute()
}

export async function deleteUser(queries: Queries, { account_id, user_id }: UserKey): Promise<void> {
  await queries.deleteFrom('users').where('account_id', '=', account_id).where('user_id', '=', user_id).execute()
}

export async function recordPasswordUse(queries: Queries, { account_id, user_id }: UserKey, now: Date): Promise<void> {
  await queries
    .updateTable('users')
    .set({ password_last_used_at: now.getTime() })
    .where('account_id', '=', account_id)
    .where('user_id', '=', user_id)
    .execute()
}
