import { arn, marker, maxItems, tagKeyList, tagList } from '../wire/named-limits.ts'
import { permissionOnOpenIDConnectProvider, requireOpenIDConnectProvider } from './openid-connect-provider.ts'
import { iamOperation } from './operation.ts'
import { deleteTags, listTags, putTags, requestTagContext, tagKeysContext } from './tagging.ts'

export const tagOpenIDConnectProvider = iamOperation('TagOpenIDConnectProvider', {
  limits: { OpenIDConnectProviderArn: arn, Tags: tagList },
  access: 'write',
  permissions: ({ OpenIDConnectProviderArn, Tags }, call) =>
    permissionOnOpenIDConnectProvider(
      call,
      'iam:TagOpenIDConnectProvider',
      OpenIDConnectProviderArn,
      requestTagContext(Tags),
    ),
  async run({ OpenIDConnectProviderArn, Tags }, call) {
    await requireOpenIDConnectProvider(call, OpenIDConnectProviderArn)
    await putTags(call, OpenIDConnectProviderArn, Tags)
    return {}
  },
})

export const untagOpenIDConnectProvider = iamOperation('UntagOpenIDConnectProvider', {
  limits: { OpenIDConnectProviderArn: arn, TagKeys: tagKeyList },
  access: 'write',
  permissions: ({ OpenIDConnectProviderArn, TagKeys }, call) =>
    permissionOnOpenIDConnectProvider(
      call,
      'iam:UntagOpenIDConnectProvider',
      OpenIDConnectProviderArn,
      tagKeysContext(TagKeys),
    ),
  async run({ OpenIDConnectProviderArn, TagKeys }, call) {
    await requireOpenIDConnectProvider(call, OpenIDConnectProviderArn)
    await deleteTags(call, OpenIDConnectProviderArn, TagKeys)
    return {}
  },
})

export const listOpenIDConnectProviderTags = iamOperation('ListOpenIDConnectProviderTags', {
  limits: { OpenIDConnectProviderArn: arn, Marker: marker, MaxItems: maxItems },
  access: 'read',
  permissions: ({ OpenIDConnectProviderArn }, call) =>
    permissionOnOpenIDConnectProvider(call, 'iam:ListOpenIDConnectProviderTags', OpenIDConnectProviderArn),
  async run({ OpenIDConnectProviderArn, ...input }, call) {
    await requireOpenIDConnectProvider(call, OpenIDConnectProviderArn)
    return listTags(call, OpenIDConnectProviderArn, input)
  },
})
