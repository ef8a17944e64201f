import DateRangePicker, { type DateRangePickerProps } from '@cloudscape-design/components/date-range-picker'
import type { EventFilter } from './event-filter.ts'

interface TimeRangeProps {
  readonly filter: EventFilter
  readonly onChange: (part: Record<'last' | 'from' | 'to', string | undefined>) => void
}

const secondsOf: Readonly<Record<DateRangePickerProps.TimeUnit, number>> = {
  second: 1,
  minute: 60,
  hour: 3600,
  day: 86_400,
  week: 604_800,
  month: 2_629_800,
  year: 31_557_600,
}

const options: readonly DateRangePickerProps.RelativeOption[] = [
  { key: 'hour', type: 'relative', amount: 1, unit: 'hour' },
  { key: 'day', type: 'relative', amount: 24, unit: 'hour' },
  { key: 'week', type: 'relative', amount: 7, unit: 'day' },
  { key: 'month', type: 'relative', amount: 30, unit: 'day' },
]

/** A time until now, or from one time to another; none: all that the log has. */
export function TimeRange({ filter, onChange }: TimeRangeProps) {
  return (
    <DateRangePicker
      value={rangeOf(filter)}
      relativeOptions={options}
      placeholder="All that is kept"
      isValidRange={check}
      expandToViewport
      onChange={({ detail: { value } }) => {
        if (value === null) onChange({ last: undefined, from: undefined, to: undefined })
        else if (value.type === 'absolute') onChange({ last: undefined, from: value.startDate, to: value.endDate })
        else onChange({ last: String(value.amount * secondsOf[value.unit]), from: undefined, to: undefined })
      }}
    />
  )
}

function rangeOf({ last, from, to }: EventFilter): DateRangePickerProps.Value | null {
  if (from !== undefined && to !== undefined) return { type: 'absolute', startDate: from, endDate: to }
  if (last === undefined) return null
  const known = options.find(({ amount, unit }) => amount * secondsOf[unit] === Number(last))
  return known ?? { type: 'relative', amount: Math.round(Number(last) / 60), unit: 'minute' }
}

function check(value: DateRangePickerProps.Value | null): DateRangePickerProps.ValidationResult {
  if (value?.type === 'relative' && !(value.amount > 0)) return { valid: false, errorMessage: 'Enter how long.' }
  if (value?.type !== 'absolute') return { valid: true }
  const [from, to] = [Date.parse(value.startDate), Date.parse(value.endDate)]
  if (Number.isNaN(from) || Number.isNaN(to))
    return { valid: false, errorMessage: 'Choose the first and the last day.' }
  return from <= to ? { valid: true } : { valid: false, errorMessage: 'The end is before the beginning.' }
}
