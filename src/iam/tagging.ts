/** What the tags of all resources have in common. */
import { createHash } from 'node:crypto'
import type { Tag } from '@aws-sdk/client-iam'
import type { Call } from '../call.ts'
import { deleteTag, findTags, putTag, type ResourceKey, type TagRow } from '../storage/tags.ts'
import { AwsFault, quotaExceeded } from '../wire/faults.ts'
import type { Permission, RequestContext } from '../wire/operation.ts'
import { type PagedInput, pageEnd, pageOf } from './paging.ts'

const tagsPerResource = 50

/**
 * The condition keys of an operation that sets tags: `aws:RequestTag/KEY` and `aws:TagKeys`.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/access_iam-tags.html
 */
export function requestTagContext(tags: readonly Tag[]): RequestContext {
  const values = tags.map(({ Key = '', Value = '' }) => [`aws:RequestTag/${Key}`, [Value]] as const)
  return { ...Object.fromEntries(values), ...tagKeysContext(tags.map(({ Key = '' }) => Key)) }
}

/**
 * What is asked of the policies before something is made, with tags or without.
 * @param actions - the one that makes it, and the one that is asked about besides when there are tags
 * @param on - its context is that of the first action alone
 */
export function permissionsToCreate(
  [create, tag]: readonly [string, string],
  { context, ...on }: Omit<Permission, 'action'>,
  tags: readonly Tag[] = [],
): readonly Permission[] {
  const ofTags = requestTagContext(tags)
  return [
    { action: create, ...on, context: { ...ofTags, ...context } },
    ...(tags.length > 0 ? [{ action: tag, ...on, context: ofTags }] : []),
  ]
}

/** The condition key of an operation that removes tags: `aws:TagKeys`. There is none without tags. */
export function tagKeysContext(keys: readonly string[]): RequestContext {
  return keys.length === 0 ? {} : { 'aws:TagKeys': keys }
}

/** @throws AwsFault InvalidInput for keys that differ only in case, LimitExceeded */
export async function putTags(call: Call, resourceId: string, tags: readonly Tag[]): Promise<void> {
  const keys = tags.map((tag) => tag.Key?.toLowerCase() ?? '')
  if (new Set(keys).size < keys.length) {
    throw new AwsFault('InvalidInput', 'Duplicate tag keys found. Please note that Tag keys are case insensitive.')
  }
  if (keys.some((key) => key.startsWith('aws:'))) {
    throw new AwsFault('InvalidInput', 'Tag keys that begin with aws: are reserved for system use.')
  }
  const present = await findTags(call.queries, resource(call, resourceId))
  const all = new Set([...keys, ...present.map((tag) => tag.tag_key.toLowerCase())])
  if (all.size > tagsPerResource) throw quotaExceeded('TagsPerResource', tagsPerResource)
  for (const { Key = '', Value = '' } of tags) {
    await putTag(call.queries, resource(call, resourceId), { tag_key: Key, tag_value: Value })
  }
}

/**
 * A page of the tags, sorted by key. The marker names the last key by its hash: a key can be longer than a marker may be.
 * @throws AwsFault ValidationError when the marker's tag is gone
 */
export async function listTags(call: Call, resourceId: string, input: PagedInput) {
  const page = pageOf(await findTags(call.queries, resource(call, resourceId)), input, keyHash)
  return { Tags: page.rows.map(toTag), ...pageEnd(page) }
}

function keyHash({ tag_key }: TagRow): string {
  return createHash('sha256').update(tag_key.toLowerCase()).digest('base64url')
}

export async function deleteTags(call: Call, resourceId: string, keys: readonly string[]): Promise<void> {
  for (const key of keys) await deleteTag(call.queries, resource(call, resourceId), key)
}

function resource(call: Call, resourceId: string): ResourceKey {
  return { account_id: call.accountId, resource_id: resourceId }
}

export function toTag(row: TagRow): { Key: string; Value: string } {
  return { Key: row.tag_key, Value: row.tag_value }
}

/** `Tags` as create and get operations answer it: left out where there are none. */
export async function tagsMember(call: Call, resourceId: string): Promise<{ Tags?: { Key: string; Value: string }[] }> {
  const rows = await findTags(call.queries, resource(call, resourceId))
  return rows.length === 0 ? {} : { Tags: rows.map(toTag) }
}
