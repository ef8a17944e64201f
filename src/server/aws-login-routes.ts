/** What the browser and the command of `aws login` ask for. What it means is in `signin/oauth/`. */
import { randomUUID } from 'node:crypto'
import { redirectTo, servePage } from '../console/pages.ts'
import { jsonResponse, parseJsonObject } from '../http/json.ts'
import type { HttpRequest, HttpResponse } from '../http/message.ts'
import { readRequestFacts } from '../http/request-facts.ts'
import {
  BadAuthorizationRequest,
  confirmationPath,
  readAuthorizationRequest,
} from '../signin/oauth/authorization-request.ts'
import { allowClient, askForConsent, refuseClient } from '../signin/oauth/consent.ts'
import { errorPage } from '../signin/oauth/error-page.ts'
import { publishedKeys } from '../signin/oauth/id-token.ts'
import type { Visit } from '../signin/server.ts'
import type { App } from './app.ts'
import { findBrowserSession, requireBrowserSession } from './authenticate-session.ts'
import { answerTokenRequest } from './aws-login-token.ts'
import { describePageProblem, toPageProblem } from './page-problem.ts'
import { recordSignInEvent } from './sign-in-events.ts'

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
    if (!session) return jsonResponse(401, { error: { code: 'SignInExpired', message: 'Nobody is signed in here.' } })
    const asked = readAuthorizationRequest(request.query, app.publicUrl())
    return jsonResponse(200, await askForConsent(app, session, asked, visitOf(request, app)))
  } catch (error) {
    return describePageProblem(toPageProblem(error, requestId, app), requestId)
  }
}

/** The person has clicked. */
async function decide(request: HttpRequest, app: App): Promise<HttpResponse> {
  const event = { name: 'AuthorizeOAuth2Access', requestId: randomUUID(), request } as const
  let principalArn: string | undefined
  try {
    const session = await requireBrowserSession(request, app)
    principalArn = session.caller.principal.arn
    const { query, allow } = parseJsonObject(request) ?? {}
    if (typeof query !== 'string' || typeof allow !== 'boolean') {
      throw new BadAuthorizationRequest('The body must be a JSON object with query and allow.')
    }
    const asked = readAuthorizationRequest(query, app.publicUrl())
    const destination = allow ? await allowClient(app, session, asked, visitOf(request, app)) : refuseClient(asked)
    const refused = allow ? {} : { errorCode: 'access_denied', errorMessage: 'The person did not allow it' }
    recordSignInEvent({ ...event, principalArn, clientId: asked.client.id, ...refused }, app)
    return jsonResponse(200, { redirectTo: destination })
  } catch (error) {
    const problem = toPageProblem(error, event.requestId, app)
    const failed = { errorCode: problem.code, errorMessage: problem.message }
    recordSignInEvent({ ...event, ...(principalArn !== undefined && { principalArn }), ...failed }, app)
    return describePageProblem(problem, event.requestId)
  }
}

function visitOf(request: HttpRequest, app: App): Visit {
  return { request: readRequestFacts(request, app), now: new Date(app.clock.now()) }
}
