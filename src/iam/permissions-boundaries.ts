import { updateRole } from '../storage/roles.ts'
import { setPermissionsBoundary } from '../storage/users.ts'
import { arn, roleName, userName } from '../wire/named-limits.ts'
import { iamOperation } from './operation.ts'
import { newBoundaryContext, requireBoundary } from './permissions-boundary.ts'
import { permissionOnBoundedRole, permissionOnRole, requireModifiableRole } from './role.ts'
import { permissionOnBoundedUser, permissionOnUser, requireUser } from './target-user.ts'

export const putUserPermissionsBoundary = iamOperation('PutUserPermissionsBoundary', {
  limits: { UserName: userName, PermissionsBoundary: arn },
  access: 'write',
  permissions: async ({ UserName, PermissionsBoundary }, call) => {
    const context = await newBoundaryContext(call, PermissionsBoundary)
    return permissionOnUser(call, 'iam:PutUserPermissionsBoundary', UserName, context)
  },
  async run({ UserName, PermissionsBoundary }, call) {
    const user = await requireUser(call, UserName)
    const { policyId } = await requireBoundary(call, PermissionsBoundary)
    await setPermissionsBoundary(call.queries, user, policyId)
    return {}
  },
})

/** It is no error when there was none. */
export const deleteUserPermissionsBoundary = iamOperation('DeleteUserPermissionsBoundary', {
  limits: { UserName: userName },
  access: 'write',
  permissions: ({ UserName }, call) => permissionOnBoundedUser(call, 'iam:DeleteUserPermissionsBoundary', UserName),
  async run({ UserName }, call) {
    await setPermissionsBoundary(call.queries, await requireUser(call, UserName), null)
    return {}
  },
})

export const putRolePermissionsBoundary = iamOperation('PutRolePermissionsBoundary', {
  limits: { RoleName: roleName, PermissionsBoundary: arn },
  access: 'write',
  permissions: async ({ RoleName, PermissionsBoundary }, call) => {
    const context = await newBoundaryContext(call, PermissionsBoundary)
    return permissionOnRole(call, 'iam:PutRolePermissionsBoundary', RoleName, context)
  },
  async run({ RoleName, PermissionsBoundary }, call) {
    const role = await requireModifiableRole(call, RoleName)
    const { policyId } = await requireBoundary(call, PermissionsBoundary)
    await updateRole(call.queries, role, { permissions_boundary_id: policyId })
    return {}
  },
})

export const deleteRolePermissionsBoundary = iamOperation('DeleteRolePermissionsBoundary', {
  limits: { RoleName: roleName },
  access: 'write',
  permissions: ({ RoleName }, call) => permissionOnBoundedRole(call, 'iam:DeleteRolePermissionsBoundary', RoleName),
  async run({ RoleName }, call) {
    await updateRole(call.queries, await requireModifiableRole(call, RoleName), { permissions_boundary_id: null })
    return {}
  },
})
