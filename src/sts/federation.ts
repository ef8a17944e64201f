import { text } from '../wire/limits.ts'
import { tagList } from '../wire/named-limits.ts'
import { durationSeconds, minimumSessionTokenSize, policyDescriptorList, sessionPolicyDocument } from './limits.ts'
import { pending } from './pending.ts'

export const getFederationToken = pending('GetFederationToken', {
  Name: text({ min: 2, max: 32, pattern: String.raw`[\w+=,.@-]*` }),
  Policy: sessionPolicyDocument,
  PolicyArns: policyDescriptorList,
  DurationSeconds: durationSeconds,
  Tags: tagList,
  MinimumSessionTokenSize: minimumSessionTokenSize,
})
