/** The answers of the token endpoint as bytes: each client reads the spelling that it sent. */
import { jsonResponse } from '../../http/json.ts'
import type { HttpResponse } from '../../http/message.ts'
import type { TokenAnswer } from './token-endpoint.ts'
import type { TokenProblem } from './token-problem.ts'
import type { Spelling } from './token-request.ts'

export function encodeTokenAnswer(answer: TokenAnswer, spelling: Spelling): HttpResponse {
  return jsonResponse(200, spelling === 'camelCase' ? answer : toSnakeCase(answer))
}

/** Clients throw what the header names, and look at `error` for what to tell a person. */
export function encodeTokenProblem({ exception, code, message, status }: TokenProblem): HttpResponse {
  const { headers, ...response } = jsonResponse(status, { error: code, message })
  return { ...response, headers: { ...headers, 'x-amzn-errortype': exception } }
}

function toSnakeCase(content: object): object {
  const spell = (name: string) => name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
  return Object.fromEntries(
    Object.entries(content).map(([name, value]) => [
      spell(name),
      typeof value === 'object' && value !== null ? toSnakeCase(value) : value,
    ]),
  )
}
