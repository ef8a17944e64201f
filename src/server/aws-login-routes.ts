/** What the browser and the command of `aws login` ask for. What it means is in `signin/oauth/`. */
import { randomUUID } from 'node:crypto'
import { redirectTo, servePage } from '../console/pages.ts'
import { jsonResponse, parseJsonObject } from '../http/json.ts'
import type { HttpRequest, HttpResponse } from '../http/message.ts'
import {
  type AuthorizationRequest,
  BadAuthorizationRequest,
  confirmationPath,
  readAuthorizationRequest,
} from '../signin/oauth/authorization-request.ts'
import { allowClient, askForConsent, refuseClient } from '../signin/oauth/consent.ts'
import { errorPage } from '../signin/oauth/error-page.ts'
import { authorizeEvent } from '../signin/oauth/events.ts'
import { publishedKeys } from '../signin/oauth/id-token.ts'
import { visitOf } from '../signin/server.ts'
import type { App } from './app.ts'
import { type BrowserSession, findBrowserSession, notSignedIn, requireBrowserSession } from './authenticate-session.ts'
import { recordLoginRefusal } from './aws-login-refusal.ts'
import { answerTokenRequest } from './aws-login-token.ts'
import { describePageProblem, toPageProblem } from './page-problem.ts'

const authorizePath = '/v1/authorize'

/** Undefined: no request of `aws login`. */
export async function routeAwsLogin(request: HttpRequest, app: App): Promise<HttpResponse | undefined> {
  const { method, path } = request
  if (method === 'POST') {
    // The endpoint of a client may have a path, and its SDK may join the two with one slash too many.
    if (/\/v1\/+token$/.test(path)) return answerTokenRequest(request, app)
    return path === `${authorizePath}/decision` ? decide(request, app) : undefined
  }
  if (method !== 'GET' && method !== 'HEAD') return undefined
  switch (path) {
    case authorizePath:
      return showAuthorizePage(request, app)
    case `${authorizePath}/request`:
      return describeRequest(request, app)
    case confirmationPath:
      return servePage('signin', request, app.publicUrl())
    case '/.well-known/jwks.json':
      return jsonResponse(200, await publishedKeys(app))
    default:
      return undefined
  }
}

async function showAuthorizePage(request: HttpRequest, app: App): Promise<HttpResponse> {
  const page = servePage('signin', request, app.publicUrl())
  // Under another name nobody is signed in.
  if (page.status === 307) return page
  try {
    readAuthorizationRequest(request.query, app.publicUrl())
  } catch (error) {
    if (error instanceof BadAuthorizationRequest) return errorPage(error)
    throw error
  }
  if (await findBrowserSession(request, app)) return page
  return redirectTo(`/signin?${new URLSearchParams({ continue: `${authorizePath}?${request.query}` })}`)
}

/** What the page asks the person about. */
async function describeRequest(request: HttpRequest, app: App): Promise<HttpResponse> {
  const requestId = randomUUID()
  try {
    const session = await findBrowserSession(request, app)
    if (!session) return notSignedIn()
    const asked = readAuthorizationRequest(request.query, app.publicUrl())
    return jsonResponse(200, await askForConsent(app, session, asked, visitOf(request, app)))
  } catch (error) {
    return describePageProblem(toPageProblem(error, requestId, app), requestId)
  }
}

/** The person has clicked. */
async function decide(request: HttpRequest, app: App): Promise<HttpResponse> {
  const requestId = randomUUID()
  const visit = { ...visitOf(request, app), requestId }
  let session: BrowserSession | undefined
  let asked: AuthorizationRequest | undefined
  const refuse = (code: string, message: string) => {
    const caller = session?.caller
    const event = asked && caller && authorizeEvent(app, asked, caller, visit, message)
    recordLoginRefusal({ requestId, principal: caller?.principal.arn, code, message }, caller, event, app)
  }
  try {
    session = await requireBrowserSession(request, app)
    const { query, allow } = parseJsonObject(request) ?? {}
    if (typeof query !== 'string' || typeof allow !== 'boolean') {
      throw new BadAuthorizationRequest('The body must be a JSON object with query and allow.')
    }
    asked = readAuthorizationRequest(query, app.publicUrl())
    if (allow) return jsonResponse(200, { redirectTo: await allowClient(app, session, asked, visit) })
    refuse('access_denied', 'The person did not allow it')
    return jsonResponse(200, { redirectTo: refuseClient(asked) })
  } catch (error) {
    const problem = toPageProblem(error, requestId, app)
    refuse(problem.code, problem.message)
    return describePageProblem(problem, requestId)
  }
}
