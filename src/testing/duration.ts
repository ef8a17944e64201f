const milliseconds = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const

/** `30s`, `5m`, `-90s`, `1.5h`, `90d`; a number is seconds. */
export type Duration = number | `${number}${keyof typeof milliseconds}`

/** @throws RangeError for what is no duration */
export function millisecondsOf(duration: Duration): number {
  if (typeof duration === 'number' && Number.isFinite(duration)) return duration * 1000
  const [, amount, unit] = /^(-?\d+(?:\.\d+)?)(ms|[smhd])$/.exec(String(duration)) ?? []
  if (amount !== undefined && unit !== undefined)
    return Number(amount) * milliseconds[unit as keyof typeof milliseconds]
  throw new RangeError(
    `A duration is a number of seconds, or a text such as '30s', '5m', '2h' or '90d', not '${duration}'`,
  )
}
