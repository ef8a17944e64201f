import { existingUserName, groupName, marker, maxItems, path, pathPrefix } from '../wire/named-limits.ts'
import { pending } from './pending.ts'

export const createGroup = pending('CreateGroup', { GroupName: groupName, Path: path })

export const getGroup = pending('GetGroup', { GroupName: groupName, Marker: marker, MaxItems: maxItems })

export const listGroups = pending('ListGroups', { PathPrefix: pathPrefix, Marker: marker, MaxItems: maxItems })

export const updateGroup = pending('UpdateGroup', { GroupName: groupName, NewPath: path, NewGroupName: groupName })

export const deleteGroup = pending('DeleteGroup', { GroupName: groupName })

export const addUserToGroup = pending('AddUserToGroup', { GroupName: groupName, UserName: existingUserName })

export const listGroupsForUser = pending('ListGroupsForUser', {
  UserName: existingUserName,
  Marker: marker,
  MaxItems: maxItems,
})

export const removeUserFromGroup = pending('RemoveUserFromGroup', { GroupName: groupName, UserName: existingUserName })
