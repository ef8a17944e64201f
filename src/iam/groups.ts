import { groupArn } from '../identity/arn.ts'
import { newUniqueId } from '../identity/unique-id.ts'
import {
  addMember,
  deleteGroup as deleteGroupRow,
  findGroup,
  findGroupIdsOf,
  type GroupRow,
  insertGroup,
  listGroups as listGroupRows,
  listGroupsOf,
  listMembers,
  removeMember,
  renameGroup,
} from '../storage/groups.ts'
import { AwsFault, quotaExceeded } from '../wire/faults.ts'
import { existingUserName, groupName, marker, maxItems, path, pathPrefix } from '../wire/named-limits.ts'
import { deleteConflict, requireNoPolicies } from './delete-conflict.ts'
import { iamOperation } from './operation.ts'
import { pageEnd, pageRequest } from './paging.ts'
import { groupResource, permissionOnGroup, requireGroup } from './target-group.ts'
import { permissionOnUser, requireUser } from './target-user.ts'
import { toUser } from './users.ts'

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const groupsPerUser = 10

/** A group as IAM's answers show it. */
export function toGroup(group: Omit<GroupRow, 'name_key'>) {
  return {
    Path: group.path,
    GroupName: group.name,
    GroupId: group.group_id,
    Arn: groupArn(group.account_id, group.path, group.name),
    CreateDate: new Date(group.created_at),
  }
}

export const createGroup = iamOperation('CreateGroup', {
  limits: { GroupName: groupName, Path: path },
  access: 'write',
  permissions: ({ GroupName, Path = '/' }, call) => [
    { action: 'iam:CreateGroup', ...groupResource(call, Path, GroupName) },
  ],
  async run({ GroupName, Path = '/' }, { queries, accountId, now }) {
    if (await findGroup(queries, accountId, GroupName)) throw groupExists(GroupName)
    const group = {
      account_id: accountId,
      group_id: newUniqueId('AGPA', accountId),
      name: GroupName,
      path: Path,
      created_at: now.getTime(),
    }
    await insertGroup(queries, group)
    return { Group: toGroup(group) }
  },
})

export const getGroup = iamOperation('GetGroup', {
  limits: { GroupName: groupName, Marker: marker, MaxItems: maxItems },
  access: 'read',
  permissions: ({ GroupName }, call) => permissionOnGroup(call, 'iam:GetGroup', GroupName),
  async run({ GroupName, ...input }, call) {
    const group = await requireGroup(call, GroupName)
    const page = await listMembers(call.queries, group, pageRequest(input))
    return { Group: toGroup(group), Users: page.rows.map(toUser), ...pageEnd(page) }
  },
})

export const listGroups = iamOperation('ListGroups', {
  limits: { PathPrefix: pathPrefix, Marker: marker, MaxItems: maxItems },
  access: 'read',
  permissions: ({ PathPrefix = '/' }, { accountId }) => [
    { action: 'iam:ListGroups', resource: groupArn(accountId, PathPrefix, '') },
  ],
  async run({ PathPrefix = '/', ...input }, { queries, accountId }) {
    const page = await listGroupRows(queries, accountId, PathPrefix, pageRequest(input))
    return { Groups: page.rows.map(toGroup), ...pageEnd(page) }
  },
})

export const updateGroup = iamOperation('UpdateGroup', {
  limits: { GroupName: groupName, NewPath: path, NewGroupName: groupName },
  access: 'write',
  // AWS asks about the group as it is and as it will be.
  async permissions({ GroupName, NewPath, NewGroupName }, call) {
    const present = (await findGroup(call.queries, call.accountId, GroupName)) ?? { path: '/', name: GroupName }
    const future = { path: NewPath ?? present.path, name: NewGroupName ?? present.name }
    return [
      {
        action: 'iam:UpdateGroup',
        ...groupResource(call, present.path, present.name),
        resourceName: `group ${GroupName}`,
      },
      { action: 'iam:UpdateGroup', ...groupResource(call, future.path, future.name) },
    ]
  },
  async run({ GroupName, NewPath, NewGroupName }, call) {
    const group = await requireGroup(call, GroupName)
    if (NewGroupName !== undefined) {
      const holder = await findGroup(call.queries, call.accountId, NewGroupName)
      if (holder && holder.group_id !== group.group_id) throw groupExists(NewGroupName)
    }
    await renameGroup(call.queries, group, { name: NewGroupName ?? group.name, path: NewPath ?? group.path })
    return {}
  },
})

export const deleteGroup = iamOperation('DeleteGroup', {
  limits: { GroupName: groupName },
  access: 'write',
  permissions: ({ GroupName }, call) => permissionOnGroup(call, 'iam:DeleteGroup', GroupName),
  async run({ GroupName }, call) {
    const group = await requireGroup(call, GroupName)
    const members = await listMembers(call.queries, group, { after: undefined, limit: 1 })
    if (members.rows.length > 0) throw deleteConflict('remove users from group')
    await requireNoPolicies(call.queries, { ...group, entity_id: group.group_id })
    await deleteGroupRow(call.queries, group)
    return {}
  },
})

export const addUserToGroup = iamOperation('AddUserToGroup', {
  limits: { GroupName: groupName, UserName: existingUserName },
  access: 'write',
  permissions: ({ GroupName }, call) => permissionOnGroup(call, 'iam:AddUserToGroup', GroupName),
  async run({ GroupName, UserName }, call) {
    const group = await requireGroup(call, GroupName)
    const user = await requireUser(call, UserName)
    const groupIds = await findGroupIdsOf(call.queries, user)
    // Who is in the group already may be added again.
    if (groupIds.includes(group.group_id)) return {}
    if (groupIds.length >= groupsPerUser) throw quotaExceeded('GroupsPerUser', groupsPerUser)
    await addMember(call.queries, { ...group, ...user })
    return {}
  },
})

export const listGroupsForUser = iamOperation('ListGroupsForUser', {
  limits: { UserName: existingUserName, Marker: marker, MaxItems: maxItems },
  access: 'read',
  permissions: ({ UserName }, call) => permissionOnUser(call, 'iam:ListGroupsForUser', UserName),
  async run({ UserName, ...input }, call) {
    const page = await listGroupsOf(call.queries, await requireUser(call, UserName), pageRequest(input))
    return { Groups: page.rows.map(toGroup), ...pageEnd(page) }
  },
})

export const removeUserFromGroup = iamOperation('RemoveUserFromGroup', {
  limits: { GroupName: groupName, UserName: existingUserName },
  access: 'write',
  permissions: ({ GroupName }, call) => permissionOnGroup(call, 'iam:RemoveUserFromGroup', GroupName),
  async run({ GroupName, UserName }, call) {
    const group = await requireGroup(call, GroupName)
    // As on AWS it is no error when the user was not in the group.
    await removeMember(call.queries, { ...group, ...(await requireUser(call, UserName)) })
    return {}
  },
})

function groupExists(name: string): AwsFault {
  return new AwsFault('EntityAlreadyExists', `Group with name ${name} already exists.`)
}
