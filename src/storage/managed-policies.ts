/** The managed policies of customers; `policy-versions.ts` has their versions. Names are looked up ignoring case. */
import type { Selectable } from 'kysely'
import { type PolicyUse, usedPolicyIds } from './attached-policies.ts'
import type { Queries, Tables } from './database.ts'
import { startsWith } from './paging.ts'

export type ManagedPolicyRow = Selectable<Tables['managed_policies']>

/** What a policy's row is found by, and what hangs on it. */
export type PolicyKey = Pick<ManagedPolicyRow, 'account_id' | 'policy_id'>

export async function findManagedPolicy(
  queries: Queries,
  accountId: string,
  name: string,
): Promise<ManagedPolicyRow | undefined> {
  return queries
    .selectFrom('managed_policies')
    .selectAll()
    .where('account_id', '=', accountId)
    .where('name_key', '=', name.toLowerCase())
    .executeTakeFirst()
}

export async function findManagedPolicyById(
  queries: Queries,
  accountId: string,
  policyId: string,
): Promise<ManagedPolicyRow | undefined> {
  return queries
    .selectFrom('managed_policies')
    .selectAll()
    .where('account_id', '=', accountId)
    .where('policy_id', '=', policyId)
    .executeTakeFirst()
}

export interface PolicyFilter {
  readonly pathPrefix: string
  /** Only policies that are in use, and so; undefined for all. */
  readonly usedAs: PolicyUse | 'any' | undefined
}

/** Sorted by name, from the name on or from behind it. */
export async function listManagedPolicies(
  queries: Queries,
  accountId: string,
  { pathPrefix, usedAs }: PolicyFilter,
  from: { readonly name: string; readonly isIncluded: boolean } | undefined,
  limit: number,
): Promise<readonly ManagedPolicyRow[]> {
  let query = queries.selectFrom('managed_policies').selectAll().where('account_id', '=', accountId)
  if (pathPrefix !== '/') query = query.where((eb) => startsWith(eb.ref('path'), pathPrefix))
  if (usedAs !== undefined) query = query.where('policy_id', 'in', usedPolicyIds(queries, accountId, usedAs))
  if (from !== undefined) query = query.where('name_key', from.isIncluded ? '>=' : '>', from.name)
  return query.orderBy('name_key').limit(limit).execute()
}

export async function findManagedPoliciesById(
  queries: Queries,
  accountId: string,
  policyIds: readonly string[],
): Promise<readonly ManagedPolicyRow[]> {
  if (policyIds.length === 0) return []
  return queries
    .selectFrom('managed_policies')
    .selectAll()
    .where('account_id', '=', accountId)
    .where('policy_id', 'in', policyIds)
    .execute()
}

/** The policy with its first version, which is the default one. */
export async function insertManagedPolicy(
  queries: Queries,
  policy: Omit<ManagedPolicyRow, 'name_key' | 'default_version' | 'last_version' | 'updated_at'>,
  document: string,
): Promise<ManagedPolicyRow> {
  const row = {
    ...policy,
    name_key: policy.name.toLowerCase(),
    default_version: 1,
    last_version: 1,
    updated_at: policy.created_at,
  }
  await queries.insertInto('managed_policies').values(row).execute()
  const { account_id, policy_id, created_at } = policy
  await queries
    .insertInto('managed_policy_versions')
    .values({ account_id, policy_id, version: 1, document, created_at })
    .execute()
  return row
}

/** With its versions. Nobody may hold the policy; its tags are not deleted here. */
export async function deleteManagedPolicy(queries: Queries, { account_id, policy_id }: PolicyKey): Promise<void> {
  await queries
    .deleteFrom('managed_policies')
    .where('account_id', '=', account_id)
    .where('policy_id', '=', policy_id)
    .execute()
}
