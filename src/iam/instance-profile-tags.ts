import { instanceProfileName, marker, maxItems, tagKeyList, tagList } from '../wire/named-limits.ts'
import { permissionOnInstanceProfile, requireInstanceProfile } from './instance-profile.ts'
import { iamOperation } from './operation.ts'
import { deleteTags, listTags, putTags, requestTagContext, tagKeysContext } from './tagging.ts'

export const tagInstanceProfile = iamOperation('TagInstanceProfile', {
  limits: { InstanceProfileName: instanceProfileName, Tags: tagList },
  access: 'write',
  permissions: ({ InstanceProfileName, Tags }, call) =>
    permissionOnInstanceProfile(call, 'iam:TagInstanceProfile', InstanceProfileName, requestTagContext(Tags)),
  async run({ InstanceProfileName, Tags }, call) {
    await putTags(call, (await requireInstanceProfile(call, InstanceProfileName)).instance_profile_id, Tags)
    return {}
  },
})

export const untagInstanceProfile = iamOperation('UntagInstanceProfile', {
  limits: { InstanceProfileName: instanceProfileName, TagKeys: tagKeyList },
  access: 'write',
  permissions: ({ InstanceProfileName, TagKeys }, call) =>
    permissionOnInstanceProfile(call, 'iam:UntagInstanceProfile', InstanceProfileName, tagKeysContext(TagKeys)),
  async run({ InstanceProfileName, TagKeys }, call) {
    await deleteTags(call, (await requireInstanceProfile(call, InstanceProfileName)).instance_profile_id, TagKeys)
    return {}
  },
})

export const listInstanceProfileTags = iamOperation('ListInstanceProfileTags', {
  limits: { InstanceProfileName: instanceProfileName, Marker: marker, MaxItems: maxItems },
  access: 'read',
  permissions: ({ InstanceProfileName }, call) =>
    permissionOnInstanceProfile(call, 'iam:ListInstanceProfileTags', InstanceProfileName),
  async run({ InstanceProfileName, ...input }, call) {
    return listTags(call, (await requireInstanceProfile(call, InstanceProfileName)).instance_profile_id, input)
  },
})
