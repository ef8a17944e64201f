/** What the SDK answers, as the AWS CLI prints it: members in its order, times and bytes as text, policies as objects. */
import type { OperationModel, Shape } from '../../wire/model.ts'
import { orderAnswer } from './member-order.ts'
import type { Answer } from './pagination.ts'
import { isRecord } from './python-text.ts'

/** Documents that AWS answers as JSON in percent-encoding. */
export const policyMembers: ReadonlySet<string> = new Set(['AssumeRolePolicyDocument', 'Document', 'PolicyDocument'])

/** `cli_timestamp_format` of the AWS configuration. */
export type TimestampFormat = 'iso8601' | 'wire'

export function toPrintable(answer: unknown, { action, output }: OperationModel, format: TimestampFormat): Answer {
  return output ? (convert(answer, output, action, format) as Answer) : {}
}

/** @param holder the member that holds the value, or the action that answers it. */
function convert(value: unknown, shape: Shape, holder: string, format: TimestampFormat): unknown {
  if (shape.kind === 'structure' && isRecord(value)) {
    const members: Answer = {}
    for (const { name, shape: member } of orderAnswer(holder, shape)) {
      if (value[name] !== undefined) members[name] = convert(value[name], member, name, format)
    }
    return members
  }
  if (shape.kind === 'list' && Array.isArray(value)) {
    return value.map((item) => convert(item, shape.item, holder, format))
  }
  if (shape.kind === 'map' && isRecord(value)) {
    return Object.fromEntries(
      Object.entries(value).map(([name, item]) => [name, convert(item, shape.value, name, format)]),
    )
  }
  if (value instanceof Date) return formatTime(value, format)
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64')
  return typeof value === 'string' && policyMembers.has(holder) ? decodePolicy(value) : value
}

function formatTime(time: Date, format: TimestampFormat): string {
  const [seconds = '', milliseconds = ''] = time.toISOString().slice(0, -1).split('.')
  if (format === 'wire') return milliseconds === '000' ? `${seconds}Z` : `${seconds}.${milliseconds}Z`
  return milliseconds === '000' ? `${seconds}+00:00` : `${seconds}.${milliseconds}000+00:00`
}

/** The text itself when it is no JSON. */
function decodePolicy(text: string): unknown {
  try {
    return JSON.parse(
      text.replace(/(?:%[0-9a-f]{2})+/gi, (bytes) => Buffer.from(bytes.replaceAll('%', ''), 'hex').toString()),
    )
  } catch {
    return text
  }
}
