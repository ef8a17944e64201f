import {
  existingUserName,
  groupName,
  marker,
  maxItems,
  policyDocument,
  policyName,
  roleName,
} from '../wire/named-limits.ts'
import { pending } from './pending.ts'

export const putUserPolicy = pending('PutUserPolicy', {
  UserName: existingUserName,
  PolicyName: policyName,
  PolicyDocument: policyDocument,
})

export const getUserPolicy = pending('GetUserPolicy', { UserName: existingUserName, PolicyName: policyName })

export const listUserPolicies = pending('ListUserPolicies', {
  UserName: existingUserName,
  Marker: marker,
  MaxItems: maxItems,
})

export const deleteUserPolicy = pending('DeleteUserPolicy', { UserName: existingUserName, PolicyName: policyName })

export const putGroupPolicy = pending('PutGroupPolicy', {
  GroupName: groupName,
  PolicyName: policyName,
  PolicyDocument: policyDocument,
})

export const getGroupPolicy = pending('GetGroupPolicy', { GroupName: groupName, PolicyName: policyName })

export const listGroupPolicies = pending('ListGroupPolicies', {
  GroupName: groupName,
  Marker: marker,
  MaxItems: maxItems,
})

export const deleteGroupPolicy = pending('DeleteGroupPolicy', { GroupName: groupName, PolicyName: policyName })

export const putRolePolicy = pending('PutRolePolicy', {
  RoleName: roleName,
  PolicyName: policyName,
  PolicyDocument: policyDocument,
})

export const getRolePolicy = pending('GetRolePolicy', { RoleName: roleName, PolicyName: policyName })

export const listRolePolicies = pending('ListRolePolicies', { RoleName: roleName, Marker: marker, MaxItems: maxItems })

export const deleteRolePolicy = pending('DeleteRolePolicy', { RoleName: roleName, PolicyName: policyName })
