/** The versions of managed policies. A number is never used again, also not after its version is deleted. */
import type { Selectable } from 'kysely'
import type { Queries, Tables } from './database.ts'
import type { ManagedPolicyRow, PolicyKey } from './managed-policies.ts'
import { type Page, type PageRequest, toPage } from './paging.ts'

export type PolicyVersionRow = Selectable<Tables['managed_policy_versions']>

export async function findPolicyVersion(
  queries: Queries,
  { account_id, policy_id }: PolicyKey,
  version: number,
): Promise<PolicyVersionRow | undefined> {
  return queries
    .selectFrom('managed_policy_versions')
    .selectAll()
    .where('account_id', '=', account_id)
    .where('policy_id', '=', policy_id)
    .where('version', '=', version)
    .executeTakeFirst()
}

/** The newest first. */
export async function listPolicyVersions(
  queries: Queries,
  { account_id, policy_id }: PolicyKey,
  { after, limit }: PageRequest,
): Promise<Page<PolicyVersionRow>> {
  let query = queries
    .selectFrom('managed_policy_versions')
    .selectAll()
    .where('account_id', '=', account_id)
    .where('policy_id', '=', policy_id)
  if (after !== undefined) query = query.where('version', '<', Number(after))
  const rows = await query
    .orderBy('version', 'desc')
    .limit(limit + 1)
    .execute()
  return toPage(rows, limit, (row) => String(row.version))
}

/** Every version of these policies, the newest first. */
export async function findPolicyVersionsOf(
  queries: Queries,
  accountId: string,
  policyIds: readonly string[],
): Promise<readonly PolicyVersionRow[]> {
  if (policyIds.length === 0) return []
  return queries
    .selectFrom('managed_policy_versions')
    .selectAll()
    .where('account_id', '=', accountId)
    .where('policy_id', 'in', policyIds)
    .orderBy('version', 'desc')
    .execute()
}

export async function countPolicyVersions(queries: Queries, { account_id, policy_id }: PolicyKey): Promise<number> {
  const { n } = await queries
    .selectFrom('managed_policy_versions')
    .select((eb) => eb.fn.countAll().as('n'))
    .where('account_id', '=', account_id)
    .where('policy_id', '=', policy_id)
    .executeTakeFirstOrThrow()
  return Number(n)
}

/** The number behind the last one. The caller holds the account's lock: two at once would get the same. */
export async function insertPolicyVersion(
  queries: Queries,
  { account_id, policy_id, last_version, default_version }: ManagedPolicyRow,
  { document, created_at, isDefault }: { document: string; created_at: number; isDefault: boolean },
): Promise<number> {
  const version = last_version + 1
  await queries
    .insertInto('managed_policy_versions')
    .values({ account_id, policy_id, version, document, created_at })
    .execute()
  await queries
    .updateTable('managed_policies')
    .set({
      last_version: version,
      default_version: isDefault ? version : default_version,
      updated_at: created_at,
    })
    .where('account_id', '=', account_id)
    .where('policy_id', '=', policy_id)
    .execute()
  return version
}

export async function setDefaultVersion(
  queries: Queries,
  { account_id, policy_id }: PolicyKey,
  version: number,
): Promise<void> {
  await queries
    .updateTable('managed_policies')
    .set({ default_version: version })
    .where('account_id', '=', account_id)
    .where('policy_id', '=', policy_id)
    .execute()
}

export async function deletePolicyVersion(
  queries: Queries,
  { account_id, policy_id }: PolicyKey,
  version: number,
): Promise<void> {
  await queries
    .deleteFrom('managed_policy_versions')
    .where('account_id', '=', account_id)
    .where('policy_id', '=', policy_id)
    .where('version', '=', version)
    .execute()
}
