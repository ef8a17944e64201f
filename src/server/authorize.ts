/**
 * Whether the caller may do what the operation asks for. Until policies exist, the rule is fixed: the root user may do
 * everything, a user may manage the own MFA devices; everything else is denied.
 */
import type { Caller } from '../identity/principal.ts'
import { AwsFault } from '../wire/faults.ts'
import type { Permission } from '../wire/operation.ts'

const allowedToUsers: readonly string[] = ['iam:CreateVirtualMFADevice', 'iam:ListVirtualMFADevices']

const allowedToUsersOnThemselves: readonly string[] = [
  'iam:DeactivateMFADevice',
  'iam:EnableMFADevice',
  'iam:GetUser',
  'iam:ListMFADevices',
  'iam:ResyncMFADevice',
]

/** @throws AwsFault AccessDenied for the first permission that is missing, in AWS's words */
export function authorize({ principal }: Caller, permissions: readonly Permission[]): void {
  if (principal.kind === 'root') return
  for (const { action, resource, resourceName } of permissions) {
    const isAllowed =
      allowedToUsers.includes(action) || (resource === principal.arn && allowedToUsersOnThemselves.includes(action))
    if (!isAllowed) throw denied(principal.arn, action, resourceName ?? resource)
  }
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html */
function denied(principalArn: string, action: string, resource: string): AwsFault {
  return new AwsFault(
    'AccessDenied',
    `User: ${principalArn} is not authorized to perform: ${action} on resource: ${resource} because no identity-based policy allows the ${action} action`,
  )
}
