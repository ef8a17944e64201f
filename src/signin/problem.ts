/** What keeps somebody from signing in, as the page is told. One class, a closed set of codes. */

const statuses = {
  /** User name, password or account: which of them is not said. */
  InvalidCredentials: 401,
  WrongCode: 401,
  /** Nothing is under way any more, or never was: begin with the password. */
  SignInExpired: 401,
  AccessDenied: 403,
  PasswordExpired: 403,
  PasswordPolicyViolation: 400,
  ValidationError: 400,
  TooManyAttempts: 429,
} as const

export type ProblemCode = keyof typeof statuses

export class SignInProblem extends Error {
  readonly code: ProblemCode
  /** The HTTP status. */
  readonly status: number
  /** What the page is told besides. */
  readonly details: object

  constructor(code: ProblemCode, message: string, details: object = {}) {
    super(message)
    this.name = 'SignInProblem'
    this.code = code
    this.status = statuses[code]
    this.details = details
  }
}

export function signInExpired(): SignInProblem {
  return new SignInProblem('SignInExpired', 'This sign-in has expired or was ended. Please begin again.')
}
