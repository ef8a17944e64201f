/** What a client sends to the token endpoint: AWS's JSON, or a form with OAuth's own names. */
import { headerOf, parseJsonObject } from '../../http/json.ts'
import type { HttpRequest } from '../../http/message.ts'
import { invalidRequest } from './token-problem.ts'

export interface CodeRequest {
  readonly grantType: 'authorization_code'
  readonly clientId: string
  readonly code: string
  readonly codeVerifier: string
  readonly redirectUri: string
}

export interface RefreshRequest {
  readonly grantType: 'refresh_token'
  readonly clientId: string
  readonly refreshToken: string
}

export type TokenRequest = CodeRequest | RefreshRequest

/** The spelling of members, in the request as in its answer. */
export type Spelling = 'camelCase' | 'snake_case'

export function spellingOf(request: HttpRequest): Spelling {
  return headerOf(request, 'content-type')?.toLowerCase().startsWith('application/x-www-form-urlencoded')
    ? 'snake_case'
    : 'camelCase'
}

/** @throws TokenProblem ValidationException */
export function readTokenRequest(request: HttpRequest): TokenRequest {
  const members = spellingOf(request) === 'snake_case' ? readForm(request) : parseJsonObject(request)
  if (!members) throw invalidRequest('The body must be a JSON object')
  const read = (name: string, longest: number, pattern = /^[\x20-\x7e]+$/) => readText(members, name, longest, pattern)
  const grantType = read('grantType', 64)
  const clientId = read('clientId', 2048)
  switch (grantType) {
    case 'authorization_code': {
      const code = read('code', 512)
      const codeVerifier = read('codeVerifier', 128, /^[A-Za-z0-9\-._~]{43,}$/)
      return { grantType, clientId, code, codeVerifier, redirectUri: read('redirectUri', 2048) }
    }
    case 'refresh_token':
      return { grantType, clientId, refreshToken: read('refreshToken', 2048) }
    default:
      throw invalidRequest('grantType must be authorization_code or refresh_token')
  }
}

type Members = Readonly<Record<string, unknown>>

function readForm(request: HttpRequest): Members {
  const members: Record<string, unknown> = {}
  for (const [key, value] of new URLSearchParams(Buffer.from(request.body).toString())) {
    const name = key.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())
    if (Object.hasOwn(members, name)) throw invalidRequest(`${key} is given more than once`)
    members[name] = value
  }
  return members
}

function readText(members: Members, name: string, longest: number, pattern: RegExp): string {
  const value = Object.hasOwn(members, name) ? members[name] : undefined
  if (value === undefined) throw invalidRequest(`${name} is missing`)
  if (typeof value === 'string' && value.length <= longest && pattern.test(value)) return value
  throw invalidRequest(`${name} is not well-formed`)
}
