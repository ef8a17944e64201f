/** What keeps the page of `aws login` from going on, in the form in which it reads problems. */
import { isRefusal } from '../authorization/refusal.ts'
import { jsonResponse } from '../http/json.ts'
import type { HttpResponse } from '../http/message.ts'
import { BadAuthorizationRequest } from '../signin/oauth/authorization-request.ts'
import { SignInProblem } from '../signin/problem.ts'
import { AwsFault } from '../wire/faults.ts'
import type { App } from './app.ts'
import { noteRefusal } from './refusals.ts'

export interface PageProblem {
  readonly status: number
  readonly code: string
  readonly message: string
}

/** Rethrows what is nobody's fault but ours. */
export function toPageProblem(error: unknown, requestId: string, app: App): PageProblem {
  if (error instanceof BadAuthorizationRequest) return { status: 400, code: 'ValidationError', message: error.message }
  if (error instanceof SignInProblem) return error
  if (!(error instanceof AwsFault)) throw error
  if (isRefusal(error.cause)) noteRefusal(error.cause, requestId, app)
  const { status, code, message } = error
  return code === 'ExpiredToken' ? { status: 401, code: 'SignInExpired', message } : { status, code, message }
}

export function describePageProblem({ status, code, message }: PageProblem, requestId: string): HttpResponse {
  const { headers, ...response } = jsonResponse(status, { error: { code, message, requestId } })
  return { ...response, headers: { ...headers, 'x-amzn-RequestId': requestId } }
}
