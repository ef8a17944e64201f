import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { canonicalRequest, type ReceivedRequest } from '../../src/sigv4/canonical-request.ts'
import { type SigningCredentials, signRequest } from '../../src/sigv4/sign.ts'
import {
  computeSignature,
  deriveSigningKey,
  isSignatureValid,
  readClaim,
  stringToSign,
} from '../../src/sigv4/verify.ts'
import { byteString, isVerified } from './requests.ts'

interface Vector {
  readonly name: string
  readonly form: 'header' | 'query'
  readonly credentials: SigningCredentials
  readonly region: string
  readonly service: string
  readonly time: string
  readonly request: Omit<ReceivedRequest, 'body'> & { readonly body: string }
  readonly canonicalRequest: string
  readonly stringToSign: string
  readonly signature: string
}

const vectors: readonly Vector[] = JSON.parse(readFileSync(join(import.meta.dirname, '../vectors/sigv4.json'), 'utf8'))

function receive({ method, path, query, headers, body }: Vector['request']): ReceivedRequest {
  return {
    method,
    path: byteString(path),
    query: byteString(query),
    headers: headers.map(([name, value]) => [name, byteString(value)] as const),
    body: Buffer.from(body),
  }
}

describe("AWS's Signature Version 4 test suite", () => {
  it('has every vector', () => {
    expect(vectors.filter(({ form }) => form === 'header')).toHaveLength(31)
    expect(vectors.filter(({ form }) => form === 'query')).toHaveLength(30)
  })

  it.each(vectors)('$name, $form form', (vector) => {
    const request = receive(vector.request)
    const claim = readClaim(request, { now: new Date(vector.time), service: vector.service })
    expect(claim).toMatchObject({
      source: vector.form,
      accessKeyId: vector.credentials.accessKeyId,
      date: '20150830',
      region: vector.region,
      service: vector.service,
      requestTime: '20150830T123600Z',
      signature: vector.signature,
    })
    expect(claim.sessionToken).toBe(vector.credentials.sessionToken)

    const isPresigned = vector.form === 'query'
    expect(canonicalRequest(request, claim.signedHeaders, { isPresigned })).toBe(vector.canonicalRequest)
    expect(stringToSign(request, claim)).toBe(vector.stringToSign)

    const signingKey = deriveSigningKey(vector.credentials.secretAccessKey, claim)
    expect(computeSignature(request, claim, signingKey)).toBe(vector.signature)
    expect(isSignatureValid(request, claim, signingKey)).toBe(true)
  })

  // Where a token is not to be signed our signer, which always signs it, differs.
  const signable = vectors.filter(({ form, name }) => form === 'header' && name !== 'post-sts-header-after')

  it.each(signable)('$name, signed', ({ request, credentials, region, service, time, signature }) => {
    const headers = signRequest(receive(request), credentials, { region, service }, new Date(time))
    expect(headers.at(-1)).toEqual(['Authorization', expect.stringMatching(new RegExp(`Signature=${signature}$`))])
  })

  it('takes the time from an HTTP date, as in post-vanilla-query of the suite of 2011', () => {
    const signature = 'b6e3b79003ce0743a491606ba1035a804593b0efb1e20a11cba83f8c25a57a92'
    const request = receive({
      method: 'POST',
      path: '/',
      query: 'foo=bar',
      headers: [
        ['Date', 'Mon, 09 Sep 2011 23:36:00 GMT'],
        ['Host', 'host.foo.com'],
        [
          'Authorization',
          `AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20110909/us-east-1/host/aws4_request, SignedHeaders=date;host, Signature=${signature}`,
        ],
      ],
      body: '',
    })
    const now = new Date('2011-09-09T23:36:00Z')
    const key = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY' }
    expect(isVerified(request, { ...key, now, service: 'host' })).toBe(true)
  })
})
