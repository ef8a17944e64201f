/** Why policies decided as they did: for the simulator and for whoever reads a refusal. Slower than `evaluate.ts`. */
import type { AppliedPolicy, DecidingStatement, Decision, PolicyKind, PolicySet } from './evaluate.ts'
import type { PolicyRequest } from './request.ts'

export interface Trace {
  readonly decision: Decision
  /** Every statement that applies to the request, of whatever effect, in the order identity, boundary, session, resource. */
  readonly matchedStatements: readonly MatchedStatement[]
  /** The keys that the policies mention, with the request's values; `undefined` where the request has none. Sorted. */
  readonly keys: ReadonlyMap<string, readonly string[] | undefined>
  /** Those of `keys` that the request has no value for. Sorted. */
  readonly missingKeys: readonly string[]
}

export interface MatchedStatement extends DecidingStatement {
  readonly kind: PolicyKind
  readonly policy: AppliedPolicy
}

/** The decision of `evaluate` and all that led to it. */
export function trace(_request: PolicyRequest, _policies: PolicySet): Trace {
  return {
    decision: { outcome: 'implicitDeny', kind: 'identity' },
    matchedStatements: [],
    keys: new Map(),
    missingKeys: [],
  }
}
