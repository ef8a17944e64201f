/** Times as CloudTrail's records have them. */

/** `2026-01-15T12:01:15Z` */
export function isoTime(time: Date): string {
  return `${time.toISOString().slice(0, 19)}Z`
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** Inside of requests and answers: `Jan 15, 2026 12:01:15 PM`, in UTC. */
export function spokenTime(time: Date): string {
  const digits = (number: number) => String(number).padStart(2, '0')
  const hours = time.getUTCHours()
  const clock = `${hours % 12 || 12}:${digits(time.getUTCMinutes())}:${digits(time.getUTCSeconds())}`
  return `${months[time.getUTCMonth()]} ${time.getUTCDate()}, ${time.getUTCFullYear()} ${clock} ${hours < 12 ? 'AM' : 'PM'}`
}
