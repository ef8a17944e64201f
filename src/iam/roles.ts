import { integer } from '../wire/limits.ts'
import {
  arn,
  description,
  marker,
  maxItems,
  path,
  pathPrefix,
  policyDocument,
  roleName,
  tagList,
} from '../wire/named-limits.ts'
import { pending } from './pending.ts'

const maxSessionDuration = integer({ min: 3600, max: 43200 })

export const createRole = pending('CreateRole', {
  RoleName: roleName,
  AssumeRolePolicyDocument: policyDocument,
  Path: path,
  Description: description,
  MaxSessionDuration: maxSessionDuration,
  PermissionsBoundary: arn,
  Tags: tagList,
})

export const getRole = pending('GetRole', { RoleName: roleName })

export const listRoles = pending('ListRoles', { PathPrefix: pathPrefix, Marker: marker, MaxItems: maxItems })

export const updateRole = pending('UpdateRole', {
  RoleName: roleName,
  Description: description,
  MaxSessionDuration: maxSessionDuration,
})

export const updateRoleDescription = pending('UpdateRoleDescription', { RoleName: roleName, Description: description })

export const updateAssumeRolePolicy = pending('UpdateAssumeRolePolicy', {
  RoleName: roleName,
  PolicyDocument: policyDocument,
})

export const deleteRole = pending('DeleteRole', { RoleName: roleName })
