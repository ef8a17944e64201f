import type { Call } from '../call.ts'
import { policyArn } from '../identity/arn.ts'
import { newUniqueId } from '../identity/unique-id.ts'
import { policySize } from '../policy/check.ts'
import { countPolicyUses, findUsedPolicyIds, type PolicyUseCounts } from '../storage/attached-policies.ts'
import {
  deleteManagedPolicy,
  findManagedPolicy,
  insertManagedPolicy,
  listManagedPolicies,
  type PolicyFilter,
} from '../storage/managed-policies.ts'
import { toPage } from '../storage/paging.ts'
import { countPolicyVersions } from '../storage/policy-versions.ts'
import { deleteAllTags } from '../storage/tags.ts'
import { AwsFault, quotaExceeded } from '../wire/faults.ts'
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
import {
  awsPolicies,
  fromRow,
  type ManagedPolicy,
  permissionOnPolicy,
  requireOwnPolicy,
  requirePolicy,
} from './managed-policy.ts'
import { iamOperation } from './operation.ts'
import { pageEnd, pageRequest } from './paging.ts'
import { requireManagedPolicy } from './policy-documents.ts'
import { permissionsToCreate, putTags, tagsMember } from './tagging.ts'

const policyDescription = text({ max: 1000 })
const policyScope = oneOf(['All', 'AWS', 'Local'])

const policyCharacters = 6144

/** A policy as IAM's answers show it. Tags and description only where the operation says so. */
export function toPolicy(policy: ManagedPolicy, uses: PolicyUseCounts | undefined) {
  return {
    PolicyName: policy.name,
    PolicyId: policy.policyId,
    Arn: policy.arn,
    Path: policy.path,
    DefaultVersionId: policy.defaultVersionId,
    AttachmentCount: uses?.PermissionsPolicy ?? 0,
    PermissionsBoundaryUsageCount: uses?.PermissionsBoundary ?? 0,
    IsAttachable: true,
    CreateDate: policy.createdAt,
    UpdateDate: policy.updatedAt,
  }
}

export const createPolicy = iamOperation('CreatePolicy', {
  limits: {
    PolicyName: policyName,
    PolicyDocument: policyDocument,
    Path: policyPath,
    Description: policyDescription,
    Tags: tagList,
  },
  access: 'write',
  permissions: ({ PolicyName, Path = '/', Tags }, { accountId }) => {
    const on = { resource: policyArn(accountId, Path, PolicyName), resourceName: `policy ${PolicyName}` }
    return permissionsToCreate(['iam:CreatePolicy', 'iam:TagPolicy'], on, Tags)
  },
  async run({ PolicyName, PolicyDocument, Path = '/', Description, Tags = [] }, call) {
    requireManagedPolicyDocument(PolicyDocument)
    if (await findManagedPolicy(call.queries, call.accountId, PolicyName)) {
      throw new AwsFault(
        'EntityAlreadyExists',
        `A policy called ${PolicyName} already exists. Duplicate names are not allowed.`,
      )
    }
    const policy = {
      account_id: call.accountId,
      policy_id: newUniqueId('ANPA', call.accountId),
      name: PolicyName,
      path: Path,
      description: Description ?? null,
      created_at: call.now.getTime(),
    }
    const row = await insertManagedPolicy(call.queries, policy, PolicyDocument)
    await putTags(call, row.policy_id, Tags)
    return { Policy: { ...toPolicy(fromRow(row), undefined), ...(await tagsMember(call, row.policy_id)) } }
  },
})

/** @throws AwsFault MalformedPolicyDocument, LimitExceeded */
export function requireManagedPolicyDocument(document: string): void {
  requireManagedPolicy(document)
  if (policySize(document) > policyCharacters) throw quotaExceeded('PolicySize', policyCharacters)
}

export const getPolicy = iamOperation('GetPolicy', {
  limits: { PolicyArn: arn },
  access: 'read',
  permissions: ({ PolicyArn }, call) => permissionOnPolicy(call, 'iam:GetPolicy', PolicyArn),
  async run({ PolicyArn }, call) {
    const policy = await requirePolicy(call, PolicyArn)
    const uses = await countPolicyUses(call.queries, call.accountId, [policy.policyId])
    const description = policy.description === undefined ? {} : { Description: policy.description }
    const { Tags = [] } = await tagsMember(call, policy.policyId)
    return { Policy: { ...toPolicy(policy, uses.get(policy.policyId)), ...description, Tags } }
  },
})

export const listPolicies = iamOperation('ListPolicies', {
  limits: {
    Scope: policyScope,
    OnlyAttached: anything,
    PathPrefix: policyPath,
    PolicyUsageFilter: policyUsage,
    Marker: marker,
    MaxItems: maxItems,
  },
  access: 'read',
  permissions: ({ PathPrefix = '/' }) => [
    { action: 'iam:ListPolicies', resource: '*', resourceName: `policy path ${PathPrefix}` },
  ],
  async run({ Scope = 'All', OnlyAttached = false, PathPrefix = '/', PolicyUsageFilter, ...input }, call) {
    const { queries, accountId } = call
    const { after, limit } = pageRequest(input)
    // As on AWS, the filter means nothing for policies that nobody holds.
    const usedAs = OnlyAttached ? (PolicyUsageFilter ?? 'any') : undefined
    const filter: PolicyFilter = { pathPrefix: PathPrefix, usedAs }
    const aws = Scope === 'Local' ? [] : await listAwsPolicies(call, filter, after, limit + 1)
    const own = Scope === 'AWS' ? [] : await listManagedPolicies(queries, accountId, filter, behind(after), limit + 1)
    const page = toPage([...aws, ...own.map(fromRow)].sort(byListKey), limit, listKey)
    const uses = await countPolicyUses(
      queries,
      accountId,
      page.rows.map((policy) => policy.policyId),
    )
    return { Policies: page.rows.map((policy) => toPolicy(policy, uses.get(policy.policyId))), ...pageEnd(page) }
  },
})

/** Names may be the same in AWS's policies and in the account's. No name has a space, which sorts before all they have. */
function listKey({ name, row }: ManagedPolicy): string {
  return `${name.toLowerCase()} ${row ? 'own' : 'aws'}`
}

function byListKey(one: ManagedPolicy, other: ManagedPolicy): number {
  return listKey(one) < listKey(other) ? -1 : 1
}

const awsPoliciesInOrder = awsPolicies().toSorted(byListKey)

/** Where the account's policies go on behind a key: also with the name of AWS's policy that came last. */
function behind(key: string | undefined): { name: string; isIncluded: boolean } | undefined {
  if (key === undefined) return undefined
  const [name = '', owner] = key.split(' ')
  return { name, isIncluded: owner === 'aws' }
}

async function listAwsPolicies(
  { queries, accountId }: Call,
  { pathPrefix, usedAs }: PolicyFilter,
  after: string | undefined,
  limit: number,
): Promise<readonly ManagedPolicy[]> {
  const used = usedAs && (await findUsedPolicyIds(queries, accountId, usedAs))
  return awsPoliciesInOrder
    .filter((policy) => policy.path.startsWith(pathPrefix) && listKey(policy) > (after ?? ''))
    .filter((policy) => used?.has(policy.policyId) ?? true)
    .slice(0, limit)
}

export const deletePolicy = iamOperation('DeletePolicy', {
  limits: { PolicyArn: arn },
  access: 'write',
  permissions: ({ PolicyArn }, call) => permissionOnPolicy(call, 'iam:DeletePolicy', PolicyArn),
  async run({ PolicyArn }, call) {
    const { row } = await requireOwnPolicy(call, PolicyArn)
    const uses = await countPolicyUses(call.queries, call.accountId, [row.policy_id])
    // A boundary that vanished would leave its users and roles without any.
    if (uses.size > 0) throw new AwsFault('DeleteConflict', 'Cannot delete a policy attached to entities.')
    if ((await countPolicyVersions(call.queries, row)) > 1) {
      throw new AwsFault(
        'DeleteConflict',
        "This policy has more than one version. Before you delete a policy, you must delete the policy's versions. The default version is deleted with the policy.",
      )
    }
    await deleteAllTags(call.queries, { account_id: call.accountId, resource_id: row.policy_id })
    await deleteManagedPolicy(call.queries, row)
    return {}
  },
})
