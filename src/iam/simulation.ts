import type { ContextEntry } from '@aws-sdk/client-iam'
import { anything, listOf, oneOf, structure, text } from '../wire/limits.ts'
import { arn, marker, maxItems, policyDocument } from '../wire/named-limits.ts'
import { pending } from './pending.ts'

const policyDocumentList = listOf(policyDocument)
const actionNameList = listOf(text({ min: 3, max: 128 }))
const resourceName = text({ min: 1, max: 2048 })
const resourceNameList = listOf(resourceName)
const resourceHandlingOption = text({ min: 1, max: 64 })
const contextEntryList = listOf(
  structure<ContextEntry>({
    ContextKeyName: text({ min: 5, max: 256 }),
    ContextKeyValues: listOf(anything),
    ContextKeyType: oneOf([
      'string',
      'stringList',
      'numeric',
      'numericList',
      'boolean',
      'booleanList',
      'ip',
      'ipList',
      'binary',
      'binaryList',
      'date',
      'dateList',
    ]),
  }),
)

export const simulateCustomPolicy = pending('SimulateCustomPolicy', {
  PolicyInputList: policyDocumentList,
  ActionNames: actionNameList,
  PermissionsBoundaryPolicyInputList: policyDocumentList,
  OrderedOrganizationPolicyInputList: anything,
  ResourceArns: resourceNameList,
  ResourcePolicy: policyDocument,
  ResourceOwner: resourceName,
  CallerArn: resourceName,
  ContextEntries: contextEntryList,
  ResourceHandlingOption: resourceHandlingOption,
  MaxItems: maxItems,
  Marker: marker,
})

export const simulatePrincipalPolicy = pending('SimulatePrincipalPolicy', {
  PolicySourceArn: arn,
  ActionNames: actionNameList,
  PolicyInputList: policyDocumentList,
  PermissionsBoundaryPolicyInputList: policyDocumentList,
  PolicyExclusionList: anything,
  ResourceArns: resourceNameList,
  ResourcePolicy: policyDocument,
  ResourceOwner: resourceName,
  CallerArn: resourceName,
  ContextEntries: contextEntryList,
  ResourceHandlingOption: resourceHandlingOption,
  MaxItems: maxItems,
  Marker: marker,
})

export const getContextKeysForCustomPolicy = pending('GetContextKeysForCustomPolicy', {
  PolicyInputList: policyDocumentList,
})

export const getContextKeysForPrincipalPolicy = pending('GetContextKeysForPrincipalPolicy', {
  PolicySourceArn: arn,
  PolicyInputList: policyDocumentList,
})
