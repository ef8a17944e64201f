import type { Principal, SignIn } from '../identity/principal.ts'
import { findStanding, recordUse } from '../signin/session.ts'
import { findSignInSession } from '../storage/sign-in-sessions.ts'
import { AwsFault } from '../wire/faults.ts'
import type { App } from './app.ts'

/**
 * The session behind credentials that `aws login` obtained, looked up at each use of them: whoever ends a session ends it
 * now, not when the credentials expire.
 * @throws AwsFault ExpiredToken
 */
export async function requireSignInSession(
  sessionId: string,
  app: App,
): Promise<{ readonly principal: Principal; readonly signIn: SignIn }> {
  const now = new Date(app.clock.now())
  const found = await app.storage.read(async (queries) => {
    const session = await findSignInSession(queries, app.accountId, sessionId)
    if (session?.kind !== 'cli') return undefined
    const person = await findStanding(queries, session, app.sessionLimits, now)
    return typeof person === 'string' ? undefined : { session, person }
  })
  // What AWS says of credentials that have expired: clients ask for new ones, and are told there why not.
  if (!found) throw new AwsFault('ExpiredToken', 'The security token included in the request is expired')
  await recordUse(app, found.session, now)
  return { principal: found.person.principal, signIn: { sessionId, kind: 'cli' } }
}
