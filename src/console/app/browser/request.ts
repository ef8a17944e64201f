/** JSON to our own server and back. */
import { learnServerTime, localTime } from './server-time.ts'

/** What the server says is wrong, or what kept it from saying anything. */
export class Problem extends Error {
  readonly code: string
  /** The HTTP status; 0: no answer. */
  readonly status: number
  readonly details: Readonly<Record<string, unknown>>

  constructor(code: string, message: string, status: number, details: Readonly<Record<string, unknown>> = {}) {
    super(message)
    this.name = 'Problem'
    this.code = code
    this.status = status
    this.details = details
  }
}

/** What a person can be told of anything that was thrown. */
export function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error
  return new Problem('Unexpected', 'Something went wrong in this page. Load it anew and try again.', 0, {
    cause: error instanceof Error ? error.message : String(error),
  })
}

/** Asks for `X-Twinlock-Status`: a refusal that the page expects and shows is no error for the browser's console. */
const pageHeader = { 'X-Twinlock-Page': '1' }

export function statusOf(response: Response): number {
  return Number(response.headers.get('x-twinlock-status') ?? response.status)
}

/** @throws Problem Unreachable */
export async function send(
  path: string,
  init: RequestInit & { readonly headers: Readonly<Record<string, string>> },
): Promise<Response> {
  const sentAt = localTime()
  try {
    const headers = { ...pageHeader, ...init.headers }
    const response = await fetch(path, { ...init, headers, credentials: 'same-origin', cache: 'no-store' })
    learnServerTime(response, sentAt)
    return response
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error
    throw new Problem('Unreachable', 'The server does not answer. Check the connection and try again.', 0)
  }
}

/** @throws Problem */
export async function getJson<Answer>(path: string): Promise<Answer> {
  return readJson(await send(path, { headers: { Accept: 'application/json' } }))
}

/** @throws Problem */
export async function postJson<Answer>(
  path: string,
  content: object,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  return readJson(
    await send(path, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Accept: 'application/json', ...headers },
      body: JSON.stringify(content),
    }),
  )
}

async function readJson<Answer>(response: Response): Promise<Answer> {
  if (response.status === 204) return undefined as Answer
  const content: unknown = await response.json().catch(() => undefined)
  const status = statusOf(response)
  if (status < 300 && content !== undefined) return content as Answer
  throw describe(status, content)
}

function describe(status: number, content: unknown): Problem {
  const error = isRecord(content) ? content['error'] : undefined
  if (isRecord(error) && typeof error['code'] === 'string') {
    const { code, message, ...details } = error
    return new Problem(code, typeof message === 'string' ? message : code, status, details)
  }
  return new Problem('Unexpected', `The server answered with the status ${status} and no reason.`, status)
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
