/**
 * UUIDs that sort by the time at which they were made: a table whose key they are needs no index on the time, and those of
 * one process keep their order within a millisecond.
 * https://www.rfc-editor.org/rfc/rfc9562#name-uuid-version-7
 */
import { randomUUID } from 'node:crypto'

/** Begins anywhere in its lower part. Several servers of one process count together, each at a time of its own. */
let counter = Number.parseInt(randomUUID().slice(0, 6), 16)

/** Version 7 with a counter of 32 bits. */
export function newTimeOrderedId(milliseconds: number): string {
  counter = (counter + 1) % 2 ** 32
  return compose(milliseconds, counter.toString(16).padStart(8, '0'), randomUUID().slice(-10))
}

/** No id of that time or later is less, none of an earlier time is as great. */
export function lowestIdAt(milliseconds: number): string {
  return compose(milliseconds, '00000000', '0000000000')
}

function compose(milliseconds: number, counter: string, rest: string): string {
  const time = Math.min(Math.max(0, milliseconds), 2 ** 48 - 1)
    .toString(16)
    .padStart(12, '0')
  return `${time.slice(0, 8)}-${time.slice(8)}-7${counter.slice(0, 3)}-8${counter.slice(3, 6)}-${counter.slice(6)}${rest}`
}
