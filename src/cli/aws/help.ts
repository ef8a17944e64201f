/** What `twinlock iam help` and `twinlock iam create-user help` print, from the shapes. */
import type { OperationModel, Shape, Structure } from '../../wire/model.ts'
import type { CommandOption } from './command-option.ts'
import { orderAnswer } from './member-order.ts'
import { globalOptions, optionsOf } from './options.ts'
import { paginationOf } from './pagination.ts'
import { valuesOf } from './parameter-facts.ts'

export function describeService(service: string, operations: readonly string[]): string {
  return [
    `Usage: twinlock ${service} <operation> [options]`,
    `\nThe operations of ${service.toUpperCase()}, in the grammar of the AWS CLI.`,
    `For what one of them takes: twinlock ${service} <operation> help`,
    '\nOperations:',
    ...operations.map((name) => `  ${name}`),
    ...(service === 'iam' ? ['\nBeyond AWS:', '  why    what refused a request: twinlock iam why help'] : []),
    '\nOptions of every operation:',
    ...describeGlobals(),
    '',
  ].join('\n')
}

export function describeOperation(name: string, operation: OperationModel): string {
  const options = optionsOf(operation)
  const { action, output, service } = operation
  return [
    `Usage: twinlock ${service.name} ${name} [options]`,
    `\nCalls ${action}: ${pageOf(service.name, action)}`,
    ...(paginationOf(operation) ? ['All pages are fetched; --no-paginate asks for one only.'] : []),
    ...(options.length > 0 ? ['\nOptions:', ...options.map((option) => describeOption(option, action))] : []),
    '\nAnswer:',
    output ? describeMembers(output, action, '  ') : '  none',
    '\nOptions of every operation:',
    ...describeGlobals(),
    '',
  ].join('\n')
}

function pageOf(service: string, action: string): string {
  return `https://docs.aws.amazon.com/${service.toUpperCase()}/latest/APIReference/API_${action}.html`
}

function describeOption(
  { name, takes, isRequired, isInteger, member, choices, help }: CommandOption,
  action: string,
): string {
  const values = choices ?? (member ? valuesOf(action, member.name) : undefined)
  const kind = values ? values.join(' | ') : member ? describeKind(member.shape) : isInteger ? 'integer' : 'string'
  const notes = [takes === 'nothing' ? '' : `<${kind}>`, isRequired ? '(required)' : '']
  return `  ${[`--${name}`, ...notes.filter((note) => note !== '')].join(' ')}${help ? `\n      ${help}` : ''}`
}

/** Structures as their shorthand. */
function describeKind(shape: Shape): string {
  switch (shape.kind) {
    case 'structure':
      return shape.members.map(({ name, shape }) => `${name}=${describeNested(shape)}`).join(',')
    case 'list':
      return `${describeKind(shape.item)} ...`
    case 'map':
      return `KeyName=${describeKind(shape.value)},...`
    default:
      return shape.kind
  }
}

function describeNested(shape: Shape): string {
  if (shape.kind === 'list') return `[${describeKind(shape.item)},...]`
  return shape.kind === 'structure' ? `{${describeKind(shape)}}` : describeKind(shape)
}

function describeMembers(structure: Structure, holder: string, margin: string, depth = 0): string {
  const lines = orderAnswer(holder, structure).map(({ name, shape }) => {
    const inner = innerStructure(shape)
    const kind = shape.kind === 'list' ? 'list' : shape.kind === 'structure' ? 'structure' : describeKind(shape)
    // Some structures hold others of their own kind.
    const below = inner && depth < 3 ? `\n${describeMembers(inner, name, `${margin}  `, depth + 1)}` : ''
    return `${margin}${name}: ${kind}${below}`
  })
  return lines.join('\n')
}

function innerStructure(shape: Shape): Structure | undefined {
  if (shape.kind === 'structure') return shape
  return shape.kind === 'list' ? innerStructure(shape.item) : undefined
}

function describeGlobals(): string[] {
  return globalOptions.map(({ name, takes, choices, help }) => {
    const value = takes === 'nothing' ? '' : ` <${choices?.join(' | ') ?? 'value'}>`
    return `  --${name}${value}\n      ${help ?? ''}`
  })
}
