/**
 * The canonical form of a request, which both sides of Signature Version 4 hash.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html#create-canonical-request
 */
import { hash } from 'node:crypto'
import { decodePercentToBytes, encodePercentBytes } from '../wire/percent-encoding.ts'

/** A request as it came off the wire. Every string is a byte string: one character per byte, as node:http gives them. */
export interface ReceivedRequest {
  readonly method: string
  /** Percent-encoded as received, without the query. */
  readonly path: string
  /** Percent-encoded as received, without the `?`. */
  readonly query: string
  /** In the order received, duplicates kept. */
  readonly headers: readonly (readonly [name: string, value: string])[]
  readonly body: Uint8Array
}

export type QueryParameters = readonly (readonly [name: string, value: string])[]

export interface CanonicalRequestOptions {
  /** The signature is in the query string, and cannot cover itself. */
  readonly isPresigned: boolean
}

/**
 * A byte string, to be hashed as latin1: a header value that a client sent and signed in UTF-8 is hashed as the bytes it
 * sent. The payload's hash is always that of the body received. An `x-amz-content-sha256` header never replaces it: only
 * S3 gives it a meaning, and with UNSIGNED-PAYLOAD whoever intercepts a signed request could put another body under it.
 *
 * @param signedHeaders in lower case
 * @throws AwsFault MalformedQueryString for a broken percent escape in the query.
 */
export function canonicalRequest(
  request: ReceivedRequest,
  signedHeaders: readonly string[],
  { isPresigned }: CanonicalRequestOptions,
): string {
  const names = [...signedHeaders].sort()
  const headers = canonicalHeaders(request)
  return [
    request.method,
    canonicalPath(request.path),
    canonicalQuery(parseQuery(request.query), isPresigned),
    ...names.map((name) => `${name}:${headers.get(name) ?? ''}`),
    '',
    names.join(';'),
    hash('sha256', request.body, 'hex'),
  ].join('\n')
}

/**
 * Canonical values by lower-case name: trimmed, runs of white space made one space, duplicates joined by a comma.
 *
 * Reading a header's meaning from here as well keeps what is believed the same as what is signed.
 */
export function canonicalHeaders(request: ReceivedRequest): ReadonlyMap<string, string> {
  const headers = new Map<string, string>()
  for (const [name, value] of request.headers) {
    const key = name.toLowerCase()
    const earlier = headers.get(key)
    headers.set(key, earlier === undefined ? canonicalValue(value) : `${earlier},${canonicalValue(value)}`)
  }
  return headers
}

/** Decoded names and values as byte strings, in the order received. @throws AwsFault MalformedQueryString */
export function parseQuery(query: string): QueryParameters {
  return query
    .split('&')
    .filter((parameter) => parameter !== '')
    .map((parameter) => {
      const [name = '', ...value] = parameter.split('=')
      return [decode(name), decode(value.join('='))]
    })
}

function decode(text: string): string {
  return decodePercentToBytes(text, { plusIsSpace: true })
}

/** Only ASCII white space: `trim` and `\s` would take U+00A0 as well, which here is the last byte of an `à` in UTF-8. */
function canonicalValue(value: string): string {
  if (!/[\t\r\n\v\f]|^ | $| {2}/.test(value)) return value
  return value.replace(/[ \t\r\n\v\f]+/g, ' ').replace(/^ | $/g, '')
}

/** Dot segments and empty segments go, and what is percent-encoded already is encoded once more: all services but S3. */
function canonicalPath(path: string): string {
  const segments: string[] = []
  for (const segment of path.split('/')) {
    if (segment === '..') segments.pop()
    else if (segment !== '' && segment !== '.') segments.push(segment)
  }
  const end = segments.length > 0 && path.endsWith('/') ? '/' : ''
  return `/${segments.map(encodePercentBytes).join('/')}${end}`
}

function canonicalQuery(parameters: QueryParameters, isPresigned: boolean): string {
  return parameters
    .filter(([name]) => !(isPresigned && name === 'X-Amz-Signature'))
    .map(([name, value]) => [encodePercentBytes(name), encodePercentBytes(value)] as const)
    .sort(([nameA, valueA], [nameB, valueB]) => compareBytes(nameA, nameB) || compareBytes(valueA, valueB))
    .map(([name, value]) => `${name}=${value}`)
    .join('&')
}

function compareBytes(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
