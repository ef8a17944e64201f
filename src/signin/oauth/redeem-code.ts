/** A code becomes a session: https://www.rfc-editor.org/rfc/rfc6749#section-4.1.3 */
import { randomUUID } from 'node:crypto'
import { recordEvent } from '../../audit/event.ts'
import { newAccessKeyId } from '../../identity/unique-id.ts'
import {
  type AuthorizationCodeKey,
  type AuthorizationCodeRow,
  deleteAuthorizationCode,
  findAuthorizationCode,
  redeemAuthorizationCode,
} from '../../storage/authorization-codes.ts'
import type { Queries } from '../../storage/database.ts'
import { deleteSignInSession, findSignInSession, type SignInSessionRow } from '../../storage/sign-in-sessions.ts'
import type { Person } from '../person.ts'
import { hashSecret, newSecret } from '../secret.ts'
import type { SignInServer, Visit } from '../server.ts'
import { callerOf, findStanding, storeSession } from '../session.ts'
import { findClient } from './clients.ts'
import { type Proof, spendProof } from './dpop-proof.ts'

import { tokenEvent } from './events.ts'
import { type Grant, requireTokenPermission } from './grant.ts'
import { isVerifierOf } from './pkce.ts'
import { about, invalidRequest, TokenProblem } from './token-problem.ts'
import type { CodeRequest } from './token-request.ts'

/** @throws TokenProblem AUTHCODE_EXPIRED, INVALID_REQUEST, INSUFFICIENT_PERMISSIONS */
export async function redeemCode(
  server: SignInServer,
  request: CodeRequest,
  proof: Proof,
  visit: Visit,
): Promise<Grant> {
  const { storage, accountId } = server
  const key = { account_id: accountId, code_hash: hashSecret(request.code) }
  const found = await storage.read((queries) => findCode(queries, server, key, visit.now))
  const actor = callerOf(found.session, found.person)
  return about(actor, async () => {
    await requireUnspoilt(server, request, proof, found.code)
    await requireTokenPermission(server, found.session, found.person, found.code.client_id, visit)
    return storage.transaction(async (queries) => {
      await spendProof(queries, accountId, proof, visit.now)
      const sessionId = randomUUID()
      const isRedeemed = await redeemAuthorizationCode(queries, key, { sessionId, thumbprint: proof.thumbprint })
      if (!isRedeemed) throw codeExpired()
      // The session in the browser may have been ended since.
      const { session: parent, person } = await findCode(queries, server, key, visit.now)
      const refreshToken = newSecret()
      const by = { sessionId, refreshToken, clientId: request.clientId, proof }
      const session = commandSession(server, parent, by, visit)
      await storeSession(queries, session, visit.now)
      await recordEvent(queries, tokenEvent(server, request, callerOf(session, person), visit))
      return { session, person, refreshToken, isNew: true }
    })
  })
}

/** Whoever asked for the code makes no mistakes with it, and comes once. */
async function requireUnspoilt(
  server: SignInServer,
  request: CodeRequest,
  proof: Proof,
  code: AuthorizationCodeRow,
): Promise<void> {
  if (code.redeemed_session_id !== null) {
    await endStolenSession(server, request, proof, code)
    throw codeExpired()
  }
  const mismatch = findMismatch(request, code)
  if (mismatch === undefined) return
  await server.storage.transaction((queries) => deleteAuthorizationCode(queries, code))
  throw invalidRequest(`${mismatch}: begin again with aws login`)
}

interface FoundCode {
  readonly code: AuthorizationCodeRow
  /** The one in the browser. */
  readonly session: SignInSessionRow
  readonly person: Person
}

/** @throws TokenProblem AUTHCODE_EXPIRED */
async function findCode(
  queries: Queries,
  { accountId, sessionLimits }: SignInServer,
  key: AuthorizationCodeKey,
  now: Date,
): Promise<FoundCode> {
  const code = await findAuthorizationCode(queries, key)
  if (!code || code.expires_at <= now.getTime()) throw codeExpired()
  const session = await findSignInSession(queries, accountId, code.session_id)
  const person = session ? await findStanding(queries, session, sessionLimits, now) : 'expired'
  if (!session || typeof person === 'string') throw codeExpired()
  return { code, session, person }
}

function findMismatch(request: CodeRequest, code: AuthorizationCodeRow): string | undefined {
  if (request.clientId !== code.client_id || !findClient(code.client_id)) {
    return 'The code was not issued to this clientId'
  }
  if (request.redirectUri !== code.redirect_uri) return 'redirectUri is not the one that the code was asked for with'
  return isVerifierOf(request.codeVerifier, code.challenge)
    ? undefined
    : 'codeVerifier does not belong to the code_challenge that the code was asked for with'
}

/**
 * A code that comes again with the right verifier and another key: one of the two has stolen it, and it cannot be known
 * which. With the same key it is a client that did not get its answer.
 * https://www.rfc-editor.org/rfc/rfc9700#section-2.1.1
 */
async function endStolenSession(
  { storage, accountId }: SignInServer,
  request: CodeRequest,
  proof: Proof,
  code: AuthorizationCodeRow,
): Promise<void> {
  const session_id = code.redeemed_session_id
  if (session_id === null || findMismatch(request, code) !== undefined) return
  if (code.redeemed_thumbprint === proof.thumbprint) return
  await storage.transaction((queries) => deleteSignInSession(queries, { account_id: accountId, session_id }))
}

/** It is over when the sign-in would be: a command must not be a way to stay signed in. */
function commandSession(
  { accountId }: SignInServer,
  parent: SignInSessionRow,
  by: { readonly sessionId: string; readonly refreshToken: string; readonly clientId: string; readonly proof: Proof },
  { request, now }: Visit,
): SignInSessionRow {
  return {
    ...parent,
    session_id: by.sessionId,
    kind: 'cli',
    secret_hash: hashSecret(by.refreshToken),
    access_key_id: newAccessKeyId('ASIA', accountId),
    created_at: now.getTime(),
    last_used_at: now.getTime(),
    source_ip: request.sourceIp,
    user_agent: request.userAgent ?? null,
    client_id: by.clientId,
    dpop_thumbprint: by.proof.thumbprint,
    challenge: null,
  }
}

function codeExpired(): TokenProblem {
  return new TokenProblem(
    'AUTHCODE_EXPIRED',
    'The authorization code is unknown, was used already or has expired. Begin again with aws login.',
  )
}
