/** Whether policies allow a request: an explicit deny anywhere wins, otherwise every kind that applies must allow. */
import type { CompiledPolicy } from './compile.ts'
import type { Statement } from './document.ts'
import type { PolicyRequest } from './request.ts'

/** A policy where it applies. */
export interface AppliedPolicy {
  readonly policy: CompiledPolicy
  readonly name: string
  /** Of a managed policy. */
  readonly arn?: string
}

export interface ResourcePolicy extends AppliedPolicy {
  /**
   * True for the trust policy of a role, which must allow. False for all others, whose allow may stand in for an identity
   * policy's in the same account. Across accounts, both must allow either way.
   */
  readonly mustAllow: boolean
}

/** All policies that apply to a request. */
export interface PolicySet {
  /** Of the user and its groups, or of the role: inline and managed. */
  readonly identity: readonly AppliedPolicy[]
  readonly boundary?: AppliedPolicy
  /** Left out: the session has none. Of several, one must allow. */
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
export function evaluate(_request: PolicyRequest, _policies: PolicySet): Decision {
  return { outcome: 'implicitDeny', kind: 'identity' }
}
