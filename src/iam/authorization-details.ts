/** Users, roles, groups and policies as GetAccountAuthorizationDetails answers them; each query is made once for all. */
import type { Call } from '../call.ts'
import { countPolicyUses, findAttachments } from '../storage/attached-policies.ts'
import { findGroupNamesOf, type GroupRow } from '../storage/groups.ts'
import { findInlinePolicies } from '../storage/inline-policies.ts'
import { findInstanceProfilesOf } from '../storage/instance-profiles.ts'
import { findPolicyVersionsOf } from '../storage/policy-versions.ts'
import type { RoleRow } from '../storage/roles.ts'
import { findTagsOf } from '../storage/tags.ts'
import type { UserRow } from '../storage/users.ts'
import { toGroup } from './groups.ts'
import { showInstanceProfiles } from './instance-profile.ts'
import { toPolicy } from './managed-policies.ts'
import { findPoliciesById, type ManagedPolicy } from './managed-policy.ts'
import { type Bounded, toBoundaryMember } from './permissions-boundary.ts'
import { sortByName } from './policy-attachments.ts'
import { encodePolicyDocument } from './policy-documents.ts'
import { toWholeAwsVersion, toWholeVersion } from './policy-versions.ts'
import { roleLastUsed, toBriefRole } from './role.ts'
import { toTag } from './tagging.ts'
import { showTrustPolicies } from './trust-policy.ts'
import { toUser } from './users.ts'

export async function userDetails(call: Call, users: readonly UserRow[]) {
  const ids = users.map((user) => user.user_id)
  const policiesOf = await findPolicies(call, ids, users)
  const tagsOf = await findTags(call, ids)
  const groups = Map.groupBy(await findGroupNamesOf(call.queries, call.accountId, ids), (group) => group.user_id)
  return users.map((user) => {
    const { inline, attached, boundary } = policiesOf(user.user_id, user)
    return {
      ...toUser({ ...user, password_last_used_at: null }),
      // Other than in groups and roles, AWS leaves it out when there are none.
      ...(inline.length === 0 ? {} : { UserPolicyList: inline }),
      GroupList: (groups.get(user.user_id) ?? []).map(({ name }) => name),
      AttachedManagedPolicies: attached,
      ...boundary,
      Tags: tagsOf(user.user_id),
    }
  })
}

export async function groupDetails(call: Call, groups: readonly GroupRow[]) {
  const policiesOf = await findPolicies(
    call,
    groups.map((group) => group.group_id),
  )
  return groups.map((group) => {
    const { inline, attached } = policiesOf(group.group_id)
    return { ...toGroup(group), GroupPolicyList: inline, AttachedManagedPolicies: attached }
  })
}

export async function roleDetails(call: Call, roles: readonly RoleRow[]) {
  const ids = roles.map((role) => role.role_id)
  const policiesOf = await findPolicies(call, ids, roles)
  const tagsOf = await findTags(call, ids)
  const trustPolicies = await showTrustPolicies(call, roles)
  const profiles = await findInstanceProfilesOf(call.queries, call.accountId, ids)
  const shown = await showInstanceProfiles(call, profiles)
  return roles.map((role, index) => {
    const { inline, attached, boundary } = policiesOf(role.role_id, role)
    return {
      ...toBriefRole(role, trustPolicies[index] ?? ''),
      InstanceProfileList: shown.filter((_, at) => profiles[at]?.role_id === role.role_id),
      RolePolicyList: inline,
      AttachedManagedPolicies: attached,
      ...boundary,
      Tags: tagsOf(role.role_id),
      RoleLastUsed: roleLastUsed(role),
    }
  })
}

/** Without descriptions and tags, whatever AWS's model says. */
export async function policyDetails(call: Call, policies: readonly ManagedPolicy[]) {
  const ids = policies.map((policy) => policy.policyId)
  const uses = await countPolicyUses(call.queries, call.accountId, ids)
  const versions = Map.groupBy(
    await findPolicyVersionsOf(call.queries, call.accountId, ids),
    (version) => version.policy_id,
  )
  return policies.map((policy) => {
    const ofAws = toWholeAwsVersion(policy)
    const own = versions.get(policy.policyId) ?? []
    return {
      ...toPolicy(policy, uses.get(policy.policyId)),
      PolicyVersionList: ofAws ? [ofAws] : own.map((version) => toWholeVersion(version, policy)),
    }
  })
}

/** What each of the entities holds, and is bounded by. */
async function findPolicies(call: Call, entityIds: readonly string[], bounded: readonly Bounded[] = []) {
  const { queries, accountId } = call
  const attachments = await findAttachments(queries, accountId, entityIds)
  const inline = Map.groupBy(await findInlinePolicies(queries, accountId, entityIds), (policy) => policy.entity_id)
  const boundaryIds = bounded.flatMap(({ permissions_boundary_id }) => permissions_boundary_id ?? [])
  const managed = await findPoliciesById(call, [...attachments.map(({ policy_id }) => policy_id), ...boundaryIds])
  const attached = Map.groupBy(attachments, ({ entity_id }) => entity_id)
  return (entityId: string, { permissions_boundary_id }: Bounded = { permissions_boundary_id: null }) => ({
    inline: (inline.get(entityId) ?? []).map(({ name, document }) => ({
      PolicyName: name,
      PolicyDocument: encodePolicyDocument(document),
    })),
    attached: sortByName((attached.get(entityId) ?? []).flatMap(({ policy_id }) => managed.get(policy_id) ?? [])).map(
      ({ name, arn }) => ({ PolicyName: name, PolicyArn: arn }),
    ),
    boundary: toBoundaryMember(managed.get(permissions_boundary_id ?? '')?.arn),
  })
}

async function findTags({ queries, accountId }: Call, ids: readonly string[]) {
  const tags = Map.groupBy(await findTagsOf(queries, accountId, ids), (tag) => tag.resource_id)
  return (id: string) => (tags.get(id) ?? []).map(toTag)
}
