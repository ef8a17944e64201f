/**
 * New credentials for a session that goes on: https://www.rfc-editor.org/rfc/rfc6749#section-6
 *
 * The refresh token stays the same for the session's life. Commands that run side by side refresh with the same one, each on
 * its own, and none must be punished for it; that it is bound to a key is what keeps a copy from being worth anything.
 */
import { recordEvent } from '../../audit/event.ts'
import {
  findSignInSession,
  findSignInSessionBySecret,
  type SignInSessionRow,
  updateSignInSession,
} from '../../storage/sign-in-sessions.ts'
import { findPersonById, type Person } from '../person.ts'
import { hashSecret } from '../secret.ts'
import type { SignInServer, Visit } from '../server.ts'
import { callerOf, findStanding, type SessionEnd } from '../session.ts'
import { type Proof, spendProof } from './dpop-proof.ts'
import { tokenEvent } from './events.ts'
import { type Grant, requireTokenPermission } from './grant.ts'
import { about, invalidRequest, TokenProblem } from './token-problem.ts'
import type { RefreshRequest } from './token-request.ts'

/** @throws TokenProblem TOKEN_EXPIRED, USER_CREDENTIALS_CHANGED, INSUFFICIENT_PERMISSIONS, INVALID_REQUEST */
export async function refresh(
  server: SignInServer,
  request: RefreshRequest,
  proof: Proof,
  visit: Visit,
): Promise<Grant> {
  const { storage, accountId, sessionLimits } = server
  const found = await storage.read(async (queries) => {
    const session = await findSignInSessionBySecret(queries, accountId, hashSecret(request.refreshToken))
    // The browser's cookie is found in the same way, and is none.
    if (session?.kind !== 'cli') throw tokenExpired()
    const owner = await findPersonById(queries, accountId, session.principal_id)
    return { session, owner, standing: await findStanding(queries, session, sessionLimits, visit.now) }
  })
  const { session, owner, standing } = found
  const go = () => goOn(server, { session, standing }, request, proof, visit)
  return owner ? about(callerOf(session, owner), go) : go()
}

async function goOn(
  server: SignInServer,
  { session, standing }: { readonly session: SignInSessionRow; readonly standing: Person | SessionEnd },
  request: RefreshRequest,
  proof: Proof,
  visit: Visit,
): Promise<Grant> {
  const { storage, accountId } = server
  const { clientId, refreshToken } = request
  if (session.client_id !== clientId) throw invalidRequest('The refresh token was not issued to this clientId')
  if (session.dpop_thumbprint !== proof.thumbprint) {
    throw invalidRequest('The DPoP proof is by another key than the one that the refresh token was issued to')
  }
  if (standing === 'expired') throw tokenExpired()
  if (standing === 'credentials changed') throw credentialsChanged()
  await requireTokenPermission(server, session, standing, clientId, visit)
  await storage.transaction(async (queries) => {
    await spendProof(queries, accountId, proof, visit.now)
    if (!(await findSignInSession(queries, accountId, session.session_id))) throw tokenExpired()
    await updateSignInSession(queries, session, { last_used_at: visit.now.getTime() })
    await recordEvent(queries, tokenEvent(server, request, callerOf(session, standing), visit))
  })
  return { session, person: standing, refreshToken, isNew: false }
}

function tokenExpired(): TokenProblem {
  return new TokenProblem('TOKEN_EXPIRED', 'The session has expired or was ended. Sign in again with aws login.')
}

function credentialsChanged(): TokenProblem {
  return new TokenProblem(
    'USER_CREDENTIALS_CHANGED',
    'The password or the MFA device has changed since the sign-in, or the user is gone. Sign in again with aws login.',
  )
}
