/** Looking events up: by each attribute, in pages, and who may. */
import { expect, it } from 'vitest'
import { signRequest } from '../../src/sigv4/sign.ts'
import {
  administer,
  allow,
  type Credentials,
  createUser,
  describeTwinlock,
  rootCredentials,
  startSession,
  type TestServer,
} from '../twinlock.ts'
import { lookUp } from './audit-records.ts'

interface FoundEvent {
  readonly EventId: string
  readonly CloudTrailEvent: string
}

interface Content {
  readonly Events: readonly FoundEvent[]
  readonly NextToken?: string
  readonly __type?: string
  readonly message?: string
}

/** A request as CloudTrail's clients send it. */
async function askCloudTrail(
  { endpoint, clock }: TestServer,
  content: unknown,
  { credentials = rootCredentials, action = 'LookupEvents' }: { credentials?: Credentials; action?: string } = {},
) {
  const body = Buffer.from(JSON.stringify(content))
  const target = `com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101.${action}`
  const headers = signRequest(
    {
      method: 'POST',
      path: '/',
      query: '',
      headers: [
        ['Host', new URL(endpoint).host],
        ['Content-Type', 'application/x-amz-json-1.1'],
        ['X-Amz-Target', target],
      ],
      body,
    },
    credentials,
    { service: 'cloudtrail', region: 'us-east-1' },
    new Date(clock.now()),
  )
  const response = await fetch(endpoint, { method: 'POST', headers: Object.fromEntries(headers), body })
  return {
    status: response.status,
    type: response.headers.get('content-type'),
    content: (await response.json()) as Content,
  }
}

const by = (AttributeKey: string, AttributeValue: string) => ({ LookupAttributes: [{ AttributeKey, AttributeValue }] })

describeTwinlock('CloudTrail', (server) => {
  it('finds an event by each of its attributes', async () => {
    const { userName, credentials, iam } = await createUser(server)
    await iam.tagUser({ UserName: 'somebody-else', Tags: [] }).catch(() => {})
    const { content } = await askCloudTrail(server, by('AccessKeyId', credentials.accessKeyId))
    const [event] = content.Events
    expect(content).toEqual({ Events: [expect.anything()] })
    expect(event).toEqual({
      EventId: expect.stringMatching(/^[\da-f-]{36}$/),
      EventName: 'TagUser',
      ReadOnly: 'false',
      AccessKeyId: credentials.accessKeyId,
      EventTime: server.clock.now() / 1000,
      EventSource: 'iam.amazonaws.com',
      Username: userName,
      Resources: [{ ResourceType: 'AWS::IAM::User', ResourceName: 'somebody-else' }],
      CloudTrailEvent: expect.stringContaining('"errorCode":"AccessDenied"'),
    })
    for (const attribute of [
      by('EventId', event?.EventId ?? ''),
      by('Username', userName),
      by('EventName', 'TagUser'),
      by('EventSource', 'iam.amazonaws.com'),
      by('ReadOnly', 'false'),
      by('ResourceName', 'somebody-else'),
      by('ResourceType', 'AWS::IAM::User'),
    ]) {
      const found = await askCloudTrail(server, attribute)
      expect(found.content.Events).toContainEqual(event)
    }
    for (const attribute of [
      by('EventId', userName),
      by('Username', 'nobody'),
      by('ReadOnly', 'true'),
      by('EventSource', 'sts.amazonaws.com'),
      by('ResourceName', 'somebody'),
      by('ResourceType', 'AWS::IAM'),
    ]) {
      const found = await askCloudTrail(server, attribute)
      expect(found.content.Events).not.toContainEqual(event)
    }
  })

  it('finds what lies between two times, both included', async () => {
    const now = server.clock.now() / 1000
    const { userName } = await createUser(server)
    const question = by('ResourceName', userName)
    const count = async (times: object) =>
      (await askCloudTrail(server, { ...question, ...times })).content.Events.length
    expect(await count({ StartTime: now, EndTime: now })).toBe(3)
    expect(await count({ StartTime: now + 0.001 })).toBe(0)
    expect(await count({ EndTime: now - 0.001 })).toBe(0)
  })

  it('goes on where a page ended, whatever was done in between', async () => {
    const { userName: UserName } = await createUser(server)
    const tag = (Value: string) => server.iam.tagUser({ UserName, Tags: [{ Key: 'number', Value }] })
    for (const number of ['1', '2', '3', '4', '5']) await tag(number)
    const question = { ...by('ResourceName', UserName), MaxResults: 2 }
    const numbers = ({ Events }: Content) =>
      Events.map(({ CloudTrailEvent }) => JSON.parse(CloudTrailEvent).requestParameters.tags?.[0].value)
    const first = await askCloudTrail(server, question)
    expect(numbers(first.content)).toEqual(['5', '4'])
    await tag('6')
    const { NextToken } = first.content
    const second = await askCloudTrail(server, { ...question, NextToken })
    expect(numbers(second.content)).toEqual(['3', '2'])
    const other = await askCloudTrail(server, { ...by('ResourceName', 'other'), NextToken })
    expect([other.status, other.content.__type]).toEqual([400, 'InvalidNextTokenException'])
  })

  it('refuses in its own words', async () => {
    const refusals: [content: unknown, code: string, message: string][] = [
      [{ MaxResults: 51 }, 'InvalidMaxResultsException', 'MaxResults must be a whole number from 1 to 50.'],
      [{ MaxResults: 0 }, 'InvalidMaxResultsException', 'MaxResults must be a whole number from 1 to 50.'],
      [{ NextToken: 'x' }, 'InvalidNextTokenException', 'The token is invalid'],
      [{ StartTime: 2, EndTime: 1 }, 'InvalidTimeRangeException', 'The start time is after the end time.'],
      [{ StartTime: 'x' }, 'SerializationException', 'StartTime must be a time in seconds since the epoch.'],
      [by('Color', 'red'), 'InvalidLookupAttributesException', 'Color is not a lookup attribute'],
      [
        by('EventName', ''),
        'InvalidLookupAttributesException',
        'The value of a lookup attribute has 1 to 2,000 characters, none of them NUL.',
      ],
      [by('Username', 'a\0'), 'InvalidLookupAttributesException', 'none of them NUL.'],
      [[1], 'SerializationException', 'The body must be a JSON object.'],
    ]
    for (const [content, code, message] of refusals) {
      const answer = await askCloudTrail(server, content)
      expect(answer).toMatchObject({
        status: 400,
        type: 'application/x-amz-json-1.1',
        content: { __type: code, message: expect.stringContaining(message) },
      })
    }
    const unknown = await askCloudTrail(server, {}, { action: 'DescribeTrails' })
    expect([unknown.status, unknown.content.__type]).toEqual([400, 'UnknownOperationException'])
    const forged = { ...rootCredentials, secretAccessKey: 'wrong' }
    const answer = await askCloudTrail(server, {}, { credentials: forged })
    expect([answer.status, answer.content.__type]).toEqual([400, 'InvalidSignatureException'])
  })

  it('is for those whom a policy allows it, with a session of any kind', async () => {
    const stranger = await createUser(server, undefined, null)
    const { status, content } = await askCloudTrail(server, {}, stranger)
    expect([status, content.__type]).toEqual([400, 'AccessDeniedException'])
    expect(content.message).toContain('is not authorized to perform: cloudtrail:LookupEvents on resource: *')
    expect(await lookUp(server, { lookupAttribute: { key: 'Username', value: stranger.userName } })).toMatchObject([
      { eventSource: 'cloudtrail.amazonaws.com', eventName: 'LookupEvents', errorCode: 'AccessDenied', readOnly: true },
    ])
    // Whatever is left out, and however.
    await askCloudTrail(server, { LookupAttributes: null, StartTime: null, EndTime: null }, stranger)
    const found = await lookUp(server, { lookupAttribute: { key: 'Username', value: stranger.userName } })
    expect(found.map(({ eventName }) => eventName).filter((name) => name === 'LookupEvents')).toHaveLength(2)
    const auditor = await createUser(server, undefined, allow('cloudtrail:LookupEvents'))
    expect((await askCloudTrail(server, {}, auditor)).status).toBe(200)
    const session = await startSession(server, auditor)
    expect((await askCloudTrail(server, {}, session)).status).toBe(200)
    expect((await administer(server, 'lookup-events', {}, auditor.credentials)).status).toBe(200)
    const refused = await administer(server, 'lookup-events', {}, stranger.credentials)
    expect([refused.status, JSON.parse(refused.body).error.code]).toEqual([403, 'AccessDenied'])
  })
})

describeTwinlock('lookup-events', (server) => {
  it('refuses what it cannot read', async () => {
    const refusals: [content: object, message: string][] = [
      [{ startTime: 'yesterday' }, 'startTime must be a time such as 2026-01-15T12:00:00Z'],
      [{ maxResults: '5' }, 'maxResults must be a number'],
      [{ nextToken: 5 }, 'nextToken must be a text'],
      [{ lookupAttribute: { key: 'EventName' } }, 'lookupAttribute must be an object with the texts key and value'],
    ]
    for (const [content, message] of refusals) {
      const { status, body } = await administer(server, 'lookup-events', content)
      expect([status, JSON.parse(body).error]).toEqual([400, { code: 'ValidationError', message }])
    }
  })
})

describeTwinlock('Administration', (server) => {
  it('leaves its events too, and never a seed', async () => {
    const seed = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ'
    await administer(server, 'register-hardware-token', { serialNumber: 'GAHT-12345', seed })
    await administer(server, 'register-hardware-token', { serialNumber: 'GAHT-12345', seed })
    await administer(server, 'unlock-device', { serialNumber: 'GAHT-12345' })
    const records = await lookUp(server, { lookupAttribute: { key: 'ResourceName', value: 'GAHT-12345' } })
    expect(records.map(({ eventSource, eventName, errorCode }) => [eventSource, eventName, errorCode])).toEqual([
      ['twinlock', 'UnlockDevice', undefined],
      ['twinlock', 'RegisterHardwareToken', 'EntityAlreadyExistsException'],
      ['twinlock', 'RegisterHardwareToken', undefined],
    ])
    expect(JSON.stringify(records)).not.toContain(seed)
  })
})
