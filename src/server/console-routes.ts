/** What the console's pages ask for: who is signed in, and the same actions that any client calls. */
import { jsonResponse } from '../http/json.ts'
import type { HttpRequest, HttpResponse } from '../http/message.ts'
import { findAccount } from '../storage/accounts.ts'
import { deleteSignInSession } from '../storage/sign-in-sessions.ts'
import { AwsFault } from '../wire/faults.ts'
import { administer } from './administration.ts'
import type { App } from './app.ts'
import { csrfToken, findBrowserSession, forgetSession, requireBrowserSession } from './authenticate-session.ts'
import { dispatch } from './dispatch.ts'

export const consolePath = '/console/'
const administrationPath = `${consolePath}admin/`

/** Undefined: no such request. */
export async function routeConsole(request: HttpRequest, app: App): Promise<HttpResponse | undefined> {
  const { method, path } = request
  if (method === 'GET') return path === `${consolePath}session` ? describeSession(request, app) : undefined
  if (method !== 'POST') return undefined
  const authenticate = async () => (await requireBrowserSession(request, app)).caller
  if (path === `${consolePath}api`) return dispatch(request, app, { authenticate, format: 'json' })
  if (path.startsWith(administrationPath)) {
    return administer(request, app, path.slice(administrationPath.length), authenticate)
  }
  return path === `${consolePath}sign-out` ? signOut(request, app) : undefined
}

async function describeSession(request: HttpRequest, app: App): Promise<HttpResponse> {
  const session = await findBrowserSession(request, app)
  if (!session) return jsonResponse(401, { error: { code: 'SignInExpired', message: 'Nobody is signed in here.' } })
  const { row, caller } = session
  const { principal } = caller
  const account = await app.storage.read((queries) => findAccount(queries, app.accountId))
  return jsonResponse(200, {
    accountId: app.accountId,
    accountAlias: account?.alias ?? null,
    principal: {
      kind: principal.kind,
      arn: principal.arn,
      userId: principal.userId,
      ...(principal.kind === 'user' && { userName: principal.userName, path: principal.path }),
    },
    mfaAuthenticatedAt: row.mfa_authenticated_at === null ? null : new Date(row.mfa_authenticated_at),
    signedInAt: new Date(row.created_at),
    expiresAt: new Date(row.expires_at),
    idleTimeoutSeconds: app.sessionLimits.idle / 1000,
    csrfToken: csrfToken(row, app.sealer),
  })
}

async function signOut(request: HttpRequest, app: App): Promise<HttpResponse> {
  try {
    const { row } = await requireBrowserSession(request, app)
    await app.storage.transaction((queries) => deleteSignInSession(queries, row))
  } catch (error) {
    if (!(error instanceof AwsFault)) throw error
    // Who is not signed in any more is signed out.
    const { code, message, status } = error
    if (code !== 'ExpiredToken') return jsonResponse(status, { error: { code, message } })
  }
  return forgetSession(app)
}
