/** The audit log as whoever may read it gets it. */
import { administer, type Credentials, rootCredentials, type TestServer } from '../twinlock.ts'

/** A record of CloudTrail, as far as the tests look into it. */
export interface AuditRecord {
  readonly eventName: string
  readonly eventSource: string
  readonly eventID: string
  readonly eventTime: string
  readonly requestID: string
  readonly readOnly: boolean
  readonly errorCode?: string
  readonly errorMessage?: string
  readonly userIdentity: Readonly<Record<string, unknown>>
  readonly requestParameters: Readonly<Record<string, unknown>> | null
  readonly responseElements: Readonly<Record<string, unknown>> | null
}

interface Answer {
  readonly events: AuditRecord[]
  readonly nextToken?: string
}

/** All pages, newest first. */
export async function lookUp(
  server: TestServer,
  question: object = {},
  credentials: Credentials = rootCredentials,
): Promise<AuditRecord[]> {
  const records: AuditRecord[] = []
  for (let nextToken: string | undefined; ; ) {
    const answer = await administer(server, 'lookup-events', { ...question, nextToken }, credentials)
    if (answer.status !== 200) throw new Error(answer.body)
    const { events, ...rest } = JSON.parse(answer.body) as Answer
    records.push(...events)
    if (rest.nextToken === undefined) return records
    nextToken = rest.nextToken
  }
}

/** What one request left: its errors carry the id too. */
export async function recordsOf(server: TestServer, request: Promise<unknown>): Promise<AuditRecord[]> {
  const id = await requestIdOf(request)
  return (await lookUp(server)).filter(({ requestID }) => requestID === id)
}

export async function requestIdOf(request: Promise<unknown>): Promise<string> {
  const outcome = await request.catch((error: unknown) => error)
  const { $metadata } = outcome as { $metadata?: { requestId?: string } }
  return $metadata?.requestId ?? 'none'
}
