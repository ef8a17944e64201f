/** Why policies decided as they did: for the simulator and for whoever reads a refusal. Slower than `evaluate.ts`. */
import { coversRequest } from './compile.ts'
import {
  type AppliedPolicy,
  appliesToHolder,
  type DecidingStatement,
  type Decision,
  evaluate,
  findStatementNaming,
  type PolicyKind,
  type PolicySet,
} from './evaluate.ts'
import { naming } from './principals.ts'
import type { PolicyRequest } from './request.ts'

export interface Trace {
  readonly decision: Decision
  readonly matchedStatements: readonly MatchedStatement[]
  /** Every allow that is about this action and resource, and this caller, but whose conditions do not hold. */
  readonly unmetAllows: readonly MatchedStatement[]
  /** The keys that the policies mention, with the request's values; `undefined` where the request has none. Sorted. */
  readonly keys: ReadonlyMap<string, readonly string[] | undefined>
}

export interface MatchedStatement extends DecidingStatement {
  readonly kind: PolicyKind
  readonly policy: AppliedPolicy
}

/** The decision of `evaluate` and all that led to it. */
export function trace(request: PolicyRequest, policies: PolicySet): Trace {
  const applied = listPolicies(policies)
  const names = [...new Set(applied.flatMap(({ policy }) => [...policy.policy.keys.keys()]))].sort()
  const keys = new Map(names.map((key) => [key, request.context.get(key)]))
  return {
    decision: evaluate(request, policies),
    matchedStatements: matchStatements(request, policies),
    unmetAllows: applied.flatMap((each) => findUnmetAllows(request, each)),
    keys,
  }
}

/** Every statement that applies to the request, of whatever effect, in the order identity, boundary, session, resource. */
export function matchStatements(request: PolicyRequest, policies: PolicySet): readonly MatchedStatement[] {
  return listPolicies(policies).flatMap((each) => findMatches(request, each, policies.boundary !== undefined))
}

interface KindOfPolicy {
  readonly kind: PolicyKind
  readonly policy: AppliedPolicy
}

function listPolicies({ identity, boundary, session = [], resource }: PolicySet): KindOfPolicy[] {
  return [
    ...identity.map((policy) => ({ kind: 'identity' as const, policy })),
    ...(boundary ? [{ kind: 'boundary' as const, policy: boundary }] : []),
    ...session.map((policy) => ({ kind: 'session' as const, policy })),
    ...(resource ? [{ kind: 'resource' as const, policy: resource }] : []),
  ]
}

function findMatches(asked: PolicyRequest, { kind, policy }: KindOfPolicy, isBounded: boolean): MatchedStatement[] {
  const request = { ...asked, action: asked.action.toLowerCase() }
  return [...policy.policy.allows, ...policy.policy.denies]
    .filter((compiled) =>
      kind === 'resource'
        ? findStatementNaming(compiled, request, isBounded) !== naming.none
        : appliesToHolder(compiled),
    )
    .filter((compiled) => coversRequest(compiled, request))
    .sort((a, b) => a.index - b.index)
    .map(({ statement, index }) => ({ kind, policy, statement, index }))
}

function findUnmetAllows(asked: PolicyRequest, { kind, policy }: KindOfPolicy): MatchedStatement[] {
  const request = { ...asked, action: asked.action.toLowerCase() }
  return policy.policy.allows
    .filter((compiled) =>
      kind === 'resource' ? findStatementNaming(compiled, request, false) !== naming.none : appliesToHolder(compiled),
    )
    .filter((compiled) => coversRequest({ ...compiled, conditions: [] }, request) && !coversRequest(compiled, request))
    .map(({ statement, index }) => ({ kind, policy, statement, index }))
}
