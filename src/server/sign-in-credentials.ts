import type { Principal, SignIn } from '../identity/principal.ts'
import { findStanding, recordUse } from '../signin/session.ts'
import { findSignInSession } from '../storage/sign-in-sessions.ts'
import type { App } from './app.ts'

/**
 * The session behind credentials that `aws login` obtained, looked up at each use of them: whoever ends a session ends it
 * now, not when the credentials expire. Undefined: it has ended.
 */
export async function findSignInOf(
  sessionId: string,
  app: App,
): Promise<{ readonly principal: Principal; readonly signIn: SignIn } | undefined> {
  const now = new Date(app.clock.now())
  const found = await app.storage.read(async (queries) => {
    const session = await findSignInSession(queries, app.accountId, sessionId)
    if (session?.kind !== 'cli') return undefined
    const person = await findStanding(queries, session, app.sessionLimits, now)
    return typeof person === 'string' ? undefined : { session, person }
  })
  if (!found) return undefined
  await recordUse(app, found.session, now)
  return { principal: found.person.principal, signIn: { sessionId, kind: 'cli' } }
}
