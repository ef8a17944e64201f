/**
 * The audit log: what was done or tried, by whom, in the records of AWS CloudTrail. This folder makes the events, keeps
 * secrets out of them, writes them and lets old ones go. An event of a change is written in the transaction of the change
 * (`recordEvent`); of what changed nothing, soon afterwards (`audit-log.ts`). Who may read it is decided in `server/`.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
 */
import type { RequestFacts } from '../http/request-facts.ts'
import { newTimeOrderedId } from '../identity/time-ordered-id.ts'
import { type AuditEventRow, insertAuditEvent } from '../storage/audit-events.ts'
import type { Queries } from '../storage/database.ts'
import type { Resource } from './resources.ts'
import { isoTime } from './times.ts'

/** An event that is ready to be written. */
export type AuditEvent = AuditEventRow

/** What every event has. */
export interface Occasion {
  readonly accountId: string
  readonly request: RequestFacts
  readonly now: Date
  /** Of the answer, for whoever reports it. */
  readonly requestId?: string
}

export interface EventContent {
  readonly eventSource: string
  readonly eventName: string
  readonly eventType: 'AwsApiCall' | 'AwsConsoleSignIn' | 'AwsServiceEvent'
  readonly readOnly: boolean
  readonly region: string
  readonly userIdentity: object
  readonly userName: string | undefined
  readonly accessKeyId: string | undefined
  readonly error: { readonly code?: string | undefined; readonly message: string } | undefined
  readonly requestParameters: object | null
  readonly responseElements: object | null
  readonly additionalEventData?: object
  readonly resources: readonly Resource[]
}

/** CloudTrail's limits, in characters. */
const longest = { parameters: 100_000, message: 1024, additionalData: 28_000 }

export function makeEvent({ accountId, request, now, requestId }: Occasion, content: EventContent): AuditEvent {
  const { eventSource, eventName, readOnly, error } = content
  const eventId = newTimeOrderedId(now.getTime())
  const record = {
    eventVersion: '1.11',
    userIdentity: content.userIdentity,
    eventTime: isoTime(now),
    eventSource,
    eventName,
    awsRegion: content.region,
    sourceIPAddress: request.sourceIp,
    userAgent: request.userAgent,
    errorCode: error?.code,
    errorMessage: error?.message.slice(0, longest.message),
    requestParameters: null,
    responseElements: null,
    additionalEventData: content.additionalEventData,
    requestID: requestId,
    eventID: eventId,
    readOnly,
    eventType: content.eventType,
    managementEvent: true,
    recipientAccountId: accountId,
    eventCategory: 'Management',
  }
  return {
    account_id: accountId,
    event_id: eventId,
    event_time: now.getTime(),
    event_source: eventSource,
    event_name: eventName,
    user_name: content.userName ?? null,
    access_key_id: content.accessKeyId ?? null,
    read_only: readOnly ? 1 : 0,
    resources: JSON.stringify(content.resources),
    record: insertParts(JSON.stringify(record), content),
  }
}

/** Each part is written once, and its text says how long it is. */
function insertParts(record: string, { requestParameters, responseElements }: EventContent): string {
  const parameters = `"requestParameters":${partText(requestParameters)},"responseElements":${partText(responseElements)}`
  // Nothing before it can contain this: quotes inside of a JSON text are escaped.
  return record.replace('"requestParameters":null,"responseElements":null', () => parameters)
}

function partText(part: object | null): string {
  const text = JSON.stringify(part)
  if (text.length <= longest.parameters) return text
  return JSON.stringify({ omitted: true, originalSize: text.length, reason: 'The content is longer than 100 kB' })
}

/** Writes an event in the transaction of what it tells of: neither is ever there without the other. */
export async function recordEvent(queries: Queries, event: AuditEvent): Promise<void> {
  await insertAuditEvent(queries, event)
}
