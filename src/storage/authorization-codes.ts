/** Codes that the browser hands to `aws login`, found by their hash. A code that was redeemed stays until it would expire. */
import type { Selectable } from 'kysely'
import type { Queries, Tables } from './database.ts'

export type AuthorizationCodeRow = Selectable<Tables['authorization_codes']>
export type AuthorizationCodeKey = Pick<AuthorizationCodeRow, 'account_id' | 'code_hash'>

export async function findAuthorizationCode(
  queries: Queries,
  { account_id, code_hash }: AuthorizationCodeKey,
): Promise<AuthorizationCodeRow | undefined> {
  return queries
    .selectFrom('authorization_codes')
    .selectAll()
    .where('account_id', '=', account_id)
    .where('code_hash', '=', code_hash)
    .executeTakeFirst()
}

export async function insertAuthorizationCode(queries: Queries, code: AuthorizationCodeRow): Promise<void> {
  await queries.insertInto('authorization_codes').values(code).execute()
}

/** @returns whether it was there and not redeemed: of two that redeem it at once, one is told so */
export async function redeemAuthorizationCode(
  queries: Queries,
  { account_id, code_hash }: AuthorizationCodeKey,
  by: { readonly sessionId: string; readonly thumbprint: string },
): Promise<boolean> {
  const { numUpdatedRows } = await queries
    .updateTable('authorization_codes')
    .set({ redeemed_session_id: by.sessionId, redeemed_thumbprint: by.thumbprint })
    .where('account_id', '=', account_id)
    .where('code_hash', '=', code_hash)
    .where('redeemed_session_id', 'is', null)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

export async function deleteAuthorizationCode(
  queries: Queries,
  { account_id, code_hash }: AuthorizationCodeKey,
): Promise<void> {
  await queries
    .deleteFrom('authorization_codes')
    .where('account_id', '=', account_id)
    .where('code_hash', '=', code_hash)
    .execute()
}

export async function deleteExpiredAuthorizationCodes(queries: Queries, accountId: string, now: Date): Promise<void> {
  await queries
    .deleteFrom('authorization_codes')
    .where('account_id', '=', accountId)
    .where('expires_at', '<=', now.getTime())
    .execute()
}
