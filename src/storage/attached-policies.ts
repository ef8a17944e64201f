/**
 * Who holds which managed policy: attached to give permissions, or as the permissions boundary. Entities (users, groups,
 * roles) and policies are named by their unique ids, so that nothing is inherited by a name that was used before.
 */
import { type SelectQueryBuilder, sql } from 'kysely'
import type { Queries, Tables } from './database.ts'
import { type Page, type PageRequest, startsWith, toPage } from './paging.ts'

type AttachmentKey = Tables['attached_policies']

/** AWS's PolicyUsageType. */
export type PolicyUse = 'PermissionsPolicy' | 'PermissionsBoundary'

/** Nothing changes where the policy is attached already. */
export async function attachPolicy(queries: Queries, attachment: AttachmentKey): Promise<void> {
  await queries
    .insertInto('attached_policies')
    .values(attachment)
    .onConflict((conflict) => conflict.columns(['account_id', 'entity_id', 'policy_id']).doNothing())
    .execute()
}

/** False when it was not attached. */
export async function detachPolicy(
  queries: Queries,
  { account_id, entity_id, policy_id }: AttachmentKey,
): Promise<boolean> {
  const { numDeletedRows } = await queries
    .deleteFrom('attached_policies')
    .where('account_id', '=', account_id)
    .where('entity_id', '=', entity_id)
    .where('policy_id', '=', policy_id)
    .executeTakeFirst()
  return numDeletedRows > 0n
}

/** The ids of all policies that are attached to an entity: as few as the quota allows. */
export async function findAttachedPolicyIds(
  queries: Queries,
  accountId: string,
  entityId: string,
): Promise<readonly string[]> {
  return (await findAttachments(queries, accountId, [entityId])).map((row) => row.policy_id)
}

/** Of several entities. */
export async function findAttachments(
  queries: Queries,
  accountId: string,
  entityIds: readonly string[],
): Promise<readonly Omit<AttachmentKey, 'account_id'>[]> {
  if (entityIds.length === 0) return []
  return queries
    .selectFrom('attached_policies')
    .select(['entity_id', 'policy_id'])
    .where('account_id', '=', accountId)
    .where('entity_id', 'in', entityIds)
    .execute()
}

export type PolicyUseCounts = Readonly<Record<PolicyUse, number>>

/** By policy id; a policy that nobody holds is left out. */
export async function countPolicyUses(
  queries: Queries,
  accountId: string,
  policyIds: readonly string[],
): Promise<ReadonlyMap<string, PolicyUseCounts>> {
  const counts = new Map<string, PolicyUseCounts>()
  if (policyIds.length === 0) return counts
  const rows = await queries
    .selectFrom(policyUses(queries, accountId).as('held'))
    .select((eb) => ['policy_id', 'use', eb.fn.countAll().as('n')])
    .where('policy_id', 'in', policyIds)
    .groupBy(['policy_id', 'use'])
    .execute()
  for (const { policy_id, use, n } of rows) {
    const others = counts.get(policy_id) ?? { PermissionsPolicy: 0, PermissionsBoundary: 0 }
    counts.set(policy_id, { ...others, [use]: Number(n) })
  }
  return counts
}

/** The ids of all policies in use, also those of AWS. */
export async function findUsedPolicyIds(
  queries: Queries,
  accountId: string,
  use: PolicyUse | 'any',
): Promise<ReadonlySet<string>> {
  const rows = await usedPolicyIds(queries, accountId, use).distinct().execute()
  return new Set(rows.map((row) => row.policy_id))
}

/** The same as a subquery. */
export function usedPolicyIds(queries: Queries, accountId: string, use: PolicyUse | 'any') {
  const query = queries.selectFrom(policyUses(queries, accountId).as('held')).select('policy_id')
  return use === 'any' ? query : query.where('use', '=', use)
}

export type EntityKind = 'Group' | 'Role' | 'User'

export interface PolicyHolder {
  readonly kind: EntityKind
  readonly entity_id: string
  readonly name: string
  readonly name_key: string
}

export interface HolderFilter {
  readonly kinds: readonly EntityKind[]
  readonly pathPrefix: string
  readonly use: PolicyUse | 'any'
}

/** Groups, then roles, then users, each sorted by name; an entity that holds the policy in both ways comes once. */
export async function listPolicyHolders(
  queries: Queries,
  accountId: string,
  policyId: string,
  { kinds, pathPrefix, use }: HolderFilter,
  { after, limit }: PageRequest,
): Promise<Page<PolicyHolder>> {
  // PostgreSQL knows no empty IN.
  if (kinds.length === 0) return { rows: [], next: undefined }
  let uses = queries
    .selectFrom(policyUses(queries, accountId).as('held'))
    .select('entity_id')
    .where('policy_id', '=', policyId)
  if (use !== 'any') uses = uses.where('use', '=', use)
  let query = queries
    .selectFrom(entities(queries, accountId).as('entity'))
    .select(['kind', 'entity_id', 'name', 'name_key'])
    .where('entity_id', 'in', uses)
    .where('kind', 'in', kinds)
  if (pathPrefix !== '/') query = query.where((eb) => startsWith(eb.ref('path'), pathPrefix))
  if (after !== undefined) {
    const [kind = '', name = ''] = after.split(' ')
    query = query.where((eb) =>
      eb.or([eb(sql<string>`kind`, '>', kind), eb.and([eb(sql<string>`kind`, '=', kind), eb('name_key', '>', name)])]),
    )
  }
  const rows = await query
    .orderBy('kind')
    .orderBy('name_key')
    .limit(limit + 1)
    .execute()
  return toPage(rows, limit, (row) => `${row.kind} ${row.name_key}`)
}

interface PolicyUseRow {
  readonly policy_id: string
  readonly entity_id: string
  readonly use: PolicyUse
}

/** Every use of a policy in the account. */
function policyUses(queries: Queries, accountId: string): SelectQueryBuilder<Tables, keyof Tables, PolicyUseRow> {
  const boundary = sql<PolicyUse>`'PermissionsBoundary'`.as('use')
  return queries
    .selectFrom('attached_policies')
    .select(['policy_id', 'entity_id', sql<PolicyUse>`'PermissionsPolicy'`.as('use')])
    .where('account_id', '=', accountId)
    .unionAll(
      queries
        .selectFrom('users')
        .select(['permissions_boundary_id as policy_id', 'user_id as entity_id', boundary])
        .where('account_id', '=', accountId)
        .where('permissions_boundary_id', 'is not', null)
        .$narrowType<{ policy_id: string }>(),
    )
    .unionAll(
      queries
        .selectFrom('roles')
        .select(['permissions_boundary_id as policy_id', 'role_id as entity_id', boundary])
        .where('account_id', '=', accountId)
        .where('permissions_boundary_id', 'is not', null)
        .$narrowType<{ policy_id: string }>(),
    )
}

/** Everything that can hold a policy. */
function entities(queries: Queries, accountId: string) {
  const kind = (name: EntityKind) => sql<EntityKind>`${sql.lit(name)}`.as('kind')
  return queries
    .selectFrom('groups')
    .select(['group_id as entity_id', 'name', 'name_key', 'path', kind('Group')])
    .where('account_id', '=', accountId)
    .unionAll(
      queries
        .selectFrom('roles')
        .select(['role_id as entity_id', 'name', 'name_key', 'path', kind('Role')])
        .where('account_id', '=', accountId),
    )
    .unionAll(
      queries
        .selectFrom('users')
        .select(['user_id as entity_id', 'name', 'name_key', 'path', kind('User')])
        .where('account_id', '=', accountId),
    )
}
