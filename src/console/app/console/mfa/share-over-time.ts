import { enabledAtOf, type Person } from './person.ts'

export interface Share {
  readonly at: Date
  readonly users: number
  readonly withMfa: number
}

/**
 * How many of the users that are there now were there then, and had one of the devices that they have now. What was removed
 * since leaves no trace in it.
 */
export function shareOverTime(people: readonly Person[], now: number, steps: number): Share[] {
  const created: number[] = []
  const enabled: number[] = []
  for (const person of people) {
    if (!person.createdAt) continue
    const from = person.createdAt.getTime()
    created.push(from)
    const since = enabledAtOf(person)?.getTime()
    if (since !== undefined) enabled.push(Math.max(from, since))
  }
  const [createdSorted, enabledSorted] = [Float64Array.from(created).sort(), Float64Array.from(enabled).sort()]
  const first = createdSorted[0]
  if (first === undefined) return []
  const end = Math.max(now, first + 1)
  const shares: Share[] = []
  let [users, withMfa] = [0, 0]
  for (let step = 0; step <= steps; step++) {
    const at = first + ((end - first) * step) / steps
    while (users < createdSorted.length && (createdSorted[users] ?? 0) <= at) users++
    while (withMfa < enabledSorted.length && (enabledSorted[withMfa] ?? 0) <= at) withMfa++
    shares.push({ at: new Date(at), users, withMfa })
  }
  return shares
}
