/** The time of a signed request: its two notations, and the window in which it is believed. */
import { AwsFault } from '../wire/faults.ts'

const windowMinutes = 15
const windowMilliseconds = windowMinutes * 60_000

/** ISO 8601 basic format, to the second: `20260101T000000Z`. */
export function formatIsoTime(time: Date): string {
  return time.toISOString().replace(/[-:]|\.\d{3}/g, '')
}

/**
 * The time in ISO 8601 basic format, or undefined when the text is no IMF-fixdate of RFC 9110, section 5.6.7. The day of
 * the week is passed over: it is wrong in vectors that AWS itself has published.
 */
export function isoTimeFromHttpDate(text: string): string | undefined {
  if (!/^[A-Z][a-z]{2}, /.test(text)) return undefined
  const time = new Date(text)
  // Date reads much more than this form, and moves days that do not exist; only the exact form comes back the same.
  const isExact = !Number.isNaN(time.getTime()) && time.toUTCString().slice(5) === text.slice(5)
  return isExact ? formatIsoTime(time) : undefined
}

/**
 * Refuses what is no time, and what is more than 15 minutes away from `now` in whole seconds; exactly 15 are accepted.
 *
 * @throws AwsFault IncompleteSignature, SignatureDoesNotMatch
 */
export function checkRequestTime(requestTime: string, now: Date): void {
  const time = parseIsoTime(requestTime)
  if (time === undefined) {
    throw new AwsFault(
      'IncompleteSignature',
      `Date must be in ISO-8601 'basic format'. Got '${requestTime}'. See http://en.wikipedia.org/wiki/ISO_8601`,
    )
  }
  const second = Math.floor(now.getTime() / 1000) * 1000
  const earliest = second - windowMilliseconds
  const latest = second + windowMilliseconds
  if (time < earliest) {
    throw new AwsFault(
      'SignatureDoesNotMatch',
      `Signature expired: ${requestTime} is now earlier than ${format(earliest)} (${format(second)} - ${windowMinutes} min.)`,
    )
  }
  if (time > latest) {
    throw new AwsFault(
      'SignatureDoesNotMatch',
      `Signature not yet current: ${requestTime} is still later than ${format(latest)} (${format(second)} + ${windowMinutes} min.)`,
    )
  }
}

function format(milliseconds: number): string {
  return formatIsoTime(new Date(milliseconds))
}

let lastText = ''
let lastTime: number | undefined

/** Clients that ask much ask much in the same second, and to take a time apart and put it together again costs microseconds. */
function parseIsoTime(text: string): number | undefined {
  if (text !== lastText) {
    lastTime = parseNewIsoTime(text)
    lastText = text
  }
  return lastTime
}

/** Milliseconds since 1970; undefined for another form and for a day or an hour that does not exist. */
function parseNewIsoTime(text: string): number | undefined {
  if (!/^\d{8}T\d{6}Z$/.test(text)) return undefined
  const part = (from: number, to: number) => Number(text.slice(from, to))
  const time = Date.UTC(part(0, 4), part(4, 6) - 1, part(6, 8), part(9, 11), part(11, 13), part(13, 15))
  // Date.UTC carries the 30th of February over into March; only a time that exists comes back the same.
  return format(time) === text ? time : undefined
}
