/** Passwords of users. */
import type { Selectable, Updateable } from 'kysely'
import type { Queries, Tables } from './database.ts'
import type { UserKey } from './users.ts'

export type LoginProfileRow = Selectable<Tables['login_profiles']>

export async function findLoginProfile(
  queries: Queries,
  { account_id, user_id }: UserKey,
): Promise<LoginProfileRow | undefined> {
  return queries
    .selectFrom('login_profiles')
    .selectAll()
    .where('account_id', '=', account_id)
    .where('user_id', '=', user_id)
    .executeTakeFirst()
}

export async function insertLoginProfile(queries: Queries, profile: LoginProfileRow): Promise<void> {
  await queries.insertInto('login_profiles').values(profile).execute()
}

export async function updateLoginProfile(
  queries: Queries,
  { account_id, user_id }: UserKey,
  change: Pick<
    Updateable<Tables['login_profiles']>,
    'password_hash' | 'password_reset_required' | 'password_changed_at'
  >,
): Promise<void> {
  await queries
    .updateTable('login_profiles')
    .set(change)
    .where('account_id', '=', account_id)
    .where('user_id', '=', user_id)
    .execute()
}

export async function deleteLoginProfile(queries: Queries, { account_id, user_id }: UserKey): Promise<void> {
  await queries
    .deleteFrom('login_profiles')
    .where('account_id', '=', account_id)
    .where('user_id', '=', user_id)
    .execute()
}
