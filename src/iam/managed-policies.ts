import { anything, oneOf, text } from '../wire/limits.ts'
import {
  arn,
  marker,
  maxItems,
  policyDocument,
  policyName,
  policyPath,
  policyUsage,
  tagList,
} from '../wire/named-limits.ts'
import { pending } from './pending.ts'

const policyDescription = text({ max: 1000 })
const policyScope = oneOf(['All', 'AWS', 'Local'])
const policyVersionId = text({ pattern: String.raw`v[1-9][0-9]*(\.[A-Za-z0-9-]*)?` })

export const createPolicy = pending('CreatePolicy', {
  PolicyName: policyName,
  PolicyDocument: policyDocument,
  Path: policyPath,
  Description: policyDescription,
  Tags: tagList,
})

export const getPolicy = pending('GetPolicy', { PolicyArn: arn })

export const listPolicies = pending('ListPolicies', {
  Scope: policyScope,
  OnlyAttached: anything,
  PathPrefix: policyPath,
  PolicyUsageFilter: policyUsage,
  Marker: marker,
  MaxItems: maxItems,
})

export const deletePolicy = pending('DeletePolicy', { PolicyArn: arn })

export const createPolicyVersion = pending('CreatePolicyVersion', {
  PolicyArn: arn,
  PolicyDocument: policyDocument,
  SetAsDefault: anything,
})

export const getPolicyVersion = pending('GetPolicyVersion', { PolicyArn: arn, VersionId: policyVersionId })

export const listPolicyVersions = pending('ListPolicyVersions', { PolicyArn: arn, Marker: marker, MaxItems: maxItems })

export const setDefaultPolicyVersion = pending('SetDefaultPolicyVersion', {
  PolicyArn: arn,
  VersionId: policyVersionId,
})

export const deletePolicyVersion = pending('DeletePolicyVersion', { PolicyArn: arn, VersionId: policyVersionId })
