import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { signRequest } from '../../src/sigv4/sign.ts'
import { readClaim } from '../../src/sigv4/verify.ts'
import { accessKeyId, byteString, isVerified, now, received, secretAccessKey } from './requests.ts'

const scope = { service: 'iam', region: 'us-east-1' }
const credentials = { accessKeyId, secretAccessKey }

const text = fc.string({ unit: 'grapheme' })

describe('signRequest', () => {
  it('makes requests that verify', () => {
    const anything = fc.record({
      method: fc.constantFrom('GET', 'POST'),
      path: fc.array(text).map((segments) => `/${segments.map(encodeURIComponent).join('/')}`),
      query: fc.array(fc.tuple(text, text)).map((parameters) => new URLSearchParams(parameters).toString()),
      body: fc.uint8Array(),
      value: text.map(byteString),
      sessionToken: fc.option(fc.base64String({ minLength: 4 }), { nil: undefined }),
    })
    fc.assert(
      fc.property(anything, ({ value, sessionToken, ...rest }) => {
        const request = received({
          ...rest,
          headers: [
            ['Host', 'h'],
            ['X-A', value],
            ['x-a', 'again'],
          ],
        })
        const headers = signRequest(request, { ...credentials, sessionToken }, scope, now)
        const signed = { ...request, headers }
        expect(isVerified(signed)).toBe(true)
        expect(readClaim(signed, { now, service: 'iam' }).sessionToken).toBe(sessionToken)
      }),
    )
  })

  it('signs every header, and replaces those of an earlier signature', () => {
    const request = received({
      headers: [
        ['host', 'h'],
        ['Content-Type', 'text/plain'],
      ],
    })
    const once = signRequest(request, { ...credentials, sessionToken: 't' }, scope, new Date(0))
    const twice = signRequest({ ...request, headers: once }, credentials, scope, now)
    expect(twice.map(([name]) => name)).toEqual(['host', 'Content-Type', 'X-Amz-Date', 'Authorization'])
    const claim = readClaim({ ...request, headers: twice }, { now, service: 'iam' })
    expect(claim.signedHeaders).toEqual(['content-type', 'host', 'x-amz-date'])
    expect(isVerified({ ...request, headers: twice })).toBe(true)
  })

  it('refuses a request without Host', () => {
    expect(() => signRequest(received({ headers: [] }), credentials, scope, now)).toThrow(/Host header/)
  })
})
