/** Who sends a request from the console: the cookie's session in place of a signature. */
import { createHmac, timingSafeEqual } from 'node:crypto'
import { cookieOf, setCookie } from '../http/cookies.ts'
import { headerOf, jsonResponse } from '../http/json.ts'
import type { HttpRequest, HttpResponse } from '../http/message.ts'
import { isOwnOrigin } from '../http/origin.ts'
import type { Sealer } from '../secrets/seal.ts'
import { sessionCookie } from '../signin/routes.ts'
import { hashSecret } from '../signin/secret.ts'
import { callerOf, type SignedInCaller, takeSession } from '../signin/session.ts'
import type { Queries } from '../storage/database.ts'
import { findSignInSessionBySecret, type SignInSessionRow } from '../storage/sign-in-sessions.ts'
import { AwsFault } from '../wire/faults.ts'
import type { App } from './app.ts'

export interface BrowserSession {
  readonly row: SignInSessionRow
  readonly caller: SignedInCaller
}

/** The session that the browser shows, if it is a standing one. */
export async function findBrowserSession(request: HttpRequest, app: App): Promise<BrowserSession | undefined> {
  const secret = cookieOf(request, sessionCookie, app.publicUrl())
  if (secret === undefined) return undefined
  const find = (queries: Queries) => findSignInSessionBySecret(queries, app.accountId, hashSecret(secret))
  const found = await takeSession(app, 'console', find)
  return found && { row: found.session, caller: callerOf(found.session, found.person) }
}

/** For pages that ask who is signed in. */
export function notSignedIn(): HttpResponse {
  return jsonResponse(401, { error: { code: 'SignInExpired', message: 'Nobody is signed in here.' } })
}

/**
 * The cookie alone is not enough for a request that does something, since the browser sends it along with what other pages
 * make it send: the header must carry the token that only our own pages are told.
 * @throws AwsFault ExpiredToken, AccessDenied
 */
export async function requireBrowserSession(request: HttpRequest, app: App): Promise<BrowserSession> {
  const session = await findBrowserSession(request, app)
  if (!session) throw new AwsFault('ExpiredToken', 'You are not signed in any more. Please sign in again.')
  const token = Buffer.from(headerOf(request, 'x-csrf-token') ?? '')
  const expected = Buffer.from(csrfToken(session.row, app.sealer))
  const isOurs = isOwnOrigin(request, app.publicUrl())
  if (isOurs && token.length === expected.length && timingSafeEqual(token, expected)) return session
  throw new AwsFault('AccessDenied', 'The request does not come from a page of the console. Reload the page.')
}

export function csrfToken({ session_id }: SignInSessionRow, sealer: Sealer): string {
  return createHmac('sha256', sealer.deriveKey('csrf-token')).update(session_id).digest('base64url')
}

/** 204, and the browser forgets its cookie. */
export function forgetSession(app: App): HttpResponse {
  const { headers } = jsonResponse(204, {})
  return {
    status: 204,
    headers: { ...headers, 'Set-Cookie': setCookie(sessionCookie, undefined, app.publicUrl()) },
    body: '',
  }
}
