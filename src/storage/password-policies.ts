/** The account's rules for passwords, and the tags of the passwords that a user has had. */
import type { Selectable } from 'kysely'
import type { Queries, Tables } from './database.ts'
import type { UserKey } from './users.ts'

export type PasswordPolicyRow = Selectable<Tables['password_policies']>

export async function findPasswordPolicy(queries: Queries, accountId: string): Promise<PasswordPolicyRow | undefined> {
  return queries.selectFrom('password_policies').selectAll().where('account_id', '=', accountId).executeTakeFirst()
}

/** Takes the place of the one before. */
export async function putPasswordPolicy(queries: Queries, policy: PasswordPolicyRow): Promise<void> {
  await queries
    .insertInto('password_policies')
    .values(policy)
    .onConflict((conflict) => conflict.column('account_id').doUpdateSet(policy))
    .execute()
}

export async function deletePasswordPolicy(queries: Queries, accountId: string): Promise<void> {
  await queries.deleteFrom('password_policies').where('account_id', '=', accountId).execute()
}

/** The newest first. */
export async function listPasswordTags(
  queries: Queries,
  { account_id, user_id }: UserKey,
  limit: number,
): Promise<readonly string[]> {
  const rows = await queries
    .selectFrom('password_history')
    .select('tag')
    .where('account_id', '=', account_id)
    .where('user_id', '=', user_id)
    .orderBy('number', 'desc')
    .limit(limit)
    .execute()
  return rows.map((row) => row.tag)
}

/** Keeps the newest `kept` tags. The caller holds the account's lock: two at once would get the same number. */
export async function insertPasswordTag(
  queries: Queries,
  { account_id, user_id }: UserKey,
  tag: string,
  kept: number,
): Promise<void> {
  const { newest } = await queries
    .selectFrom('password_history')
    .select((eb) => eb.fn.max('number').as('newest'))
    .where('account_id', '=', account_id)
    .where('user_id', '=', user_id)
    .executeTakeFirstOrThrow()
  const number = Number(newest ?? 0) + 1
  await queries.insertInto('password_history').values({ account_id, user_id, number, tag }).execute()
  await queries
    .deleteFrom('password_history')
    .where('account_id', '=', account_id)
    .where('user_id', '=', user_id)
    .where('number', '<=', number - kept)
    .execute()
}
