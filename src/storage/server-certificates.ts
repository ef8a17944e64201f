/** Server certificates of the account. Names are looked up ignoring case. */
import type { Selectable } from 'kysely'
import type { Queries, Tables } from './database.ts'
import { type Page, type PageRequest, pageByName, startsWith } from './paging.ts'

export type ServerCertificateRow = Selectable<Tables['server_certificates']>
export type ServerCertificateKey = Pick<ServerCertificateRow, 'account_id' | 'server_certificate_id'>

/** Neither certificates nor keys, which fill most of a row. */
const metadata = [
  'account_id',
  'server_certificate_id',
  'name',
  'name_key',
  'path',
  'uploaded_at',
  'expires_at',
] as const satisfies readonly (keyof ServerCertificateRow)[]

export type ServerCertificateMetadataRow = Pick<ServerCertificateRow, (typeof metadata)[number]>

export async function findServerCertificate(
  queries: Queries,
  accountId: string,
  name: string,
): Promise<ServerCertificateMetadataRow | undefined> {
  return queries
    .selectFrom('server_certificates')
    .select(metadata)
    .where('account_id', '=', accountId)
    .where('name_key', '=', name.toLowerCase())
    .executeTakeFirst()
}

/** What everybody may see of it: the private key stays where it is. */
export async function readServerCertificate(
  queries: Queries,
  { account_id, server_certificate_id }: ServerCertificateKey,
): Promise<Pick<ServerCertificateRow, 'body' | 'chain'>> {
  return queries
    .selectFrom('server_certificates')
    .select(['body', 'chain'])
    .where('account_id', '=', account_id)
    .where('server_certificate_id', '=', server_certificate_id)
    .executeTakeFirstOrThrow()
}

export async function listServerCertificates(
  queries: Queries,
  accountId: string,
  pathPrefix: string,
  page: PageRequest,
): Promise<Page<ServerCertificateMetadataRow>> {
  let query = queries.selectFrom('server_certificates').select(metadata).where('account_id', '=', accountId)
  if (pathPrefix !== '/') query = query.where((eb) => startsWith(eb.ref('path'), pathPrefix))
  return pageByName(query, page)
}

export async function countServerCertificates(queries: Queries, accountId: string): Promise<number> {
  const { n } = await queries
    .selectFrom('server_certificates')
    .select((eb) => eb.fn.countAll().as('n'))
    .where('account_id', '=', accountId)
    .executeTakeFirstOrThrow()
  return Number(n)
}

export async function insertServerCertificate(
  queries: Queries,
  certificate: Omit<ServerCertificateRow, 'name_key'>,
): Promise<void> {
  await queries
    .insertInto('server_certificates')
    .values({ ...certificate, name_key: certificate.name.toLowerCase() })
    .execute()
}

export async function renameServerCertificate(
  queries: Queries,
  { account_id, server_certificate_id }: ServerCertificateKey,
  change: { readonly name: string; readonly path: string },
): Promise<void> {
  await queries
    .updateTable('server_certificates')
    .set({ ...change, name_key: change.name.toLowerCase() })
    .where('account_id', '=', account_id)
    .where('server_certificate_id', '=', server_certificate_id)
    .execute()
}

export async function deleteServerCertificate(
  queries: Queries,
  { account_id, server_certificate_id }: ServerCertificateKey,
): Promise<void> {
  await queries
    .deleteFrom('server_certificates')
    .where('account_id', '=', account_id)
    .where('server_certificate_id', '=', server_certificate_id)
    .execute()
}
