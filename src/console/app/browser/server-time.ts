/**
 * The server's time, as the Date header of its answers tells it: it decides on codes and the ends of sessions, and the
 * clock of the computer in front of the person may be minutes off.
 */

/** Between which milliseconds the server's clock is ahead of ours; the header has but full seconds. */
let ahead: readonly [least: number, most: number] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]

/** Each answer narrows it down; one that contradicts the earlier ones means that a clock was set anew. */
export function learnServerTime(response: Response, sentAt: number): void {
  const date = Date.parse(response.headers.get('date') ?? '')
  if (Number.isNaN(date)) return
  const [least, most] = [date - Date.now(), date + 1000 - sentAt]
  const both = [Math.max(ahead[0], least), Math.min(ahead[1], most)] as const
  ahead = both[0] <= both[1] ? both : [least, most]
}

/** Of this computer: only to be handed to `learnServerTime`. */
export function localTime(): number {
  return Date.now()
}

/** Milliseconds since the epoch; our own clock as long as the server has not answered. */
export function serverTime(): number {
  const [least, most] = ahead
  return Date.now() + (Number.isFinite(least + most) ? Math.round((least + most) / 2) : 0)
}
