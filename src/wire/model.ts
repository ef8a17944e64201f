/**
 * The wire contract of both services, read from the schemas of AWS's SDKs. The only file that touches those schemas.
 *
 * A schema is a tuple: an operation is [9, namespace, name, traits, input, output]; a structure is
 * [3, namespace, name, traits, member names, member schemas, count of required members], required members first. Nothing in
 * IAM or STS carries a trait but `sensitive`, so the plain rules of the AWS Query protocol hold everywhere.
 */
import * as Iam from '@aws-sdk/client-iam'
import * as Sts from '@aws-sdk/client-sts'
import { NormalizedSchema } from '@smithy/core/schema'
import type { SchemaRef } from '@smithy/types'
import type { Action, ModelledFault } from './operation.ts'

export type IamAction = Action<typeof Iam> & string
export type StsAction = Action<typeof Sts> & string
export type ServiceName = 'iam' | 'sts'

/** The errors of both service models. STS's modelled ExpiredToken is not the common one of that name: it has its own code. */
export type ModelledFaultName = ModelledFault<typeof Iam> | Exclude<ModelledFault<typeof Sts>, 'ExpiredToken'>

/** How a value stands on the wire. Trees are built once, at start. */
export type Shape =
  | { readonly kind: 'string' | 'integer' | 'boolean' | 'timestamp' | 'blob'; readonly isSensitive: boolean }
  | { readonly kind: 'list'; readonly item: Shape }
  | { readonly kind: 'map'; readonly key: Shape; readonly value: Shape }
  | Structure

export interface Structure {
  readonly kind: 'structure'
  /** In the order of the schema, which is the order of AWS's answers. */
  readonly members: readonly Member[]
}

export interface Member {
  readonly name: string
  readonly shape: Shape
  readonly isRequired: boolean
}

export interface OperationModel {
  readonly service: Service
  readonly action: string
  readonly input: Structure
  /** Undefined where the operation answers nothing but its metadata. */
  readonly output: Structure | undefined
}

export interface Service {
  readonly name: ServiceName
  /** The `Version` parameter of its requests. */
  readonly version: string
  readonly xmlNamespace: string
}

export const services: Readonly<Record<ServiceName, Service>> = {
  iam: { name: 'iam', version: '2010-05-08', xmlNamespace: 'https://iam.amazonaws.com/doc/2010-05-08/' },
  sts: { name: 'sts', version: '2011-06-15', xmlNamespace: 'https://sts.amazonaws.com/doc/2011-06-15/' },
}

const modules: Readonly<Record<ServiceName, Readonly<Record<string, unknown>>>> = { iam: Iam, sts: Sts }

/** Every action of the service, in the SDK's order. */
export function actionsOf(service: ServiceName): readonly string[] {
  return Object.keys(modules[service])
    .filter((name) => name.endsWith('Command') && `${name.slice(0, -'Command'.length)}$` in modules[service])
    .map((name) => name.slice(0, -'Command'.length))
}

/** @throws Error when the SDK has no such action: a mistake of ours, never a client's. */
export function operationModel(service: ServiceName, action: string): OperationModel {
  const schema = modules[service][`${action}$`]
  if (!Array.isArray(schema) || schema[0] !== 9) throw new Error(`The SDK of ${service} has no action ${action}`)
  const input = shapeOf(NormalizedSchema.of(schema[4]))
  const output = NormalizedSchema.of(schema[5])
  return {
    service: services[service],
    action,
    input: input.kind === 'structure' ? input : { kind: 'structure', members: [] },
    output: output.isUnitSchema() ? undefined : structureOf(output),
  }
}

/** The code and HTTP status of a modelled error, and whose fault it is. */
export function modelledFault(name: ModelledFaultName): { code: string; status: number; isSender: boolean } {
  const schema = modules.iam[`${name}Exception$`] ?? modules.sts[`${name}Exception$`]
  const traits = NormalizedSchema.of(schema as SchemaRef).getMergedTraits() as {
    awsQueryError?: [code: string, status: number]
    httpError?: number
    error?: string
  }
  return {
    code: traits.awsQueryError?.[0] ?? `${name}Exception`,
    status: traits.httpError ?? 400,
    isSender: traits.error !== 'server',
  }
}

function structureOf(schema: NormalizedSchema): Structure {
  const required = requiredCount(schema)
  let position = 0
  const members: Member[] = []
  for (const [name, member] of schema.structIterator()) {
    members.push({ name, isRequired: position < required, shape: shapeOf(member) })
    position += 1
  }
  return { kind: 'structure', members }
}

/** NormalizedSchema does not expose the count of required members: element 6 of the tuple. */
function requiredCount(schema: NormalizedSchema): number {
  const tuple: readonly unknown[] = schema.getSchema() as never
  return typeof tuple[6] === 'number' ? tuple[6] : 0
}

function shapeOf(schema: NormalizedSchema): Shape {
  if (schema.isStructSchema()) return structureOf(schema)
  if (schema.isListSchema()) return { kind: 'list', item: shapeOf(schema.getValueSchema()) }
  if (schema.isMapSchema()) {
    return { kind: 'map', key: shapeOf(schema.getKeySchema()), value: shapeOf(schema.getValueSchema()) }
  }
  return { kind: scalarKind(schema), isSensitive: schema.getMergedTraits().sensitive === 1 }
}

function scalarKind(schema: NormalizedSchema): 'string' | 'integer' | 'boolean' | 'timestamp' | 'blob' {
  if (schema.isBooleanSchema()) return 'boolean'
  if (schema.isNumericSchema()) return 'integer'
  if (schema.isTimestampSchema()) return 'timestamp'
  if (schema.isBlobSchema()) return 'blob'
  return 'string'
}
