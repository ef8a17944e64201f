/** The OpenID Connect providers of the account. A URL is what identifies one: every letter of it counts. */
import type { Selectable } from 'kysely'
import type { Queries, Tables } from './database.ts'

type Row = Selectable<Tables['openid_connect_providers']>
export type OpenIDConnectProviderKey = Pick<Row, 'account_id' | 'url'>

/** What can be changed, in the order in which it was given. */
export interface OpenIDConnectProviderLists {
  readonly clientIds: readonly string[]
  readonly thumbprints: readonly string[]
}

export type OpenIDConnectProviderRow = Omit<Row, 'client_ids' | 'thumbprints'> & OpenIDConnectProviderLists

export async function findOpenIDConnectProvider(
  queries: Queries,
  accountId: string,
  url: string,
): Promise<OpenIDConnectProviderRow | undefined> {
  const row = await queries
    .selectFrom('openid_connect_providers')
    .selectAll()
    .where('account_id', '=', accountId)
    .where('url', '=', url)
    .executeTakeFirst()
  if (!row) return undefined
  const { client_ids, thumbprints, ...rest } = row
  return { ...rest, clientIds: JSON.parse(client_ids), thumbprints: JSON.parse(thumbprints) }
}

/** There are at most a hundred. */
export async function listOpenIDConnectProviderUrls(queries: Queries, accountId: string): Promise<readonly string[]> {
  const rows = await queries
    .selectFrom('openid_connect_providers')
    .select('url')
    .where('account_id', '=', accountId)
    .orderBy('url')
    .execute()
  return rows.map(({ url }) => url)
}

export async function insertOpenIDConnectProvider(queries: Queries, provider: OpenIDConnectProviderRow): Promise<void> {
  const { account_id, url, created_at } = provider
  await queries
    .insertInto('openid_connect_providers')
    .values({ account_id, url, created_at, ...toColumns(provider) })
    .execute()
}

export async function updateOpenIDConnectProvider(
  queries: Queries,
  { account_id, url }: OpenIDConnectProviderKey,
  lists: OpenIDConnectProviderLists,
): Promise<void> {
  await queries
    .updateTable('openid_connect_providers')
    .set(toColumns(lists))
    .where('account_id', '=', account_id)
    .where('url', '=', url)
    .execute()
}

export async function deleteOpenIDConnectProvider(
  queries: Queries,
  { account_id, url }: OpenIDConnectProviderKey,
): Promise<void> {
  await queries
    .deleteFrom('openid_connect_providers')
    .where('account_id', '=', account_id)
    .where('url', '=', url)
    .execute()
}

function toColumns({ clientIds, thumbprints }: OpenIDConnectProviderLists): Pick<Row, 'client_ids' | 'thumbprints'> {
  return { client_ids: JSON.stringify(clientIds), thumbprints: JSON.stringify(thumbprints) }
}
