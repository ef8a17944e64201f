/** Who asks with which credentials: the condition keys that tell a key from a session, and a session from one with MFA. */
import { type Decision, evaluate, type PolicySet } from '../policy/evaluate.ts'
import type { ConditionContext } from '../policy/request.ts'

export interface LintedUser {
  readonly userName: string
  readonly arn: string
  readonly accountId: string
}

export interface Situation {
  readonly user: LintedUser
  readonly now: Date
  /** Whether nothing but these policies applies to the user. */
  readonly isComplete: boolean
  readonly policies: PolicySet
}

/** A long-term access key; sessions without MFA, with MFA from just now, and with MFA from long ago. */
export type Credentials = 'key' | 'session' | 'mfa' | 'oldMfa'

export const mfaPresent = 'aws:multifactorauthpresent'
export const mfaAge = 'aws:multifactorauthage'

/** No session lasts longer than 36 hours. */
const oldestMfaSeconds = 129_600

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-multifactorauthpresent */
const mfaKeys: Readonly<Record<Credentials, readonly (readonly [string, readonly string[]])[]>> = {
  key: [],
  session: [[mfaPresent, ['false']]],
  mfa: [
    [mfaPresent, ['true']],
    [mfaAge, ['1']],
  ],
  oldMfa: [
    [mfaPresent, ['true']],
    [mfaAge, [String(oldestMfaSeconds)]],
  ],
}

export function contextWith(
  credentials: Credentials,
  { user, now }: Pick<Situation, 'user' | 'now'>,
): ConditionContext {
  return new Map([
    ['aws:currenttime', [`${now.toISOString().slice(0, 19)}Z`]],
    ['aws:epochtime', [String(Math.floor(now.getTime() / 1000))]],
    ['aws:principalaccount', [user.accountId]],
    ['aws:principalarn', [user.arn]],
    ['aws:principaltype', ['User']],
    ['aws:principalisawsservice', ['false']],
    ['aws:requestedregion', ['us-east-1']],
    ['aws:resourceaccount', [user.accountId]],
    ['aws:securetransport', ['true']],
    ['aws:sourceip', ['192.0.2.1']],
    ['aws:username', [user.userName]],
    ['aws:viaawsservice', ['false']],
    ...mfaKeys[credentials],
  ])
}

export interface Asked {
  readonly action: string
  readonly resource: string
}

export function decide(asked: Asked, credentials: Credentials, situation: Situation): Decision {
  return evaluate({ ...asked, context: contextWith(credentials, situation) }, situation.policies)
}

export function isAllowed(asked: Asked, credentials: Credentials, situation: Situation): boolean {
  return decide(asked, credentials, situation).outcome === 'allowed'
}
