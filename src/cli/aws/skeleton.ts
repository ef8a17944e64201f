/** What `--generate-cli-skeleton` prints: every parameter with a placeholder, for `--cli-input-json`. */
import type { Member, OperationModel, Shape } from '../../wire/model.ts'
import { orderParameters } from './member-order.ts'
import { valuesOf } from './parameter-facts.ts'

export function buildSkeleton({ action, input }: OperationModel): unknown {
  return ofMembers(action, orderParameters(action, input))
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
