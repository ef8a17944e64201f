/** The command of `aws login` asks for credentials. */
import { randomUUID } from 'node:crypto'
import { isRefusal } from '../authorization/refusal.ts'
import type { HttpRequest, HttpResponse } from '../http/message.ts'
import { encodeTokenAnswer, encodeTokenProblem } from '../signin/oauth/token-answer.ts'
import { grantTokens } from '../signin/oauth/token-endpoint.ts'
import { TokenProblem } from '../signin/oauth/token-problem.ts'
import { spellingOf } from '../signin/oauth/token-request.ts'
import { visitOf } from '../signin/server.ts'
import type { App } from './app.ts'
import { recordLoginRefusal } from './aws-login-refusal.ts'
import { noteRefusal } from './refusals.ts'

/** Never rejects. */
export async function answerTokenRequest(request: HttpRequest, app: App): Promise<HttpResponse> {
  const requestId = randomUUID()
  const visit = { ...visitOf(request, app), requestId }
  try {
    return withRequestId(encodeTokenAnswer(await grantTokens(app, request, visit), spellingOf(request)), requestId)
  } catch (error) {
    return withRequestId(encodeTokenProblem(toProblem(error, requestId, app)), requestId)
  }
}

function toProblem(error: unknown, requestId: string, app: App): TokenProblem {
  if (!(error instanceof TokenProblem)) {
    app.log.error({ err: error, requestId }, 'A request failed')
    return new TokenProblem('server_error', 'The request failed for a reason that is in the server’s log.')
  }
  if (isRefusal(error.cause)) noteRefusal(error.cause, requestId, app)
  const { actor, code, message, event } = error
  recordLoginRefusal({ requestId, principal: actor?.principal.arn, code, message }, actor, event, app)
  return error
}

function withRequestId({ headers, ...response }: HttpResponse, requestId: string): HttpResponse {
  return { ...response, headers: { ...headers, 'x-amzn-RequestId': requestId } }
}
