/**
 * CloudTrail's LookupEvents, in the protocol of its clients: JSON 1.1, signed for `cloudtrail`.
 * https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html
 * https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html
 */
import { randomUUID } from 'node:crypto'
import type { CalledOperation } from '../audit/api-call.ts'
import { headerOf, parseJsonObject } from '../http/json.ts'
import type { HttpRequest, HttpResponse } from '../http/message.ts'
import { visitOf } from '../signin/server.ts'
import type { AuditEventRow } from '../storage/audit-events.ts'
import { AwsFault } from '../wire/faults.ts'
import type { App } from './app.ts'
import { authenticate } from './authenticate.ts'
import { type EventQuestion, type LookupAttribute, lookUpEvents } from './event-lookup.ts'
import { noteFault } from './refusals.ts'
import { RequestTrail } from './request-trail.ts'

const target = /^(?:[\w.]+\.)?CloudTrail_20131101\.(\w+)$/

/** Whether a request is one to CloudTrail. */
export function isForCloudTrail(request: HttpRequest): boolean {
  return request.method === 'POST' && target.test(headerOf(request, 'x-amz-target') ?? '')
}

const text = { kind: 'string', isSensitive: false } as const
const member = (name: string, shape: CalledOperation['input']['members'][number]['shape'] = text) => ({
  name,
  shape,
  isRequired: false,
})
const attribute = { kind: 'structure', members: [member('AttributeKey'), member('AttributeValue')] } as const

/** Its own lookups are recorded like other reads: when they are refused, or on request. */
export const lookupEventsModel: CalledOperation = {
  service: { name: 'cloudtrail' },
  action: 'LookupEvents',
  input: {
    kind: 'structure',
    members: [
      member('LookupAttributes', { kind: 'list', item: attribute }),
      ...['StartTime', 'EndTime', 'MaxResults'].map((name) => member(name)),
    ],
  },
  output: undefined,
}

/** Never rejects. */
export async function answerCloudTrail(request: HttpRequest, app: App): Promise<HttpResponse> {
  const requestId = randomUUID()
  const visit = visitOf(request, app)
  const trail = new RequestTrail({ ...visit, requestId }, app)
  try {
    const action = target.exec(headerOf(request, 'x-amz-target') ?? '')?.[1]
    if (action === lookupEventsModel.action) trail.model = lookupEventsModel
    const caller = await authenticate(request, 'cloudtrail', app)
    trail.caller = caller
    if (!trail.model) {
      throw new AwsFault(
        'UnknownOperationException',
        `${action} is not implemented: of CloudTrail there is LookupEvents alone.`,
      )
    }
    const content = parseJsonObject(request)
    if (!content) throw new AwsFault('SerializationException', 'The body must be a JSON object.')
    const question = readQuestion(content)
    trail.input = question.input
    const { events, nextToken } = await lookUpEvents(question, { ...visit, caller }, app)
    trail.finish({})
    return respond(200, requestId, { Events: events.map(describeEvent), NextToken: nextToken })
  } catch (error) {
    const fault = noteFault(error, requestId, app)
    trail.finish(fault)
    const status = fault.status >= 500 ? fault.status : 400
    return respond(status, requestId, { __type: jsonCode(fault.code), message: fault.message })
  }
}

function respond(status: number, requestId: string, content: object): HttpResponse {
  const headers = { 'Content-Type': 'application/x-amz-json-1.1', 'x-amzn-RequestId': requestId }
  return { status, headers, body: JSON.stringify(content) }
}

/** What services of this protocol call the errors that are common to all. */
function jsonCode(code: string): string {
  switch (code) {
    case 'InvalidClientTokenId':
      return 'UnrecognizedClientException'
    case 'SignatureDoesNotMatch':
      return 'InvalidSignatureException'
    case 'AccessDenied':
    case 'ExpiredToken':
    case 'IncompleteSignature':
    case 'MissingAuthenticationToken':
      return `${code}Exception`
    default:
      return code
  }
}

type Content = Readonly<Record<string, unknown>>

function readQuestion(content: Content): EventQuestion & { readonly input: object } {
  const { LookupAttributes, StartTime, EndTime, MaxResults, NextToken } = content
  if (MaxResults !== undefined && typeof MaxResults !== 'number') throw mistyped('MaxResults', 'a number')
  if (NextToken !== undefined && typeof NextToken !== 'string') throw mistyped('NextToken', 'a string')
  return {
    startTime: readTime('StartTime', StartTime),
    endTime: readTime('EndTime', EndTime),
    attribute: readAttribute(LookupAttributes),
    maxResults: MaxResults,
    nextToken: NextToken,
    // What is null was left out, for the audit log too, which takes it for a list.
    input: { LookupAttributes: LookupAttributes ?? undefined, StartTime, EndTime, MaxResults },
  }
}

/** Seconds since the epoch. */
function readTime(name: string, value: unknown): Date | undefined {
  if (value === undefined || value === null) return undefined
  const time = new Date(typeof value === 'number' ? Math.floor(value * 1000) : Number.NaN)
  if (Number.isNaN(time.getTime())) throw mistyped(name, 'a time in seconds since the epoch')
  return time
}

function readAttribute(list: unknown): LookupAttribute | undefined {
  if (list === undefined || list === null) return undefined
  if (!Array.isArray(list)) throw mistyped('LookupAttributes', 'a list')
  if (list.length > 1) {
    throw new AwsFault('InvalidLookupAttributesException', 'Only one lookup attribute can be specified.')
  }
  if (list.length === 0) return undefined
  const { AttributeKey: key, AttributeValue: value } = Object(list[0]) as Content
  if (typeof key === 'string' && typeof value === 'string') return { key, value }
  throw mistyped('LookupAttributes', 'a list of an object with AttributeKey and AttributeValue')
}

function mistyped(name: string, type: string): AwsFault {
  return new AwsFault('SerializationException', `${name} must be ${type}.`)
}

function describeEvent(event: AuditEventRow): object {
  const resources = JSON.parse(event.resources) as readonly [string, string][]
  return {
    EventId: event.event_id,
    EventName: event.event_name,
    ReadOnly: event.read_only === 1 ? 'true' : 'false',
    AccessKeyId: event.access_key_id ?? undefined,
    EventTime: Math.floor(event.event_time / 1000),
    EventSource: event.event_source,
    Username: event.user_name ?? undefined,
    Resources: resources.map(([ResourceType, ResourceName]) => ({ ResourceType, ResourceName })),
    CloudTrailEvent: event.record,
  }
}
