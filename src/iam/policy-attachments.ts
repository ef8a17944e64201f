import {
  arn,
  entityType,
  groupName,
  marker,
  maxItems,
  path,
  policyPath,
  policyUsage,
  roleName,
  userName,
} from '../wire/named-limits.ts'
import { pending } from './pending.ts'

export const attachUserPolicy = pending('AttachUserPolicy', { UserName: userName, PolicyArn: arn })

export const detachUserPolicy = pending('DetachUserPolicy', { UserName: userName, PolicyArn: arn })

export const listAttachedUserPolicies = pending('ListAttachedUserPolicies', {
  UserName: userName,
  PathPrefix: policyPath,
  Marker: marker,
  MaxItems: maxItems,
})

export const attachGroupPolicy = pending('AttachGroupPolicy', { GroupName: groupName, PolicyArn: arn })

export const detachGroupPolicy = pending('DetachGroupPolicy', { GroupName: groupName, PolicyArn: arn })

export const listAttachedGroupPolicies = pending('ListAttachedGroupPolicies', {
  GroupName: groupName,
  PathPrefix: policyPath,
  Marker: marker,
  MaxItems: maxItems,
})

export const attachRolePolicy = pending('AttachRolePolicy', { RoleName: roleName, PolicyArn: arn })

export const detachRolePolicy = pending('DetachRolePolicy', { RoleName: roleName, PolicyArn: arn })

export const listAttachedRolePolicies = pending('ListAttachedRolePolicies', {
  RoleName: roleName,
  PathPrefix: policyPath,
  Marker: marker,
  MaxItems: maxItems,
})

export const listEntitiesForPolicy = pending('ListEntitiesForPolicy', {
  PolicyArn: arn,
  EntityFilter: entityType,
  PathPrefix: path,
  PolicyUsageFilter: policyUsage,
  Marker: marker,
  MaxItems: maxItems,
})
