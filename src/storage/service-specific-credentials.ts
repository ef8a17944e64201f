/** Credentials of users for one service each. */
import type { Selectable } from 'kysely'
import type { Queries, Tables } from './database.ts'
import { type Page, type PageRequest, pageBy } from './paging.ts'

export type ServiceSpecificCredentialRow = Selectable<Tables['service_specific_credentials']>
export type ServiceSpecificCredentialKey = Pick<ServiceSpecificCredentialRow, 'account_id' | 'credential_id'>

/** Whoever of the account has it. */
export async function findServiceSpecificCredential(
  queries: Queries,
  accountId: string,
  id: string,
): Promise<ServiceSpecificCredentialRow | undefined> {
  return queries
    .selectFrom('service_specific_credentials')
    .selectAll()
    .where('account_id', '=', accountId)
    .where('credential_id', '=', id)
    .executeTakeFirst()
}

export interface ServiceSpecificCredentialFilter {
  /** Undefined: of all users. */
  readonly userId?: string | undefined
  /** Undefined: for all services. */
  readonly serviceName?: string | undefined
}

/** With the names that their users have now. */
export async function listServiceSpecificCredentials(
  queries: Queries,
  accountId: string,
  { userId, serviceName }: ServiceSpecificCredentialFilter,
  page: PageRequest,
): Promise<Page<ServiceSpecificCredentialRow & { readonly user_name: string }>> {
  let query = queries
    .selectFrom('service_specific_credentials as credentials')
    .innerJoin('users', (join) =>
      join.onRef('users.account_id', '=', 'credentials.account_id').onRef('users.user_id', '=', 'credentials.user_id'),
    )
    .selectAll('credentials')
    .select('users.name as user_name')
    .where('credentials.account_id', '=', accountId)
  if (userId !== undefined) query = query.where('credentials.user_id', '=', userId)
  if (serviceName !== undefined) query = query.where('service_name', '=', serviceName)
  return pageBy('credential_id', query, page)
}

/** Is there a credential of that name for the service, whoever has it? */
export async function hasLoginName(
  queries: Queries,
  accountId: string,
  serviceName: string,
  loginName: string,
): Promise<boolean> {
  const row = await queries
    .selectFrom('service_specific_credentials')
    .select('credential_id')
    .where('account_id', '=', accountId)
    .where('service_name', '=', serviceName)
    .where('login_key', '=', loginName.toLowerCase())
    .executeTakeFirst()
  return row !== undefined
}

export async function insertServiceSpecificCredential(
  queries: Queries,
  credential: Omit<ServiceSpecificCredentialRow, 'login_key'>,
): Promise<void> {
  await queries
    .insertInto('service_specific_credentials')
    .values({ ...credential, login_key: credential.login_name.toLowerCase() })
    .execute()
}

export async function updateServiceSpecificCredential(
  queries: Queries,
  { account_id, credential_id }: ServiceSpecificCredentialKey,
  change: Partial<Pick<ServiceSpecificCredentialRow, 'secret_hash' | 'status'>>,
): Promise<void> {
  await queries
    .updateTable('service_specific_credentials')
    .set(change)
    .where('account_id', '=', account_id)
    .where('credential_id', '=', credential_id)
    .execute()
}

export async function deleteServiceSpecificCredential(
  queries: Queries,
  { account_id, credential_id }: ServiceSpecificCredentialKey,
): Promise<void> {
  await queries
    .deleteFrom('service_specific_credentials')
    .where('account_id', '=', account_id)
    .where('credential_id', '=', credential_id)
    .execute()
}
