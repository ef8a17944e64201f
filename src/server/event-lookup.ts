/** Looking things up in the audit log, for CloudTrail's API and for our own: both ask the policies about one action. */
import { createHash } from 'node:crypto'
import type { AuditRecord } from '../audit/record.ts'
import { resourceNeedle } from '../audit/resources.ts'
import { type AuditAttribute, type AuditEventRow, lookUpAuditEvents } from '../storage/audit-events.ts'
import { AwsFault } from '../wire/faults.ts'
import type { App } from './app.ts'
import { type AskedBy, requirePermissionOf } from './asked-by.ts'

export interface EventQuestion {
  /** Both included. */
  readonly startTime: Date | undefined
  readonly endTime: Date | undefined
  readonly attribute: LookupAttribute | undefined
  /** 50, as in CloudTrail, when it is left out. */
  readonly maxResults: number | undefined
  readonly nextToken: string | undefined
}

export interface LookupAttribute {
  readonly key: string
  readonly value: string
}

export interface FoundEvents {
  /** Newest first. */
  readonly events: readonly AuditEventRow[]
  /** There may be more, although there may be none in this answer. */
  readonly nextToken: string | undefined
}

const mostResults = 50

/**
 * @throws AwsFault AccessDenied, InvalidLookupAttributesException, InvalidMaxResultsException, InvalidNextTokenException,
 * InvalidTimeRangeException
 */
export async function lookUpEvents(
  question: EventQuestion,
  by: Omit<AskedBy, 'trail'>,
  app: App,
): Promise<FoundEvents> {
  const { accountId, storage } = app
  const permission = { action: 'cloudtrail:LookupEvents', resource: '*' }
  await storage.read((queries) => requirePermissionOf(by, permission, queries, app))
  const { startTime, endTime, maxResults: limit = mostResults, nextToken } = question
  if (startTime && endTime && startTime > endTime) {
    throw new AwsFault(
      'InvalidTimeRangeException',
      'The start time is after the end time. Specify an earlier start time.',
    )
  }
  if (!Number.isInteger(limit) || limit < 1 || limit > mostResults) {
    throw new AwsFault('InvalidMaxResultsException', `MaxResults must be a whole number from 1 to ${mostResults}.`)
  }
  const attribute = question.attribute && readAttribute(question.attribute)
  const after = nextToken === undefined ? undefined : readToken(nextToken, question)
  const from = startTime?.getTime()
  const to = endTime?.getTime()
  await app.auditLog.write()
  const { rows, next } = await storage.read((queries) =>
    lookUpAuditEvents(queries, { accountId, from, to, attribute, after, limit }),
  )
  return { events: rows, nextToken: next === undefined ? undefined : writeToken(next, question) }
}

/** Oldest first; for tests, which have few of them. */
export async function listAllEvents({ accountId, storage, auditLog }: App): Promise<AuditRecord[]> {
  await auditLog.write()
  const everything = { accountId, from: undefined, to: undefined, attribute: undefined, after: undefined }
  const { rows } = await storage.read((queries) =>
    lookUpAuditEvents(queries, { ...everything, limit: Number.MAX_SAFE_INTEGER - 1 }),
  )
  return rows.toReversed().map(({ record }) => JSON.parse(record))
}

function readAttribute({ key, value }: LookupAttribute): AuditAttribute {
  // PostgreSQL has no NUL in its texts.
  if (value === '' || value.length > 2000 || value.includes('\0')) {
    throw invalidAttribute('The value of a lookup attribute has 1 to 2,000 characters, none of them NUL.')
  }
  switch (key) {
    case 'EventId':
      return { column: 'event_id', value }
    case 'EventName':
      return { column: 'event_name', value }
    case 'Username':
      return { column: 'user_name', value }
    case 'AccessKeyId':
      return { column: 'access_key_id', value }
    case 'EventSource':
      return { column: 'event_source', value }
    case 'ReadOnly':
      if (value !== 'true' && value !== 'false') throw invalidAttribute('The value of ReadOnly is true or false.')
      return { column: 'read_only', value: value === 'true' ? 1 : 0 }
    case 'ResourceName':
      return { column: 'resources', value: resourceNeedle({ name: value }) }
    case 'ResourceType':
      return { column: 'resources', value: resourceNeedle({ type: value }) }
    default:
      throw invalidAttribute(
        `${key} is not a lookup attribute: specify AccessKeyId, EventId, EventName, EventSource, ReadOnly, ResourceName, ResourceType or Username.`,
      )
  }
}

function invalidAttribute(message: string): AwsFault {
  return new AwsFault('InvalidLookupAttributesException', message)
}

/** A token goes on with the question that it was given for, as in CloudTrail. */
function writeToken(eventId: string, question: EventQuestion): string {
  return Buffer.from(`${eventId}${digest(question)}`).toString('base64url')
}

function readToken(token: string, question: EventQuestion): string {
  const text = Buffer.from(token, 'base64url').toString('latin1')
  const eventId = text.slice(0, 36)
  if (/^[\da-f-]{36}$/.test(eventId) && text.slice(36) === digest(question)) return eventId
  throw new AwsFault(
    'InvalidNextTokenException',
    'The token is invalid or was given for another question. Repeat the request with the same times and attribute, or begin again without a token.',
  )
}

function digest({ startTime, endTime, attribute }: EventQuestion): string {
  const question = JSON.stringify([startTime?.getTime(), endTime?.getTime(), attribute?.key, attribute?.value])
  return createHash('sha256').update(question).digest('hex').slice(0, 16)
}
