/** Where the browser brings the code: a server for one request, which nobody but this machine reaches. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { CommandFailure } from '../exit.ts'
import { isSameState } from './authorization.ts'

export interface CallbackServer {
  readonly url: string
  /** @throws CommandFailure when the person does not allow it, or after ten minutes */
  waitForCode(state: string): Promise<string>
  close(): void
}

const path = '/oauth/callback'
const waitMilliseconds = 10 * 60_000

export async function listenForCallback(): Promise<CallbackServer> {
  const server = createServer()
  // By its address: the name could be another's. https://www.rfc-editor.org/rfc/rfc8252#section-7.3
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', resolve)
  })
  const { port } = server.address() as AddressInfo
  let timer: NodeJS.Timeout | undefined
  const waitForCode = (state: string) =>
    new Promise<string>((resolve, reject) => {
      timer = setTimeout(() => {
        reject(new CommandFailure('failure', 'Nobody has signed in within ten minutes. Begin again.'))
      }, waitMilliseconds)
      server.on('request', (request, response) => {
        const answer = readAnswer(request, state)
        respond(response, answer)
        if (answer.kind === 'code') response.once('close', () => resolve(answer.code))
        if (answer.kind === 'error') response.once('close', () => reject(new CommandFailure('failure', answer.message)))
      })
    })
  const close = () => {
    clearTimeout(timer)
    server.close()
    server.closeAllConnections()
  }
  return { url: `http://127.0.0.1:${port}${path}`, waitForCode, close }
}

type Answer =
  | { readonly kind: 'code'; readonly code: string }
  | { readonly kind: 'error'; readonly message: string }
  /** Any page can send a browser here: what does not know the state is not for us, and does not end the wait. */
  | { readonly kind: 'other' }

function readAnswer(request: IncomingMessage, state: string): Answer {
  const url = URL.parse(request.url ?? '', 'http://127.0.0.1')
  if (request.method !== 'GET' || url?.pathname !== path) return { kind: 'other' }
  if (!isSameState(url.searchParams.get('state'), state)) return { kind: 'other' }
  const error = url.searchParams.get('error')
  if (error !== null)
    return { kind: 'error', message: `The sign-in was refused: ${error.replace(/[^\x20-\x7e]/g, '')}` }
  const code = url.searchParams.get('code')
  return code === null || code === '' ? { kind: 'other' } : { kind: 'code', code }
}

const texts = {
  code: [200, 'You are signed in', 'The command has its credentials. You can close this tab.'],
  error: [200, 'You are not signed in', 'The command was refused. You can close this tab.'],
  other: [400, 'This is not for anybody', 'The command waits for the answer to its own question.'],
} as const

function respond(response: ServerResponse, { kind }: Answer): void {
  const [status, title, text] = texts[kind]
  response.writeHead(status, {
    'Content-Type': 'text/html; charset=utf-8',
    'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
    'Cache-Control': 'no-store',
    'Referrer-Policy': 'no-referrer',
    Connection: 'close',
  })
  response.end(
    `<!doctype html><html lang="en"><meta charset="utf-8"><title>${title}</title><h1>${title}</h1><p>${text}</p></html>\n`,
  )
}
