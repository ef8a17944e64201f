/**
 * What users and roles have in common about their permissions boundary: a managed policy, kept by its unique id.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
 */
import type { AttachedPermissionsBoundary, PermissionsBoundaryAttachmentType } from '@aws-sdk/client-iam'
import type { Call } from '../call.ts'
import { findRole } from '../storage/roles.ts'
import { findUser } from '../storage/users.ts'
import { AwsFault } from '../wire/faults.ts'
import type { Permission, RequestContext } from '../wire/operation.ts'
import { findPolicy, type ManagedPolicy, managedPolicyArn } from './managed-policy.ts'
import { roleResource } from './target-role.ts'
import { userResource } from './target-user.ts'

/** A user's row or a role's. */
export interface Bounded {
  readonly permissions_boundary_id: string | null
}

/** @throws AwsFault ValidationError for what is no policy's ARN, NoSuchEntity */
export async function requireBoundary(call: Call, arn: string): Promise<ManagedPolicy> {
  if (!/^arn:aws:iam::([0-9]{12}|aws):policy\/./.test(arn)) {
    throw new AwsFault('ValidationError', `Value (${arn}) for parameter PermissionsBoundary is invalid.`)
  }
  const policy = await findPolicy(call, arn)
  if (!policy) throw new AwsFault('NoSuchEntity', `Scope ARN: ${arn} does not exist or is not attachable.`)
  return policy
}

/** `PermissionsBoundary` as create and get operations answer it: left out where there is none. */
export async function boundaryMember(
  call: Call,
  { permissions_boundary_id }: Bounded,
): Promise<{ PermissionsBoundary?: AttachedPermissionsBoundary }> {
  if (permissions_boundary_id === null) return {}
  const PermissionsBoundaryArn = await managedPolicyArn(call, permissions_boundary_id)
  if (PermissionsBoundaryArn === undefined) return {}
  return { PermissionsBoundary: { PermissionsBoundaryType: attachmentType, PermissionsBoundaryArn } }
}

/** What AWS answers; its model, and so the SDK's type, has another word: https://github.com/awsdocs/iam-user-guide/issues/82 */
const attachmentType = 'Policy' as string as PermissionsBoundaryAttachmentType

/** The condition key of an operation that sets a boundary, in the spelling of storage. */
export async function newBoundaryContext(call: Call, arn: string | undefined): Promise<RequestContext> {
  return arn === undefined ? {} : { 'iam:PermissionsBoundary': [(await findPolicy(call, arn))?.arn ?? arn] }
}

/** Asks about a user whose boundary decides too, as `iam:PermissionsBoundary`: who changes the user's policies. */
export async function permissionOnBoundedUser(
  call: Call,
  action: string,
  userName: string,
  context: RequestContext = {},
): Promise<readonly Permission[]> {
  const user = await findUser(call.queries, call.accountId, userName)
  const boundary = await boundaryContext(call, user)
  return [{ action, ...userResource(call, userName, user), context: { ...context, ...boundary } }]
}

/** The same about a role. */
export async function permissionOnBoundedRole(
  call: Call,
  action: string,
  roleName: string,
  context: RequestContext = {},
): Promise<readonly Permission[]> {
  const role = await findRole(call.queries, call.accountId, roleName)
  const boundary = await boundaryContext(call, role)
  return [{ action, ...roleResource(call, roleName, role), context: { ...context, ...boundary } }]
}

async function boundaryContext(call: Call, entity: Bounded | undefined): Promise<RequestContext> {
  if (!entity || entity.permissions_boundary_id === null) return {}
  const arn = await managedPolicyArn(call, entity.permissions_boundary_id)
  return arn === undefined ? {} : { 'iam:PermissionsBoundary': [arn] }
}
