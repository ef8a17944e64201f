/**
 * The policy simulator: what policies would decide about requests that nobody makes. It knows of a request what its input
 * says and nothing of the one that carries it, and it decides with the engine that decides about real ones.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_testing-policies.html
 */
import type { ContextEntry } from '@aws-sdk/client-iam'
import { anything, listOf, oneOf, structure, text } from '../wire/limits.ts'
import { arn, marker, maxItems, policyDocument } from '../wire/named-limits.ts'
import { iamOperation } from './operation.ts'
import { invalidMarker, type PagedInput, pageEnd, pageRequest } from './paging.ts'
import { actionsPerPage } from './simulation-cost.ts'
import { excludePolicies } from './simulation-exclusions.ts'
import { readPolicy, readSimulation, type Simulation } from './simulation-input.ts'
import { namesOfKeys, policiesOf, simulator } from './simulation-results.ts'
import { findSourcePolicies, permissionOnSource, requireSource } from './simulation-source.ts'

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

const simulationLimits = {
  ActionNames: actionNameList,
  PermissionsBoundaryPolicyInputList: policyDocumentList,
  ResourceArns: resourceNameList,
  ResourcePolicy: policyDocument,
  ResourceOwner: resourceName,
  CallerArn: resourceName,
  ContextEntries: contextEntryList,
  ResourceHandlingOption: resourceHandlingOption,
  MaxItems: maxItems,
  Marker: marker,
}

export const simulateCustomPolicy = iamOperation('SimulateCustomPolicy', {
  limits: { ...simulationLimits, PolicyInputList: policyDocumentList, OrderedOrganizationPolicyInputList: anything },
  access: 'read',
  permissions: () => [{ action: 'iam:SimulateCustomPolicy', resource: '*' }],
  async run(input, { accountId }) {
    return simulatePage(readSimulation(input, accountId), input)
  },
})

export const simulatePrincipalPolicy = iamOperation('SimulatePrincipalPolicy', {
  limits: {
    ...simulationLimits,
    PolicySourceArn: arn,
    PolicyInputList: policyDocumentList,
    PolicyExclusionList: anything,
  },
  access: 'read',
  permissions: ({ PolicySourceArn }, call) => permissionOnSource(call, 'iam:SimulatePrincipalPolicy', PolicySourceArn),
  async run({ PolicySourceArn, PolicyExclusionList = [], ...input }, call) {
    const source = await requireSource(call, PolicySourceArn)
    const policies = excludePolicies(await findSourcePolicies(call, source), PolicyExclusionList)
    return simulatePage(readSimulation(input, call.accountId, { ...source, ...policies }), input)
  },
})

export const getContextKeysForCustomPolicy = iamOperation('GetContextKeysForCustomPolicy', {
  limits: { PolicyInputList: policyDocumentList },
  access: 'read',
  permissions: () => [{ action: 'iam:GetContextKeysForCustomPolicy', resource: '*' }],
  async run({ PolicyInputList }) {
    return { ContextKeyNames: [...namesOfKeys(readPolicies(PolicyInputList)).values()] }
  },
})

export const getContextKeysForPrincipalPolicy = iamOperation('GetContextKeysForPrincipalPolicy', {
  limits: { PolicySourceArn: arn, PolicyInputList: policyDocumentList },
  access: 'read',
  permissions: ({ PolicySourceArn }, call) =>
    permissionOnSource(call, 'iam:GetContextKeysForPrincipalPolicy', PolicySourceArn),
  async run({ PolicySourceArn, PolicyInputList = [] }, call) {
    const { identity, boundary } = await findSourcePolicies(call, await requireSource(call, PolicySourceArn))
    const policies = [...identity, ...(boundary ? [boundary] : []), ...readPolicies(PolicyInputList)]
    return { ContextKeyNames: [...namesOfKeys(policies).values()] }
  },
})

function readPolicies(texts: readonly string[]) {
  return texts.map((text, index) => readPolicy(text, `PolicyInputList.${index + 1}`))
}

/** A page is a number of actions, each with all resources. The marker is the number of those before. */
async function simulatePage(simulation: Simulation, input: PagedInput & { readonly ActionNames: readonly string[] }) {
  const { resources, context } = simulation
  const policies = policiesOf(simulation)
  const { after = '0', limit } = pageRequest(input)
  if (!/^[0-9]{1,9}$/.test(after)) throw invalidMarker()
  const start = Number(after)
  const end = start + Math.min(limit, actionsPerPage({ resources, policies, values: [...context.values()].flat() }))
  const actions = input.ActionNames
  const simulate = simulator(simulation)
  const EvaluationResults: Awaited<ReturnType<typeof simulate>>[] = []
  for (const action of actions.slice(start, end)) EvaluationResults.push(await simulate(action))
  return {
    EvaluationResults,
    ...pageEnd({ rows: [], next: end < actions.length ? String(end) : undefined }),
  }
}
