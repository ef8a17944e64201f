/**
 * What users and roles have in common about their permissions boundary: a managed policy, kept by its unique id.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
 */
import type { Call } from '../call.ts'
import { AwsFault } from '../wire/faults.ts'
import type { RequestContext } from '../wire/operation.ts'
import { findPolicy, type ManagedPolicy, managedPolicyArn } from './managed-policy.ts'

/** A user's row or a role's. */
export interface Bounded {
  readonly permissions_boundary_id: string | null
}

/** @throws AwsFault ValidationError for what is no policy's ARN, NoSuchEntity */
export async function requireBoundary(call: Call, arn: string): Promise<ManagedPolicy> {
  if (!/^arn:aws:iam::([0-9]{12}|aws):policy\/./.test(arn)) {
    throw new AwsFault('ValidationError', `Value (${arn}) for parameter PermissionsBoundary is invalid.`)
  }
  const policy = await findPolicy(call, arn)
  if (!policy) throw new AwsFault('NoSuchEntity', `Scope ARN: ${arn} does not exist or is not attachable.`)
  return policy
}

/**
 * `PermissionsBoundary` as create and get operations answer it: left out where there is none. AWS's answers say `Policy`,
 * which its model and so the SDK does not know: https://github.com/awsdocs/iam-user-guide/issues/82
 */
export async function boundaryMember(call: Call, { permissions_boundary_id }: Bounded) {
  return toBoundaryMember(
    permissions_boundary_id === null ? undefined : await managedPolicyArn(call, permissions_boundary_id),
  )
}

export function toBoundaryMember(arn: string | undefined) {
  if (arn === undefined) return {}
  const type = 'Policy' as 'PermissionsBoundaryPolicy'
  return { PermissionsBoundary: { PermissionsBoundaryType: type, PermissionsBoundaryArn: arn } }
}

/** The condition key of an operation that sets a boundary, in the spelling of storage. */
export async function newBoundaryContext(call: Call, arn: string | undefined): Promise<RequestContext> {
  return arn === undefined ? {} : { 'iam:PermissionsBoundary': [(await findPolicy(call, arn))?.arn ?? arn] }
}

/** The condition key of an operation that changes what someone with a boundary may do. */
export async function boundaryContext(call: Call, entity: Bounded | undefined): Promise<RequestContext> {
  if (!entity || entity.permissions_boundary_id === null) return {}
  const arn = await managedPolicyArn(call, entity.permissions_boundary_id)
  return arn === undefined ? {} : { 'iam:PermissionsBoundary': [arn] }
}
