/**
 * The vocabulary of input limits: how a member of an input can break AWS's model, independent of the words in which a
 * service says so (`wire/validation.ts` has the two dialects). Knows no shape of AWS: `wire/named-limits.ts` has those.
 */

/** One broken constraint. `path` is relative to the member: empty for the value itself, `.1.member.key` inside a list. */
export interface Violation {
  readonly path: string
  /** The value that broke it; `undefined` where it was missing. */
  readonly value: unknown
  /** AWS's words: `Member must have length less than or equal to 64`. */
  readonly constraint: string
  /** IAM's own sentence where it has one for this rule, given the member's name as in messages: `userName`. */
  readonly message?: (memberName: string) => string
}

/** Every constraint that the value breaks, pattern before length; an empty list when it is fine. */
export type Limit<in T> = (value: T) => readonly Violation[]

/** A limit of a value without parts. A list of such values reports all constraints of its items at once. */
export interface ScalarLimit<in T> {
  (value: T): readonly Violation[]
  readonly constraints: readonly string[]
}

/** Both ends are inclusive. */
export interface Range {
  readonly min?: number
  readonly max?: number
}

export interface TextRules extends Range {
  /** As printed in AWS's model, and as it appears in messages; the whole text has to match. */
  readonly pattern?: string
  /** IAM's sentence instead of the pattern; it stands for the whole value. */
  readonly message?: (memberName: string) => string
}

/** Where AWS's model says nothing, and for booleans, which only the decoder can refuse. */
export const anything: ScalarLimit<unknown> = Object.assign(() => [], { constraints: [] })

/** Lengths count UTF-16 units, as Java does. */
export function text({ min, max, pattern, message }: TextRules): ScalarLimit<string> {
  const matcher = pattern === undefined ? undefined : wholeText(pattern)
  const patternConstraint = `Member must satisfy regular expression pattern: ${pattern}`
  const check = (value: string): readonly Violation[] => {
    const lengthViolations = outside('length', value.length, value, { min, max })
    if (matcher === undefined || matcher.test(value)) return lengthViolations
    const patternViolation = { path: '', value, constraint: patternConstraint }
    // With a sentence of its own IAM says nothing of the length, not even of an empty text.
    return message === undefined ? [patternViolation, ...lengthViolations] : [{ ...patternViolation, message }]
  }
  // AWS lists the constraints of a list's items in this order, whichever of them was broken.
  const constraints = [
    ...(max === undefined ? [] : [atMost('length', max)]),
    ...(min === undefined ? [] : [atLeast('length', min)]),
    ...(pattern === undefined ? [] : [patternConstraint]),
    notNull,
  ]
  return Object.assign(check, { constraints })
}

export function integer(range: Range): ScalarLimit<number> {
  const constraints = [
    ...(range.max === undefined ? [] : [atMost('value', range.max)]),
    ...(range.min === undefined ? [] : [atLeast('value', range.min)]),
    notNull,
  ]
  return Object.assign((value: number) => outside('value', value, value, range), { constraints })
}

/** The values in the order in which AWS prints them, where that is known. */
export function oneOf(values: readonly string[]): ScalarLimit<string> {
  const constraint = `${enumConstraint}: [${values.join(', ')}]`
  const check = (value: string): readonly Violation[] =>
    values.includes(value) ? [] : [{ path: '', value, constraint }]
  return Object.assign(check, { constraints: [constraint] })
}

/** A broken item without parts is reported once, at the list; a broken part of a structure at its own path. */
export function listOf<T>(item: Limit<T> | ScalarLimit<T>, size: Range = {}): Limit<readonly T[]> {
  return (values) => {
    const sizeViolations = outside('length', values.length, values, size)
    // What is wrong with thousands of items would fill megabytes.
    if (size.max !== undefined && values.length > size.max) return sizeViolations
    if ('constraints' in item) {
      if (values.every((value) => item(value).length === 0)) return sizeViolations
      const constraint = `Member must satisfy constraint: [${item.constraints.join(', ')}]`
      return [...sizeViolations, { path: '', value: values, constraint }]
    }
    const itemViolations = values.flatMap((value, index) => within(`.${index + 1}.member`, item(value)))
    return [...sizeViolations, ...itemViolations]
  }
}

/** Limits of those members that are there; whether one may be missing is the model's business (`wire/validation.ts`). */
export function structure<T extends object>(
  members: {
    readonly [K in keyof T]-?: Limit<Exclude<T[K], undefined>>
  },
): Limit<T> {
  const names = Object.keys(members) as (keyof T & string)[]
  return (value) =>
    names.flatMap((name) => {
      const part = value[name]
      return part === undefined ? [] : within(`.${messageName(name)}`, members[name](part as never))
    })
}

export const notNull = 'Member must not be null'
export const enumConstraint = 'Member must satisfy enum value set'

/** A member's name as messages spell it: `MFAToken` becomes `mFAToken`. */
export function messageName(member: string): string {
  return member.charAt(0).toLowerCase() + member.slice(1)
}

/**
 * AWS's patterns are Java's, matched against the whole text. With the flag `u` JavaScript reads those of IAM and STS the
 * same way: `\w` and `\d` are ASCII, `\p{L}` is Unicode's category, `\u10000` is `\u1000` and a zero, `$` is the very end.
 */
function wholeText(pattern: string): RegExp {
  return new RegExp(`^(?:${pattern})$`, 'u')
}

type Measure = 'length' | 'value'
const atLeast = (measure: Measure, min: number) => `Member must have ${measure} greater than or equal to ${min}`
const atMost = (measure: Measure, max: number) => `Member must have ${measure} less than or equal to ${max}`

interface OpenRange {
  readonly min?: number | undefined
  readonly max?: number | undefined
}

function outside(measure: Measure, measured: number, value: unknown, { min, max }: OpenRange): readonly Violation[] {
  if (min !== undefined && measured < min) return [{ path: '', value, constraint: atLeast(measure, min) }]
  if (max !== undefined && measured > max) return [{ path: '', value, constraint: atMost(measure, max) }]
  return []
}

/** The same violations, seen from the value that holds the part at `prefix`. */
export function within(prefix: string, violations: readonly Violation[]): readonly Violation[] {
  return violations.map((violation) => ({ ...violation, path: prefix + violation.path }))
}
