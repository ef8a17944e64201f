/**
 * Who calls, and how AWS writes it down: principals and callers, ARNs (`arn.ts`), unique ids (`unique-id.ts`).
 *
 * The folder is pure and stands at the bottom: it imports nothing of the others. Whether a caller is who he says is
 * decided in `server/authenticate.ts`, what he may do in `policy/`.
 */

/** The owner of the account, above every identity policy. */
export interface RootPrincipal {
  readonly kind: 'root'
  readonly accountId: string
  readonly arn: string
  /** The account id once more: root has no unique id. */
  readonly userId: string
}

export interface UserPrincipal {
  readonly kind: 'user'
  readonly accountId: string
  readonly arn: string
  /** AIDA…: a user who is deleted and created again gets another one. */
  readonly userId: string
  readonly userName: string
  readonly path: string
}

export type Principal = RootPrincipal | UserPrincipal

/** What temporary credentials say beyond the principal. */
export interface Session {
  readonly issuedAt: Date
  readonly expiresAt: Date
  /**
   * When a code was verified for this session. `undefined`: none was, which policies see as `aws:MultiFactorAuthPresent`
   * false. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-multifactorauthpresent
   */
  readonly mfaAuthenticatedAt: Date | undefined
}

export interface Caller {
  readonly principal: Principal
  readonly accessKeyId: string
  /** `undefined` with long-term credentials, for which `aws:MultiFactorAuthPresent` does not exist at all. */
  readonly session: Session | undefined
}
