import { text } from '../wire/limits.ts'
import {
  arn,
  minimumSessionTokenSize,
  policyDescriptorList,
  roleDurationSeconds,
  sessionPolicyDocument,
} from './limits.ts'
import { pending } from './pending.ts'

export const assumeRoleWithSAML = pending('AssumeRoleWithSAML', {
  RoleArn: arn,
  PrincipalArn: arn,
  SAMLAssertion: text({ min: 4, max: 100000 }),
  PolicyArns: policyDescriptorList,
  Policy: sessionPolicyDocument,
  DurationSeconds: roleDurationSeconds,
  MinimumSessionTokenSize: minimumSessionTokenSize,
})
