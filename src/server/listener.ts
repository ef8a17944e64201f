/**
 * HTTP in and out, on bare node:http: sockets, limits, time-outs, shutdown. What a request means is not known here: `route`
 * gets it whole and answers.
 */
import { randomUUID } from 'node:crypto'
import {
  createServer,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  type Server,
  type ServerResponse,
} from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import type { Logger } from 'pino'
import type { Clock } from '../clock.ts'
import type { HttpRequest, HttpResponse } from '../http/message.ts'
import { AwsFault } from '../wire/faults.ts'
import { encodeFault } from '../wire/xml.ts'

const maximumHeaderBytes = 16 * 1024
const maximumBodyBytes = 1024 * 1024
/** Each may hold a body of that size for half a minute. */
const maximumConnections = 1000

/** How long the rest of a refused body is read and thrown away: a client that is still sending would not see the answer. */
const discardMilliseconds = 1000

/** Of the 10 seconds in which the process has to leave; the rest is for the storage. */
const drainMilliseconds = 8000

export interface ListenerOptions {
  /** Undefined: both loopback addresses. */
  readonly host: string | undefined
  /** 0: the system chooses. */
  readonly port: number
  readonly log: Logger
  /** The clock behind the Date header, asked for each response. */
  clock(): Clock
  /** Never rejects. */
  route(request: HttpRequest): Promise<HttpResponse>
}

export interface Listener {
  readonly port: number
  /** Stops accepting, and resolves when the running requests are answered, or after 8 seconds are cut off. */
  close(): Promise<void>
}

/** @throws Error that says what to do when the address cannot be had. */
export async function listen(options: ListenerOptions): Promise<Listener> {
  const running = new Set<ServerResponse>()
  const create = () => createHttpServer(options, running)
  const servers = options.host === undefined ? await bindLoopback(create, options) : [create()]
  if (options.host !== undefined) await bind(servers[0] as Server, options.port, options.host)
  return { port: portOf(servers[0] as Server), close: () => drain(servers, running) }
}

function createHttpServer(options: ListenerOptions, running: Set<ServerResponse>): Server {
  const server = createServer({
    maxHeaderSize: maximumHeaderBytes,
    headersTimeout: 10_000,
    requestTimeout: 30_000,
    keepAliveTimeout: 65_000,
    connectionsCheckingInterval: 1000,
  })
  server.maxConnections = maximumConnections
  server.on('request', (request, response) => {
    running.add(response)
    response.once('close', () => running.delete(response))
    answer(request, response, server, options).catch((error: unknown) => {
      options.log.error({ err: error }, 'A response could not be written')
      response.destroy()
    })
  })
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Socket) => {
    // Ahead of an answer that is still due, the refusal would be taken for that answer.
    const isAnswerDue = [...running].some((response) => response.socket === socket)
    if (isAnswerDue) socket.destroy()
    else refuseUnreadable(error, socket, options)
  })
  return server
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  server: Server,
  { route, clock }: ListenerOptions,
): Promise<void> {
  const body = await readBody(request)
  if (body === 'aborted') return
  const result = body === 'too large' ? tooLarge() : await route(toHttpRequest(request, body))
  const { status, headers, body: content } = result
  const length = Buffer.byteLength(content)
  const closing = body === 'too large' || !server.listening ? { Connection: 'close' } : undefined
  const requestId = 'x-amzn-RequestId' in headers ? undefined : { 'x-amzn-RequestId': randomUUID() }
  // Node would print the system's time, which is not the server's in test mode.
  const date = httpDate(clock().now())
  // All at once: headers that are set one by one are stored first, and written later.
  const all = { ...headers, ...requestId, ...closing, Date: date, 'Content-Length': length }
  response.writeHead(status, all as OutgoingHttpHeaders)
  // As text, the body leaves together with the head, in one piece. Plain ASCII need not be encoded.
  response.end(content, length === content.length ? 'latin1' : 'utf8')
}

let printedSecond = Number.NaN
let printedDate = ''

/** Printed once a second, not for each response. */
function httpDate(milliseconds: number): string {
  const second = Math.floor(milliseconds / 1000)
  if (second !== printedSecond) {
    printedSecond = second
    printedDate = new Date(milliseconds).toUTCString()
  }
  return printedDate
}

function toHttpRequest(request: IncomingMessage, body: Uint8Array): HttpRequest {
  // A client that takes us for a proxy names the origin too: RFC 9112 section 3.2.2 has servers accept it.
  const url = request.url ?? '/'
  const target = url.startsWith('/') ? url : url.replace(/^https?:\/\/[^/?]*/i, '')
  const mark = target.indexOf('?')
  const path = mark < 0 ? target : target.slice(0, mark)
  const headers: [string, string][] = []
  for (let index = 0; index + 1 < request.rawHeaders.length; index += 2) {
    headers.push([request.rawHeaders[index] as string, request.rawHeaders[index + 1] as string])
  }
  return {
    method: request.method ?? 'GET',
    path: path || '/',
    query: mark < 0 ? '' : target.slice(mark + 1),
    headers,
    body,
    remoteAddress: request.socket.remoteAddress ?? '',
  }
}

function readBody(request: IncomingMessage): Promise<Uint8Array | 'too large' | 'aborted'> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = []
    let length = Number(request.headers['content-length'] ?? 0)
    let received = 0
    const refuseLater = () => setTimeout(() => resolve('too large'), discardMilliseconds).unref()
    let discarding = length > maximumBodyBytes ? refuseLater() : undefined
    request.on('data', (chunk: Buffer) => {
      received += chunk.length
      if (received > maximumBodyBytes) discarding ??= refuseLater()
      if (discarding === undefined) chunks.push(chunk)
    })
    request.once('end', () => {
      clearTimeout(discarding)
      length = Math.max(length, received)
      resolve(length > maximumBodyBytes ? 'too large' : joinChunks(chunks))
    })
    // A client that leaves midway emits `error` too, and nothing may be thrown for it.
    request.on('error', () => resolve('aborted'))
    request.once('close', () => resolve('aborted'))
  })
}

/** Nearly every body comes in one. */
function joinChunks(chunks: readonly Buffer[]): Buffer {
  const [first] = chunks
  return first !== undefined && chunks.length === 1 ? first : Buffer.concat(chunks)
}

function tooLarge(): HttpResponse {
  const requestId = randomUUID()
  const fault = new AwsFault('RequestEntityTooLarge', `The request must not be larger than ${maximumBodyBytes} bytes`)
  const headers = { 'Content-Type': 'text/xml', 'x-amzn-RequestId': requestId }
  return { status: fault.status, headers, body: encodeFault(fault, requestId, undefined) }
}

const unreadable: Readonly<Record<string, string>> = {
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
  ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
}

/** What is no HTTP gets no XML either. There is no response object: the answer goes to the socket as it stands. */
function refuseUnreadable(error: NodeJS.ErrnoException, socket: Socket, { clock, log }: ListenerOptions): void {
  log.debug({ code: error.code }, 'A request could not be read')
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy()
    return
  }
  const head = [
    `HTTP/1.1 ${unreadable[error.code ?? ''] ?? '400 Bad Request'}`,
    `Date: ${httpDate(clock().now())}`,
    `x-amzn-RequestId: ${randomUUID()}`,
    'Connection: close',
    'Content-Length: 0',
  ]
  socket.end(`${head.join('\r\n')}\r\n\r\n`)
}

/**
 * `localhost` means either address, whichever the client tries first; so both must be ours, at the same port. A machine
 * without IPv6 has only the one.
 */
async function bindLoopback(create: () => Server, { port, log }: ListenerOptions): Promise<Server[]> {
  for (let attempt = 1; ; attempt++) {
    const ipv4 = create()
    await bind(ipv4, port, '127.0.0.1')
    const ipv6 = create()
    try {
      await bind(ipv6, portOf(ipv4), '::1')
      return [ipv4, ipv6]
    } catch (error) {
      const code = error instanceof BindError ? error.code : undefined
      if (code === 'EADDRNOTAVAIL' || code === 'EAFNOSUPPORT') {
        log.info('No IPv6 on this machine: listening on 127.0.0.1 only')
        return [ipv4]
      }
      ipv4.close()
      // The port that the system chose for the one address may be taken on the other.
      if (port !== 0 || code !== 'EADDRINUSE' || attempt === 5) throw error
    }
  }
}

class BindError extends Error {
  readonly code: string | undefined

  constructor(cause: NodeJS.ErrnoException, host: string, port: number) {
    const reasons: Readonly<Record<string, string>> = {
      EADDRINUSE: `port ${port} is taken by another process. Stop that, or choose another with --port`,
      EACCES: `this user may not use port ${port}. Choose one from 1024 on with --port`,
      EADDRNOTAVAIL: 'this machine has no such address. Choose another with --host',
      ENOTFOUND: 'this name has no address. Choose another with --host',
    }
    super(`Cannot listen on ${host}: ${reasons[cause.code ?? ''] ?? cause.message}`, { cause })
    this.name = 'BindError'
    this.code = cause.code
  }
}

function bind(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const refuse = (error: NodeJS.ErrnoException) => reject(new BindError(error, host, port))
    server.once('error', refuse)
    server.listen({ port, host }, () => {
      server.off('error', refuse)
      resolve()
    })
  })
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port
}

async function drain(servers: readonly Server[], running: ReadonlySet<ServerResponse>): Promise<void> {
  const closed = servers.map((server) => new Promise((resolve) => server.close(resolve)))
  for (const response of running) if (!response.headersSent) response.setHeader('Connection', 'close')
  let timer: NodeJS.Timeout | undefined
  const timeout = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, drainMilliseconds)
  })
  await Promise.race([waitForAnswers(running), timeout])
  clearTimeout(timer)
  // Connections that never sent a request count as active in Node, and would hold the process.
  for (const server of servers) server.closeAllConnections()
  await Promise.all(closed)
}

async function waitForAnswers(running: ReadonlySet<ServerResponse>): Promise<void> {
  while (running.size > 0) {
    await Promise.all(Array.from(running, (response) => new Promise((resolve) => response.once('close', resolve))))
  }
}
