/** The SSH public keys of users. */
import type { Selectable } from 'kysely'
import type { Queries, Tables } from './database.ts'
import { type Page, type PageRequest, pageBy } from './paging.ts'
import type { UserKey } from './users.ts'

export type SSHPublicKeyRow = Selectable<Tables['ssh_public_keys']>

export async function findSSHPublicKey(
  queries: Queries,
  { account_id, user_id }: UserKey,
  id: string,
): Promise<SSHPublicKeyRow | undefined> {
  return queries
    .selectFrom('ssh_public_keys')
    .selectAll()
    .where('account_id', '=', account_id)
    .where('user_id', '=', user_id)
    .where('ssh_public_key_id', '=', id)
    .executeTakeFirst()
}

export async function listSSHPublicKeys(
  queries: Queries,
  { account_id, user_id }: UserKey,
  page: PageRequest,
): Promise<Page<SSHPublicKeyRow>> {
  const query = queries
    .selectFrom('ssh_public_keys')
    .selectAll()
    .where('account_id', '=', account_id)
    .where('user_id', '=', user_id)
  return pageBy('ssh_public_key_id', query, page)
}

export async function insertSSHPublicKey(queries: Queries, row: SSHPublicKeyRow): Promise<void> {
  await queries.insertInto('ssh_public_keys').values(row).execute()
}

/** @returns whether the user has such a key */
export async function setSSHPublicKeyStatus(
  queries: Queries,
  { account_id, user_id }: UserKey,
  id: string,
  status: SSHPublicKeyRow['status'],
): Promise<boolean> {
  const { numUpdatedRows } = await queries
    .updateTable('ssh_public_keys')
    .set({ status })
    .where('account_id', '=', account_id)
    .where('user_id', '=', user_id)
    .where('ssh_public_key_id', '=', id)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

/** @returns whether the user had such a key */
export async function deleteSSHPublicKey(
  queries: Queries,
  { account_id, user_id }: UserKey,
  id: string,
): Promise<boolean> {
  const { numDeletedRows } = await queries
    .deleteFrom('ssh_public_keys')
    .where('account_id', '=', account_id)
    .where('user_id', '=', user_id)
    .where('ssh_public_key_id', '=', id)
    .executeTakeFirst()
  return numDeletedRows > 0n
}
