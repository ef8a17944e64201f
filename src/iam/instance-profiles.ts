import { instanceProfileName, marker, maxItems, path, pathPrefix, roleName, tagList } from '../wire/named-limits.ts'
import { pending } from './pending.ts'

export const createInstanceProfile = pending('CreateInstanceProfile', {
  InstanceProfileName: instanceProfileName,
  Path: path,
  Tags: tagList,
})

export const getInstanceProfile = pending('GetInstanceProfile', { InstanceProfileName: instanceProfileName })

export const listInstanceProfiles = pending('ListInstanceProfiles', {
  PathPrefix: pathPrefix,
  Marker: marker,
  MaxItems: maxItems,
})

export const listInstanceProfilesForRole = pending('ListInstanceProfilesForRole', {
  RoleName: roleName,
  Marker: marker,
  MaxItems: maxItems,
})

export const addRoleToInstanceProfile = pending('AddRoleToInstanceProfile', {
  InstanceProfileName: instanceProfileName,
  RoleName: roleName,
})

export const removeRoleFromInstanceProfile = pending('RemoveRoleFromInstanceProfile', {
  InstanceProfileName: instanceProfileName,
  RoleName: roleName,
})

export const deleteInstanceProfile = pending('DeleteInstanceProfile', { InstanceProfileName: instanceProfileName })
