/** `PolicyExclusionList`: what a simulation of somebody leaves out of the policies that are really there. */
import type { InlinePolicyIdentifierType, PolicyIdentifier } from '@aws-sdk/client-iam'
import { compileTokens, tokenize } from '../policy/match.ts'
import { AwsFault } from '../wire/faults.ts'
import type { SimulatedPolicy, SourcePolicies } from './simulation-source.ts'

/** @throws AwsFault InvalidInput */
export function excludePolicies(
  { identity, boundary }: SourcePolicies,
  identifiers: readonly PolicyIdentifier[],
): SourcePolicies {
  const exclusions = identifiers.map((identifier, index) => readExclusion(identifier, index + 1))
  return {
    identity: identity.filter((policy) => !exclusions.some((excludes) => excludes(policy))),
    // Only by its type: to leave it out allows more, and whoever names a policy may mean its permissions.
    boundary: identifiers.some(({ PolicyType }) => PolicyType === 'permission-boundary') ? undefined : boundary,
  }
}

type Exclusion = (policy: SimulatedPolicy) => boolean

function readExclusion(identifier: PolicyIdentifier, number: number): Exclusion {
  const { PolicyType, PolicyArn, InlinePolicyIdentifier } = identifier
  const given = [PolicyType, PolicyArn, InlinePolicyIdentifier].filter((member) => member !== undefined)
  if (given.length !== 1) {
    throw invalid(number, 'Specify exactly one of PolicyType, PolicyArn and InlinePolicyIdentifier.')
  }
  if (PolicyArn !== undefined) return readArn(PolicyArn, number)
  if (InlinePolicyIdentifier !== undefined) return readInline(InlinePolicyIdentifier, number)
  switch (PolicyType) {
    case 'aws-managed':
      return ({ arn }) => arn?.startsWith('arn:aws:iam::aws:') === true
    case 'user-managed':
      return ({ arn }) => arn?.startsWith('arn:aws:iam::aws:') === false
    case 'inline':
      return ({ holder }) => holder !== undefined
    // Permissions boundaries are no identity policies, and an account in no organization has no other policies.
    case 'permission-boundary':
    case 'rcp':
    case 'scp':
      return () => false
    default:
      throw invalid(number, `There is no policy type ${PolicyType}.`)
  }
}

function readArn(text: string, number: number): Exclusion {
  const [, before = '', name = ''] = /^(arn:aws:iam::(?:[0-9]{12}|aws):policy\/)(.+)$/.exec(text) ?? []
  if (name === '') throw invalid(number, `${text} is not the ARN of a managed policy.`)
  const matches = readPattern(name, number)
  return ({ arn }) => arn?.startsWith(before) === true && matches(arn.slice(before.length))
}

function readInline({ PolicyName, AttachmentType, AttachmentName }: InlinePolicyIdentifierType, number: number) {
  if (!PolicyName || !AttachmentName || !/^(user|group|role)$/.test(AttachmentType ?? '')) {
    throw invalid(
      number,
      'An inline policy needs PolicyName, AttachmentName, and user, group or role as AttachmentType.',
    )
  }
  const matches = readPattern(AttachmentName, number)
  return ({ name, holder }: SimulatedPolicy) =>
    holder !== undefined &&
    holder.kind === AttachmentType &&
    name.toLowerCase() === PolicyName.toLowerCase() &&
    matches(holder.name)
}

/** Names differ in more than case. */
function readPattern(text: string, number: number): (name: string) => boolean {
  if (text.split('*').length > 2) throw invalid(number, `${text} has more than one *.`)
  const matches = compileTokens(tokenize(text.toLowerCase(), { hasWildcards: true, hasVariables: false }))
  return (name) => matches(name.toLowerCase(), new Map()) === true
}

function invalid(number: number, message: string): AwsFault {
  return new AwsFault('InvalidInput', `Invalid input for PolicyExclusionList.${number}: ${message}`)
}
