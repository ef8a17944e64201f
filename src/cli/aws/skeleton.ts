/** What `--generate-cli-skeleton` prints: every member with a placeholder. */
import type { Member, OperationModel, Shape, Structure } from '../../wire/model.ts'
import { orderAnswer, orderParameters } from './member-order.ts'
import type { Answer } from './pagination.ts'
import { valuesOf } from './parameter-facts.ts'

/** For `--cli-input-json`. */
export function buildSkeleton({ action, input }: OperationModel): unknown {
  return ofMembers(action, orderParameters(action, input))
}

/** An answer whose texts are the names of their members. The AWS CLI refuses many of its own, as too short for its limits. */
export function buildSampleAnswer({ action, output }: OperationModel): Answer {
  return output ? sampleMembers(action, output) : {}
}

function sampleMembers(holder: string, structure: Structure): Answer {
  return Object.fromEntries(orderAnswer(holder, structure).map(({ name, shape }) => [name, sample(name, shape)]))
}

function sample(name: string, shape: Shape): unknown {
  if (shape.kind === 'structure') return sampleMembers(name, shape)
  if (shape.kind === 'list') return [sample(name, shape.item)]
  if (shape.kind === 'map') return { KeyName: sample(name, shape.value) }
  return shape.kind === 'string' ? name : placeholder('', name, shape)
}

function ofMembers(action: string, members: readonly Member[]): unknown {
  return Object.fromEntries(members.map(({ name, shape }) => [name, placeholder(action, name, shape)]))
}

function placeholder(action: string, name: string, shape: Shape): unknown {
  switch (shape.kind) {
    case 'structure':
      return ofMembers(action, shape.members)
    case 'list':
      return [placeholder(action, name, shape.item)]
    case 'map':
      return { KeyName: placeholder(action, name, shape.value) }
    case 'integer':
      return 0
    case 'boolean':
      return true
    case 'timestamp':
      return '1970-01-01T00:00:00'
    case 'blob':
      return null
    case 'string':
      return valuesOf(action, name)?.[0] ?? ''
  }
}
