/** Refusals by AWS's built-in rules, which no policy can express or lift: for the log and for whoever may ask why. */
import type { Caller } from '../identity/principal.ts'

/**
 * `ownDevicesNeedMfa`: a user with a device manages the own devices in a session with MFA only. `sessionNeedsMfa`: a session
 * of a user that began without a code may not call IAM. `federatedUser`: nor may one of GetFederationToken, and of STS it
 * may call hardly anything. `closedToSessions`: temporary credentials may not get others this way. `noSuchRole`: AWS's words
 * for a role that is not there are those for one that trusts others.
 */
export type RefusalRule = 'ownDevicesNeedMfa' | 'sessionNeedsMfa' | 'federatedUser' | 'closedToSessions' | 'noSuchRole'

/** The cause of the AwsFault. */
export interface RuleRefusal {
  readonly rule: RefusalRule
  readonly caller: Caller
  readonly now: Date
  /** `iam:EnableMFADevice` */
  readonly action: string
  /** An ARN, or `*` where the rule does not look at it. */
  readonly resource: string
}

/** Told by its parts: a fault's cause may be anything. */
export function isRuleRefusal(cause: unknown): cause is RuleRefusal {
  return typeof cause === 'object' && cause !== null && 'rule' in cause && 'caller' in cause
}
