import { serverTime } from '../../browser/server-time.ts'

const full = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' })
const exact = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' })
const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto' })

interface MomentProps {
  readonly at: Date | string | undefined
  readonly none?: string
  readonly hasSeconds?: boolean
}

/** A time, and how long ago: `24 Nov 2026, 13:38 (3 days ago)`. */
export function Moment({ at, none = '–', hasSeconds = false }: MomentProps) {
  if (at === undefined) return <>{none}</>
  const date = new Date(at)
  return (
    <time dateTime={date.toISOString()} title={date.toISOString()}>
      {(hasSeconds ? exact : full).format(date)}
    </time>
  )
}

/** How long ago, with the time itself at hand: what people compare in lists. */
export function Ago({ at, none = 'Never' }: { readonly at: Date | string | undefined; readonly none?: string }) {
  if (at === undefined) return <>{none}</>
  const date = new Date(at)
  return (
    <time dateTime={date.toISOString()} title={full.format(date)}>
      {describeAge(date)}
    </time>
  )
}

const units: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ['year', 31_557_600_000],
  ['month', 2_629_800_000],
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
]

function describeAge(date: Date): string {
  const milliseconds = date.getTime() - serverTime()
  const [unit, length] = units.find(([, each]) => Math.abs(milliseconds) >= each) ?? [
    'minute',
    Number.POSITIVE_INFINITY,
  ]
  return Number.isFinite(length) ? relative.format(Math.trunc(milliseconds / length), unit) : 'just now'
}
