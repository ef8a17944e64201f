/** The tags of every taggable resource, by the resource's unique id. Keys are looked up ignoring case. */
import type { Queries } from './database.ts'
import { prepare } from './prepared.ts'

/** The unique id of a resource in its account. */
export interface ResourceKey {
  readonly account_id: string
  readonly resource_id: string
}

export interface TagRow {
  readonly tag_key: string
  readonly tag_value: string
}

/** Every tag of the resource, sorted by key. */
export async function findTags(queries: Queries, resource: ResourceKey): Promise<readonly TagRow[]> {
  return (await selectTags(queries, resource)).rows
}

const selectTags = prepare((queries, { account_id, resource_id }: ResourceKey) =>
  queries
    .selectFrom('tags')
    .select(['tag_key', 'tag_value'])
    .where('account_id', '=', account_id)
    .where('resource_id', '=', resource_id)
    .orderBy('key_key'),
)

/** The tags of several resources, each resource's sorted by key. */
export async function findTagsOf(
  queries: Queries,
  accountId: string,
  resourceIds: readonly string[],
): Promise<readonly (TagRow & Pick<ResourceKey, 'resource_id'>)[]> {
  if (resourceIds.length === 0) return []
  return queries
    .selectFrom('tags')
    .select(['resource_id', 'tag_key', 'tag_value'])
    .where('account_id', '=', accountId)
    .where('resource_id', 'in', resourceIds)
    .orderBy('key_key')
    .execute()
}

/** A tag whose key differs only in case from one that is there takes its place. */
export async function putTag(queries: Queries, resource: ResourceKey, tag: TagRow): Promise<void> {
  await queries
    .insertInto('tags')
    .values({ ...resource, ...tag, key_key: tag.tag_key.toLowerCase() })
    .onConflict((conflict) => conflict.columns(['account_id', 'resource_id', 'key_key']).doUpdateSet(tag))
    .execute()
}

export async function deleteTag(queries: Queries, resource: ResourceKey, key: string): Promise<void> {
  await queries
    .deleteFrom('tags')
    .where('account_id', '=', resource.account_id)
    .where('resource_id', '=', resource.resource_id)
    .where('key_key', '=', key.toLowerCase())
    .execute()
}

export async function deleteAllTags(queries: Queries, resource: ResourceKey): Promise<void> {
  await queries
    .deleteFrom('tags')
    .where('account_id', '=', resource.account_id)
    .where('resource_id', '=', resource.resource_id)
    .execute()
}
