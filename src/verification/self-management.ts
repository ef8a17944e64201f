/**
 * AWS's built-in rule, which no policy can express: a user who has an MFA device adds and removes the own devices only in a
 * session that was itself authenticated with MFA. Otherwise a stolen access key could replace the second factor.
 * https://aws.amazon.com/security/security-bulletins/AWS-2023-001/
 */
import type { RuleRefusal } from '../authorization/rule-refusal.ts'
import type { Call } from '../call.ts'
import { countMfaDevicesOf } from '../storage/mfa-devices.ts'
import { AwsFault } from '../wire/faults.ts'

/** @throws AwsFault AccessDenied, before anything is said of the device in question */
export async function requireMfaForOwnDevices(
  { caller, queries, now }: Call,
  targetUserId: string,
  action: 'iam:EnableMFADevice' | 'iam:DeactivateMFADevice',
): Promise<void> {
  const { principal, session } = caller
  if (principal.kind !== 'user' || principal.userId !== targetUserId || session?.mfaAuthenticatedAt) return
  if ((await countMfaDevicesOf(queries, { account_id: principal.accountId, owner_id: targetUserId })) === 0) return
  const cause: RuleRefusal = { rule: 'ownDevicesNeedMfa', caller, now, action, resource: principal.arn }
  throw new AwsFault(
    'AccessDenied',
    'To complete this action, please ensure that you are authenticated with an MFA device that is enabled for this user.',
    { cause },
  )
}
