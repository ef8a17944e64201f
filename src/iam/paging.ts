/** `Marker` and `MaxItems`, as every list of IAM has them. */
import type { Page, PageRequest } from '../storage/paging.ts'
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

/** `IsTruncated` is always there, `Marker` only when it is true. */
export function pageEnd({ next }: Page<unknown>): { IsTruncated: boolean; Marker?: string } {
  return next === undefined ? { IsTruncated: false } : { IsTruncated: true, Marker: markerPrefix + next }
}

export function invalidMarker(): AwsFault {
  return new AwsFault('ValidationError', 'Invalid Marker. Please pass the Marker of the page before, unchanged.')
}
