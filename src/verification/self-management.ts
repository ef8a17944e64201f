/**
 * AWS's built-in rule, which no policy can express: whoever has an MFA device adds and removes the own devices only in a
 * session that was itself authenticated with MFA. Otherwise a stolen access key could replace the second factor.
 * https://aws.amazon.com/security/security-bulletins/AWS-2023-001/
 */
import type { RuleRefusal } from '../authorization/rule-refusal.ts'
import type { Call } from '../call.ts'
import { countDevicesOf, type DeviceOwner } from '../storage/owned-devices.ts'
import { AwsFault, quotaExceeded } from '../wire/faults.ts'

/** @throws AwsFault AccessDenied, before anything is said of the device in question */
export async function requireMfaForOwnDevices(
  { caller, queries, now }: Call,
  targetUserId: string,
  action: 'iam:EnableMFADevice' | 'iam:DeactivateMFADevice',
): Promise<void> {
  const { principal, session } = caller
  const isOwn = (principal.kind === 'user' || principal.kind === 'root') && principal.userId === targetUserId
  if (!isOwn || session?.mfaAuthenticatedAt) return
  if ((await countDevicesOf(queries, { account_id: principal.accountId, owner_id: targetUserId })) === 0) return
  const cause: RuleRefusal = { rule: 'ownDevicesNeedMfa', caller, now, action, resource: principal.arn }
  throw new AwsFault(
    'AccessDenied',
    'To complete this action, please ensure that you are authenticated with an MFA device that is enabled for this user.',
    { cause },
  )
}

const devicesPerHolder = 8

/** Of all kinds together. @throws AwsFault LimitExceeded */
export async function requireRoomForDevice({ queries }: Call, holder: DeviceOwner): Promise<void> {
  if ((await countDevicesOf(queries, holder)) < devicesPerHolder) return
  throw quotaExceeded('MFADevicesPerUser', devicesPerHolder)
}
