import { anything, integer, listOf, oneOf, text } from '../wire/limits.ts'
import { tagList } from '../wire/named-limits.ts'
import {
  arn,
  minimumSessionTokenSize,
  policyDescriptorList,
  roleDurationSeconds,
  roleSessionName,
  sessionPolicyDocument,
} from './limits.ts'
import { pending } from './pending.ts'

const providerId = text({ min: 4, max: 2048 })
const webIdentityToken = text({ min: 4, max: 20000 })
const audienceList = listOf(text({ min: 1, max: 1000 }), { min: 1, max: 10 })
const signingAlgorithm = text({ min: 5, max: 5 })
const subjectMode = oneOf(['AWSIdentity', 'OriginIdentity'])

export const assumeRoleWithWebIdentity = pending('AssumeRoleWithWebIdentity', {
  RoleArn: arn,
  RoleSessionName: roleSessionName,
  WebIdentityToken: webIdentityToken,
  ProviderId: providerId,
  PolicyArns: policyDescriptorList,
  Policy: sessionPolicyDocument,
  DurationSeconds: roleDurationSeconds,
  MinimumSessionTokenSize: minimumSessionTokenSize,
})

export const getWebIdentityToken = pending('GetWebIdentityToken', {
  Audience: audienceList,
  SigningAlgorithm: signingAlgorithm,
  DurationSeconds: integer({ min: 60, max: 3600 }),
  Scope: anything,
  SubjectMode: subjectMode,
  Tags: tagList,
})
