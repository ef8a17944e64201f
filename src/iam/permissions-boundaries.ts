import { arn, roleName, userName } from '../wire/named-limits.ts'
import { pending } from './pending.ts'

export const putUserPermissionsBoundary = pending('PutUserPermissionsBoundary', {
  UserName: userName,
  PermissionsBoundary: arn,
})

export const deleteUserPermissionsBoundary = pending('DeleteUserPermissionsBoundary', { UserName: userName })

export const putRolePermissionsBoundary = pending('PutRolePermissionsBoundary', {
  RoleName: roleName,
  PermissionsBoundary: arn,
})

export const deleteRolePermissionsBoundary = pending('DeleteRolePermissionsBoundary', { RoleName: roleName })
