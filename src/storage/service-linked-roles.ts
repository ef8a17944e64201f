/** What service-linked roles have that others have not: the policy that their service attaches, and deletion tasks. */
import type { Queries, Tables } from './database.ts'
import type { RoleKey } from './roles.ts'

export type DeletionTaskRow = Tables['service_linked_role_deletions']

export async function attachServicePolicy(
  queries: Queries,
  { account_id, role_id }: RoleKey,
  policyId: string,
): Promise<void> {
  await queries
    .insertInto('attached_policies')
    .values({ account_id, entity_id: role_id, policy_id: policyId })
    .execute()
}

/** Before the role itself is deleted. */
export async function detachServicePolicies(queries: Queries, { account_id, role_id }: RoleKey): Promise<void> {
  await queries
    .deleteFrom('attached_policies')
    .where('account_id', '=', account_id)
    .where('entity_id', '=', role_id)
    .execute()
}

export async function insertDeletionTask(queries: Queries, task: DeletionTaskRow): Promise<void> {
  await queries.insertInto('service_linked_role_deletions').values(task).execute()
}

export async function findDeletionTask(
  queries: Queries,
  accountId: string,
  deletionTaskId: string,
): Promise<DeletionTaskRow | undefined> {
  return queries
    .selectFrom('service_linked_role_deletions')
    .selectAll()
    .where('account_id', '=', accountId)
    .where('deletion_task_id', '=', deletionTaskId)
    .executeTakeFirst()
}
