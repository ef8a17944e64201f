/** The managed policy that an operation names: one of this account, or one of AWS's own. */
import type { Call } from '../call.ts'
import { parseArn, policyArn } from '../identity/arn.ts'
import {
  type AwsManagedPolicy,
  awsManagedPolicies,
  awsManagedPolicyDocument,
  findAwsManagedPolicy,
  findAwsManagedPolicyById,
  isServiceRolePolicy,
} from '../policy/aws-managed.ts'
import {
  findManagedPoliciesById,
  findManagedPolicy,
  findManagedPolicyById,
  type ManagedPolicyRow,
} from '../storage/managed-policies.ts'
import { AwsFault } from '../wire/faults.ts'
import type { Permission, RequestContext } from '../wire/operation.ts'

/** What a policy of either kind is. */
export interface ManagedPolicy {
  readonly policyId: string
  readonly arn: string
  readonly name: string
  readonly path: string
  readonly description: string | undefined
  /** `v1` */
  readonly defaultVersionId: string
  readonly createdAt: Date
  readonly updatedAt: Date
  /** Of this account; undefined for a policy of AWS, which nobody can change. */
  readonly row: ManagedPolicyRow | undefined
  /** The text of the only version of a policy of AWS; undefined for others. */
  awsDocument(): string | undefined
}

export interface OwnPolicy extends ManagedPolicy {
  readonly row: ManagedPolicyRow
}

/** @throws AwsFault ValidationError or InvalidInput for what is no policy's ARN, NoSuchEntity */
export async function requirePolicy(call: Call, arn: string): Promise<ManagedPolicy> {
  requirePolicyArn(arn)
  const policy = await findPolicy(call, arn)
  if (!policy) throw policyNotFound(arn)
  return policy
}

/**
 * For attaching, and for a permissions boundary.
 * @throws AwsFault ValidationError or InvalidInput for what is no policy's ARN, NoSuchEntity, PolicyNotAttachable
 */
export async function requireAttachablePolicy(call: Call, arn: string): Promise<ManagedPolicy> {
  requirePolicyArn(arn)
  const policy = await findPolicy(call, arn)
  if (!policy) throw new AwsFault('NoSuchEntity', `Policy ${arn} does not exist or is not attachable.`)
  // Written for the roles that services make for themselves.
  if (!policy.row && isServiceRolePolicy(policy)) {
    throw new AwsFault('PolicyNotAttachable', 'Cannot attach a Service Role Policy to a Customer Role.')
  }
  return policy
}

/**
 * For changing the policy or its versions.
 * @throws AwsFault as `requirePolicy`, and AccessDenied for a policy of AWS or of another account
 */
export async function requireOwnPolicy(call: Call, arn: string): Promise<OwnPolicy> {
  const owner = requirePolicyArn(arn)
  if (owner !== call.accountId) throw new AwsFault('AccessDenied', 'Policy is outside your own account.')
  const { row, ...policy } = await requirePolicy(call, arn)
  if (!row) throw policyNotFound(arn)
  return { ...policy, row }
}

/** The policy by its ARN, whose name may differ in case, but whose path may not; undefined when there is none. */
export async function findPolicy({ queries, accountId }: Call, arn: string): Promise<ManagedPolicy | undefined> {
  const aws = findAwsManagedPolicy(arn)
  if (aws) return fromAws(aws)
  // PostgreSQL has no NUL in its texts, so there is nothing of that name, and nothing to ask for.
  if (arn.includes('\0')) return undefined
  const name = arn.slice(arn.lastIndexOf('/') + 1)
  const row = await findManagedPolicy(queries, accountId, name)
  return row && policyArn(accountId, row.path, name) === arn ? fromRow(row) : undefined
}

/** The ARN behind an id of `attached_policies` or a permissions boundary; undefined when the policy is gone. */
export async function managedPolicyArn(
  { queries, accountId }: Pick<Call, 'queries' | 'accountId'>,
  policyId: string,
): Promise<string | undefined> {
  const aws = findAwsManagedPolicyById(policyId)
  if (aws) return aws.arn
  const row = await findManagedPolicyById(queries, accountId, policyId)
  return row && policyArn(accountId, row.path, row.name)
}

/** Asks about a policy as it is spelt in storage, however the request spells it. */
export async function permissionOnPolicy(
  call: Call,
  action: string,
  arn: string,
  context: RequestContext = {},
): Promise<readonly Permission[]> {
  const policy = await findPolicy(call, arn)
  return [
    {
      action,
      resource: policy?.arn ?? arn,
      resourceName: `policy ${arn}`,
      ...(policy && { resourceId: policy.policyId }),
      context,
    },
  ]
}

/** All of AWS's own policies. */
export function awsPolicies(): readonly ManagedPolicy[] {
  return awsManagedPolicies.map(fromAws)
}

/** Policies of either kind by their ids, without those that are gone. */
export async function findPoliciesById(
  { queries, accountId }: Call,
  policyIds: readonly string[],
): Promise<ReadonlyMap<string, ManagedPolicy>> {
  const ids = [...new Set(policyIds)]
  const aws = ids.flatMap((id) => awsPolicyById(id) ?? [])
  const own = await findManagedPoliciesById(queries, accountId, ids)
  return new Map([...aws, ...own.map(fromRow)].map((policy) => [policy.policyId, policy]))
}

export function awsPolicyById(policyId: string): ManagedPolicy | undefined {
  const policy = findAwsManagedPolicyById(policyId)
  return policy && fromAws(policy)
}

export function fromRow(row: ManagedPolicyRow): ManagedPolicy {
  return {
    policyId: row.policy_id,
    arn: policyArn(row.account_id, row.path, row.name),
    name: row.name,
    path: row.path,
    description: row.description ?? undefined,
    defaultVersionId: `v${row.default_version}`,
    createdAt: new Date(row.created_at),
    updatedAt: new Date(row.updated_at),
    row,
    awsDocument: () => undefined,
  }
}

function fromAws(policy: AwsManagedPolicy): ManagedPolicy {
  const dates = { createdAt: new Date(policy.createdAt), updatedAt: new Date(policy.updatedAt) }
  return { ...policy, ...dates, row: undefined, awsDocument: () => awsManagedPolicyDocument(policy) }
}

export function policyNotFound(arn: string): AwsFault {
  return new AwsFault('NoSuchEntity', `Policy ${arn} was not found.`)
}

/**
 * @returns the account id, `aws` for AWS's own policies
 * @throws AwsFault ValidationError for what is no ARN at all, InvalidInput for the ARN of something else
 */
function requirePolicyArn(text: string): string {
  if (!text.startsWith('arn:')) throw new AwsFault('ValidationError', 'Invalid ARN:  Could not be parsed!')
  const arn = parseArn(text)
  const isPolicy =
    arn?.partition === 'aws' &&
    arn.service === 'iam' &&
    arn.region === '' &&
    /^policy\/[\w+=,.@/-]+$/.test(arn.resource)
  if (!isPolicy || !/^([0-9]{12}|aws)$/.test(arn.accountId))
    throw new AwsFault('InvalidInput', `ARN ${text} is not valid.`)
  return arn.accountId
}
