/** What the console's pages ask for: who is signed in, and the same actions that any client calls. */
import { jsonResponse, parseJsonObject } from '../http/json.ts'
import type { HttpRequest, HttpResponse } from '../http/message.ts'
import { enrolPasskey, offerEnrolment } from '../signin/passkey-enrolment.ts'
import { SignInProblem } from '../signin/problem.ts'
import { visitOf } from '../signin/server.ts'
import { findAccount } from '../storage/accounts.ts'
import { deleteSignInSession } from '../storage/sign-in-sessions.ts'
import { AwsFault } from '../wire/faults.ts'
import { administer } from './administration.ts'
import type { App } from './app.ts'
import {
  type BrowserSession,
  csrfToken,
  findBrowserSession,
  forgetSession,
  notSignedIn,
  requireBrowserSession,
} from './authenticate-session.ts'
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
  const command = Object.hasOwn(commands, path) ? commands[path] : undefined
  return command && runCommand(command, request, app)
}

type Command = (request: HttpRequest, session: BrowserSession, app: App) => Promise<HttpResponse>

/** What AWS too offers in its console only. */
const commands: Readonly<Record<string, Command>> = {
  [`${consolePath}passkeys/options`]: async (request, { row }, app) =>
    jsonResponse(200, await offerEnrolment(app, row, visitOf(request, app))),
  [`${consolePath}passkeys`]: async (request, { row }, app) =>
    jsonResponse(200, await enrolPasskey(app, row, parseJsonObject(request) ?? {}, visitOf(request, app))),
  [`${consolePath}sign-out`]: async (_, { row }, app) => {
    await app.storage.transaction((queries) => deleteSignInSession(queries, row))
    return forgetSession(app)
  },
}

async function runCommand(command: Command, request: HttpRequest, app: App): Promise<HttpResponse> {
  try {
    return await command(request, await requireBrowserSession(request, app), app)
  } catch (error) {
    if (!(error instanceof AwsFault || error instanceof SignInProblem)) throw error
    const { code, message, status } = error
    return jsonResponse(status, { error: { code, message } })
  }
}

async function describeSession(request: HttpRequest, app: App): Promise<HttpResponse> {
  const session = await findBrowserSession(request, app)
  if (!session) return notSignedIn()
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
