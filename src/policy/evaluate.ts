/**
 * Whether policies allow a request: an explicit deny anywhere wins, otherwise every kind that applies must allow.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
import { type CompiledPolicy, type CompiledStatement, coversRequest } from './compile.ts'
import type { Statement } from './document.ts'
import { findNaming, isSpared, type Naming, naming } from './principals.ts'
import type { PolicyRequest } from './request.ts'

/** A policy where it applies. */
export interface AppliedPolicy {
  readonly policy: CompiledPolicy
  readonly name: string
  /** Of a managed policy. */
  readonly arn?: string
  /** Of an inline policy: the unique id of the user, group or role that it belongs to. */
  readonly holderId?: string
  /** The document as it was written, where somebody may be shown a place in it. */
  readonly text?: string
}

export interface ResourcePolicy extends AppliedPolicy {
  /** The account that the resource belongs to: for callers of another, both sides must allow. */
  readonly ownerAccountId: string
  /** True for the trust policy of a role: nobody gets by without its allow. All others may leave it to identity policies. */
  readonly mustAllow: boolean
}

/** All policies that apply to a request. Root's own permissions are not among them: nothing limits root but a deny. */
export interface PolicySet {
  /** Of the user and its groups, or of the role: inline and managed. */
  readonly identity: readonly AppliedPolicy[]
  readonly boundary?: AppliedPolicy
  /** Left out: nothing limits the session. Of several, one must allow; of none, none does. */
  readonly session?: readonly AppliedPolicy[]
  readonly resource?: ResourcePolicy
}

export type PolicyKind = 'identity' | 'boundary' | 'session' | 'resource'

/** `kind` is the kind of policy that decided: it denied, it allowed, or it is the first that did not allow. */
export interface Decision {
  readonly outcome: 'allowed' | 'explicitDeny' | 'implicitDeny'
  readonly kind: PolicyKind
  /** The policy that denied or allowed, and its statement; none with an implicit deny. */
  readonly policy?: AppliedPolicy
  readonly statement?: DecidingStatement
}

export interface DecidingStatement {
  readonly statement: Statement
  /** Its position in the document, from zero. */
  readonly index: number
}

/** The decision on one request. Pure; takes microseconds. */
export function evaluate(asked: PolicyRequest, policies: PolicySet): Decision {
  const request = { ...asked, action: asked.action.toLowerCase() }
  return findExplicitDeny(request, policies) ?? findAllow(request, policies)
}

function findExplicitDeny(request: PolicyRequest, policies: PolicySet): Decision | undefined {
  const { identity, boundary, session = [], resource } = policies
  return (
    findStatement('identity', identity, 'denies', request, 'explicitDeny') ??
    (boundary && findStatement('boundary', [boundary], 'denies', request, 'explicitDeny')) ??
    findStatement('session', session, 'denies', request, 'explicitDeny') ??
    (resource && findResourceDeny(request, resource, boundary !== undefined))
  )
}

function findAllow(request: PolicyRequest, policies: PolicySet): Decision {
  const { identity, boundary, session, resource } = policies
  const grant = resource && findGrant(request, resource)
  const isForeign = resource !== undefined && isOfOtherAccount(request, resource)
  if (resource && !grant && (resource.mustAllow || isForeign)) return { outcome: 'implicitDeny', kind: 'resource' }
  if (grant && !isForeign && grant.naming === naming.self) return grant.decision

  const byIdentity = findStatement('identity', identity, 'allows', request, 'allowed')
  const byRole = grant && !isForeign && grant.naming === naming.role ? grant.decision : undefined
  const decision = byIdentity ?? byRole
  if (!decision) return { outcome: 'implicitDeny', kind: 'identity' }
  if (boundary && !findStatement('boundary', [boundary], 'allows', request, 'allowed')) {
    return { outcome: 'implicitDeny', kind: 'boundary' }
  }
  if (session && !findStatement('session', session, 'allows', request, 'allowed')) {
    return { outcome: 'implicitDeny', kind: 'session' }
  }
  return decision
}

/** Services and identities of outside providers belong to no account: they have no policies that could agree. */
function isOfOtherAccount({ principal }: PolicyRequest, { ownerAccountId }: ResourcePolicy): boolean {
  return principal?.kind === 'AWS' && principal.accountId !== ownerAccountId
}

/** The first statement of policies without principals that covers the request. */
function findStatement(
  kind: PolicyKind,
  policies: readonly AppliedPolicy[],
  effect: 'allows' | 'denies',
  request: PolicyRequest,
  outcome: Decision['outcome'],
): Decision | undefined {
  for (const policy of policies) {
    for (const statement of policy.policy[effect]) {
      if (appliesToHolder(statement) && coversRequest(statement, request)) return { outcome, kind, policy, statement }
    }
  }
  return undefined
}

/** Whose the policy is needs no saying. An allow that says it nevertheless was meant for a resource: it allows nothing. */
export function appliesToHolder({ statement, principal, notPrincipal }: CompiledStatement): boolean {
  return statement.Effect === 'Deny' || (!principal && !notPrincipal)
}

interface Grant {
  readonly naming: Naming
  readonly decision: Decision
}

/** The allow that names the caller most directly. */
function findGrant(request: PolicyRequest, policy: ResourcePolicy): Grant | undefined {
  let best: Grant | undefined
  for (const statement of policy.policy.allows) {
    const named = findStatementNaming(statement, request, false)
    if (named <= (best?.naming ?? naming.none) || !coversRequest(statement, request)) continue
    best = { naming: named, decision: { outcome: 'allowed', kind: 'resource', policy, statement } }
  }
  return best
}

function findResourceDeny(request: PolicyRequest, policy: ResourcePolicy, isBounded: boolean): Decision | undefined {
  for (const statement of policy.policy.denies) {
    if (findStatementNaming(statement, request, isBounded) !== naming.none && coversRequest(statement, request)) {
      return { outcome: 'explicitDeny', kind: 'resource', policy, statement }
    }
  }
  return undefined
}

/**
 * How a statement of a resource policy names the caller. AWS supports NotPrincipal for denies only. A statement with
 * neither element names nobody to allow, and everybody to deny.
 */
export function findStatementNaming(
  { statement, principal, notPrincipal }: CompiledStatement,
  request: PolicyRequest,
  isBounded: boolean,
): Naming {
  if (principal) return findNaming(principal, request.principal)
  if (statement.Effect === 'Allow') return naming.none
  return notPrincipal && isSpared(notPrincipal, request.principal, isBounded) ? naming.none : naming.self
}
