/** A browser without a screen: cookies, the origin, and what the pages send. */
import { services } from '../../src/wire/model.ts'
import type { TestServer } from '../twinlock.ts'

export interface PageAnswer {
  readonly status: number
  readonly headers: Headers
  /** The parsed body, or the text when it is no JSON. */
  readonly content: Record<string, unknown>
}

export class Browser {
  readonly #server: TestServer
  readonly cookies = new Map<string, string>()
  /** Of the page that sends; undefined: not sent at all. */
  origin: string | undefined
  csrfToken: string | undefined

  constructor(server: TestServer) {
    this.#server = server
    this.origin = server.endpoint
  }

  async get(path: string, headers: Record<string, string> = {}): Promise<PageAnswer> {
    return this.#send(path, { method: 'GET', headers })
  }

  async post(path: string, content: object, headers: Record<string, string> = {}): Promise<PageAnswer> {
    return this.#send(path, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', ...this.#pageHeaders(), ...headers },
      body: JSON.stringify(content),
    })
  }

  /** An action of IAM or STS, as the console's pages call it. */
  async call(action: string, parameters: Record<string, string> = {}, service: 'iam' | 'sts' = 'iam') {
    const form = new URLSearchParams({ Action: action, Version: services[service].version, ...parameters })
    const answer = await this.#send('/console/api', {
      method: 'POST',
      headers: { 'Content-Type': 'application/x-www-form-urlencoded', ...this.#pageHeaders() },
      body: form.toString(),
    })
    const response = answer.content[`${action}Response`] as Record<string, unknown> | undefined
    const result = response?.[`${action}Result`] as Record<string, unknown> | undefined
    return { ...answer, result, error: answer.content['Error'] as { Code: string; Message: string } | undefined }
  }

  /** Reads what the console's pages read first. */
  async openConsole(): Promise<PageAnswer> {
    const answer = await this.get('/console/session')
    const { csrfToken } = answer.content
    this.csrfToken = typeof csrfToken === 'string' ? csrfToken : undefined
    return answer
  }

  #pageHeaders(): Record<string, string> {
    return { ...(this.origin && { Origin: this.origin }), ...(this.csrfToken && { 'X-CSRF-Token': this.csrfToken }) }
  }

  async #send(path: string, init: RequestInit & { headers: Record<string, string> }): Promise<PageAnswer> {
    const cookie = Array.from(this.cookies, ([name, value]) => `${name}=${value}`).join('; ')
    const headers = { ...init.headers, ...(cookie && { Cookie: cookie }) }
    const response = await fetch(new URL(path, this.#server.endpoint), { ...init, headers, redirect: 'manual' })
    for (const line of response.headers.getSetCookie()) this.#keep(line)
    const text = await response.text()
    const isJson = response.headers.get('content-type')?.includes('json') && text !== ''
    return { status: response.status, headers: response.headers, content: isJson ? JSON.parse(text) : { text } }
  }

  #keep(line: string): void {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
    if (/max-age=0/i.test(line)) this.cookies.delete(name)
    else this.cookies.set(name, value)
  }
}

export function problemOf({ status, content }: PageAnswer): [code: unknown, status: number] {
  return [(content['error'] as { code?: string } | undefined)?.code, status]
}
