/** What AWS says of a request that the policies refuse, and what we know besides. */
import type { Caller } from '../identity/principal.ts'
import type { Decision, PolicyKind, PolicySet } from '../policy/evaluate.ts'
import type { PolicyRequest } from '../policy/request.ts'
import { AwsFault } from '../wire/faults.ts'

/** The cause of an AccessDenied, for the log and for whoever may ask why. */
export interface Refusal {
  readonly caller: Caller
  readonly now: Date
  readonly request: PolicyRequest
  readonly policies: PolicySet
  readonly decision: Decision
  /** What the caller was told the resource is: as the request names it. Undefined: by its ARN, as the request did. */
  readonly resourceName?: string
}

/** Told by its parts: a fault's cause may be anything. */
export function isRefusal(cause: unknown): cause is Refusal {
  return typeof cause === 'object' && cause !== null && 'policies' in cause && 'decision' in cause
}

const nothingAllows: Readonly<Record<PolicyKind, string>> = {
  identity: 'no identity-based policy',
  boundary: 'no permissions boundary',
  session: 'no session policy',
  resource: 'no role trust policy',
}

/** "A sessions policy" is AWS's. */
const denies: Readonly<Record<PolicyKind, string>> = {
  identity: 'an identity-based policy',
  boundary: 'a permissions boundary',
  session: 'a sessions policy',
  resource: 'the role trust policy',
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html */
export function accessDenied(refusal: Refusal, resourceName: string): AwsFault {
  const { caller, decision, request } = refusal
  const { action } = request
  const reason =
    decision.outcome === 'explicitDeny'
      ? explicitDeny(decision)
      : ` because ${nothingAllows[decision.kind]} allows the ${action} action`
  const message = notAuthorized(caller.principal.arn, action, resourceName) + reason
  return new AwsFault('AccessDenied', message, { cause: { ...refusal, resourceName } satisfies Refusal })
}

/** Of a managed policy AWS says which. https://aws.amazon.com/blogs/security/enhanced-access-denied-error-messages-with-policy-arns */
export function explicitDeny({ kind, policy }: Decision): string {
  return ` with an explicit deny in ${denies[kind]}${policy?.arn === undefined ? '' : `: ${policy.arn}`}`
}

export function notAuthorized(principalArn: string, action: string, resourceName: string): string {
  return `User: ${principalArn} is not authorized to perform: ${action} on resource: ${resourceName}`
}
