import type { Call } from '../call.ts'
import { instanceProfileArn } from '../identity/arn.ts'
import { newUniqueId } from '../identity/unique-id.ts'
import {
  countInstanceProfiles,
  deleteInstanceProfile as deleteInstanceProfileRow,
  findInstanceProfile,
  type InstanceProfileFilter,
  insertInstanceProfile,
  listInstanceProfiles as listInstanceProfileRows,
  setRoleOfInstanceProfile,
} from '../storage/instance-profiles.ts'
import { deleteAllTags } from '../storage/tags.ts'
import { AwsFault, quotaExceeded } from '../wire/faults.ts'
import { instanceProfileName, marker, maxItems, path, pathPrefix, roleName, tagList } from '../wire/named-limits.ts'
import {
  permissionOnInstanceProfile,
  requireInstanceProfile,
  showInstanceProfiles,
  toInstanceProfile,
} from './instance-profile.ts'
import { iamOperation } from './operation.ts'
import { type PagedInput, pageEnd, pageRequest } from './paging.ts'
import { permissionOnRole, requireModifiableRole, requireRole } from './role.ts'
import { permissionsToCreate, putTags, tagsMember } from './tagging.ts'

const profilesPerAccount = 1000

export const createInstanceProfile = iamOperation('CreateInstanceProfile', {
  limits: { InstanceProfileName: instanceProfileName, Path: path, Tags: tagList },
  access: 'write',
  permissions: ({ InstanceProfileName, Path = '/', Tags }, { accountId }) => {
    const resource = instanceProfileArn(accountId, Path, InstanceProfileName)
    const on = { resource, resourceName: `instance profile ${InstanceProfileName}` }
    return permissionsToCreate(['iam:CreateInstanceProfile', 'iam:TagInstanceProfile'], on, Tags)
  },
  async run({ InstanceProfileName, Path = '/', Tags = [] }, call) {
    if (await findInstanceProfile(call.queries, call.accountId, InstanceProfileName)) {
      throw new AwsFault('EntityAlreadyExists', `Instance Profile ${InstanceProfileName} already exists.`)
    }
    if ((await countInstanceProfiles(call.queries, call.accountId)) >= profilesPerAccount) {
      throw quotaExceeded('InstanceProfilesPerAccount', profilesPerAccount)
    }
    const profile = {
      account_id: call.accountId,
      instance_profile_id: newUniqueId('AIPA', call.accountId),
      name: InstanceProfileName,
      path: Path,
      created_at: call.now.getTime(),
      role_id: null,
    }
    await insertInstanceProfile(call.queries, profile)
    await putTags(call, profile.instance_profile_id, Tags)
    const shown = toInstanceProfile(profile, [])
    return { InstanceProfile: { ...shown, ...(await tagsMember(call, profile.instance_profile_id)) } }
  },
})

export const getInstanceProfile = iamOperation('GetInstanceProfile', {
  limits: { InstanceProfileName: instanceProfileName },
  access: 'read',
  permissions: ({ InstanceProfileName }, call) =>
    permissionOnInstanceProfile(call, 'iam:GetInstanceProfile', InstanceProfileName),
  async run({ InstanceProfileName }, call) {
    const profile = await requireInstanceProfile(call, InstanceProfileName)
    const [shown] = await showInstanceProfiles(call, [profile])
    if (!shown) throw new Error('One profile is shown as one')
    return { InstanceProfile: { ...shown, ...(await tagsMember(call, profile.instance_profile_id)) } }
  },
})

export const listInstanceProfiles = iamOperation('ListInstanceProfiles', {
  limits: { PathPrefix: pathPrefix, Marker: marker, MaxItems: maxItems },
  access: 'read',
  permissions: ({ PathPrefix = '/' }, { accountId }) => [
    { action: 'iam:ListInstanceProfiles', resource: instanceProfileArn(accountId, PathPrefix, '') },
  ],
  run: ({ PathPrefix = '/', ...input }, call) => listPage(call, { pathPrefix: PathPrefix }, input),
})

export const listInstanceProfilesForRole = iamOperation('ListInstanceProfilesForRole', {
  limits: { RoleName: roleName, Marker: marker, MaxItems: maxItems },
  access: 'read',
  permissions: ({ RoleName }, call) => permissionOnRole(call, 'iam:ListInstanceProfilesForRole', RoleName),
  async run({ RoleName, ...input }, call) {
    return listPage(call, { roleId: (await requireRole(call, RoleName)).role_id }, input)
  },
})

async function listPage(call: Call, filter: InstanceProfileFilter, input: PagedInput) {
  const page = await listInstanceProfileRows(call.queries, call.accountId, filter, pageRequest(input))
  return { InstanceProfiles: await showInstanceProfiles(call, page.rows), ...pageEnd(page) }
}

export const addRoleToInstanceProfile = iamOperation('AddRoleToInstanceProfile', {
  limits: { InstanceProfileName: instanceProfileName, RoleName: roleName },
  access: 'write',
  // The role is handed to EC2: who may not pass it there could otherwise use an instance to act as the role.
  async permissions({ InstanceProfileName, RoleName }, call) {
    const passing = await permissionOnRole(call, 'iam:PassRole', RoleName, {
      'iam:PassedToService': ['ec2.amazonaws.com'],
    })
    return [
      ...(await permissionOnInstanceProfile(call, 'iam:AddRoleToInstanceProfile', InstanceProfileName)),
      // Here AWS names the role by its ARN.
      ...passing.map(({ resourceName: _, ...permission }) => permission),
    ]
  },
  async run({ InstanceProfileName, RoleName }, call) {
    const profile = await requireInstanceProfile(call, InstanceProfileName)
    const role = await requireModifiableRole(call, RoleName)
    if (profile.role_id !== null) throw quotaExceeded('InstanceSessionsPerInstanceProfile', 1)
    await setRoleOfInstanceProfile(call.queries, profile, role)
    return {}
  },
})

export const removeRoleFromInstanceProfile = iamOperation('RemoveRoleFromInstanceProfile', {
  limits: { InstanceProfileName: instanceProfileName, RoleName: roleName },
  access: 'write',
  permissions: ({ InstanceProfileName }, call) =>
    permissionOnInstanceProfile(call, 'iam:RemoveRoleFromInstanceProfile', InstanceProfileName),
  async run({ InstanceProfileName, RoleName }, call) {
    const profile = await requireInstanceProfile(call, InstanceProfileName)
    const role = await requireRole(call, RoleName)
    if (profile.role_id !== role.role_id) {
      const message = `The role with name ${RoleName} cannot be found in the instance profile ${InstanceProfileName}.`
      throw new AwsFault('NoSuchEntity', message)
    }
    await setRoleOfInstanceProfile(call.queries, profile, undefined)
    return {}
  },
})

export const deleteInstanceProfile = iamOperation('DeleteInstanceProfile', {
  limits: { InstanceProfileName: instanceProfileName },
  access: 'write',
  permissions: ({ InstanceProfileName }, call) =>
    permissionOnInstanceProfile(call, 'iam:DeleteInstanceProfile', InstanceProfileName),
  async run({ InstanceProfileName }, call) {
    const profile = await requireInstanceProfile(call, InstanceProfileName)
    if (profile.role_id !== null) {
      throw new AwsFault('DeleteConflict', 'Cannot delete entity, must remove roles from instance profile first.')
    }
    await deleteAllTags(call.queries, { account_id: profile.account_id, resource_id: profile.instance_profile_id })
    await deleteInstanceProfileRow(call.queries, profile)
    return {}
  },
})
