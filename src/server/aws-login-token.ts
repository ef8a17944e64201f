/** The command of `aws login` asks for credentials. */
import { randomUUID } from 'node:crypto'
import { isRefusal } from '../authorization/refusal.ts'
import type { HttpRequest, HttpResponse } from '../http/message.ts'
import { readRequestFacts } from '../http/request-facts.ts'
import { encodeTokenAnswer, encodeTokenProblem } from '../signin/oauth/token-answer.ts'
import { grantTokens } from '../signin/oauth/token-endpoint.ts'
import { TokenProblem } from '../signin/oauth/token-problem.ts'
import { spellingOf } from '../signin/oauth/token-request.ts'
import type { App } from './app.ts'
import { noteRefusal } from './refusals.ts'
import { recordSignInEvent } from './sign-in-events.ts'

/** Never rejects. */
export async function answerTokenRequest(request: HttpRequest, app: App): Promise<HttpResponse> {
  const requestId = randomUUID()
  const visit = { request: readRequestFacts(request, app), now: new Date(app.clock.now()) }
  const event = { name: 'CreateOAuth2Token', requestId, request } as const
  try {
    const { answer, grant } = await grantTokens(app, request, visit)
    const { session_id: sessionId, client_id: clientId } = grant.session
    const principalArn = grant.person.principal.arn
    recordSignInEvent({ ...event, principalArn, sessionId, ...(clientId !== null && { clientId }) }, app)
    return withRequestId(encodeTokenAnswer(answer, spellingOf(request)), requestId)
  } catch (error) {
    const problem = toProblem(error, requestId, app)
    recordSignInEvent({ ...event, errorCode: problem.code, errorMessage: problem.message }, app)
    return withRequestId(encodeTokenProblem(problem), requestId)
  }
}

function toProblem(error: unknown, requestId: string, app: App): TokenProblem {
  if (!(error instanceof TokenProblem)) {
    app.log.error({ err: error, requestId }, 'A request failed')
    return new TokenProblem('server_error', 'The request failed for a reason that is in the server’s log.')
  }
  if (isRefusal(error.cause)) noteRefusal(error.cause, requestId, app)
  return error
}

function withRequestId({ headers, ...response }: HttpResponse, requestId: string): HttpResponse {
  return { ...response, headers: { ...headers, 'x-amzn-RequestId': requestId } }
}
