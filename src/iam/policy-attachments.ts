import type { Call } from '../call.ts'
import { attachPolicy, detachPolicy, findAttachedPolicyIds } from '../storage/attached-policies.ts'
import { toPage } from '../storage/paging.ts'
import { quotaExceeded } from '../wire/faults.ts'
import { arn, groupName, marker, maxItems, policyPath, roleName, userName } from '../wire/named-limits.ts'
import type { RequestContext } from '../wire/operation.ts'
import {
  findPoliciesById,
  findPolicy,
  type ManagedPolicy,
  policyNotFound,
  requireAttachablePolicy,
  requirePolicy,
} from './managed-policy.ts'
import { iamOperation } from './operation.ts'
import { type PagedInput, pageEnd, pageRequest } from './paging.ts'
import { permissionOnBoundedRole, permissionOnRole, requireModifiableRole, requireRole } from './role.ts'
import { permissionOnGroup, requireGroup } from './target-group.ts'
import { permissionOnBoundedUser, permissionOnUser, requireUser } from './target-user.ts'

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const policiesPerEntity = 10

export const attachUserPolicy = iamOperation('AttachUserPolicy', {
  limits: { UserName: userName, PolicyArn: arn },
  access: 'write',
  permissions: async ({ UserName, PolicyArn }, call) =>
    permissionOnBoundedUser(call, 'iam:AttachUserPolicy', UserName, await policyContext(call, PolicyArn)),
  async run({ UserName, PolicyArn }, call) {
    const user = await requireUser(call, UserName)
    return attach(call, user.user_id, PolicyArn, 'PoliciesPerUser')
  },
})

export const detachUserPolicy = iamOperation('DetachUserPolicy', {
  limits: { UserName: userName, PolicyArn: arn },
  access: 'write',
  permissions: async ({ UserName, PolicyArn }, call) =>
    permissionOnBoundedUser(call, 'iam:DetachUserPolicy', UserName, await policyContext(call, PolicyArn)),
  async run({ UserName, PolicyArn }, call) {
    const user = await requireUser(call, UserName)
    return detach(call, user.user_id, PolicyArn)
  },
})

export const listAttachedUserPolicies = iamOperation('ListAttachedUserPolicies', {
  limits: { UserName: userName, PathPrefix: policyPath, Marker: marker, MaxItems: maxItems },
  access: 'read',
  permissions: ({ UserName }, call) => permissionOnUser(call, 'iam:ListAttachedUserPolicies', UserName),
  async run({ UserName, ...input }, call) {
    const user = await requireUser(call, UserName)
    return listAttached(call, user.user_id, input)
  },
})

export const attachGroupPolicy = iamOperation('AttachGroupPolicy', {
  limits: { GroupName: groupName, PolicyArn: arn },
  access: 'write',
  permissions: async ({ GroupName, PolicyArn }, call) =>
    permissionOnGroup(call, 'iam:AttachGroupPolicy', GroupName, await policyContext(call, PolicyArn)),
  async run({ GroupName, PolicyArn }, call) {
    const group = await requireGroup(call, GroupName)
    return attach(call, group.group_id, PolicyArn, 'PoliciesPerGroup')
  },
})

export const detachGroupPolicy = iamOperation('DetachGroupPolicy', {
  limits: { GroupName: groupName, PolicyArn: arn },
  access: 'write',
  permissions: async ({ GroupName, PolicyArn }, call) =>
    permissionOnGroup(call, 'iam:DetachGroupPolicy', GroupName, await policyContext(call, PolicyArn)),
  async run({ GroupName, PolicyArn }, call) {
    const group = await requireGroup(call, GroupName)
    return detach(call, group.group_id, PolicyArn)
  },
})

export const listAttachedGroupPolicies = iamOperation('ListAttachedGroupPolicies', {
  limits: { GroupName: groupName, PathPrefix: policyPath, Marker: marker, MaxItems: maxItems },
  access: 'read',
  permissions: ({ GroupName }, call) => permissionOnGroup(call, 'iam:ListAttachedGroupPolicies', GroupName),
  async run({ GroupName, ...input }, call) {
    const group = await requireGroup(call, GroupName)
    return listAttached(call, group.group_id, input)
  },
})

export const attachRolePolicy = iamOperation('AttachRolePolicy', {
  limits: { RoleName: roleName, PolicyArn: arn },
  access: 'write',
  permissions: async ({ RoleName, PolicyArn }, call) =>
    permissionOnBoundedRole(call, 'iam:AttachRolePolicy', RoleName, await policyContext(call, PolicyArn)),
  async run({ RoleName, PolicyArn }, call) {
    const role = await requireModifiableRole(call, RoleName)
    return attach(call, role.role_id, PolicyArn, 'PoliciesPerRole')
  },
})

export const detachRolePolicy = iamOperation('DetachRolePolicy', {
  limits: { RoleName: roleName, PolicyArn: arn },
  access: 'write',
  permissions: async ({ RoleName, PolicyArn }, call) =>
    permissionOnBoundedRole(call, 'iam:DetachRolePolicy', RoleName, await policyContext(call, PolicyArn)),
  async run({ RoleName, PolicyArn }, call) {
    const role = await requireModifiableRole(call, RoleName)
    return detach(call, role.role_id, PolicyArn)
  },
})

export const listAttachedRolePolicies = iamOperation('ListAttachedRolePolicies', {
  limits: { RoleName: roleName, PathPrefix: policyPath, Marker: marker, MaxItems: maxItems },
  access: 'read',
  permissions: ({ RoleName }, call) => permissionOnRole(call, 'iam:ListAttachedRolePolicies', RoleName),
  async run({ RoleName, ...input }, call) {
    const role = await requireRole(call, RoleName)
    return listAttached(call, role.role_id, input)
  },
})

/** What is attached already does not count against the quota again. */
async function attach(call: Call, entityId: string, policyArn: string, quota: string): Promise<object> {
  const { policyId } = await requireAttachablePolicy(call, policyArn)
  const attached = await findAttachedPolicyIds(call.queries, call.accountId, entityId)
  if (attached.includes(policyId)) return {}
  if (attached.length >= policiesPerEntity) throw quotaExceeded(quota, policiesPerEntity)
  await attachPolicy(call.queries, { account_id: call.accountId, entity_id: entityId, policy_id: policyId })
  return {}
}

async function detach(call: Call, entityId: string, policyArn: string): Promise<object> {
  const { policyId } = await requirePolicy(call, policyArn)
  const attachment = { account_id: call.accountId, entity_id: entityId, policy_id: policyId }
  if (!(await detachPolicy(call.queries, attachment))) throw policyNotFound(policyArn)
  return {}
}

async function listAttached(
  call: Call,
  entityId: string,
  { PathPrefix = '/', ...input }: PagedInput & { readonly PathPrefix?: string },
) {
  const { after = '', limit } = pageRequest(input)
  const ids = await findAttachedPolicyIds(call.queries, call.accountId, entityId)
  const policies = sortByName([...(await findPoliciesById(call, ids)).values()])
  const behind = policies.filter((policy) => policy.path.startsWith(PathPrefix) && attachedKey(policy) > after)
  const page = toPage(behind, limit, attachedKey)
  const AttachedPolicies = page.rows.map(({ name, arn }) => ({ PolicyName: name, PolicyArn: arn }))
  return { AttachedPolicies, ...pageEnd(page) }
}

export function sortByName(policies: readonly ManagedPolicy[]): readonly ManagedPolicy[] {
  return policies.toSorted((one, other) => (attachedKey(one) < attachedKey(other) ? -1 : 1))
}

/** Names may be the same in AWS's policies and in the account's. */
function attachedKey({ name, policyId }: ManagedPolicy): string {
  return `${name.toLowerCase()} ${policyId}`
}

/** `iam:PolicyARN` as the policy is spelt in storage: a condition on it must not be passed by other letters. */
async function policyContext(call: Call, policyArn: string): Promise<RequestContext> {
  const policy = await findPolicy(call, policyArn)
  return { 'iam:PolicyARN': [policy?.arn ?? policyArn] }
}
