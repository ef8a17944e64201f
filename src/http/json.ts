/** Requests and responses in JSON, of the endpoints that are not AWS's. */
import type { HttpRequest, HttpResponse } from './message.ts'

export function jsonResponse(status: number, content: unknown): HttpResponse {
  // What changes from one moment to the next, or is a secret, must stay in nobody's cache.
  const headers = { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' }
  return { status, headers, body: `${JSON.stringify(content)}\n` }
}

/** The members of the JSON object in the body, or undefined when there is none. */
export function parseJsonObject(request: HttpRequest): Readonly<Record<string, unknown>> | undefined {
  try {
    const content: unknown = JSON.parse(Buffer.from(request.body).toString())
    const isObject = typeof content === 'object' && content !== null && !Array.isArray(content)
    return isObject ? (content as Record<string, unknown>) : undefined
  } catch {
    return undefined
  }
}

/** The first header of that name, which is given in lower case. */
export function headerOf(request: HttpRequest, name: string): string | undefined {
  return request.headers.find(([key]) => key.toLowerCase() === name)?.[1]
}
