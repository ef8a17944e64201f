/** Requests that no SDK would send: made by hand, signed if wished, sent over a bare socket. */
import { connect } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { SignatureV4 } from '@smithy/signature-v4'
import { signRequest } from '../src/sigv4/sign.ts'
import { encodePercent } from '../src/wire/percent-encoding.ts'
import { parseXml } from './parse-xml.ts'
import { type Credentials, rootCredentials, type TestServer } from './twinlock.ts'

export interface RawRequest {
  readonly method: string
  readonly path: string
  /** Without `?`. */
  readonly query: string
  /** `Host` is added where it is missing. */
  readonly headers: readonly (readonly [name: string, value: string])[]
  readonly body: Uint8Array
}

export interface RawResponse {
  readonly status: number
  /** By lower-case name. */
  readonly headers: ReadonlyMap<string, string>
  readonly body: string
}

export interface Signing {
  readonly credentials?: Credentials
  readonly service?: string
  readonly region?: string
  /** Seconds by which the signer's clock is ahead of the server's. */
  readonly skew?: number
}

const formType = 'application/x-www-form-urlencoded'

export type Parameters = Readonly<Record<string, string>> | readonly (readonly [name: string, value: string])[]

export function formBody(parameters: Parameters): string {
  const pairs: readonly (readonly [string, string])[] = Array.isArray(parameters)
    ? parameters
    : Object.entries(parameters)
  return pairs.map(([name, value]) => `${encodePercent(name)}=${encodePercent(value)}`).join('&')
}

export function post(body: Parameters | string, changes: Partial<RawRequest> = {}): RawRequest {
  const text = typeof body === 'string' ? body : formBody(body)
  const headers: RawRequest['headers'] = [['Content-Type', formType]]
  return { method: 'POST', path: '/', query: '', headers, body: Buffer.from(text), ...changes }
}

export function get(query: Parameters | string, changes: Partial<RawRequest> = {}): RawRequest {
  const text = typeof query === 'string' ? query : formBody(query)
  return { method: 'GET', path: '/', query: text, headers: [], body: new Uint8Array(), ...changes }
}

export const iamAction = (Action: string, rest: Readonly<Record<string, string>> = {}): Parameters => ({
  Action,
  Version: '2010-05-08',
  ...rest,
})

export const stsAction = (Action: string, rest: Readonly<Record<string, string>> = {}): Parameters => ({
  Action,
  Version: '2011-06-15',
  ...rest,
})

/** With the signature in the Authorization header; every header is signed. */
export function sign(server: TestServer, request: RawRequest, signing: Signing = {}): RawRequest {
  const { credentials = rootCredentials, service = 'iam', region = 'us-east-1', skew = 0 } = signing
  const now = new Date(server.clock.now() + skew * 1000)
  const headers = signRequest(withHost(server, request), credentials, { service, region }, now)
  return { ...request, headers }
}

/** With the signature in the query string, by AWS's own signer. */
export async function presign(
  server: TestServer,
  request: RawRequest,
  { expiresIn = 900, ...signing }: Signing & { readonly expiresIn?: number } = {},
): Promise<RawRequest> {
  const { credentials = rootCredentials, service = 'sts', region = 'us-east-1', skew = 0 } = signing
  const signer = new SignatureV4({
    credentials: { ...credentials },
    region,
    service,
    sha256: server.iam.config.sha256,
    applyChecksum: false,
  })
  const headers = Object.fromEntries(
    withHost(server, request).headers.map(([name, value]) => [name.toLowerCase(), value]),
  )
  const query = Object.fromEntries(new URLSearchParams(request.query))
  const signed = await signer.presign(
    { protocol: 'http:', hostname: 'localhost', ...request, query, headers },
    {
      signingDate: new Date(server.clock.now() + skew * 1000),
      expiresIn,
      unhoistableHeaders: new Set(Object.keys(headers)),
    },
  )
  return {
    ...request,
    headers: Object.entries(signed.headers),
    query: formBody(Object.entries(signed.query ?? {}).map(([name, value]) => [name, String(value)])),
  }
}

export async function send(server: TestServer, request: RawRequest): Promise<RawResponse> {
  const { method, path, query, headers, body } = withHost(server, request)
  const all = [...headers, ['Content-Length', String(body.length)] as const, ['Connection', 'close'] as const]
  const head = [
    `${method} ${path}${query === '' ? '' : `?${query}`} HTTP/1.1`,
    ...all.map(([name, value]) => `${name}: ${value}`),
  ]
  return parseResponse(
    await exchange(server, Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n\r\n`, 'latin1'), body])),
  )
}

/** What the server answers to bytes, until it closes the connection. `thenEnd`: our side is closed first. */
export async function exchange(server: TestServer, bytes: Uint8Array, { thenEnd = false } = {}): Promise<Buffer> {
  const socket = connect(Number(new URL(server.endpoint).port), '127.0.0.1')
  if (thenEnd) socket.end(bytes)
  else socket.write(bytes)
  return buffer(socket)
}

/** Code, status and message of an error in XML. */
export function faultOf(response: RawResponse): [code: string, status: number, message: string] {
  const error = parseXml(response.body).child('Error')
  return [error.child('Code').text, response.status, error.find('Message')?.text ?? '']
}

/** Signs, sends and reads the refusal. */
export async function faultOfSigned(
  server: TestServer,
  request: RawRequest,
  signing: Signing = {},
): Promise<[code: string, status: number, message: string]> {
  return faultOf(await send(server, sign(server, request, signing)))
}

export function withHost(server: TestServer, request: RawRequest): RawRequest {
  if (request.headers.some(([name]) => name.toLowerCase() === 'host')) return request
  return { ...request, headers: [['Host', new URL(server.endpoint).host], ...request.headers] }
}

export function parseResponse(bytes: Buffer): RawResponse {
  const end = bytes.indexOf('\r\n\r\n')
  const [statusLine = '', ...lines] = bytes.subarray(0, end).toString('latin1').split('\r\n')
  const status = Number(/^HTTP\/1\.1 (\d{3}) /.exec(statusLine)?.[1])
  if (end < 0 || Number.isNaN(status)) throw new Error(`No HTTP response: ${JSON.stringify(bytes.toString('latin1'))}`)
  const headers = new Map(
    lines.map((line) => {
      const colon = line.indexOf(':')
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()]
    }),
  )
  return { status, headers, body: bytes.subarray(end + 4).toString('utf8') }
}
