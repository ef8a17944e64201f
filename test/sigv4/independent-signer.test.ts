/** Requests signed by AWS's own SDK signer verify; changed in any place afterwards, they do not. */
import { createHash, createHmac, type Hash, type Hmac } from 'node:crypto'
import { SignatureV4 } from '@smithy/signature-v4'
import type { HttpRequest, SourceData } from '@smithy/types'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ReceivedRequest } from '../../src/sigv4/canonical-request.ts'
import { accessKeyId, byteString, isVerified, now, secretAccessKey } from './requests.ts'

class Sha256 {
  readonly #hash: Hash | Hmac
  constructor(secret?: SourceData) {
    this.#hash = secret === undefined ? createHash('sha256') : createHmac('sha256', Buffer.from(secret as Uint8Array))
  }
  update(chunk: Uint8Array): void {
    this.#hash.update(chunk)
  }
  async digest(): Promise<Uint8Array> {
    return this.#hash.digest()
  }
}

const text = fc.string({ unit: 'grapheme', maxLength: 12 })
// A no-break space or another space beyond ASCII is trimmed by some signers and not by others.
const headerText = text.map((value) => value.replace(/[^\S ]|\p{Cc}/gu, '_'))
const plain = fc.record({
  method: fc.constantFrom('GET', 'POST', 'PUT'),
  segments: fc.array(fc.oneof(text, fc.constantFrom('.', '..', '')), { maxLength: 4 }),
  query: fc.dictionary(
    text.map((name) => `p${name}`),
    fc.oneof(text, fc.array(text, { minLength: 1, maxLength: 3 })),
    { maxKeys: 4 },
  ),
  headers: fc.dictionary(fc.stringMatching(/^x-[a-z]{1,6}$/), headerText, { maxKeys: 3 }),
  body: fc.uint8Array({ maxLength: 40 }),
  sessionToken: fc.option(fc.base64String({ minLength: 4 }), { nil: undefined }),
})
type Plain = typeof plain extends fc.Arbitrary<infer T> ? T : never

async function signByAws(request: Plain, form: 'header' | 'query'): Promise<ReceivedRequest> {
  const { sessionToken } = request
  const signer = new SignatureV4({
    credentials: { accessKeyId, secretAccessKey, ...(sessionToken === undefined ? {} : { sessionToken }) },
    region: 'eu-central-1',
    service: 'iam',
    sha256: Sha256,
    applyChecksum: false,
  })
  const toSign: HttpRequest = {
    method: request.method,
    protocol: 'http:',
    hostname: 'localhost',
    path: `/${request.segments.map(encodeURIComponent).join('/')}`,
    query: request.query,
    headers: { host: 'localhost:6320', 'content-type': 'text/plain', ...request.headers },
    body: request.body,
  }
  const signed =
    form === 'header'
      ? await signer.sign(toSign, { signingDate: now })
      : await signer.presign(toSign, {
          signingDate: now,
          expiresIn: 60,
          unhoistableHeaders: new Set(Object.keys(toSign.headers)),
        })
  return {
    method: signed.method,
    path: signed.path,
    query: Object.entries(signed.query ?? {})
      .flatMap(([name, values]) =>
        [values ?? ''].flat().map((value) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`),
      )
      .join('&'),
    headers: Object.entries(signed.headers).map(([name, value]) => [name, byteString(value)]),
    body: request.body,
  }
}

/** Puts a character that is part of no escape in the place of one; the position is taken modulo the length. */
function flip(value: string, position: number): string {
  const at = position % value.length
  return `${value.slice(0, at)}${value[at] === 'q' ? 'r' : 'q'}${value.slice(at + 1)}`
}

const pick = (position: number, length: number) => Math.floor(position / 7) % length

const changes: Readonly<Record<string, (request: ReceivedRequest, position: number) => ReceivedRequest>> = {
  method: (request, position) => ({ ...request, method: flip(request.method, position) }),
  path: (request, position) => ({ ...request, path: flip(request.path, position) }),
  query: (request, position) => ({ ...request, query: flip(request.query, position) }),
  header: (request, position) => ({
    ...request,
    headers: request.headers.map(([name, value], index) =>
      index === pick(position, request.headers.length) ? [name, flip(`${value} `, position)] : [name, value],
    ),
  }),
  'header added': (request) => ({ ...request, headers: [...request.headers, ['Host', 'localhost:6320']] }),
  'header removed': (request, position) => ({
    ...request,
    headers: request.headers.toSpliced(pick(position, request.headers.length), 1),
  }),
  body: (request, position) => {
    const body = Uint8Array.from([...request.body, 0])
    const at = position % body.length
    body[at] = (body[at] ?? 0) ^ (1 << (position % 8))
    return { ...request, body }
  },
}

describe.each(['header', 'query'] as const)('requests signed by the AWS SDK in the %s', (form) => {
  it('verify', async () => {
    await fc.assert(
      fc.asyncProperty(plain, async (request) => {
        expect(isVerified(await signByAws(request, form))).toBe(true)
      }),
      { numRuns: 300 },
    )
  })

  it.each(Object.keys(changes))('do not verify with another %s', async (place) => {
    const change = changes[place]
    await fc.assert(
      fc.asyncProperty(plain, fc.nat(10_000), async (request, position) => {
        // An empty header is not told from an absent one: both are signed as nothing. `/a/..` and `/q/..` are one path.
        fc.pre(Object.values(request.headers).every((value) => value.trim() !== ''))
        fc.pre(place !== 'path' || !request.segments.includes('..'))
        const signed = await signByAws(request, form)
        fc.pre(place !== 'query' || signed.query !== '')
        const changed = change?.(signed, position) ?? signed
        expect(isVerified(changed)).toBe(false)
      }),
      { numRuns: 100 },
    )
  })

  it('do not verify with another secret, service, day, or later than 15 minutes', async () => {
    await fc.assert(
      fc.asyncProperty(plain, fc.nat(39), async (request, position) => {
        const signed = await signByAws(request, form)
        expect(isVerified(signed, { secretAccessKey: flip(secretAccessKey, position) })).toBe(false)
        expect(isVerified(signed, { service: 'sts' })).toBe(false)
        expect(isVerified(signed, { now: new Date(now.getTime() + 15 * 60_000 + 1000) })).toBe(false)
      }),
      { numRuns: 50 },
    )
  })
})
