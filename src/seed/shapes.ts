/**
 * What a JSON value has to be. A part that is wrong is noted and left out, and the rest is read on, so that one look at a seed
 * tells everything. No message repeats a value: it may be a secret.
 */
import { nearestName } from '../edit-distance.ts'
import type { SeedProblem } from './seed-error.ts'

/** A part of the seed with its place, such as `Users[1].MFADevices[0]`. */
export interface Placed<T> {
  readonly path: string
  readonly value: T
}

/** What is left of a T when all that is wrong was taken out; the items of its lists know their places. */
export type WellFormed<T> = T extends readonly (infer Item)[]
  ? readonly Placed<WellFormed<Item>>[]
  : T extends object
    ? { readonly [K in keyof T]: WellFormed<T[K]> }
    : T

/** Adds to `problems`; undefined when nothing is left. */
export type Shape<T> = (value: unknown, path: string, problems: SeedProblem[]) => WellFormed<T> | undefined

interface RequiredShape<T> {
  readonly required: Shape<T>
}

/** A shape for each member of a T, marked where the member must be there. */
type MemberShapes<T> = {
  readonly [K in keyof T]-?: Pick<T, K> extends Required<Pick<T, K>>
    ? RequiredShape<T[K]>
    : Shape<Exclude<T[K], undefined>>
}

export const required = <T>(shape: Shape<T>): RequiredShape<T> => ({ required: shape })

export const text: Shape<string> = plain('a text', (value) => typeof value === 'string')
export const flag: Shape<boolean> = plain('true or false', (value) => typeof value === 'boolean')
export const wholeNumber: Shape<number> = plain('a whole number', Number.isSafeInteger)
/** A policy, which is checked when it is put in. */
export const document: Shape<object> = plain('a JSON object', isObject)

export function oneOf<T extends string>(...values: readonly T[]): Shape<T> {
  return plain(values.map((value) => JSON.stringify(value)).join(' or '), (value) => values.includes(value as T))
}

/** @param parse - throws a RangeError whose message completes "must be" */
export function parsed(parse: (text: string) => string): Shape<string> {
  return (value, path, problems) => {
    const given = text(value, path, problems)
    try {
      return given === undefined ? undefined : parse(given)
    } catch (error) {
      if (!(error instanceof RangeError)) throw error
      problems.push({ path, message: `must be ${error.message}` })
      return undefined
    }
  }
}

/** @param nameOf - what no two items may have in common, whatever its case */
export function listOf<T>(item: Shape<T>, nameOf?: (item: WellFormed<T>) => string): Shape<readonly T[]> {
  return (values, path, problems) => {
    if (!Array.isArray(values)) return refuse('a list', values, path, problems)
    const names = new Set<string>()
    const placed = values.flatMap((each: unknown, index) => {
      const place = `${path}[${index}]`
      const value = item(each, place, problems)
      if (value === undefined) return []
      const name = nameOf?.(value).toLowerCase()
      if (name === undefined || !names.has(name)) {
        if (name !== undefined) names.add(name)
        return [{ path: place, value }]
      }
      problems.push({ path: place, message: `${nameOf?.(value)} is in this list already` })
      return []
    })
    return placed as WellFormed<readonly T[]>
  }
}

export function object<T extends object>(members: MemberShapes<T>): Shape<T> {
  const shapes = members as Readonly<Record<string, Shape<unknown> | RequiredShape<unknown>>>
  return (value, path, problems) => {
    if (!isObject(value)) return refuse('a JSON object', value, path, problems)
    const place = (name: string) => (path === '' ? name : `${path}.${name}`)
    for (const name of Object.keys(value)) {
      if (!Object.hasOwn(shapes, name)) problems.push({ path: place(name), message: unknownMember(name, shapes) })
    }
    const found: Record<string, unknown> = {}
    let isWhole = true
    for (const [name, shape] of Object.entries(shapes)) {
      const isRequired = 'required' in shape
      const given = value[name]
      if (given === undefined && isRequired) problems.push({ path: place(name), message: 'is missing' })
      const read = given === undefined ? undefined : (isRequired ? shape.required : shape)(given, place(name), problems)
      if (read !== undefined) found[name] = read
      else if (isRequired) isWhole = false
    }
    return isWhole ? (found as WellFormed<T>) : undefined
  }
}

function unknownMember(name: string, members: object): string {
  const names = Object.keys(members)
  const meant = nearestName(name, names)
  return meant ? `is not known: is ${meant} meant?` : `is not known: there are ${names.join(', ')}`
}

function plain<T extends string | number | boolean | object>(
  description: string,
  isRight: (value: unknown) => boolean,
): Shape<T> {
  return (value, path, problems) =>
    isRight(value) ? (value as WellFormed<T>) : refuse(description, value, path, problems)
}

function refuse(description: string, value: unknown, path: string, problems: SeedProblem[]): undefined {
  problems.push({ path, message: `must be ${description}, not ${kindOf(value)}` })
}

function kindOf(value: unknown): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'a list'
  switch (typeof value) {
    case 'string':
      return 'this text'
    case 'number':
      return 'this number'
    case 'boolean':
      return String(value)
    default:
      return 'an object'
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
