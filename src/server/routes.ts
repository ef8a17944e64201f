/** Which part of the server answers a request: by its path; whatever no other part claims is AWS's. */

import { redirectTo, routePages } from '../console/pages.ts'
import { headerOf, jsonResponse } from '../http/json.ts'
import type { HttpRequest, HttpResponse } from '../http/message.ts'
import { routeSignIn, signInPath } from '../signin/routes.ts'
import { administer, administrationPath } from './administration.ts'
import type { App } from './app.ts'
import { routeAwsLogin } from './aws-login-routes.ts'
import { isBrowserVisit } from './browser-visit.ts'
import { answerCloudTrail, isForCloudTrail } from './cloudtrail.ts'
import { consolePath, routeConsole } from './console-routes.ts'
import type { CurrentApp } from './current-app.ts'
import { dispatch } from './dispatch.ts'
import { checkHealth, checkLocalstackHealth } from './health.ts'
import { routeTestMode, type TestMode } from './test-mode.ts'

/** Never rejects. `testMode` is undefined outside of test mode, and its endpoints do not exist then. */
export function route(
  request: HttpRequest,
  current: CurrentApp,
  testMode: TestMode | undefined,
): Promise<HttpResponse> {
  return current.use(async (app) => {
    const { path } = request
    const isRead = request.method === 'GET' || request.method === 'HEAD'
    try {
      if (path === '/_twinlock/health' && isRead) return await checkHealth(app)
      if (path === '/_localstack/health' && isRead) return await checkLocalstackHealth(app)
      if (path.startsWith(administrationPath)) return await administer(request, app)
      const answer = testMode && (await routeTestMode(request, testMode))
      if (answer) return answer
      if (path.startsWith('/_twinlock/')) return jsonResponse(404, { error: `There is no ${request.method} ${path}` })
      const answerForBrowser = await routeBrowser(request, app)
      if (answerForBrowser) return answerForBrowser
      if (isBrowserVisit(request)) return redirectTo('/console')
    } catch (error) {
      app.log.error({ err: error, path }, 'A request failed')
      return jsonResponse(500, { error: 'The request failed for a reason that is in the server’s log' })
    }
    return isForCloudTrail(request) ? answerCloudTrail(request, app) : dispatch(request, app)
  })
}

/** What browsers ask for: the requests of the pages first, since the pages have every other address below `/console`. */
async function routeBrowser(request: HttpRequest, app: App): Promise<HttpResponse | undefined> {
  const { path } = request
  const answerForAwsLogin = await routeAwsLogin(request, app)
  if (answerForAwsLogin) return forPage(request, answerForAwsLogin)
  const answer = path.startsWith(signInPath)
    ? await routeSignIn(request, app)
    : path.startsWith(consolePath)
      ? await routeConsole(request, app)
      : undefined
  return answer ? forPage(request, answer) : routePages(request, app.publicUrl())
}

/**
 * Browsers log every answer of 4xx as an error of the page, and a person who looks there believes that something is broken.
 * Our pages expect refusals and show them, so they ask for the status in a header.
 */
function forPage(request: HttpRequest, answer: HttpResponse): HttpResponse {
  const isRefusal = answer.status >= 400 && answer.status < 500
  if (!isRefusal || headerOf(request, 'x-twinlock-page') === undefined) return answer
  return { ...answer, status: 200, headers: { ...answer.headers, 'X-Twinlock-Status': String(answer.status) } }
}
