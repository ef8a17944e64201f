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

/** A session of a role: what AssumeRole gives. */
export interface RolePrincipal {
  readonly kind: 'role'
  readonly accountId: string
  /** `arn:aws:sts::…:assumed-role/NAME/SESSION`, without the role's path. */
  readonly arn: string
  /** `AROA…:SESSION` */
  readonly userId: string
  /** AROA…: a role that is deleted and created again gets another one. */
  readonly roleId: string
  readonly roleName: string
  /** The role itself, with its path. */
  readonly roleArn: string
  readonly sessionName: string
}

/** Whom GetFederationToken gives a part of the issuer's permissions. */
export interface FederatedPrincipal {
  readonly kind: 'federated'
  readonly accountId: string
  readonly arn: string
  /** `ACCOUNT:NAME` */
  readonly userId: string
  readonly name: string
  readonly issuer: LongTermPrincipal
}

/** Who has credentials that do not expire. */
export type LongTermPrincipal = RootPrincipal | UserPrincipal

export type Principal = LongTermPrincipal | RolePrincipal | FederatedPrincipal

/** Policies that narrow a session. A federated user without any has no permissions at all. */
export interface SessionPolicies {
  /** The inline policy, as the text that was sent. */
  readonly document?: string
  /** Managed policies, at most ten. */
  readonly policyArns: readonly string[]
}

/** What temporary credentials say beyond the principal. */
export interface Session {
  /** `aws:TokenIssueTime` */
  readonly issuedAt: Date
  readonly expiresAt: Date
  /**
   * When a code was verified for this session. `undefined`: none was, which policies see as `aws:MultiFactorAuthPresent`
   * false. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-multifactorauthpresent
   */
  readonly mfaAuthenticatedAt: Date | undefined
  readonly sessionPolicies: SessionPolicies
  /** Those that were passed and those inherited along a chain of roles. Over the principal's own, as `aws:PrincipalTag/…`. */
  readonly tags: Readonly<Record<string, string>>
  /** The keys of those tags that the next role of a chain inherits. */
  readonly transitiveTagKeys: readonly string[]
  /** Set once, kept along a chain of roles. */
  readonly sourceIdentity: string | undefined
  /** Of a session that somebody began in the browser; `undefined`: STS issued it. */
  readonly signIn: SignIn | undefined
}

export interface SignIn {
  readonly sessionId: string
  /** `cli`: credentials that `aws login` obtained. */
  readonly kind: 'console' | 'cli'
}

/** A session that has the permissions of its principal. */
export const unrestricted = {
  sessionPolicies: { policyArns: [] },
  tags: {},
  transitiveTagKeys: [],
  sourceIdentity: undefined,
} as const satisfies Partial<Session>

export interface Caller {
  readonly principal: Principal
  readonly accessKeyId: string
  /** Of the credential scope, which the signature covers: `aws:RequestedRegion`. */
  readonly region: string
  /** `undefined` with long-term credentials, for which `aws:MultiFactorAuthPresent` does not exist at all. */
  readonly session: Session | undefined
}
