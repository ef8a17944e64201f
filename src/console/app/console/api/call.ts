/** The actions of IAM and STS, as any client calls them; the session's cookie stands for the signature. */
import { Problem, send, statusOf } from '../../browser/request.ts'
import type { ActionOf, Input, Output, ServiceName } from './actions.ts'
import { revive } from './answer.ts'
import { csrfHeader, leaveWhenExpired } from './connection.ts'
import { encodeForm } from './form.ts'
import { noteRefusal } from './refusals.ts'

const versions: Readonly<Record<ServiceName, string>> = { iam: '2010-05-08', sts: '2011-06-15' }

export interface CallOptions {
  /** For what the person did not ask for: a refusal says nothing of the session. */
  readonly isQuiet?: boolean
  /** To be sent even while the page is being left. */
  readonly keepalive?: boolean
}

/** @throws Problem, with the code and the message of AWS, and `details.requestId` */
export async function call<N extends ServiceName, A extends ActionOf<N>>(
  service: N,
  action: A,
  input: Input<N, A>,
  { isQuiet = false, keepalive = false }: CallOptions = {},
): Promise<Output<N, A>> {
  const response = await send('/console/api', {
    method: 'POST',
    keepalive,
    headers: { 'Content-Type': 'application/x-www-form-urlencoded; charset=utf-8', ...csrfHeader() },
    body: encodeForm(action, versions[service], input ?? {}).toString(),
  })
  const content: unknown = await response.json().catch(() => undefined)
  if (statusOf(response) === 200) {
    const result = memberOf(memberOf(content, `${action}Response`), `${action}Result`)
    return revive(result ?? {}) as Output<N, A>
  }
  const error = memberOf(content, 'Error')
  const problem = new Problem(
    textOf(error, 'Code') ?? 'Unexpected',
    textOf(error, 'Message') ?? `The server answered with the status ${statusOf(response)} and no reason.`,
    statusOf(response),
    { requestId: textOf(content, 'RequestId') ?? response.headers.get('x-amzn-requestid') ?? undefined, action },
  )
  if (problem.code === 'AccessDenied' && !isQuiet) noteRefusal(problem)
  return leaveWhenExpired(problem)
}

/** @throws Problem */
export function iam<A extends ActionOf<'iam'>>(
  action: A,
  input: Input<'iam', A>,
  options: CallOptions = {},
): Promise<Output<'iam', A>> {
  return call('iam', action, input, options)
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined
}

function textOf(value: unknown, name: string): string | undefined {
  const text = memberOf(value, name)
  return typeof text === 'string' ? text : undefined
}
