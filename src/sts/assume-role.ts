import type { ProvidedContext } from '@aws-sdk/client-sts'
import { listOf, structure, text } from '../wire/limits.ts'
import { tagKeyList, tagList } from '../wire/named-limits.ts'
import {
  arn,
  minimumSessionTokenSize,
  policyDescriptorList,
  roleDurationSeconds,
  roleSessionName,
  serialNumber,
  tokenCode,
} from './limits.ts'
import { pending } from './pending.ts'

const externalId = text({ min: 2, max: 1224, pattern: String.raw`[\w+=,.@:\/-]*` })
const sourceIdentity = text({ min: 2, max: 64, pattern: String.raw`[\w+=,.@-]*` })
/** Longer than other session policies: only the packed size limits it. */
const unrestrictedSessionPolicyDocument = text({ min: 1, pattern: String.raw`[\u0009\u000A\u000D\u0020-\u00FF]+` })
const providedContextList = listOf(
  structure<ProvidedContext>({ ProviderArn: arn, ContextAssertion: text({ min: 4, max: 2048 }) }),
  { min: 1, max: 5 },
)

export const assumeRole = pending('AssumeRole', {
  RoleArn: arn,
  RoleSessionName: roleSessionName,
  PolicyArns: policyDescriptorList,
  Policy: unrestrictedSessionPolicyDocument,
  DurationSeconds: roleDurationSeconds,
  Tags: tagList,
  TransitiveTagKeys: tagKeyList,
  ExternalId: externalId,
  SerialNumber: serialNumber,
  TokenCode: tokenCode,
  SourceIdentity: sourceIdentity,
  ProvidedContexts: providedContextList,
  MinimumSessionTokenSize: minimumSessionTokenSize,
})
