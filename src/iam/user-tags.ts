import { existingUserName, marker, maxItems, tagKeyList, tagList } from '../wire/named-limits.ts'
import { iamOperation } from './operation.ts'
import { deleteTags, listTags, putTags, requestTagContext, tagKeysContext } from './tagging.ts'
import { permissionOnUser, requireUser } from './target-user.ts'

export const tagUser = iamOperation('TagUser', {
  limits: { UserName: existingUserName, Tags: tagList },
  access: 'write',
  permissions: ({ UserName, Tags }, call) => permissionOnUser(call, 'iam:TagUser', UserName, requestTagContext(Tags)),
  async run({ UserName, Tags }, call) {
    await putTags(call, (await requireUser(call, UserName)).user_id, Tags)
    return {}
  },
})

export const untagUser = iamOperation('UntagUser', {
  limits: { UserName: existingUserName, TagKeys: tagKeyList },
  access: 'write',
  permissions: ({ UserName, TagKeys }, call) =>
    permissionOnUser(call, 'iam:UntagUser', UserName, tagKeysContext(TagKeys)),
  async run({ UserName, TagKeys }, call) {
    await deleteTags(call, (await requireUser(call, UserName)).user_id, TagKeys)
    return {}
  },
})

export const listUserTags = iamOperation('ListUserTags', {
  limits: { UserName: existingUserName, Marker: marker, MaxItems: maxItems },
  access: 'read',
  permissions: ({ UserName }, call) => permissionOnUser(call, 'iam:ListUserTags', UserName),
  async run({ UserName, ...input }, call) {
    return listTags(call, (await requireUser(call, UserName)).user_id, input)
  },
})
