/** The NextToken of the AWS CLI: the service's marker, and how many items of its page have been printed, as JSON in base64. */
import { failure } from './command-error.ts'
import { isRecord } from './python-text.ts'

export interface PageToken {
  readonly Marker: string | null
  readonly boto_truncate_amount?: number
}

/** The spacing is Python's, so that a token is the same whichever of the two commands made it. */
export function writePageToken({ Marker, boto_truncate_amount: amount }: PageToken): string {
  const skipped = amount === undefined ? '' : `, "boto_truncate_amount": ${amount}`
  return Buffer.from(`{"Marker": ${escapeNonAscii(JSON.stringify(Marker))}${skipped}}`).toString('base64')
}

/** @throws CommandError */
export function readPageToken(text: string | undefined): PageToken {
  if (text === undefined) return { Marker: null }
  const content = parse(text)
  // Older commands printed the bare marker, with the count after three underscores.
  if (content === undefined) {
    const [, marker = text, amount] = /^(.*)___(\d+)$/s.exec(text) ?? []
    const Marker = marker === 'None' ? null : marker
    return amount === undefined ? { Marker } : { Marker, boto_truncate_amount: Number(amount) }
  }
  const { Marker, boto_truncate_amount: amount, ...others } = content
  const isMarker = Marker === null || typeof Marker === 'string'
  const isAmount = amount === undefined || Number.isInteger(amount)
  if (!isMarker || !isAmount || Object.keys(others).length > 0) throw failure(`Bad starting token: ${text}`)
  return amount === undefined ? { Marker } : { Marker, boto_truncate_amount: Number(amount) }
}

function parse(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const content: unknown = JSON.parse(Buffer.from(text, 'base64').toString())
    return isRecord(content) ? content : undefined
  } catch {
    return undefined
  }
}

function escapeNonAscii(json: string): string {
  return json.replace(/[^ -~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
}
