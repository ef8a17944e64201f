import { arn, marker, maxItems, tagKeyList, tagList } from '../wire/named-limits.ts'
import { iamOperation } from './operation.ts'
import { permissionOnSamlProvider, requireSamlProvider } from './saml-provider.ts'
import { deleteTags, listTags, putTags, requestTagContext, tagKeysContext } from './tagging.ts'

export const tagSAMLProvider = iamOperation('TagSAMLProvider', {
  limits: { SAMLProviderArn: arn, Tags: tagList },
  access: 'write',
  permissions: ({ SAMLProviderArn, Tags }, call) =>
    permissionOnSamlProvider(call, 'iam:TagSAMLProvider', SAMLProviderArn, requestTagContext(Tags)),
  async run({ SAMLProviderArn, Tags }, call) {
    await requireSamlProvider(call, SAMLProviderArn)
    await putTags(call, SAMLProviderArn, Tags)
    return {}
  },
})

export const untagSAMLProvider = iamOperation('UntagSAMLProvider', {
  limits: { SAMLProviderArn: arn, TagKeys: tagKeyList },
  access: 'write',
  permissions: ({ SAMLProviderArn, TagKeys }, call) =>
    permissionOnSamlProvider(call, 'iam:UntagSAMLProvider', SAMLProviderArn, tagKeysContext(TagKeys)),
  async run({ SAMLProviderArn, TagKeys }, call) {
    await requireSamlProvider(call, SAMLProviderArn)
    await deleteTags(call, SAMLProviderArn, TagKeys)
    return {}
  },
})

export const listSAMLProviderTags = iamOperation('ListSAMLProviderTags', {
  limits: { SAMLProviderArn: arn, Marker: marker, MaxItems: maxItems },
  access: 'read',
  permissions: ({ SAMLProviderArn }, call) =>
    permissionOnSamlProvider(call, 'iam:ListSAMLProviderTags', SAMLProviderArn),
  async run({ SAMLProviderArn, ...input }, call) {
    await requireSamlProvider(call, SAMLProviderArn)
    return listTags(call, SAMLProviderArn, input)
  },
})
