/** Long-term access keys of users and of the root user. */
import type { Insertable, Selectable } from 'kysely'
import type { Queries, Tables } from './database.ts'
import { type Page, type PageRequest, pageBy } from './paging.ts'
import { prepare } from './prepared.ts'

export type AccessKeyRow = Selectable<Tables['access_keys']>

/** Whose keys they are: a user's, or the root user's under the account id. */
export type KeyOwner = Pick<AccessKeyRow, 'account_id' | 'owner_id'>

/** The user columns are null for a key of the root user. */
export type AccessKeyWithOwner = AccessKeyRow & { readonly user_name: string | null; readonly user_path: string | null }

/** An access key id is unique over all accounts: it is all that a signed request names. */
export async function findAccessKey(queries: Queries, accessKeyId: string): Promise<AccessKeyWithOwner | undefined> {
  const { rows } = await selectAccessKey(queries, { accessKeyId })
  return rows[0]
}

const selectAccessKey = prepare((queries, { accessKeyId }: { accessKeyId: string }) =>
  queries
    .selectFrom('access_keys')
    .leftJoin('users', (join) =>
      join.onRef('users.account_id', '=', 'access_keys.account_id').onRef('users.user_id', '=', 'access_keys.owner_id'),
    )
    .selectAll('access_keys')
    .select(['users.name as user_name', 'users.path as user_path'])
    .where('access_key_id', '=', accessKeyId),
)

export async function listAccessKeys(
  queries: Queries,
  owner: KeyOwner,
  page: PageRequest,
): Promise<Page<AccessKeyRow>> {
  const query = queries
    .selectFrom('access_keys')
    .selectAll()
    .where('account_id', '=', owner.account_id)
    .where('owner_id', '=', owner.owner_id)
  return pageBy('access_key_id', query, page)
}

export async function insertAccessKey(queries: Queries, row: Insertable<Tables['access_keys']>): Promise<void> {
  await queries.insertInto('access_keys').values(row).execute()
}

/** @returns whether the owner has such a key */
export async function setAccessKeyStatus(
  queries: Queries,
  owner: KeyOwner,
  accessKeyId: string,
  status: AccessKeyRow['status'],
): Promise<boolean> {
  const { numUpdatedRows } = await queries
    .updateTable('access_keys')
    .set({ status })
    .where('access_key_id', '=', accessKeyId)
    .where('account_id', '=', owner.account_id)
    .where('owner_id', '=', owner.owner_id)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

/** @returns whether the owner had such a key */
export async function deleteAccessKey(queries: Queries, owner: KeyOwner, accessKeyId: string): Promise<boolean> {
  const { numDeletedRows } = await queries
    .deleteFrom('access_keys')
    .where('access_key_id', '=', accessKeyId)
    .where('account_id', '=', owner.account_id)
    .where('owner_id', '=', owner.owner_id)
    .executeTakeFirst()
  return numDeletedRows > 0n
}

export async function recordAccessKeyUse(
  queries: Queries,
  accessKeyId: string,
  use: Pick<AccessKeyRow, 'last_used_at' | 'last_used_service' | 'last_used_region'>,
): Promise<void> {
  await queries.updateTable('access_keys').set(use).where('access_key_id', '=', accessKeyId).execute()
}
