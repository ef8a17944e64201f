/** The same answers in JSON, which STS gives to whoever accepts it. Times are seconds since the epoch. */
import type { AwsFault } from './faults.ts'
import type { OperationModel } from './model.ts'

export function encodeSuccessAsJson({ action, output }: OperationModel, result: object, requestId: string): string {
  const content = output ? { [`${action}Result`]: toJson(result) } : {}
  return JSON.stringify({ [`${action}Response`]: { ...content, ResponseMetadata: { RequestId: requestId } } })
}

export function encodeFaultAsJson({ type, code, message }: AwsFault, requestId: string): string {
  return JSON.stringify({
    Error: { Type: type, Code: code, ...(message && { Message: message }) },
    RequestId: requestId,
  })
}

function toJson(value: unknown): unknown {
  if (value instanceof Date) return value.getTime() / 1000
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64')
  if (Array.isArray(value)) return value.map(toJson)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, toJson(part)]))
}
