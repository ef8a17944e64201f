/** What is asked of policies: an action on a resource, by a principal, with the values of condition keys. */

/** Values of condition keys, by key in lower case (`aws:principaltag/team`). A key without a value is left out. */
export type ConditionContext = ReadonlyMap<string, readonly string[]>

export interface PolicyRequest {
  /** `iam:GetUser`, in any case. */
  readonly action: string
  /** An ARN, or `*` where the action names no resource. */
  readonly resource: string
  readonly context: ConditionContext
  /** Needed by resource policies only; without it, they name nobody but `*`. */
  readonly principal?: PolicyPrincipal
}

/**
 * The ways in which a Principal element can name the caller.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
export interface PolicyPrincipal {
  /** The key of the element under which the names stand: `AWS` for users, roles, sessions and root. */
  readonly kind: 'AWS' | 'Federated' | 'Service'
  /** Left out for services and for identities of an outside provider: no account of AWS answers for them. */
  readonly accountId?: string
  /**
   * Names of the caller itself: the ARN of the user, role session, federated user or root, and the unique id that AWS
   * stores in its place; the host name of a service; the ARN or host name of an identity provider.
   */
  readonly names: readonly string[]
  /** ARN and unique id of what it acts for: the role of a role session, the user behind a federated user. */
  readonly actsFor?: readonly string[]
}
