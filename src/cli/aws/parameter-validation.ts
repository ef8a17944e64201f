/** What the AWS CLI refuses before it sends anything: wrong types, unknown and missing members, values that are too short. */
import type { OperationModel, Shape } from '../../wire/model.ts'
import { invalidValue } from './command-error.ts'
import { orderParameters } from './member-order.ts'
import { countMinimumOf, itemMinimumOf, minimumOf } from './parameter-facts.ts'
import type { Parameters } from './parameter-values.ts'
import { isRecord, pythonText, typeNameOf } from './python-text.ts'

/** Where a value stands, for messages and to know its limits. */
interface Place {
  readonly action: string
  /** `Tags[0].Key` */
  readonly path: string
  readonly member: string
  readonly isItem: boolean
}

/** @throws CommandError with everything that is wrong, a line each. */
export function validateParameters(parameters: Parameters, { action, input }: OperationModel): void {
  const ordered: Shape = { kind: 'structure', members: orderParameters(action, input) }
  const problems = findProblems(parameters, ordered, { action, path: '', member: '', isItem: false })
  if (problems.length > 0) throw invalidValue(`Parameter validation failed:\n${problems.join('\n')}`)
}

function findProblems(value: unknown, shape: Shape, place: Place): string[] {
  switch (shape.kind) {
    case 'structure':
      return isRecord(value) ? checkMembers(value, shape, place) : [wrongType(value, place, "<class 'dict'>")]
    case 'list':
      if (!Array.isArray(value)) return [wrongType(value, place, "<class 'list'>, <class 'tuple'>")]
      return [
        ...checkLength(value.length, countMinimumOf(place.member), place),
        ...value.flatMap((item, index) => {
          return findProblems(item, shape.item, { ...place, path: `${place.path}[${index}]`, isItem: true })
        }),
      ]
    case 'string':
      if (typeof value !== 'string') return [wrongType(value, place, "<class 'str'>")]
      return checkLength(Array.from(value).length, minimumFor(place), place)
    case 'integer':
      if (!Number.isInteger(value)) return [wrongType(value, place, "<class 'int'>")]
      return checkRange(Number(value), minimumFor(place), place)
    case 'boolean':
      return typeof value === 'boolean' ? [] : [wrongType(value, place, "<class 'bool'>")]
    default:
      return []
  }
}

function checkMembers(
  value: Readonly<Record<string, unknown>>,
  { members }: Extract<Shape, { kind: 'structure' }>,
  place: Place,
): string[] {
  const where = place.path === '' ? 'input' : place.path
  const missing = members
    .filter(({ name, isRequired }) => isRequired && !(name in value))
    .map(({ name }) => `Missing required parameter in ${where}: "${name}"`)
  const known = new Map(members.map((member) => [member.name, member.shape]))
  const unknown = Object.keys(value)
    .filter((name) => !known.has(name))
    .map((name) => {
      const names = Array.from(known.keys()).join(', ')
      return `Unknown parameter in ${where}: "${name}", must be one of: ${names}`
    })
  const wrong = Object.entries(value).flatMap(([name, item]) => {
    const shape = known.get(name)
    const path = place.path === '' ? name : `${place.path}.${name}`
    return shape ? findProblems(item, shape, { action: place.action, path, member: name, isItem: false }) : []
  })
  return [...missing, ...unknown, ...wrong]
}

function minimumFor({ action, member, isItem }: Place): number | undefined {
  return isItem ? itemMinimumOf(member) : minimumOf(action, member)
}

function checkLength(length: number, minimum: number | undefined, { path }: Place): string[] {
  if (minimum === undefined || length >= minimum) return []
  return [`Invalid length for parameter ${path}, value: ${length}, valid min length: ${minimum}`]
}

function checkRange(value: number, minimum: number | undefined, { path }: Place): string[] {
  if (minimum === undefined || value >= minimum) return []
  return [`Invalid value for parameter ${path}, value: ${value}, valid min value: ${minimum}`]
}

function wrongType(value: unknown, { path }: Place, valid: string): string {
  const type = typeNameOf(value)
  return `Invalid type for parameter ${path}, value: ${pythonText(value)}, type: ${type}, valid types: ${valid}`
}
