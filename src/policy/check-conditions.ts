/**
 * Conditions: known operators, values that their operator can read. A condition that can never be read would make an Allow
 * useless, and a Deny: it would never deny. So it is refused when it is written.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
import { isAddress } from './addresses.ts'
import { hasReadableVariables } from './check-variables.ts'
import { asList, isObject } from './document.ts'

/** Operator, then key, then a value or values. */
export type ConditionBlock = Readonly<Record<string, Readonly<Record<string, unknown>>>>

type ValueKind = 'text' | 'number' | 'date' | 'boolean' | 'presence' | 'binary' | 'address'

const valueKinds: ReadonlyMap<string, ValueKind> = new Map([
  ['StringEquals', 'text'],
  ['StringNotEquals', 'text'],
  ['StringEqualsIgnoreCase', 'text'],
  ['StringNotEqualsIgnoreCase', 'text'],
  ['StringLike', 'text'],
  ['StringNotLike', 'text'],
  ['ArnEquals', 'text'],
  ['ArnNotEquals', 'text'],
  ['ArnLike', 'text'],
  ['ArnNotLike', 'text'],
  ['NumericEquals', 'number'],
  ['NumericNotEquals', 'number'],
  ['NumericLessThan', 'number'],
  ['NumericLessThanEquals', 'number'],
  ['NumericGreaterThan', 'number'],
  ['NumericGreaterThanEquals', 'number'],
  ['DateEquals', 'date'],
  ['DateNotEquals', 'date'],
  ['DateLessThan', 'date'],
  ['DateLessThanEquals', 'date'],
  ['DateGreaterThan', 'date'],
  ['DateGreaterThanEquals', 'date'],
  ['Bool', 'boolean'],
  ['Null', 'presence'],
  ['BinaryEquals', 'binary'],
  ['IpAddress', 'address'],
  ['NotIpAddress', 'address'],
])

/**
 * Whether a `Condition` has the shape of one: operators that exist, in their spelling, each with keys, each with one value
 * or a flat list of them. An operator without keys asks nothing, and AWS does not look at its name.
 */
export function isConditionShape(condition: unknown): boolean {
  return (
    isObject(condition) &&
    Object.entries(condition).every(
      ([operator, keys]) =>
        isObject(keys) &&
        Object.values(keys).every((values) => asList(values).every(isValue)) &&
        (Object.keys(keys).length === 0 || valueKindOf(operator) !== undefined),
    )
  )
}

/** Whether every value of the conditions can be read as what its operator compares. */
export function hasReadableValues(
  statements: readonly { readonly Condition?: ConditionBlock }[],
  version: unknown,
): boolean {
  const hasVariables = version === '2012-10-17'
  return statements.every(({ Condition = {} }) =>
    Object.entries(Condition).every(([operator, keys]) => {
      const isReadable = readers[valueKindOf(operator) ?? 'text']
      return Object.values(keys).every((values) =>
        asList(values).every((value) => isReadable(String(value), hasVariables)),
      )
    }),
  )
}

/** `Null` asks only whether the key is there, so that neither a set operator nor `IfExists` has a meaning with it. */
function valueKindOf(operator: string): ValueKind | undefined {
  const name = operator.replace(/^(ForAnyValue|ForAllValues):/, '').replace(/IfExists$/, '')
  return name === 'Null' && operator !== 'Null' ? undefined : valueKinds.get(name)
}

function isValue(value: unknown): boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
}

const readers: Readonly<Record<ValueKind, (value: string, hasVariables: boolean) => boolean>> = {
  text: isText,
  number: (value) => /^[+-]?\d+(\.\d+)?$/.test(value),
  date: isDate,
  // AWS's pages disagree whether variables are read here.
  boolean: (value, hasVariables) =>
    /^(true|false)$/i.test(value) || (hasVariables && value.includes('${') && isText(value, hasVariables)),
  // No variable: where it has no value, a deny would not deny.
  presence: (value) => /^(true|false)$/i.test(value),
  binary: (value) => /^[A-Za-z0-9+/]*={0,2}$/.test(value),
  address: isAddressOrRange,
}

function isText(value: string, hasVariables: boolean): boolean {
  return !hasVariables || hasReadableVariables(value)
}

const isoDate =
  /^(?<year>-?\d{1,9})(-(?<month>\d{1,2})(-(?<day>\d{1,2}))?)?(t((?<hour>\d{1,2})(:(?<minute>\d{1,2})(:(?<second>\d{1,2})(\.\d{1,9})?)?)?(z|[+-](?<zoneHour>\d{2})(:?(?<zoneMinute>\d{2}))?)?)?)?$/i

/** A count of seconds, or a date of ISO 8601 that may end early: AWS takes `01T`. */
function isDate(value: string): boolean {
  if (/^\d{1,19}$/.test(value)) return BigInt(value) <= 9_223_372_036_854_775_807n
  const parts = isoDate.exec(value)?.groups
  if (!parts) return false
  const isWithin = (part: string | undefined, low: number, high: number) =>
    part === undefined || (Number(part) >= low && Number(part) <= high)
  return (
    isWithin(parts['year'], -292_275_054, 292_278_993) &&
    isWithin(parts['month'], 1, 12) &&
    isWithin(parts['day'], 1, 31) &&
    isWithin(parts['hour'], 0, 23) &&
    isWithin(parts['minute'], 0, 59) &&
    isWithin(parts['second'], 0, 59) &&
    isWithin(parts['zoneHour'], 0, 23) &&
    isWithin(parts['zoneMinute'], 0, 59)
  )
}

function isAddressOrRange(value: string): boolean {
  const [address = '', prefix, ...more] = value.split('/')
  if (!isAddress(address) || more.length > 0) return false
  return prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= (address.includes(':') ? 128 : 32))
}
