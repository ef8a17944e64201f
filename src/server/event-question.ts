/** What `lookup-events` is asked for in our own JSON. */
import { AwsFault } from '../wire/faults.ts'
import type { EventQuestion, LookupAttribute } from './event-lookup.ts'

type Content = Readonly<Record<string, unknown>>

/**
 * `{startTime?, endTime?, lookupAttribute?: {key, value}, maxResults?, nextToken?}`, the times in ISO 8601.
 * @throws AwsFault ValidationError
 */
export function readEventQuestion(content: Content): EventQuestion {
  const { startTime, endTime, lookupAttribute, maxResults, nextToken } = content
  if (maxResults !== undefined && typeof maxResults !== 'number') throw mistyped('maxResults', 'a number')
  if (nextToken !== undefined && typeof nextToken !== 'string') throw mistyped('nextToken', 'a text')
  return {
    startTime: readTime('startTime', startTime),
    endTime: readTime('endTime', endTime),
    attribute: readAttribute(lookupAttribute),
    maxResults,
    nextToken,
  }
}

function readTime(name: string, value: unknown): Date | undefined {
  if (value === undefined) return undefined
  const isIso =
    typeof value === 'string' && /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d))?$/.test(value)
  const time = new Date(isIso ? value : Number.NaN)
  if (Number.isNaN(time.getTime())) throw mistyped(name, 'a time such as 2026-01-15T12:00:00Z')
  return time
}

function readAttribute(value: unknown): LookupAttribute | undefined {
  if (value === undefined) return undefined
  const { key, value: text } = Object(value) as Content
  if (typeof key === 'string' && typeof text === 'string') return { key, value: text }
  throw mistyped('lookupAttribute', 'an object with the texts key and value')
}

function mistyped(name: string, type: string): AwsFault {
  return new AwsFault('ValidationError', `${name} must be ${type}`)
}
