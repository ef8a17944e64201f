/** What the token endpoint refuses with, in the words that AWS's clients know: one class, a closed set of names and codes. */

import type { AuditEvent } from '../../audit/event.ts'
import type { SignedInCaller } from '../session.ts'

const problems = {
  /** The code is unknown, was used or has expired. */
  AUTHCODE_EXPIRED: { name: 'AccessDeniedException', status: 401 },
  /** The session is over, or there never was one. */
  TOKEN_EXPIRED: { name: 'AccessDeniedException', status: 401 },
  /** The password, or an MFA device, is not the one of the sign-in. */
  USER_CREDENTIALS_CHANGED: { name: 'AccessDeniedException', status: 403 },
  INSUFFICIENT_PERMISSIONS: { name: 'AccessDeniedException', status: 403 },
  INVALID_REQUEST: { name: 'ValidationException', status: 400 },
  TOO_MANY_REQUESTS: { name: 'TooManyRequestsError', status: 429, code: 'INVALID_REQUEST' },
  /** Clients try again, with the same proof. */
  server_error: { name: 'InternalServerException', status: 500 },
} as const satisfies Readonly<Record<string, { name: string; status: number; code?: string }>>

export type TokenProblemKind = keyof typeof problems

export class TokenProblem extends Error {
  readonly kind: TokenProblemKind
  /** The exception that a client throws. */
  readonly exception: string
  /** The member `error` of the answer. */
  readonly code: string
  /** The HTTP status. */
  readonly status: number
  /** Whose session it is about, once that is known. */
  actor: SignedInCaller | undefined
  /** For the audit log, which hears of nobody's mistakes but those with a session. */
  event: AuditEvent | undefined

  constructor(kind: TokenProblemKind, message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'TokenProblem'
    const { name, status, code }: { name: string; status: number; code?: string } = problems[kind]
    this.kind = kind
    this.exception = name
    this.code = code ?? kind
    this.status = status
  }
}

/** @param message - without a full stop */
export function invalidRequest(message: string): TokenProblem {
  return new TokenProblem('INVALID_REQUEST', `${message}.`)
}

/** Runs what is about somebody's session: whatever it refuses says so. */
export async function about<T>(actor: SignedInCaller, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof TokenProblem) error.actor ??= actor
    throw error
  }
}
