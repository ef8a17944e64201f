/** What AWS has no action for: the commands of `twinlock admin`, and what only a console offers. */
import { postJson } from '../../browser/request.ts'
import { csrfHeader, leaveWhenExpired } from './connection.ts'

export interface SignInSession {
  readonly sessionId: string
  readonly kind: 'console' | 'cli'
  readonly signedInAt: string
  readonly lastUsedAt: string
  readonly expiresAt: string
  readonly mfa: boolean
  readonly sourceIp: string
  readonly userAgent: string | null
  readonly isCurrent: boolean
}

export interface NamedStatement {
  readonly policyKind: string
  readonly policy: string
  readonly statement: string | number
  readonly effect: 'Allow' | 'Deny'
  readonly document?: object
}

/** Why a request was refused: what `twinlock iam why` shows. */
export interface Explanation {
  readonly requestId: string
  readonly time: string
  readonly principal: string
  readonly action: string
  readonly resource: string
  readonly reason: string
  readonly outcome: string
  readonly policyKind?: string
  readonly policy?: string
  readonly statement?: string | number
  readonly document?: object
  readonly matchedStatements?: readonly NamedStatement[]
  readonly unmetAllows?: readonly NamedStatement[]
  readonly keys?: Readonly<Record<string, readonly string[] | null>>
  readonly advice?: { readonly text: string; readonly command?: string }
}

/** An event in the form of CloudTrail: members besides these depend on the event. */
export interface AuditEvent {
  readonly eventID: string
  readonly eventTime: string
  readonly eventName: string
  readonly eventSource: string
  readonly sourceIPAddress?: string
  readonly userAgent?: string
  readonly errorCode?: string
  readonly errorMessage?: string
  readonly requestID?: string
  readonly userIdentity?: {
    readonly type?: string
    readonly arn?: string
    readonly userName?: string
    readonly sessionContext?: { readonly attributes?: { readonly mfaAuthenticated?: string } }
  }
  readonly [member: string]: unknown
}

export interface LookupEventsInput {
  readonly startTime?: string
  readonly endTime?: string
  readonly lookupAttribute?: { readonly key: string; readonly value: string }
  readonly maxResults?: number
  readonly nextToken?: string
}

interface Commands {
  'explain-refusal': [input: { readonly requestId: string }, answer: Explanation]
  'list-sign-in-sessions': [
    input: { readonly userName?: string },
    answer: { readonly sessions: readonly SignInSession[] },
  ]
  'end-sign-in-session': [input: { readonly sessionId: string }, answer: object]
  'lookup-events': [
    input: LookupEventsInput,
    answer: { readonly events: readonly AuditEvent[]; readonly nextToken?: string },
  ]
}

/** @throws Problem */
export function administer<Name extends keyof Commands>(
  name: Name,
  input: Commands[Name][0],
): Promise<Commands[Name][1]> {
  return ask<Commands[Name][1]>(`/console/admin/${name}`, input)
}

/** @throws Problem */
export function passkeyCreationOptions<Options>(): Promise<Options> {
  return ask<Options>('/console/passkeys/options', {})
}

/** @throws Problem */
export function enrolPasskey(name: string, response: object): Promise<{ readonly serialNumber: string }> {
  return ask('/console/passkeys', { name, response })
}

/** @throws Problem */
export function signOut(): Promise<void> {
  return ask('/console/sign-out', {})
}

async function ask<Answer>(path: string, input: object): Promise<Answer> {
  return postJson<Answer>(path, input, csrfHeader()).catch(leaveWhenExpired)
}
