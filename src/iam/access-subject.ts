/** The user, group, role or policy that the access advisor is asked about. AWS looks at the name in the ARN, not at the path. */
import type { Call } from '../call.ts'
import { parseArn } from '../identity/arn.ts'
import { AwsFault } from '../wire/faults.ts'
import type { Permission } from '../wire/operation.ts'
import { findPolicy } from './managed-policy.ts'
import { findSource, type PolicySource, parseEntityArn } from './simulation-source.ts'

/** Users, groups and roles by their unique ids, policies by theirs. */
export type AccessSubject = PolicySource | (Omit<PolicySource, 'kind'> & { readonly kind: 'policy' })

/** Asks about whatever is stored now under the name that the ARN has. */
export async function permissionOnSubject(call: Call, action: string, arn: string): Promise<readonly Permission[]> {
  const subject = await findSubject(call, arn)
  const on = subject ? { resource: subject.arn, resourceId: subject.id } : { resource: arn }
  return [{ action, ...on, resourceName: arn }]
}

/** @throws AwsFault ValidationError or InvalidInput for what is no such ARN, AccessDenied for another account, NoSuchEntity */
export async function requireSubject(call: Call, arn: string): Promise<AccessSubject> {
  const subject = await findSubject(call, arn)
  if (subject) return subject
  const { partition, service, accountId } = parseArn(arn) ?? {}
  if (partition !== 'aws') throw new AwsFault('ValidationError', 'Invalid ARN partition')
  if (service !== 'iam') throw new AwsFault('ValidationError', 'Invalid service in ARN')
  if (!parseEntityArn(arn) && !isPolicyArn(arn)) throw unsupportedSubject(arn)
  if (accountId !== call.accountId && accountId !== 'aws') {
    const { principal } = call.caller
    throw new AwsFault('AccessDenied', `User: ${principal.arn} is not authorized to perform the operation on ${arn}`)
  }
  throw new AwsFault('NoSuchEntity', `ARN ${arn} does not exist.`)
}

export function unsupportedSubject(arn: string): AwsFault {
  return new AwsFault('InvalidInput', `Invalid Entity Arn: ${arn} is not supported.`)
}

async function findSubject(call: Call, arn: string): Promise<AccessSubject | undefined> {
  const source = await findSource(call, arn)
  if (source) return source
  const policy = isPolicyArn(arn) ? await findPolicy(call, arn) : undefined
  return policy && { kind: 'policy', id: policy.policyId, name: policy.name, arn: policy.arn }
}

function isPolicyArn(arn: string): boolean {
  return /^arn:aws:iam::([0-9]{12}|aws):policy\/./.test(arn)
}
