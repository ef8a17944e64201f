/**
 * The condition operators without their prefixes and suffixes: how one value of a policy is compared with one of a request.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
import { isInRange, parseAddress, parseRange } from './addresses.ts'
import { compileTokens, resolveTokens, type TextMatcher, tokenize } from './match.ts'
import { compileArnParts, splitTokens } from './resources.ts'

/**
 * What compares values of requests with this one of a policy. Its answer is `undefined` where there is nothing to compare:
 * one of the two is no number, date, ARN… or a variable has no value.
 */
export type ValueCompiler = (value: string, hasVariables: boolean) => TextMatcher

export interface Operator {
  readonly compile: ValueCompiler
  /** Holds where its opposite does not: no value of the policy may match, and none does when the key is missing. */
  readonly isNegated: boolean
}

/** By name in lower case: AWS reads them in any case. `Null` is not among them, as it compares no values. */
export const operators: ReadonlyMap<string, Operator> = new Map(
  Object.entries({
    StringEquals: is(compileEquals),
    StringNotEquals: isNot(compileEquals),
    StringEqualsIgnoreCase: is(compileEqualsIgnoreCase),
    StringNotEqualsIgnoreCase: isNot(compileEqualsIgnoreCase),
    StringLike: is(compileLike),
    StringNotLike: isNot(compileLike),
    NumericEquals: is(comparing(parseNumber, (a, b) => a === b)),
    NumericNotEquals: isNot(comparing(parseNumber, (a, b) => a === b)),
    NumericLessThan: is(comparing(parseNumber, (a, b) => a < b)),
    NumericLessThanEquals: is(comparing(parseNumber, (a, b) => a <= b)),
    NumericGreaterThan: is(comparing(parseNumber, (a, b) => a > b)),
    NumericGreaterThanEquals: is(comparing(parseNumber, (a, b) => a >= b)),
    DateEquals: is(comparing(parseDate, (a, b) => a === b)),
    DateNotEquals: isNot(comparing(parseDate, (a, b) => a === b)),
    DateLessThan: is(comparing(parseDate, (a, b) => a < b)),
    DateLessThanEquals: is(comparing(parseDate, (a, b) => a <= b)),
    DateGreaterThan: is(comparing(parseDate, (a, b) => a > b)),
    DateGreaterThanEquals: is(comparing(parseDate, (a, b) => a >= b)),
    Bool: is(compileBool),
    BinaryEquals: is(comparing(parseBinary, (a, b) => a === b)),
    IpAddress: is(compileAddress),
    NotIpAddress: isNot(compileAddress),
    ArnEquals: is(compileArn),
    ArnNotEquals: isNot(compileArn),
    ArnLike: is(compileArn),
    ArnNotLike: isNot(compileArn),
  }).map(([name, operator]) => [name.toLowerCase(), operator]),
)

function is(compile: ValueCompiler): Operator {
  return { compile, isNegated: false }
}

function isNot(compile: ValueCompiler): Operator {
  return { compile, isNegated: true }
}

function compileEquals(value: string, hasVariables: boolean): TextMatcher {
  return compileText(value, hasVariables, (text) => text)
}

function compileEqualsIgnoreCase(value: string, hasVariables: boolean): TextMatcher {
  return compileText(value, hasVariables, (text) => text.toLowerCase())
}

function compileLike(value: string, hasVariables: boolean): TextMatcher {
  return compileTokens(tokenize(value, { hasWildcards: true, hasVariables }))
}

/** The six parts are compared one by one; ArnEquals knows wildcards as well as ArnLike. */
function compileArn(value: string, hasVariables: boolean): TextMatcher {
  const parts = splitTokens(tokenize(value, { hasWildcards: true, hasVariables }))
  if (parts.length < 6) return () => undefined
  const matches = compileArnParts(parts)
  return (text, context) => (text.split(':', 6).length < 6 ? undefined : matches(text, context))
}

/** The page on variables and the page on operators disagree about variables here. They stand for `true` and `false` only. */
function compileBool(value: string, hasVariables: boolean): TextMatcher {
  return compileText(value, hasVariables, parseBoolean)
}

function compileAddress(value: string): TextMatcher {
  const range = parseRange(value)
  if (!range) return () => undefined
  return (text) => {
    const address = parseAddress(text)
    return address && isInRange(address, range)
  }
}

/** Equality of texts in a normal form; `undefined` has none. */
function compileText(
  value: string,
  hasVariables: boolean,
  normalize: (text: string) => string | undefined,
): TextMatcher {
  const tokens = tokenize(value, { hasWildcards: false, hasVariables })
  const compare = (text: string, wanted: string | undefined) => {
    const normal = normalize(text)
    return normal === undefined || wanted === undefined ? undefined : normal === wanted
  }
  if (tokens.every((token) => typeof token === 'string')) {
    const wanted = normalize(tokens.join(''))
    return (text) => compare(text, wanted)
  }
  return (text, context) => {
    const resolved = resolveTokens(tokens, context)
    return resolved && compare(text, normalize(resolved.join('')))
  }
}

function comparing<T>(
  parse: (text: string) => T | undefined,
  compare: (requestValue: T, policyValue: T) => boolean,
): ValueCompiler {
  return (value) => {
    const wanted = parse(value)
    return (text) => {
      const actual = parse(text)
      return actual === undefined || wanted === undefined ? undefined : compare(actual, wanted)
    }
  }
}

export function parseBoolean(text: string): string | undefined {
  const lower = text.toLowerCase()
  return lower === 'true' || lower === 'false' ? lower : undefined
}

export function parseNumber(text: string): number | undefined {
  return /^[+-]?\d+(\.\d+)?(e[+-]?\d+)?$/i.test(text) ? Number(text) : undefined
}

/** Byte for byte is letter for letter once both are written in the one way without needless bits. */
export function parseBinary(text: string): string | undefined {
  const canonical = Buffer.from(text, 'base64').toString('base64')
  return canonical.replace(/=+$/, '') === text.replace(/=+$/, '') ? canonical : undefined
}

const isoDate =
  /^(-?\d{1,9})(?:-(\d\d?)(?:-(\d\d?))?)?(?:t(?:(\d\d?)(?::(\d\d?)(?::(\d\d?)(\.\d+)?)?)?(z|[+-]\d\d(?::?\d\d)?)?)?)?$/i

/**
 * Milliseconds since 1970 of a date of ISO 8601 or of seconds since 1970. Four digits are a year. Whatever `check.ts` takes
 * for a date is one here: it may end early, and without a zone it is UTC.
 * https://www.w3.org/TR/NOTE-datetime
 */
export function parseDate(text: string): number | undefined {
  if (/^\d+(\.\d+)?$/.test(text) && text.length !== 4) return Number(text) * 1000
  const [isDate, year, month = '1', day = '1', hour = '0', minute = '0', second = '0', fraction = '', zone = 'Z'] =
    isoDate.exec(text) ?? []
  if (isDate === undefined || Number(month) > 12 || Number(day) > 31) return undefined
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return undefined
  const date = new Date(0)
  date.setUTCFullYear(Number(year), Number(month) - 1, Number(day))
  date.setUTCHours(Number(hour), Number(minute), Number(second))
  const time = date.getTime() + Number(`0${fraction}`) * 1000 - offsetOf(zone)
  return Number.isNaN(time) ? undefined : time
}

/** Milliseconds that a zone (`+0530`, `-03:00`, `+01`) is ahead of UTC. */
function offsetOf(zone: string): number {
  if (/^z$/i.test(zone)) return 0
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(3).replace(':', ''))
  return minutes * 60_000 * (zone.startsWith('-') ? -1 : 1)
}
