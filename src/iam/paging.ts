/** `Marker` and `MaxItems`, as every list of IAM has them. */
import { type Page, type PageRequest, toPage } from '../storage/paging.ts'
import { AwsFault } from '../wire/faults.ts'

const defaultItems = 100

/** Markers are opaque to clients. Ours begin so, to tell them from a mistake. */
const markerPrefix = 'v1.'

export interface PagedInput {
  readonly Marker?: string
  readonly MaxItems?: number
}

/** @throws AwsFault ValidationError, or the one that is given, for a marker that is not ours */
export function pageRequest({ Marker, MaxItems }: PagedInput, invalid = invalidMarker): PageRequest {
  if (Marker !== undefined && !Marker.startsWith(markerPrefix)) throw invalid()
  return { after: Marker?.slice(markerPrefix.length), limit: MaxItems ?? defaultItems }
}

/**
 * A page of a list that is whole in memory.
 * @param keyOf - what the marker names an item by
 * @throws AwsFault ValidationError for a marker that is not ours; the one that is given when its item is not in the list
 */
export function pageOf<Row>(
  rows: readonly Row[],
  input: PagedInput,
  keyOf: (row: Row) => string,
  missing = invalidMarker,
): Page<Row> {
  const { after, limit } = pageRequest(input)
  const start = after === undefined ? 0 : 1 + rows.findIndex((row) => keyOf(row) === after)
  if (after !== undefined && start === 0) throw missing()
  return toPage(rows.slice(start), limit, keyOf)
}

/** `IsTruncated` is always there, `Marker` only when it is true. */
export function pageEnd({ next }: Page<unknown>): { IsTruncated: boolean; Marker?: string } {
  return next === undefined ? { IsTruncated: false } : { IsTruncated: true, Marker: markerPrefix + next }
}

export function invalidMarker(): AwsFault {
  return new AwsFault('ValidationError', 'Invalid Marker. Please pass the Marker of the page before, unchanged.')
}
