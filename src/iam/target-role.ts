/** The role that an operation names. */
import type { Call } from '../call.ts'
import { roleArn } from '../identity/arn.ts'
import { findRole, type RoleRow } from '../storage/roles.ts'
import { AwsFault } from '../wire/faults.ts'
import type { Permission, RequestContext } from '../wire/operation.ts'

/** @throws AwsFault NoSuchEntity */
export async function requireRole({ queries, accountId }: Call, roleName: string): Promise<RoleRow> {
  const role = await findRole(queries, accountId, roleName)
  if (!role) throw new AwsFault('NoSuchEntity', `The role with name ${roleName} cannot be found.`)
  return role
}

/**
 * For changing what the role may do: a service-linked role is its service's.
 * @throws AwsFault NoSuchEntity, UnmodifiableEntity
 */
export async function requireModifiableRole(call: Call, roleName: string): Promise<RoleRow> {
  const role = await requireRole(call, roleName)
  if (role.path.startsWith('/aws-service-role/')) {
    throw new AwsFault(
      'UnmodifiableEntity',
      `Cannot perform the operation on the protected role '${role.name}' - this role is only modifiable by AWS`,
    )
  }
  return role
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

/** How policies are asked about a role, which may not exist. */
export function roleResource(call: Call, roleName: string, role: RoleRow | undefined): Omit<Permission, 'action'> {
  const name = role?.name ?? roleName
  return {
    resource: roleArn(call.accountId, role?.path ?? '/', name),
    resourceName: `role ${name}`,
    ...(role ? { resourceId: role.role_id } : {}),
  }
}
