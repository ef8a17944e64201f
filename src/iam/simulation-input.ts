/** The members that both simulations have in common, read into what is evaluated. */
import type * as Iam from '@aws-sdk/client-iam'
import { parseArn } from '../identity/arn.ts'
import { findIdentityPolicyFault, findResourcePolicyFault } from '../policy/check.ts'
import { compilePolicy, PolicyCompileError } from '../policy/compile.ts'
import { parsePolicyDocument } from '../policy/document.ts'
import type { ConditionContext, PolicyPrincipal } from '../policy/request.ts'
import { AwsFault } from '../wire/faults.ts'
import type { Input } from '../wire/operation.ts'
import { readContextEntries } from './simulation-context.ts'
import {
  type NamedEntity,
  type PolicySource,
  parseEntityArn,
  type SimulatedPolicy,
  type SourcePolicies,
} from './simulation-source.ts'

export type SimulationInput = Omit<Input<typeof Iam, 'SimulateCustomPolicy'>, 'PolicyInputList'> & {
  readonly PolicyInputList?: readonly string[]
}

export interface Simulation {
  readonly resources: readonly string[]
  readonly identity: readonly SimulatedPolicy[]
  readonly boundary: SimulatedPolicy | undefined
  readonly resourcePolicy: SimulatedPolicy | undefined
  /** From the root of an organization to the account: every level must allow. Undefined: no organization limits anybody. */
  readonly organization: readonly (readonly SimulatedPolicy[])[] | undefined
  readonly context: ConditionContext
  readonly principal: PolicyPrincipal
  /** Of the resources whose ARN names none. */
  readonly ownerAccountId: string
}

/** @throws AwsFault InvalidInput */
export function readSimulation(
  input: SimulationInput,
  accountId: string,
  source?: PolicySource & SourcePolicies,
): Simulation {
  const { PolicyInputList = [], PermissionsBoundaryPolicyInputList = [], ResourceArns, ResourcePolicy } = input
  if (PermissionsBoundaryPolicyInputList.length > 1) {
    throw invalid('The list of Permissions Boundary policies cannot exceed 1 items.')
  }
  const resources = ResourceArns?.length ? ResourceArns : ['*']
  for (const resource of resources) requireResource(resource, resources.length)
  for (const action of input.ActionNames) requireAction(action)
  requireResourceHandling(input, resources)
  const identity = PolicyInputList.map((text, index) => readPolicy(text, `PolicyInputList.${index + 1}`))
  const [boundaryText] = PermissionsBoundaryPolicyInputList
  const callerArn = input.CallerArn ?? source?.arn
  const caller = readCaller(callerArn)
  const callerAccountId = caller?.accountId ?? accountId
  return {
    resources,
    identity: [...(source?.identity ?? []), ...identity],
    // The one that is passed takes the place of the entity's own.
    boundary:
      boundaryText === undefined ? source?.boundary : readPolicy(boundaryText, 'PermissionsBoundaryPolicyInputList.1'),
    resourcePolicy: ResourcePolicy === undefined ? undefined : readResourcePolicy(ResourcePolicy, resources, caller),
    organization: readOrganization(input),
    context: new Map([
      ...describeCaller(callerAccountId, callerArn, caller),
      ...readContextEntries(input.ContextEntries ?? []),
    ]),
    principal: {
      kind: 'AWS',
      accountId: callerAccountId,
      names: [callerArn, input.CallerArn === undefined ? source?.id : undefined].filter((name) => name !== undefined),
    },
    ownerAccountId: input.ResourceOwner === undefined ? callerAccountId : readOwner(input.ResourceOwner),
  }
}

/**
 * Not by `compileDocument`: it keeps what it compiled, and the policies of the account must not make room for texts that
 * anyone sends.
 * @throws AwsFault InvalidInput
 */
export function readPolicy(text: string, sourceId: string, findFault = findIdentityPolicyFault): SimulatedPolicy {
  const fault = findFault(text)
  if (fault !== undefined) throw invalid(`Invalid input for ${sourceId}: ${fault}`)
  try {
    return { name: sourceId, sourceId, text, policy: compilePolicy(parsePolicyDocument(text)) }
  } catch (error) {
    if (error instanceof PolicyCompileError) throw invalid(`Invalid input for ${sourceId}: ${error.message}`)
    throw error
  }
}

/**
 * What AWS's simulator knows of the caller by itself, from his ARN alone; an entry of the same key takes its place.
 * Whatever else a real request would have, such as MFA, is missing unless an entry says it.
 */
function describeCaller(accountId: string, arn: string | undefined, caller: NamedEntity | undefined) {
  const context: [string, readonly string[]][] = [['aws:principalaccount', [accountId]]]
  if (arn !== undefined) context.push(['aws:principalarn', [arn]])
  if (caller?.kind === 'user') context.push(['aws:username', [caller.name]])
  return context
}

function readCaller(arn: string | undefined): NamedEntity | undefined {
  if (arn === undefined) return undefined
  const caller = parseEntityArn(arn)
  if (!caller) throw invalid('Invalid caller - Caller must be an IAM user, role or group in this context.')
  return caller
}

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulateCustomPolicy.html: not supported for roles. */
function readResourcePolicy(
  text: string,
  resources: readonly string[],
  caller: NamedEntity | undefined,
): SimulatedPolicy {
  if (!caller) throw invalid('Invalid caller - Caller cannot be null or empty.')
  if (caller.kind !== 'user') throw invalid('Invalid caller - Caller must be an IAM user in this context.')
  if (resources.includes('*')) {
    throw invalid('Invalid Entity Arn: * does not clearly define entity type and name.')
  }
  return readPolicy(text, 'ResourcePolicy', findResourcePolicyFault)
}

function readOwner(arn: string): string {
  const { service, accountId = '' } = parseArn(arn) ?? {}
  if (service === 'iam' && /^[0-9]{12}$/.test(accountId)) return accountId
  throw invalid(`'${arn}' is not a valid as a Resource Owner.`)
}

function requireResource(resource: string, count: number): void {
  if (resource === '*' ? count > 1 : !parseArn(resource)) {
    throw invalid(`ResourceNames are not in a valid ARN format: ${resource}.`)
  }
}

/** A wildcard would be allowed as a whole while a deny of one of its actions went unnoticed. */
function requireAction(action: string): void {
  if (!/^[^:]+:[^:]+$/.test(action)) throw invalid(`The action is invalid since it is missing names: ${action}.`)
  if (/[*?]/.test(action)) throw invalid(`The simulation does not support wildcards in action names: ${action}.`)
}

const resourceHandlingOptions: readonly string[] = [
  'EC2-VPC-InstanceStore',
  'EC2-VPC-InstanceStore-Subnet',
  'EC2-VPC-EBS',
  'EC2-VPC-EBS-Subnet',
]

/** All of AWS's are about starting instances. It does not miss a resource that the option needs, whatever its page says. */
function requireResourceHandling(input: SimulationInput, resources: readonly string[]): void {
  const { ResourceHandlingOption: option, ActionNames } = input
  if (option === undefined || resources.includes('*')) return
  const other = ActionNames.find((action) => action.toLowerCase() !== 'ec2:runinstances')
  if (other === undefined && resourceHandlingOptions.includes(option)) return
  const action = other ?? ActionNames[0] ?? ''
  throw invalid(
    `Invalid input resource handling options. Action does not support resource handling options: ${action}.`,
  )
}

/** A level without any policy allows nothing. */
function readOrganization({ OrderedOrganizationPolicyInputList = [] }: SimulationInput): Simulation['organization'] {
  if (OrderedOrganizationPolicyInputList.length === 0) return undefined
  return OrderedOrganizationPolicyInputList.map(({ ServiceControlPolicyInputList = [] }, level) =>
    ServiceControlPolicyInputList.map((text, index) =>
      readPolicy(text, `OrderedOrganizationPolicyInputList.${level + 1}.ServiceControlPolicyInputList.${index + 1}`),
    ),
  )
}

function invalid(message: string): AwsFault {
  return new AwsFault('InvalidInput', message)
}
