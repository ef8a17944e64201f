/** Signing certificates of users and of the root user. */
import type { Selectable } from 'kysely'
import type { KeyOwner } from './access-keys.ts'
import type { Queries, Tables } from './database.ts'
import { type Page, type PageRequest, pageBy } from './paging.ts'

export type SigningCertificateRow = Selectable<Tables['signing_certificates']>

/** Whoever of the account has it. */
export async function findSigningCertificate(
  queries: Queries,
  accountId: string,
  id: string,
): Promise<SigningCertificateRow | undefined> {
  return queries
    .selectFrom('signing_certificates')
    .selectAll()
    .where('account_id', '=', accountId)
    .where('certificate_id', '=', id)
    .executeTakeFirst()
}

export async function listSigningCertificates(
  queries: Queries,
  owner: KeyOwner,
  page: PageRequest,
): Promise<Page<SigningCertificateRow>> {
  const query = queries
    .selectFrom('signing_certificates')
    .selectAll()
    .where('account_id', '=', owner.account_id)
    .where('owner_id', '=', owner.owner_id)
  return pageBy('certificate_id', query, page)
}

export type SigningCertificateState = Pick<SigningCertificateRow, 'owner_id' | 'status' | 'uploaded_at'>

/** What a report says of them, of all owners: in the order of the owners' ids, those of one in the order of their uploads. */
export async function listSigningCertificateStates(
  queries: Queries,
  accountId: string,
): Promise<readonly SigningCertificateState[]> {
  return queries
    .selectFrom('signing_certificates')
    .select(['owner_id', 'status', 'uploaded_at'])
    .where('account_id', '=', accountId)
    .orderBy('owner_id')
    .orderBy('uploaded_at')
    .orderBy('certificate_id')
    .execute()
}

export async function insertSigningCertificate(queries: Queries, row: SigningCertificateRow): Promise<void> {
  await queries.insertInto('signing_certificates').values(row).execute()
}

/** @returns whether the owner has such a certificate */
export async function setSigningCertificateStatus(
  queries: Queries,
  owner: KeyOwner,
  id: string,
  status: SigningCertificateRow['status'],
): Promise<boolean> {
  const { numUpdatedRows } = await queries
    .updateTable('signing_certificates')
    .set({ status })
    .where('account_id', '=', owner.account_id)
    .where('owner_id', '=', owner.owner_id)
    .where('certificate_id', '=', id)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

/** @returns whether the owner had such a certificate */
export async function deleteSigningCertificate(queries: Queries, owner: KeyOwner, id: string): Promise<boolean> {
  const { numDeletedRows } = await queries
    .deleteFrom('signing_certificates')
    .where('account_id', '=', owner.account_id)
    .where('owner_id', '=', owner.owner_id)
    .where('certificate_id', '=', id)
    .executeTakeFirst()
  return numDeletedRows > 0n
}
