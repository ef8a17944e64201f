import { marker, maxItems, roleName, tagKeyList, tagList } from '../wire/named-limits.ts'
import { iamOperation } from './operation.ts'
import { permissionOnRole, requireRole } from './role.ts'
import { deleteTags, listTags, putTags, requestTagContext, tagKeysContext } from './tagging.ts'

export const tagRole = iamOperation('TagRole', {
  limits: { RoleName: roleName, Tags: tagList },
  access: 'write',
  permissions: ({ RoleName, Tags }, call) => permissionOnRole(call, 'iam:TagRole', RoleName, requestTagContext(Tags)),
  async run({ RoleName, Tags }, call) {
    await putTags(call, (await requireRole(call, RoleName)).role_id, Tags)
    return {}
  },
})

export const untagRole = iamOperation('UntagRole', {
  limits: { RoleName: roleName, TagKeys: tagKeyList },
  access: 'write',
  permissions: ({ RoleName, TagKeys }, call) =>
    permissionOnRole(call, 'iam:UntagRole', RoleName, tagKeysContext(TagKeys)),
  async run({ RoleName, TagKeys }, call) {
    await deleteTags(call, (await requireRole(call, RoleName)).role_id, TagKeys)
    return {}
  },
})

export const listRoleTags = iamOperation('ListRoleTags', {
  limits: { RoleName: roleName, Marker: marker, MaxItems: maxItems },
  access: 'read',
  permissions: ({ RoleName }, call) => permissionOnRole(call, 'iam:ListRoleTags', RoleName),
  async run({ RoleName, ...input }, call) {
    return listTags(call, (await requireRole(call, RoleName)).role_id, input)
  },
})
