/** Whose policies a simulation is about: the user, group or role that `PolicySourceArn` names. */
import { findAppliedPolicies } from '../authorization/applied-policies.ts'
import type { Call } from '../call.ts'
import { groupArn, parseArn, roleArn, userArn } from '../identity/arn.ts'
import type { AppliedPolicy } from '../policy/evaluate.ts'
import { findGroup, listGroupsOf } from '../storage/groups.ts'
import { findRole } from '../storage/roles.ts'
import { findUser } from '../storage/users.ts'
import { AwsFault } from '../wire/faults.ts'
import type { Permission } from '../wire/operation.ts'
import { requireRole } from './role.ts'
import { requireGroup } from './target-group.ts'
import { requireUser } from './target-user.ts'

export interface PolicySource {
  readonly kind: 'user' | 'group' | 'role'
  /** The unique id. */
  readonly id: string
  readonly name: string
  readonly arn: string
}

export interface SourcePolicies {
  readonly identity: readonly SimulatedPolicy[]
  readonly boundary: SimulatedPolicy | undefined
}

export interface SimulatedPolicy extends AppliedPolicy {
  /** How AWS's answers call it: the name of a managed policy, `user_NAME_POLICY` for an inline one. */
  readonly sourceId: string
  /** Of an inline policy that is really there. */
  readonly holder?: Pick<PolicySource, 'kind' | 'name'>
}

/** Asks about the one who is stored now, whatever path the ARN has: AWS looks at the name in it alone. */
export async function permissionOnSource(call: Call, action: string, arn: string): Promise<readonly Permission[]> {
  const named = parseEntityArn(arn)
  const resourceName = named ? `${named.kind} ${named.name}` : arn
  const source = await findSource(call, arn)
  if (!source) return [{ action, resource: arn, resourceName }]
  return [{ action, resource: source.arn, resourceName, ...(source.kind === 'group' ? {} : { resourceId: source.id }) }]
}

/** @throws AwsFault InvalidInput for what is no ARN of a user, group or role of this account, NoSuchEntity */
export async function requireSource(call: Call, arn: string): Promise<PolicySource> {
  const named = parseEntityArn(arn)
  if (!named)
    throw new AwsFault('InvalidInput', `Invalid Entity Arn: ${arn} does not clearly define entity type and name.`)
  if (named.accountId !== call.accountId) {
    const message = `caller's account ${call.accountId} does not have access to policies in account ${named.accountId}`
    throw new AwsFault('InvalidInput', `Invalid Policy Source Arn: ${message}`)
  }
  const source = await findSource(call, arn)
  if (source) return source
  const require = { user: requireUser, group: requireGroup, role: requireRole }[named.kind]
  await require(call, named.name)
  // It was made in between.
  return requireSource(call, arn)
}

/** The policies that decide about the requests of a user or role, or that a group gives its members. */
export async function findSourcePolicies(call: Call, source: PolicySource): Promise<SourcePolicies> {
  const { identity, boundary } = await findAppliedPolicies(call, source.kind, source.id)
  const holders = new Map<string, Pick<PolicySource, 'kind' | 'name'>>([[source.id, source]])
  if (source.kind === 'user') {
    const user = { account_id: call.accountId, user_id: source.id }
    const groups = await listGroupsOf(call.queries, user, { after: undefined, limit: groupsPerUser })
    for (const { group_id, name } of groups.rows) holders.set(group_id, { kind: 'group', name })
  }
  return {
    identity: identity.map((policy) => {
      const holder = holders.get(policy.holderId ?? '')
      if (!holder) return { ...policy, sourceId: policy.name }
      return { ...policy, sourceId: `${holder.kind}_${holder.name}_${policy.name}`, holder }
    }),
    boundary: boundary && { ...boundary, sourceId: boundary.name },
  }
}

/** As many as a user may be a member of. */
const groupsPerUser = 10

export interface NamedEntity {
  readonly kind: PolicySource['kind']
  readonly accountId: string
  readonly name: string
}

/** Undefined for whatever else an ARN can name. */
export function parseEntityArn(text: string): NamedEntity | undefined {
  const { service, region, accountId = '', resource = '' } = parseArn(text) ?? {}
  const [, kind, name] = /^(user|group|role)\/(?:[^/]+\/)*([\w+=,.@-]+)$/.exec(resource) ?? []
  if (service !== 'iam' || region !== '' || !/^[0-9]{12}$/.test(accountId) || name === undefined) return undefined
  return { kind: kind as PolicySource['kind'], accountId, name }
}

export async function findSource({ queries, accountId }: Call, arn: string): Promise<PolicySource | undefined> {
  const named = parseEntityArn(arn)
  if (named?.accountId !== accountId) return undefined
  const { kind } = named
  switch (kind) {
    case 'user': {
      const user = await findUser(queries, accountId, named.name)
      return user && { kind, id: user.user_id, name: user.name, arn: userArn(accountId, user.path, user.name) }
    }
    case 'group': {
      const group = await findGroup(queries, accountId, named.name)
      return group && { kind, id: group.group_id, name: group.name, arn: groupArn(accountId, group.path, group.name) }
    }
    case 'role': {
      const role = await findRole(queries, accountId, named.name)
      return role && { kind, id: role.role_id, name: role.name, arn: roleArn(accountId, role.path, role.name) }
    }
  }
}
