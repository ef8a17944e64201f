import { arn, marker, maxItems, tagKeyList, tagList } from '../wire/named-limits.ts'
import { permissionOnPolicy, requireOwnPolicy, requirePolicy } from './managed-policy.ts'
import { iamOperation } from './operation.ts'
import { deleteTags, listTags, putTags, requestTagContext, tagKeysContext } from './tagging.ts'

export const tagPolicy = iamOperation('TagPolicy', {
  limits: { PolicyArn: arn, Tags: tagList },
  access: 'write',
  permissions: ({ PolicyArn, Tags }, call) =>
    permissionOnPolicy(call, 'iam:TagPolicy', PolicyArn, requestTagContext(Tags)),
  async run({ PolicyArn, Tags }, call) {
    await putTags(call, (await requireOwnPolicy(call, PolicyArn)).policyId, Tags)
    return {}
  },
})

export const untagPolicy = iamOperation('UntagPolicy', {
  limits: { PolicyArn: arn, TagKeys: tagKeyList },
  access: 'write',
  permissions: ({ PolicyArn, TagKeys }, call) =>
    permissionOnPolicy(call, 'iam:UntagPolicy', PolicyArn, tagKeysContext(TagKeys)),
  async run({ PolicyArn, TagKeys }, call) {
    await deleteTags(call, (await requireOwnPolicy(call, PolicyArn)).policyId, TagKeys)
    return {}
  },
})

export const listPolicyTags = iamOperation('ListPolicyTags', {
  limits: { PolicyArn: arn, Marker: marker, MaxItems: maxItems },
  access: 'read',
  permissions: ({ PolicyArn }, call) => permissionOnPolicy(call, 'iam:ListPolicyTags', PolicyArn),
  async run({ PolicyArn, ...input }, call) {
    return listTags(call, (await requirePolicy(call, PolicyArn)).policyId, input)
  },
})
