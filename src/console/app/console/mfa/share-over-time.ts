import type { SurveyedUser } from './survey.ts'

export interface SharePoint {
  readonly at: Date
  readonly users: number
  readonly withMfa: number
  /** 0 to 100. */
  readonly percent: number
}

const hour = 3_600_000
const points = 48

/** From the users and devices that there are now: whoever has been deleted since is not in it. */
export function shareOverTime(users: readonly SurveyedUser[], now: Date): SharePoint[] {
  const created = users.map(({ createdAt }) => createdAt?.getTime() ?? now.getTime()).sort(ascending)
  const protectedSince = users.flatMap(firstDevice).sort(ascending)
  const first = created[0]
  if (first === undefined) return []
  const start = Math.min(first, now.getTime() - hour)
  return Array.from({ length: points + 1 }, (_, index) => {
    const at = start + ((now.getTime() - start) * index) / points
    const count = countUpTo(created, at)
    const withMfa = countUpTo(protectedSince, at)
    return { at: new Date(at), users: count, withMfa, percent: count === 0 ? 0 : (100 * withMfa) / count }
  })
}

function firstDevice({ devices, createdAt }: SurveyedUser): number[] {
  if (devices.length === 0) return []
  const enabled = devices.map(({ enabledAt }) => enabledAt?.getTime() ?? Number.POSITIVE_INFINITY)
  return [Math.max(Math.min(...enabled), createdAt?.getTime() ?? 0)]
}

function ascending(one: number, other: number): number {
  return one - other
}

/** How many of the sorted times are not after `at`. */
function countUpTo(sorted: readonly number[], at: number): number {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((sorted[middle] ?? Number.POSITIVE_INFINITY) <= at) low = middle + 1
    else high = middle
  }
  return low
}
