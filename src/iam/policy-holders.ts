import {
  type EntityKind,
  type HolderFilter,
  listPolicyHolders,
  type PolicyHolder,
} from '../storage/attached-policies.ts'
import { arn, entityType, marker, maxItems, path, policyUsage } from '../wire/named-limits.ts'
import { permissionOnPolicy, requirePolicy } from './managed-policy.ts'
import { iamOperation } from './operation.ts'
import { pageEnd, pageRequest } from './paging.ts'

const entityKinds: readonly EntityKind[] = ['Group', 'Role', 'User']

export const listEntitiesForPolicy = iamOperation('ListEntitiesForPolicy', {
  limits: {
    PolicyArn: arn,
    EntityFilter: entityType,
    PathPrefix: path,
    PolicyUsageFilter: policyUsage,
    Marker: marker,
    MaxItems: maxItems,
  },
  access: 'read',
  permissions: ({ PolicyArn }, call) => permissionOnPolicy(call, 'iam:ListEntitiesForPolicy', PolicyArn),
  async run({ PolicyArn, EntityFilter, PathPrefix = '/', PolicyUsageFilter, ...input }, call) {
    const { policyId } = await requirePolicy(call, PolicyArn)
    // AWS's type has kinds of policies too, which hold none.
    const kinds = entityKinds.filter((kind) => EntityFilter === undefined || kind === EntityFilter)
    const filter: HolderFilter = { kinds, pathPrefix: PathPrefix, use: PolicyUsageFilter ?? 'any' }
    const page = await listPolicyHolders(call.queries, call.accountId, policyId, filter, pageRequest(input))
    const holders = (kind: EntityKind): readonly PolicyHolder[] => page.rows.filter((holder) => holder.kind === kind)
    return {
      PolicyGroups: holders('Group').map(({ name, entity_id }) => ({ GroupName: name, GroupId: entity_id })),
      PolicyUsers: holders('User').map(({ name, entity_id }) => ({ UserName: name, UserId: entity_id })),
      PolicyRoles: holders('Role').map(({ name, entity_id }) => ({ RoleName: name, RoleId: entity_id })),
      ...pageEnd(page),
    }
  },
})
