import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { orderAnswer, orderParameters } from '../../../src/cli/aws/member-order.ts'
import { toCommandName } from '../../../src/cli/aws/names.ts'
import { optionsOf } from '../../../src/cli/aws/options.ts'
import { paginationOf } from '../../../src/cli/aws/pagination.ts'
import { countMinimumOf, itemMinimumOf, minimumOf, valuesOf } from '../../../src/cli/aws/parameter-facts.ts'
import { policyMembers } from '../../../src/cli/aws/printable.ts'
import { actionsOf, type Member, operationModel, type ServiceName, type Shape } from '../../../src/wire/model.ts'

/** What botocore says, as record-model.py writes it down. The SDK is newer: what only it has is left out of the comparison. */
const lines = gunzipSync(readFileSync(join(import.meta.dirname, 'recorded/model.txt.gz')))
  .toString()
  .trim()
  .split('\n')

interface RecordedMember {
  readonly name: string
  readonly isRequired: boolean
  readonly type: string
}

const structures = new Map<string, readonly RecordedMember[]>()
const operations: {
  service: ServiceName
  action: string
  command: string
  input: string
  output: string
  pages: string[]
}[] = []
for (const line of lines) {
  const [first = '', ...words] = line.split(' ')
  if (first.includes('@')) {
    const members = words.map((word) => {
      const [name = '', type = ''] = word.split(/:(.*)/s)
      return { name: name.replace('!', ''), isRequired: name.endsWith('!'), type }
    })
    structures.set(first, members)
  } else {
    const [action = '', command = '', input = '', output = '', ...pages] = words
    operations.push({
      service: first as ServiceName,
      action,
      command,
      input: first + input,
      output: first + output,
      pages,
    })
  }
}

describe('every operation, against the model that the AWS CLI is made from', () => {
  it('knows all of them, under the same names', () => {
    expect(operations.length).toBe(187)
    for (const { service, action, command } of operations) {
      expect(actionsOf(service)).toContain(action)
      expect(toCommandName(action)).toBe(command)
    }
  })

  it('takes parameters of the same names, in the same order, of the same types and limits', () => {
    for (const { service, action, input } of operations) {
      const members = orderParameters(action, operationModel(service, action).input)
      compareMembers(service, action, members, structures.get(input) ?? [], checkParameter)
    }
  })

  it('takes no parameter that the command line could not express', () => {
    for (const service of ['iam', 'sts'] as const) {
      for (const action of actionsOf(service)) {
        expect(kindsOf(operationModel(service, action).input)).not.toContain('blob')
        expect(kindsOf(operationModel(service, action).input)).not.toContain('timestamp')
      }
    }
  })

  it('requires the options that the AWS CLI requires', () => {
    for (const { service, action, input } of operations) {
      const required = (structures.get(input) ?? []).filter(({ isRequired, type }) => isRequired && type !== 'boolean')
      const names = required.map(({ name }) => toCommandName(name))
      const extra = action === 'CreateVirtualMFADevice' ? ['outfile', 'bootstrap-method'] : []
      const options = optionsOf(operationModel(service, action)).filter(({ isRequired }) => isRequired)
      expect(options.map(({ name }) => name).sort()).toEqual([...names, ...extra].sort())
    }
  })

  it('prints answers in the same order, and decodes the same policies', () => {
    for (const { service, action, output } of operations) {
      const model = operationModel(service, action).output
      expect(model === undefined).toBe(output === `${service}-`)
      if (model) compareMembers(service, action, orderAnswer(action, model), structures.get(output) ?? [], checkAnswer)
    }
  })

  it('joins the pages of the same operations by the same members', () => {
    for (const { service, action, pages } of operations) {
      const pagination = paginationOf(operationModel(service, action))
      expect([action, ...(pagination?.results ?? [])]).toEqual([action, ...pages])
    }
  })
})

type Check = (place: { action: string; member: string; type: string; shape: Shape }) => void

function compareMembers(
  service: ServiceName,
  action: string,
  members: readonly Member[],
  recorded: readonly RecordedMember[],
  check: Check,
  seen: readonly string[] = [],
): void {
  const names = recorded.map(({ name }) => name)
  expect([action, ...members.map(({ name }) => name).filter((name) => names.includes(name))]).toEqual([
    action,
    ...names,
  ])
  for (const { name, isRequired, type } of recorded) {
    const member = members.find((candidate) => candidate.name === name)
    if (!member) throw new Error(`${action} has no ${name}`)
    if (check === checkParameter) expect([action, name, member.isRequired]).toEqual([action, name, isRequired])
    compareShapes(service, action, name, member.shape, type, check, seen)
  }
}

function compareShapes(
  service: ServiceName,
  action: string,
  member: string,
  shape: Shape,
  type: string,
  check: Check,
  seen: readonly string[],
): void {
  check({ action, member, type, shape })
  const [, item] = /^\[(.*)\](?:>=\d+)?$/.exec(type) ?? []
  if (item !== undefined && shape.kind === 'list') {
    compareShapes(service, action, `${member}#`, shape.item, item, check, seen)
  } else if (type.startsWith('@') && shape.kind === 'structure') {
    // Some hold others of their own kind.
    if (seen.includes(type)) return
    const ordered = check === checkAnswer ? orderAnswer(member.replaceAll('#', ''), shape) : shape.members
    compareMembers(service, action, ordered, structures.get(service + type) ?? [], check, [...seen, type])
  } else {
    const kind = /^\w+/.exec(type)?.[0]
    if (!type.startsWith('{'))
      expect([action, member, shape.kind]).toEqual([action, member, kind === 'policy' ? 'string' : kind])
  }
}

const checkParameter: Check = ({ action, member, type, shape }) => {
  const minimum = /(?:^|\]|\w|\))>=(\d+)$/.exec(type)?.[1]
  const name = member.replaceAll('#', '')
  const isItem = member.endsWith('#')
  const known = shape.kind === 'list' ? countMinimumOf(name) : isItem ? itemMinimumOf(name) : minimumOf(action, name)
  // A least length of 0 says nothing.
  if (shape.kind !== 'structure') expect([action, member, known ?? 0]).toEqual([action, member, Number(minimum ?? 0)])
  const values = /^string\((.*)\)/.exec(type)?.[1]?.split('|')
  if (shape.kind === 'string') expect([action, member, valuesOf(action, name)]).toEqual([action, member, values])
}

const checkAnswer: Check = ({ member, type, shape }) => {
  if (shape.kind === 'string') expect([member, policyMembers.has(member)]).toEqual([member, type.startsWith('policy')])
}

function kindsOf(shape: Shape): string[] {
  if (shape.kind === 'structure') return shape.members.flatMap((member) => kindsOf(member.shape))
  if (shape.kind === 'list') return kindsOf(shape.item)
  return shape.kind === 'map' ? ['map', ...kindsOf(shape.value)] : [shape.kind]
}
