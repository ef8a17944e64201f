/** Tags of sessions: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html */
import type { Session } from '../identity/principal.ts'
import type { Restrictions } from '../secrets/session-token.ts'
import { AwsFault } from '../wire/faults.ts'

export interface SessionTagsInput {
  readonly Tags?: readonly { readonly Key: string; readonly Value: string }[]
  readonly TransitiveTagKeys?: readonly string[]
}

/**
 * The tags that are passed, and those inherited from the calling session, which cannot be overridden.
 * @throws AwsFault InvalidParameterValue
 */
export function readSessionTags(
  { Tags = [], TransitiveTagKeys = [] }: SessionTagsInput,
  calling: Session | undefined,
): Pick<Restrictions, 'tags' | 'transitiveTagKeys'> {
  const inheritedKeys = calling?.transitiveTagKeys ?? []
  const inherited = new Set(inheritedKeys.map(fold))
  // A key stands for all its spellings.
  const passed = new Map(Tags.map(({ Key, Value }) => [fold(Key), { key: Key, value: Value }]))
  if (passed.size < Tags.length) {
    throw invalid('Duplicate tag keys found. Please note that Tag keys are case insensitive.')
  }
  const keys = [...passed.keys()]
  const transitive = new Set(TransitiveTagKeys.map(fold))
  if (keys.some((key) => key.startsWith('aws:'))) {
    throw invalid('Tag keys that begin with aws: are reserved for system use.')
  }
  if ([...keys, ...transitive].some((key) => inherited.has(key))) {
    throw invalid(
      "One of the specified transitive tag keys can't be set because it conflicts with a transitive tag key from the calling session.",
    )
  }
  if ([...transitive].some((key) => !passed.has(key))) {
    throw invalid('The specified transitive tag key must be included in the requested tags.')
  }
  const all = [
    ...Object.entries(calling?.tags ?? {}).filter(([key]) => inherited.has(fold(key))),
    ...Array.from(passed.values(), ({ key, value }) => [key, value] as const),
  ]
  const transitiveKeys = all.map(([key]) => key).filter((key) => inherited.has(fold(key)) || transitive.has(fold(key)))
  return {
    tags: all.length > 0 ? Object.fromEntries(all) : undefined,
    transitiveTagKeys: transitiveKeys.length > 0 ? transitiveKeys : undefined,
  }
}

/** The condition keys of a request that tags a session. Inherited tags count: AWS asks for sts:TagSession for them too. */
export function tagKeys(tags: Readonly<Record<string, string>> = {}): Record<string, readonly string[]> {
  const entries = Object.entries(tags)
  if (entries.length === 0) return {}
  return {
    ...Object.fromEntries(entries.map(([key, value]) => [`aws:RequestTag/${key}`, [value]])),
    'aws:TagKeys': entries.map(([key]) => key),
  }
}

function fold(key: string): string {
  return key.toLowerCase()
}

function invalid(message: string): AwsFault {
  return new AwsFault('InvalidParameterValue', message)
}
