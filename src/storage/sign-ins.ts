/** Sign-ins under way: the password was right, and something else is still asked for. */
import type { Selectable, Updateable } from 'kysely'
import type { Queries, Tables } from './database.ts'

export type SignInRow = Selectable<Tables['sign_ins']>
export type SignInKey = Pick<SignInRow, 'account_id' | 'secret_hash'>

export async function findSignIn(
  queries: Queries,
  { account_id, secret_hash }: SignInKey,
): Promise<SignInRow | undefined> {
  return queries
    .selectFrom('sign_ins')
    .selectAll()
    .where('account_id', '=', account_id)
    .where('secret_hash', '=', secret_hash)
    .executeTakeFirst()
}

export async function insertSignIn(queries: Queries, signIn: SignInRow): Promise<void> {
  await queries.insertInto('sign_ins').values(signIn).execute()
}

export async function updateSignIn(
  queries: Queries,
  { account_id, secret_hash }: SignInKey,
  change: Pick<Updateable<Tables['sign_ins']>, 'challenge' | 'mfa_device_id' | 'mfa_authenticated_at'>,
): Promise<void> {
  await queries
    .updateTable('sign_ins')
    .set(change)
    .where('account_id', '=', account_id)
    .where('secret_hash', '=', secret_hash)
    .execute()
}

/** @returns the wrong codes of this sign-in so far, the one that is counted now among them */
export async function countWrongCode(queries: Queries, { account_id, secret_hash }: SignInKey): Promise<number> {
  const row = await queries
    .updateTable('sign_ins')
    .set((eb) => ({ wrong_codes: eb('wrong_codes', '+', 1) }))
    .where('account_id', '=', account_id)
    .where('secret_hash', '=', secret_hash)
    .returning('wrong_codes')
    .executeTakeFirst()
  return row?.wrong_codes ?? 0
}

/** @returns whether it was there: of two that end the same sign-in at once, one is told so */
export async function deleteSignIn(queries: Queries, { account_id, secret_hash }: SignInKey): Promise<boolean> {
  const { numDeletedRows } = await queries
    .deleteFrom('sign_ins')
    .where('account_id', '=', account_id)
    .where('secret_hash', '=', secret_hash)
    .executeTakeFirst()
  return numDeletedRows > 0n
}

export async function deleteExpiredSignIns(queries: Queries, accountId: string, now: Date): Promise<void> {
  await queries
    .deleteFrom('sign_ins')
    .where('account_id', '=', accountId)
    .where('expires_at', '<=', now.getTime())
    .execute()
}
