/** The managed policies of customers, and their versions. Names are looked up ignoring case. */
import type { Selectable } from 'kysely'
import type { Queries, Tables } from './database.ts'

export type ManagedPolicyRow = Selectable<Tables['managed_policies']>

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

export interface DefaultDocument {
  readonly policy_id: string
  readonly path: string
  readonly name: string
  readonly document: string
}

/** What the policies say in their default versions. Ids without a row, as those of AWS's own policies, are left out. */
export async function findDefaultDocuments(
  queries: Queries,
  accountId: string,
  policyIds: readonly string[],
): Promise<DefaultDocument[]> {
  if (policyIds.length === 0) return []
  return queries
    .selectFrom('managed_policies as policy')
    .innerJoin('managed_policy_versions as version', (join) =>
      join
        .onRef('version.account_id', '=', 'policy.account_id')
        .onRef('version.policy_id', '=', 'policy.policy_id')
        .onRef('version.version', '=', 'policy.default_version'),
    )
    .select(['policy.policy_id', 'policy.path', 'policy.name', 'version.document'])
    .where('policy.account_id', '=', accountId)
    .where('policy.policy_id', 'in', policyIds)
    .execute()
}
