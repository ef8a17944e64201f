import { hash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ReceivedRequest } from '../../src/sigv4/canonical-request.ts'
import { deriveSigningKey, isSignatureValid, readClaim } from '../../src/sigv4/verify.ts'
import { faultOf, isVerified, now, received } from './requests.ts'

const options = { now, service: 'iam' }
const host = ['Host', 'localhost'] as const
const dated = ['X-Amz-Date', '20260101T120000Z'] as const
const scope = '20260101/us-east-1/iam/aws4_request'
const signature = '0'.repeat(64)

const authorization = (value: string) => ['Authorization', value] as const
const signed = (credential: string, signedHeaders = 'host') =>
  authorization(`AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=${signedHeaders}, Signature=${signature}`)
const good = signed(`AKID/${scope}`)

const refusal = (request: Partial<ReceivedRequest>) => faultOf(() => readClaim(received(request), options))
const missingToken = {
  code: 'MissingAuthenticationToken',
  status: 403,
  message: 'Request is missing Authentication Token',
}
const incomplete = (message: string) => ({ code: 'IncompleteSignature', status: 400, message })
const mismatch = (message: string) => ({ code: 'SignatureDoesNotMatch', status: 403, message })

const hostNotSigned = mismatch("'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.")
const badDate = (text: string) =>
  incomplete(`Date must be in ISO-8601 'basic format'. Got '${text}'. See http://en.wikipedia.org/wiki/ISO_8601`)
const expired = mismatch(
  'Signature expired: 20260101T114459Z is now earlier than 20260101T114500Z (20260101T120000Z - 15 min.)',
)
const notYetCurrent = mismatch(
  'Signature not yet current: 20260101T121501Z is still later than 20260101T121500Z (20260101T120000Z + 15 min.)',
)
const notFiveParts = incomplete(
  "Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got 'a/b/c/d'",
)
const wrongScope = mismatch(
  "Credential should be scoped to a valid region, not 'US'. " +
    "Credential should be scoped to correct service: 'iam'. " +
    "Credential should be scoped with a valid terminator: 'aws4_request', not 'aws5_request'. " +
    "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '20250101' != '20260101', from '20260101T120000Z'.",
)

// Each request has all the mistakes of those below it that can stand beside its own.
describe('readClaim names the first mistake in the order of AWS', () => {
  it.each([
    ['a broken escape', { query: 'X-Amz-Algorithm=%zz' }, { code: 'MalformedQueryString', status: 400 }],
    ['no signature', { query: 'Action=ListUsers' }, missingToken],
    ['two signatures', { query: 'X-Amz-Algorithm=x', headers: [authorization('AWS5')] }, mismatch('')],
    [
      'another algorithm',
      { headers: [authorization('AWS5 FooBar')] },
      incomplete("Unsupported AWS 'algorithm': 'AWS5'."),
    ],
    ['an empty header', { headers: [authorization('')] }, incomplete("Unsupported AWS 'algorithm': ''.")],
    [
      'an item that is no pair',
      { headers: [authorization('AWS4-HMAC-SHA256 FooBar, BazBurp')] },
      incomplete(
        "'FooBar' not a valid key=value pair (missing equal-sign) in Authorization header: 'AWS4-HMAC-SHA256 FooBar, BazBurp'.",
      ),
    ],
    [
      'all parts missing',
      { headers: [authorization('AWS4-HMAC-SHA256 Foo=Bar')] },
      incomplete(
        "Authorization header requires 'Credential' parameter. Authorization header requires 'Signature' parameter. " +
          "Authorization header requires 'SignedHeaders' parameter. Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. " +
          `(Hashed with SHA-256 and encoded with Base64) Authorization=${hash('sha256', 'AWS4-HMAC-SHA256 Foo=Bar', 'base64')}`,
      ),
    ],
    ['host not signed', { headers: [signed('a/b/c/d', 'date'), ['Date', 'today']] }, hostNotSigned],
    [
      'no date',
      { headers: [signed('a/b/c/d'), ['X-Amz-Date', 'today'], ['Date', '20260101T120000Z']] },
      badDate('today'),
    ],
    ['too old', { headers: [signed('a/b/c/d'), ['X-Amz-Date', '20260101T114459Z']] }, expired],
    ['too new', { headers: [signed('a/b/c/d'), ['X-Amz-Date', '20260101T121501Z']] }, notYetCurrent],
    ['not five parts', { headers: [signed('a/b/c/d'), dated] }, notFiveParts],
    ['a wrong scope', { headers: [signed('AKID/20250101/US/ec2/aws5_request'), dated] }, wrongScope],
    ['nothing', { headers: [good, dated] }, undefined],
  ] as const)('in the header: %s', (_, request, expected) => {
    const fault = refusal(request)
    if (expected === undefined) expect(fault).toBeUndefined()
    else expect(fault).toMatchObject(expected)
  })

  const presigned = (parameters: Record<string, string>) => ({
    query: new URLSearchParams({ 'X-Amz-Algorithm': 'AWS4-HMAC-SHA256', ...parameters }).toString(),
  })
  const late = { 'X-Amz-Signature': signature, 'X-Amz-Credential': 'a/b/c/d', 'X-Amz-SignedHeaders': 'host' }

  it.each([
    ['another algorithm', { query: 'X-Amz-Algorithm=AWS5&X-Amz-Algorithm=AWS4-HMAC-SHA256' }, missingToken],
    [
      'all parts missing',
      presigned({}),
      incomplete(
        "AWS query-string parameters must include 'X-Amz-Credential'. AWS query-string parameters must include 'X-Amz-Signature'. " +
          "AWS query-string parameters must include 'X-Amz-SignedHeaders'. AWS query-string parameters must include 'X-Amz-Date'. Re-examine the query-string parameters.",
      ),
    ],
    ['host not signed', presigned({ ...late, 'X-Amz-SignedHeaders': '', 'X-Amz-Date': '1' }), hostNotSigned],
    ['no date', presigned({ ...late, 'X-Amz-Date': '20260230T120000Z' }), badDate('20260230T120000Z')],
    ['too old', presigned({ ...late, 'X-Amz-Date': '20260101T114459Z', 'X-Amz-Expires': '604800' }), expired],
    ['too new', presigned({ ...late, 'X-Amz-Date': '20260101T121501Z' }), notYetCurrent],
    ['not five parts', presigned({ ...late, 'X-Amz-Date': '20260101T120000Z' }), notFiveParts],
    [
      'a wrong scope',
      presigned({
        ...late,
        'X-Amz-Date': '20260101T120000Z',
        'X-Amz-Credential': 'AKID/20250101/US/ec2/aws5_request',
      }),
      wrongScope,
    ],
    [
      'nothing',
      presigned({ ...late, 'X-Amz-Date': '20260101T120000Z', 'X-Amz-Credential': `AKID/${scope}` }),
      undefined,
    ],
  ])('in the query: %s', (_, request, expected) => {
    expect(refusal(request)).toEqual(expected)
  })
})

describe('readClaim', () => {
  const claim = (request: Partial<ReceivedRequest>) => readClaim(received(request), options)

  it('takes the last of duplicate items in the header, the first of duplicate parameters in the query', () => {
    const twice = `AWS4-HMAC-SHA256 Credential=A/${scope},Signature=1,SignedHeaders=x,Credential=B/${scope},Signature=2,SignedHeaders=Host;A;a`
    expect(claim({ headers: [authorization(twice), dated] })).toEqual({
      source: 'header',
      accessKeyId: 'B',
      date: '20260101',
      region: 'us-east-1',
      service: 'iam',
      requestTime: '20260101T120000Z',
      signedHeaders: ['host', 'a'],
      signature: '2',
      sessionToken: undefined,
    })
    const query = ['1', '2'].map(
      (n) =>
        `X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Date=20260101T12000${n}Z&X-Amz-Credential=${n}/${scope}&X-Amz-Signature=${n}&X-Amz-SignedHeaders=host;${n}&X-Amz-Security-Token=${n}`,
    )
    expect(claim({ query: query.join('&') })).toMatchObject({
      source: 'query',
      accessKeyId: '1',
      requestTime: '20260101T120001Z',
      signedHeaders: ['host', '1'],
      signature: '1',
      sessionToken: '1',
    })
  })

  it('reads a token that is not signed, and only from where the signature stands', () => {
    const token = ['X-AMZ-Security-Token', 'FwoG+/='] as const
    expect(claim({ headers: [good, dated, token] }).sessionToken).toBe('FwoG+/=')
    expect(claim({ headers: [good, dated], query: 'X-Amz-Security-Token=t' }).sessionToken).toBeUndefined()
  })

  it.each([
    ['20260101T114500Z', undefined],
    ['20260101T121500Z', undefined],
    ['20260101T114459Z', expired],
    ['20260101T121501Z', notYetCurrent],
  ])('accepts exactly 15 minutes: %s', (time, expected) => {
    expect(refusal({ headers: [good, ['X-Amz-Date', time]] })).toEqual(expected)
  })

  it.each(['Thu, 01 Jan 2026 12:00:00 GMT', '20260101T120000Z'])('falls back to Date: %s', (date) => {
    expect(claim({ headers: [good, ['Date', date]] }).requestTime).toBe('20260101T120000Z')
  })

  it.each([
    '',
    '2026-01-01T12:00:00Z',
    '20260101T120000',
    '20261301T120000Z',
    '20260101T240000Z',
    'Thu, 1 Jan 2026 12:00:00 GMT',
    'Thu, 01 Jan 2026 12:00:00 +0000',
    'Sat, 30 Feb 2026 12:00:00 GMT',
    'Thursday, 01-Jan-26 12:00:00 GMT',
  ])('refuses the date "%s"', (date) => {
    expect(refusal({ headers: [good, ['Date', date]] })).toEqual(badDate(date))
  })

  it('refuses two times rather than choose one', () => {
    expect(refusal({ headers: [good, dated, dated] })).toEqual(badDate('20260101T120000Z,20260101T120000Z'))
  })

  it('refuses two Authorization headers rather than choose one', () => {
    expect(refusal({ headers: [good, good, dated] })).toMatchObject({ code: 'IncompleteSignature' })
  })

  it('names each wrong part of the scope alone', () => {
    const scopes = [
      '20260101//iam/aws4_request',
      '20260101/eu-x/sts/aws4_request',
      '20260101/eu-x/iam/',
      '2026/eu-x/iam/aws4_request',
    ]
    expect(scopes.map((wrong) => refusal({ headers: [signed(`AKID/${wrong}`), dated] })?.message)).toEqual([
      "Credential should be scoped to a valid region, not ''. ",
      "Credential should be scoped to correct service: 'iam'. ",
      "Credential should be scoped with a valid terminator: 'aws4_request', not ''. ",
      "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '2026' != '20260101', from '20260101T120000Z'.",
    ])
  })

  it.each(['aws-global', 'us-gov-west-1', 'local'])('accepts the region %s', (region) => {
    expect(claim({ headers: [signed(`AKID/20260101/${region}/iam/aws4_request`), dated] }).region).toBe(region)
  })
})

describe('isSignatureValid', () => {
  const request = received({ headers: [host, dated, good] })
  const claim = readClaim(request, options)

  it.each(['', '0', signature, signature.toUpperCase(), 'z'.repeat(64), 'é'.repeat(32)])(
    'is false for "%s"',
    (wrong) => {
      expect(isSignatureValid(request, { ...claim, signature: wrong }, deriveSigningKey('secret', claim))).toBe(false)
    },
  )
})

describe('whatever bytes arrive', () => {
  const bytes = fc.oneof(
    fc.string({ unit: fc.integer({ min: 0, max: 255 }).map((code) => String.fromCharCode(code)), maxLength: 60 }),
    fc.constantFrom('%', '%%', '%00', 'AKID', 'host', 'Host;host', '=', '/', `A/${scope}`, dated[1], '__proto__'),
  )
  const parameter = fc.tuple(
    fc.oneof(
      fc
        .constantFrom('Credential', 'Signature', 'SignedHeaders', 'Date', 'Algorithm', 'Security-Token')
        .map((n) => `X-Amz-${n}`),
      bytes,
    ),
    bytes,
  )
  const query = fc
    .array(parameter, { maxLength: 8 })
    .map((parameters) => parameters.map((pair) => pair.join('=')).join('&'))
    .chain((rest) => fc.constantFrom(rest, `X-Amz-Algorithm=AWS4-HMAC-SHA256&${rest}`))
  const header = fc.tuple(fc.oneof(fc.constantFrom('Authorization', 'X-Amz-Date', 'Date', 'Host'), bytes), bytes)
  const items = fc.array(fc.tuple(fc.constantFrom('Credential', 'Signature', 'SignedHeaders', 'x'), bytes), {
    maxLength: 5,
  })
  const claimed = items.map((pairs) =>
    authorization(`AWS4-HMAC-SHA256 ${pairs.map((pair) => pair.join('=')).join(', ')}`),
  )

  it('only an AwsFault is thrown, and nothing is verified', () => {
    const anything = fc.record({
      method: bytes,
      path: bytes,
      query,
      headers: fc.array(fc.oneof(header, claimed), { maxLength: 6 }),
      body: fc.uint8Array(),
    })
    fc.assert(
      fc.property(anything, (request) => {
        expect(isVerified(request)).toBe(false)
      }),
      { numRuns: 2000 },
    )
  })

  it('a well-formed claim over any other bytes is only a wrong signature', () => {
    const anything = fc.record({
      method: bytes,
      path: bytes,
      headers: fc.array(fc.tuple(fc.constantFrom('X-A', 'b'), bytes)),
      body: fc.uint8Array(),
    })
    fc.assert(
      fc.property(anything, ({ headers, ...rest }) => {
        const request = received({ ...rest, headers: [...headers, host, dated, good] })
        expect(
          isSignatureValid(
            request,
            readClaim(request, options),
            deriveSigningKey('secret', { date: '', region: '', service: '' }),
          ),
        ).toBe(false)
      }),
    )
  })
})
