import type { Principal, SignIn } from '../identity/principal.ts'
import { takeSession } from '../signin/session.ts'
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
  const found = await takeSession(app, 'cli', (queries) => findSignInSession(queries, app.accountId, sessionId))
  return found && { principal: found.person.principal, signIn: { sessionId, kind: 'cli' } }
}
