/** The role that an operation is about, and how it is answered. */
import type { Call } from '../call.ts'
import { roleArn } from '../identity/arn.ts'
import { findRole, type RoleRow } from '../storage/roles.ts'
import { AwsFault } from '../wire/faults.ts'
import type { Permission, RequestContext } from '../wire/operation.ts'
import { boundaryContext, boundaryMember } from './permissions-boundary.ts'
import { tagsMember } from './tagging.ts'

/** Only services make roles under it, and nobody else changes them. */
export const serviceLinkedPath = '/aws-service-role/'

/** @throws AwsFault NoSuchEntity */
export async function requireRole({ queries, accountId }: Call, roleName: string): Promise<RoleRow> {
  const role = await findRole(queries, accountId, roleName)
  if (!role) throw noSuchRole(roleName)
  return role
}

/**
 * For changing the role, its policies or where it is used.
 * @throws AwsFault NoSuchEntity, UnmodifiableEntity for a service-linked role
 */
export async function requireModifiableRole(call: Call, roleName: string): Promise<RoleRow> {
  const role = await requireRole(call, roleName)
  if (isServiceLinked(role)) throw protectedRole(role)
  return role
}

export function isServiceLinked({ path }: Pick<RoleRow, 'path'>): boolean {
  return path.startsWith(serviceLinkedPath)
}

/** Asks about a role under the path that is stored now, however the request spells the name. */
export async function permissionOnRole(
  call: Call,
  action: string,
  roleName: string,
  context: RequestContext = {},
): Promise<readonly Permission[]> {
  const role = await findRole(call.queries, call.accountId, roleName)
  return [{ action, ...roleResource(call, roleName, role), context }]
}

/** The same, with `iam:PermissionsBoundary`: for what changes the role's policies. */
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

/** How policies are asked about a role, which may not exist: a refusal, which names it as the request does, must not tell. */
export function roleResource(call: Call, roleName: string, role: RoleRow | undefined): Omit<Permission, 'action'> {
  return {
    resource: roleArn(call.accountId, role?.path ?? '/', role?.name ?? roleName),
    resourceName: `role ${roleName}`,
    ...(role && { resourceId: role.role_id }),
  }
}

/** What every answer shows of a role. `trustPolicy` is percent-encoded, as `showTrustPolicies` makes it. */
export function toBriefRole(role: Omit<RoleRow, 'name_key'>, trustPolicy: string) {
  return {
    Path: role.path,
    RoleName: role.name,
    RoleId: role.role_id,
    Arn: roleArn(role.account_id, role.path, role.name),
    CreateDate: new Date(role.created_at),
    AssumeRolePolicyDocument: trustPolicy,
  }
}

/** A role as ListRoles shows it: without tags, boundary and last use. */
export function toListedRole(role: RoleRow, trustPolicy: string) {
  return {
    ...toBriefRole(role, trustPolicy),
    ...(role.description === null ? {} : { Description: role.description }),
    MaxSessionDuration: role.max_session_seconds,
  }
}

/** `RoleLastUsed` of GetRole, which is there, and empty, also when the role was never used. */
export function roleLastUsed({ last_used_at, last_used_region }: RoleRow) {
  return {
    ...(last_used_at === null ? {} : { LastUsedDate: new Date(last_used_at) }),
    ...(last_used_region === null ? {} : { Region: last_used_region }),
  }
}

/** What create and get operations answer beyond lists: tags and boundary, where there are any. */
export async function boundaryAndTags(call: Call, role: Pick<RoleRow, 'role_id' | 'permissions_boundary_id'>) {
  return { ...(await boundaryMember(call, role)), ...(await tagsMember(call, role.role_id)) }
}

export function noSuchRole(roleName: string): AwsFault {
  return new AwsFault('NoSuchEntity', `The role with name ${roleName} cannot be found.`)
}

export function protectedRole({ name }: Pick<RoleRow, 'name'>): AwsFault {
  return new AwsFault(
    'UnmodifiableEntity',
    `Cannot perform the operation on the protected role '${name}' - this role is only modifiable by AWS`,
  )
}
