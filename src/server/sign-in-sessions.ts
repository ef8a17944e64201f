/**
 * The sessions of people who signed in, to list and to end. One's own always; those of others as policies allow
 * `twinlock:ListSignInSessions` and `twinlock:EndSignInSession` on the user, which AWS has no actions for.
 */
import { rootArn, userArn } from '../identity/arn.ts'
import type { Caller } from '../identity/principal.ts'
import { findStanding } from '../signin/session.ts'
import type { Queries } from '../storage/database.ts'
import {
  deleteSignInSession,
  findSignInSession,
  listSignInSessions,
  type SignInSessionRow,
} from '../storage/sign-in-sessions.ts'
import { findUser, findUserById } from '../storage/users.ts'
import { AwsFault } from '../wire/faults.ts'
import type { App } from './app.ts'
import { type AskedBy, requirePermissionOf } from './asked-by.ts'

/** @param userName - the caller without one */
export async function listSessions(userName: string | undefined, by: AskedBy, app: App): Promise<object> {
  const { accountId, storage, sessionLimits } = app
  const rows = await storage.read(async (queries) => {
    const user = userName === undefined ? undefined : await findUser(queries, accountId, userName)
    const principalId = userName === undefined ? by.caller.principal.userId : user?.user_id
    const resource = userArn(accountId, user?.path ?? '/', user?.name ?? userName ?? '')
    const about = { principalId, resource, resourceName: `user ${userName}` }
    await requireOwnOr('twinlock:ListSignInSessions', about, by, queries, app)
    if (principalId === undefined) throw new AwsFault('NoSuchEntity', `The user with name ${userName} cannot be found.`)
    const standing: SignInSessionRow[] = []
    for (const row of await listSignInSessions(queries, accountId, principalId)) {
      if (typeof (await findStanding(queries, row, sessionLimits, by.now)) !== 'string') standing.push(row)
    }
    return standing
  })
  return { sessions: rows.map((row) => describe(row, by.caller)) }
}

/** Whoever may not end it is not told whether there is one. */
export async function endSession(sessionId: string, by: AskedBy, app: App): Promise<object> {
  const { accountId, storage } = app
  return storage.transaction(async (queries) => {
    const row = await findSignInSession(queries, accountId, sessionId)
    const user = row && (await findUserById(queries, accountId, row.principal_id))
    const resource = user
      ? userArn(accountId, user.path, user.name)
      : row?.principal_id === accountId
        ? rootArn(accountId)
        : userArn(accountId, '/', '*')
    const about = { principalId: row?.principal_id, resource, resourceName: `sign-in session ${sessionId}` }
    await requireOwnOr('twinlock:EndSignInSession', about, by, queries, app)
    if (!row)
      throw new AwsFault('NoSuchEntity', `There is no session with the id ${sessionId}, or it has ended already.`)
    await deleteSignInSession(queries, row)
    await by.trail.record(queries, {})
    return {}
  })
}

interface About {
  readonly principalId: string | undefined
  readonly resource: string
  /** As the request names it: a refusal must not tell whose a session is, or which users there are. */
  readonly resourceName: string
}

async function requireOwnOr(
  action: string,
  { principalId, ...named }: About,
  by: AskedBy,
  queries: Queries,
  app: App,
): Promise<void> {
  const { principal } = by.caller
  const isOwn = (principal.kind === 'user' || principal.kind === 'root') && principal.userId === principalId
  if (isOwn) return
  await requirePermissionOf(by, { action, ...named, ...(principalId && { resourceId: principalId }) }, queries, app)
}

function describe(row: SignInSessionRow, { session }: Caller): object {
  return {
    sessionId: row.session_id,
    kind: row.kind,
    signedInAt: new Date(row.created_at),
    lastUsedAt: new Date(row.last_used_at),
    expiresAt: new Date(row.expires_at),
    mfa: row.mfa_authenticated_at !== null,
    sourceIp: row.source_ip,
    userAgent: row.user_agent,
    isCurrent: session?.signIn?.sessionId === row.session_id,
  }
}
