/** The SAML providers of the account. Their names are looked up ignoring case, so that none is taken for another. */
import type { Selectable } from 'kysely'
import type { Queries, Tables } from './database.ts'

export type SamlProviderRow = Selectable<Tables['saml_providers']>
export type SamlProviderKey = Pick<SamlProviderRow, 'account_id' | 'name_key'>

/** Without the document, which fills most of a row. */
const entry = ['account_id', 'name', 'name_key', 'uuid', 'valid_until', 'created_at'] as const

export type SamlProviderEntry = Pick<SamlProviderRow, (typeof entry)[number]>

export async function findSamlProvider(
  queries: Queries,
  accountId: string,
  name: string,
): Promise<SamlProviderEntry | undefined> {
  return queries
    .selectFrom('saml_providers')
    .select(entry)
    .where('account_id', '=', accountId)
    .where('name_key', '=', name.toLowerCase())
    .executeTakeFirst()
}

export async function readSamlDocument(
  queries: Queries,
  { account_id, name_key }: SamlProviderKey,
): Promise<SamlProviderRow['metadata']> {
  const { metadata } = await queries
    .selectFrom('saml_providers')
    .select('metadata')
    .where('account_id', '=', account_id)
    .where('name_key', '=', name_key)
    .executeTakeFirstOrThrow()
  return metadata
}

/** There are at most a hundred. */
export async function listSamlProviders(queries: Queries, accountId: string): Promise<readonly SamlProviderEntry[]> {
  return queries
    .selectFrom('saml_providers')
    .select(entry)
    .where('account_id', '=', accountId)
    .orderBy('name_key')
    .execute()
}

export async function insertSamlProvider(queries: Queries, provider: Omit<SamlProviderRow, 'name_key'>): Promise<void> {
  await queries
    .insertInto('saml_providers')
    .values({ ...provider, name_key: provider.name.toLowerCase() })
    .execute()
}

export async function updateSamlMetadata(
  queries: Queries,
  { account_id, name_key }: SamlProviderKey,
  change: Pick<SamlProviderRow, 'metadata' | 'valid_until'>,
): Promise<void> {
  await queries
    .updateTable('saml_providers')
    .set(change)
    .where('account_id', '=', account_id)
    .where('name_key', '=', name_key)
    .execute()
}

export async function deleteSamlProvider(queries: Queries, { account_id, name_key }: SamlProviderKey): Promise<void> {
  await queries
    .deleteFrom('saml_providers')
    .where('account_id', '=', account_id)
    .where('name_key', '=', name_key)
    .execute()
}
