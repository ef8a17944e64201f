/** The operations of both services, found by what a request names. */
import type { Call } from '../call.ts'
import { iamRegistry } from '../iam/registry.ts'
import { stsRegistry } from '../sts/registry.ts'
import { AwsFault } from '../wire/faults.ts'
import type { Limit } from '../wire/limits.ts'
import { type OperationModel, operationModel, type ServiceName, services } from '../wire/model.ts'
import type { Access, Permission } from '../wire/operation.ts'
import type { Form } from '../wire/query.ts'

/** An operation whose input and output are known only to itself: the decoder makes what its type says. */
export interface AnyOperation {
  readonly access: Access
  readonly limits: Readonly<Record<string, Limit<never>>>
  permissions(input: object, call: Call): readonly Permission[] | Promise<readonly Permission[]>
  prepare?(input: object, call: Call): Promise<unknown>
  run(input: object, call: Call, prepared: unknown): Promise<object>
}

export interface RoutedOperation {
  readonly model: OperationModel
  /** Undefined while it is not built yet. */
  readonly operation: AnyOperation | undefined
}

const byVersion: ReadonlyMap<string, ReadonlyMap<string, RoutedOperation>> = new Map([
  [services.iam.version, routes('iam', iamRegistry)],
  [services.sts.version, routes('sts', stsRegistry)],
])

function routes(service: ServiceName, registry: Readonly<Record<string, object>>): Map<string, RoutedOperation> {
  const route = ([action, entry]: [string, object]): [string, RoutedOperation] => [
    action,
    { model: operationModel(service, action), operation: 'run' in entry ? (entry as AnyOperation) : undefined },
  ]
  return new Map(Object.entries(registry).map(route))
}

/** The version says which service is meant, then the action which operation. @throws AwsFault InvalidAction */
export function findOperation(form: Form): RoutedOperation {
  const action = form.get('Action') ?? ''
  const version = form.get('Version') ?? 'NO_VERSION_SPECIFIED'
  const found = byVersion.get(version)?.get(action)
  if (!found) throw new AwsFault('InvalidAction', `Could not find operation ${action} for version ${version}`)
  return found
}
