/**
 * ValidationError in the words of each service: IAM never echoes a value and has sentences of its own for names and paths,
 * STS echoes what it was given.
 */
import { AwsFault } from './faults.ts'
import { enumConstraint, type Limit, messageName, notNull, type Violation, within } from './limits.ts'
import type { Member, OperationModel, ServiceName, Shape } from './model.ts'

export interface MemberViolation {
  /** As in the SDK: `UserName`. */
  readonly member: string
  readonly violation: Violation
}

export type InputLimits = Readonly<Record<string, Limit<never>>>

export function findViolations(limits: InputLimits, input: object, model: OperationModel): readonly MemberViolation[] {
  return model.input.members.flatMap((member) =>
    violationsOf(member, partOf(input, member.name), limits[member.name]).map((violation) => ({
      member: member.name,
      violation,
    })),
  )
}

/**
 * Checks what the decoder returned: required members, also those inside of structures, then the limits, in the order of the
 * model. An operation without limits for a member leaves that member unchecked; the types do not allow it.
 *
 * @throws AwsFault ValidationError that names everything that is wrong
 */
export function checkInput(limits: InputLimits, input: object, model: OperationModel): void {
  const violations = findViolations(limits, input, model)
  if (violations.length === 0) return
  const sensitive = new Set(model.input.members.filter(({ shape }) => isSensitive(shape)).map(({ name }) => name))
  throw new AwsFault(
    'ValidationError',
    describeViolations(model.service.name, violations, (name) => sensitive.has(name)),
  )
}

/** The message of a ValidationError. `isSensitive` tells of a member whether its value must not be repeated. */
export function describeViolations(
  service: ServiceName,
  violations: readonly MemberViolation[],
  isSensitive: (member: string) => boolean,
): string {
  // IAM's own sentences stand alone, and yield to anything that the model's words can say about another member.
  const ordinary =
    service === 'iam' ? violations.filter(({ violation }) => violation.message === undefined) : violations
  const [first] = violations
  if (ordinary.length === 0 && first?.violation.message !== undefined) {
    return first.violation.message(messageName(first.member) + first.violation.path)
  }
  const describe = service === 'iam' ? describeForIam : describeForSts
  const descriptions = ordinary.map((each) => describe(each, isSensitive(each.member)))
  const errors = descriptions.length === 1 ? 'error' : 'errors'
  return `${descriptions.length} validation ${errors} detected: ${descriptions.join('; ')}`
}

function describeForIam({ member, violation }: MemberViolation): string {
  // IAM prints the allowed values for the items of a list only.
  const constraint = violation.constraint.startsWith(enumConstraint) ? enumConstraint : violation.constraint
  return `Value at '${messageName(member)}${violation.path}' failed to satisfy constraint: ${constraint}`
}

function describeForSts({ member, violation }: MemberViolation, isSensitive: boolean): string {
  const { value, path, constraint } = violation
  const echo = value === undefined ? 'null' : `'${isSensitive ? '***' : javaText(value)}'`
  return `Value ${echo} at '${messageName(member)}${path}' failed to satisfy constraint: ${constraint}`
}

/** Values as Java prints them. What AWS prints for a structure is not known; its parts are close enough. */
function javaText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(javaText).join(', ')}]`
  if (typeof value !== 'object' || value === null) return String(value)
  const parts = Object.entries(value).filter(([, part]) => part !== undefined)
  return `{${parts.map(([name, part]) => `${name}=${javaText(part)}`).join(', ')}}`
}

function violationsOf(member: Member, value: unknown, limit: Limit<never> | undefined): readonly Violation[] {
  if (value === undefined) return member.isRequired ? [missing] : []
  // The limit was made for this member, and the decoder has given the value the member's type.
  return [...missingParts(member.shape, value), ...((limit as Limit<unknown> | undefined)?.(value) ?? [])]
}

const missing: Violation = { path: '', value: undefined, constraint: notNull }

function missingParts(shape: Shape, value: unknown): readonly Violation[] {
  if (shape.kind === 'list') {
    const items: readonly unknown[] = Array.isArray(value) ? value : []
    return items.flatMap((item, index) => within(`.${index + 1}.member`, missingParts(shape.item, item)))
  }
  if (typeof value !== 'object' || value === null) return []
  if (shape.kind === 'map') {
    return Object.entries(value).flatMap(([key, part]) => within(`.${key}.member`, missingParts(shape.value, part)))
  }
  if (shape.kind !== 'structure') return []
  return shape.members.flatMap((member) => {
    const part = partOf(value, member.name)
    const violations = part === undefined ? (member.isRequired ? [missing] : []) : missingParts(member.shape, part)
    return within(`.${messageName(member.name)}`, violations)
  })
}

function partOf(structure: object, name: string): unknown {
  return (structure as Readonly<Record<string, unknown>>)[name]
}

function isSensitive(shape: Shape): boolean {
  if (shape.kind === 'list') return isSensitive(shape.item)
  if (shape.kind === 'map') return isSensitive(shape.value)
  if (shape.kind === 'structure') return shape.members.some((member) => isSensitive(member.shape))
  return shape.isSensitive
}
