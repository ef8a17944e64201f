/** Inline policies, by the unique id of the user, group or role that they belong to. Names are looked up ignoring case. */
import type { Selectable } from 'kysely'
import type { Queries, Tables } from './database.ts'
import { type Page, type PageRequest, pageByName } from './paging.ts'

export type InlinePolicyRow = Selectable<Tables['inline_policies']>

/** Whose policies they are. */
export type PolicyOwner = Pick<InlinePolicyRow, 'account_id' | 'entity_id'>

export async function findInlinePolicy(
  queries: Queries,
  { account_id, entity_id }: PolicyOwner,
  name: string,
): Promise<InlinePolicyRow | undefined> {
  return queries
    .selectFrom('inline_policies')
    .selectAll()
    .where('account_id', '=', account_id)
    .where('entity_id', '=', entity_id)
    .where('name_key', '=', name.toLowerCase())
    .executeTakeFirst()
}

/** Every inline policy of these owners. */
export async function findInlinePolicies(
  queries: Queries,
  accountId: string,
  entityIds: readonly string[],
): Promise<readonly InlinePolicyRow[]> {
  if (entityIds.length === 0) return []
  return queries
    .selectFrom('inline_policies')
    .selectAll()
    .where('account_id', '=', accountId)
    .where('entity_id', 'in', entityIds)
    .orderBy('name_key')
    .execute()
}

export async function listInlinePolicies(
  queries: Queries,
  { account_id, entity_id }: PolicyOwner,
  page: PageRequest,
): Promise<Page<Pick<InlinePolicyRow, 'name' | 'name_key'>>> {
  const query = queries
    .selectFrom('inline_policies')
    .select(['name', 'name_key'])
    .where('account_id', '=', account_id)
    .where('entity_id', '=', entity_id)
  return pageByName(query, page)
}

/** A policy whose name differs only in case keeps the spelling that it was first put under. */
export async function putInlinePolicy(queries: Queries, policy: Omit<InlinePolicyRow, 'name_key'>): Promise<void> {
  await queries
    .insertInto('inline_policies')
    .values({ ...policy, name_key: policy.name.toLowerCase() })
    .onConflict((conflict) =>
      conflict.columns(['account_id', 'entity_id', 'name_key']).doUpdateSet({ document: policy.document }),
    )
    .execute()
}

/** @returns whether there was such a policy */
export async function deleteInlinePolicy(
  queries: Queries,
  { account_id, entity_id }: PolicyOwner,
  name: string,
): Promise<boolean> {
  const { numDeletedRows } = await queries
    .deleteFrom('inline_policies')
    .where('account_id', '=', account_id)
    .where('entity_id', '=', entity_id)
    .where('name_key', '=', name.toLowerCase())
    .executeTakeFirst()
  return numDeletedRows > 0n
}

/** How many policies of both kinds a user, group or role has. */
export async function countPoliciesOf(
  queries: Queries,
  { account_id, entity_id }: PolicyOwner,
): Promise<{ readonly attached: number; readonly inline: number }> {
  const { attached, inline } = await queries
    .selectNoFrom((eb) => [
      eb
        .selectFrom('attached_policies')
        .where('account_id', '=', account_id)
        .where('entity_id', '=', entity_id)
        .select(eb.fn.countAll().as('n'))
        .as('attached'),
      eb
        .selectFrom('inline_policies')
        .where('account_id', '=', account_id)
        .where('entity_id', '=', entity_id)
        .select(eb.fn.countAll().as('n'))
        .as('inline'),
    ])
    .executeTakeFirstOrThrow()
  return { attached: Number(attached), inline: Number(inline) }
}
