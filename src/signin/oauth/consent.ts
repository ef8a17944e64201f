/** Somebody who is signed in allows a client to act in his name, or does not. */

import { recordEvent } from '../../audit/event.ts'
import { deleteExpiredAuthorizationCodes, insertAuthorizationCode } from '../../storage/authorization-codes.ts'
import { findSignInSession, type SignInSessionRow } from '../../storage/sign-in-sessions.ts'
import { signInExpired } from '../problem.ts'
import { hashSecret, newSecret } from '../secret.ts'
import type { SignInServer, Visit } from '../server.ts'
import type { SignedInCaller } from '../session.ts'
import { type AuthorizationRequest, confirmationPath } from './authorization-request.ts'
import { authorizeEvent } from './events.ts'
import { requireClientPermission } from './permission.ts'

/** The session of the browser, and whose it is. */
export interface SignedIn {
  readonly row: SignInSessionRow
  readonly caller: SignedInCaller
}

/** What the page asks about. */
export interface Question {
  readonly clientName: string
  readonly device: 'same' | 'cross'
  readonly principalArn: string
  /** Whether what the client gets counts as authenticated with MFA. */
  readonly mfa: boolean
  /** When what the client gets is over. */
  readonly expiresAt: Date
}

/** @throws AwsFault AccessDenied */
export async function askForConsent(
  server: SignInServer,
  { row, caller }: SignedIn,
  { client }: AuthorizationRequest,
  visit: Visit,
): Promise<Question> {
  await requireClientPermission(server, 'signin:AuthorizeOAuth2Access', client, caller, visit)
  return {
    clientName: client.name,
    device: client.device,
    principalArn: caller.principal.arn,
    mfa: row.mfa_authenticated_at !== null,
    expiresAt: new Date(row.expires_at),
  }
}

/**
 * A click of a person each time: with a session alone, a link that somebody else prepared would hand out credentials.
 * @returns where the browser goes next
 * @throws AwsFault AccessDenied; SignInProblem SignInExpired
 */
export async function allowClient(
  server: SignInServer,
  { row, caller }: SignedIn,
  request: AuthorizationRequest,
  visit: Visit,
): Promise<string> {
  const { client, redirectUri, challenge } = request
  const { accountId, storage } = server
  await requireClientPermission(server, 'signin:AuthorizeOAuth2Access', client, caller, visit)
  const code = newSecret()
  await storage.transaction(async (queries) => {
    await deleteExpiredAuthorizationCodes(queries, accountId, visit.now)
    if (!(await findSignInSession(queries, accountId, row.session_id))) throw signInExpired()
    await insertAuthorizationCode(queries, {
      account_id: accountId,
      code_hash: hashSecret(code),
      session_id: row.session_id,
      client_id: client.id,
      redirect_uri: redirectUri,
      challenge,
      expires_at: visit.now.getTime() + client.codeMilliseconds,
      redeemed_session_id: null,
      redeemed_thumbprint: null,
    })
    await recordEvent(queries, authorizeEvent(server, request, caller, visit))
  })
  return destination(request, { code, state: request.state })
}

/** AWS's clients show the text to the person. */
export function refuseClient(request: AuthorizationRequest): string {
  return destination(request, { error: 'access_denied: you did not allow it', state: request.state })
}

/** The other machine's page is always our own, whatever name of ours the client knows. */
function destination({ client, redirectUri }: AuthorizationRequest, answer: Readonly<Record<string, string>>): string {
  const target = client.device === 'same' ? redirectUri : confirmationPath
  return `${target}?${new URLSearchParams(answer)}`
}
