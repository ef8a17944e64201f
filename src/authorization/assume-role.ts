/**
 * Whether a caller may assume a role: the role's trust policy must allow it, and so must the caller's own policies unless
 * the trust policy names the caller himself.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
import { roleArn } from '../identity/arn.ts'
import type { Principal } from '../identity/principal.ts'
import { evaluate, type PolicySet } from '../policy/evaluate.ts'
import type { PolicyPrincipal, PolicyRequest } from '../policy/request.ts'
import type { RoleRow } from '../storage/roles.ts'
import { findTags } from '../storage/tags.ts'
import { AwsFault } from '../wire/faults.ts'
import { compileDocument } from './applied-policies.ts'
import type { Asking } from './asking.ts'
import { addRequestKeys, addResourceTags, describeMfa } from './context.ts'
import { explicitDeny, notAuthorized, type Refusal } from './refusal.ts'
import { findStanding } from './standing.ts'

export interface TrustQuestion {
  readonly role: RoleRow
  readonly actions: readonly ('sts:AssumeRole' | 'sts:TagSession' | 'sts:SetSourceIdentity')[]
  /** When a code was verified: of this request, or of the session that makes it. */
  readonly mfaAuthenticatedAt: Date | undefined
  /** `sts:ExternalId`, `aws:RequestTag/…` and the like. */
  readonly context: Readonly<Record<string, readonly string[]>>
}

/** @throws AwsFault AccessDenied in AWS's words. Whatever was written before, such as a code that is spent, stays. */
export async function requireTrust(asking: Asking, question: TrustQuestion): Promise<void> {
  const { role, actions, mfaAuthenticatedAt } = question
  const { caller, now } = asking
  const standing = await findStanding(asking)
  const policies: PolicySet = {
    ...standing.policies,
    resource: {
      name: role.name,
      policy: compileDocument(role.trust_policy),
      mustAllow: true,
      ownerAccountId: role.account_id,
    },
  }
  const context = new Map(standing.context)
  const tagged = { account_id: role.account_id, resource_id: role.role_id }
  addResourceTags(context, await findTags(asking.queries, tagged))
  if (mfaAuthenticatedAt) for (const [key, values] of describeMfa(mfaAuthenticatedAt, now)) context.set(key, values)
  addRequestKeys(context, question.context)
  const resource = roleArn(role.account_id, role.path, role.name)
  for (const action of actions) {
    const request: PolicyRequest = { action, resource, context, principal: toPolicyPrincipal(caller.principal) }
    const decision = evaluate(request, policies)
    if (decision.outcome === 'allowed') continue
    throw mayNotAssume({ caller, now, request, policies, decision })
  }
}

/** AWS gives no reason, so that nobody learns what the trust policy says, unless a policy denies outright. */
function mayNotAssume(refusal: Refusal): AwsFault {
  const { caller, decision, request } = refusal
  const reason = decision.outcome === 'explicitDeny' ? explicitDeny(decision) : ''
  const message = notAuthorized(caller.principal.arn, request.action, request.resource) + reason
  return new AwsFault('AccessDenied', message, { keepsWrites: true, cause: refusal })
}

/** Trust policies store unique ids in place of names, so that nobody is trusted for the name of another. */
export function toPolicyPrincipal(principal: Principal): PolicyPrincipal {
  const { accountId, arn, userId } = principal
  switch (principal.kind) {
    case 'root':
    case 'user':
      return { kind: 'AWS', accountId, names: [arn, userId] }
    case 'role':
      return { kind: 'AWS', accountId, names: [arn, userId], actsFor: [principal.roleArn, principal.roleId] }
    case 'federated':
      return { kind: 'AWS', accountId, names: [arn], actsFor: [principal.issuer.arn, principal.issuer.userId] }
  }
}
