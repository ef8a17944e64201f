import { arn, marker, maxItems, tagKeyList, tagList } from '../wire/named-limits.ts'
import { pending } from './pending.ts'

export const tagSAMLProvider = pending('TagSAMLProvider', { SAMLProviderArn: arn, Tags: tagList })

export const untagSAMLProvider = pending('UntagSAMLProvider', { SAMLProviderArn: arn, TagKeys: tagKeyList })

export const listSAMLProviderTags = pending('ListSAMLProviderTags', {
  SAMLProviderArn: arn,
  Marker: marker,
  MaxItems: maxItems,
})
