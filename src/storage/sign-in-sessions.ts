/** Sessions of people who signed in. They are found by the hash of a secret that only the browser or the command has. */
import type { Selectable, Updateable } from 'kysely'
import type { Queries, Tables } from './database.ts'
import { prepare } from './prepared.ts'

export type SignInSessionRow = Selectable<Tables['sign_in_sessions']>
export type SignInSessionKey = Pick<SignInSessionRow, 'account_id' | 'session_id'>

export async function findSignInSession(
  queries: Queries,
  accountId: string,
  sessionId: string,
): Promise<SignInSessionRow | undefined> {
  const { rows } = await selectById(queries, { accountId, sessionId })
  return rows[0]
}

const selectById = prepare((queries, { accountId, sessionId }: { accountId: string; sessionId: string }) =>
  queries
    .selectFrom('sign_in_sessions')
    .selectAll()
    .where('account_id', '=', accountId)
    .where('session_id', '=', sessionId),
)

export async function findSignInSessionBySecret(
  queries: Queries,
  accountId: string,
  secretHash: string,
): Promise<SignInSessionRow | undefined> {
  const { rows } = await selectBySecret(queries, { accountId, secretHash })
  return rows[0]
}

const selectBySecret = prepare((queries, { accountId, secretHash }: { accountId: string; secretHash: string }) =>
  queries
    .selectFrom('sign_in_sessions')
    .selectAll()
    .where('account_id', '=', accountId)
    .where('secret_hash', '=', secretHash),
)

/** Latest first; those that have ended by their age may be among them. */
export async function listSignInSessions(
  queries: Queries,
  accountId: string,
  principalId: string,
): Promise<SignInSessionRow[]> {
  return queries
    .selectFrom('sign_in_sessions')
    .selectAll()
    .where('account_id', '=', accountId)
    .where('principal_id', '=', principalId)
    .orderBy('created_at', 'desc')
    .orderBy('session_id')
    .execute()
}

/** Deletes what one principal has beyond the number to keep: those that were not used for longest. */
export async function deleteLeastUsedSignInSessions(
  queries: Queries,
  { account_id, principal_id }: Pick<SignInSessionRow, 'account_id' | 'principal_id'>,
  keep: number,
): Promise<void> {
  const ofPrincipal = queries
    .selectFrom('sign_in_sessions')
    .where('account_id', '=', account_id)
    .where('principal_id', '=', principal_id)
    .orderBy('last_used_at', 'desc')
    .orderBy('session_id', 'desc')
  const first = await ofPrincipal.select(['last_used_at', 'session_id']).offset(keep).limit(1).executeTakeFirst()
  if (!first) return
  await queries
    .deleteFrom('sign_in_sessions')
    .where('account_id', '=', account_id)
    .where('principal_id', '=', principal_id)
    .where((eb) =>
      eb.or([
        eb('last_used_at', '<', first.last_used_at),
        eb.and([eb('last_used_at', '=', first.last_used_at), eb('session_id', '<=', first.session_id)]),
      ]),
    )
    .execute()
}

export async function insertSignInSession(queries: Queries, session: SignInSessionRow): Promise<void> {
  await queries.insertInto('sign_in_sessions').values(session).execute()
}

export async function updateSignInSession(
  queries: Queries,
  { account_id, session_id }: SignInSessionKey,
  change: Pick<Updateable<Tables['sign_in_sessions']>, 'last_used_at' | 'challenge' | 'password_mark'>,
): Promise<void> {
  await queries
    .updateTable('sign_in_sessions')
    .set(change)
    .where('account_id', '=', account_id)
    .where('session_id', '=', session_id)
    .execute()
}

/** The challenge of the passkey that is being enrolled, which is good for one try. */
export async function takeChallenge(queries: Queries, key: SignInSessionKey): Promise<string | null> {
  const session = await findSignInSession(queries, key.account_id, key.session_id)
  await updateSignInSession(queries, key, { challenge: null })
  return session?.challenge ?? null
}

/** @returns whether it was there */
export async function deleteSignInSession(
  queries: Queries,
  { account_id, session_id }: SignInSessionKey,
): Promise<boolean> {
  const { numDeletedRows } = await queries
    .deleteFrom('sign_in_sessions')
    .where('account_id', '=', account_id)
    .where('session_id', '=', session_id)
    .executeTakeFirst()
  return numDeletedRows > 0n
}

export async function deleteExpiredSignInSessions(queries: Queries, accountId: string, now: Date): Promise<void> {
  await queries
    .deleteFrom('sign_in_sessions')
    .where('account_id', '=', accountId)
    .where('expires_at', '<=', now.getTime())
    .execute()
}
