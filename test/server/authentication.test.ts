/** Who a request comes from, end to end: signed, sent and judged as AWS does. */
import { beforeAll, describe, expect, it } from 'vitest'

import { describeEachDatabase } from '../databases.ts'
import {
  faultOf,
  faultOfSigned,
  get,
  iamAction,
  type Parameters,
  post,
  presign,
  type RawRequest,
  type Signing,
  send,
  sign,
  stsAction,
} from '../raw-request.ts'
import {
  accountId,
  createUser,
  FrozenClock,
  rootCredentials,
  startSession,
  startTwinlock,
  type TestServer,
  type TestUser,
} from '../twinlock.ts'
import {
  breakSignature,
  getUser,
  missingToken,
  noHost,
  sts,
  whoAmI,
  withAuthorization,
  withHeader,
  wrongSignature,
} from './signed-requests.ts'

describeEachDatabase('authentication', (create) => {
  let server: TestServer
  let user: TestUser

  beforeAll(async () => {
    server = await startTwinlock(await create())
    user = await createUser(server, 'Bob')
  })

  const fault = (request: RawRequest) => send(server, request).then(faultOf)
  const ofUser = (parameters: Parameters = whoAmI, signing: Signing = {}): RawRequest =>
    sign(server, post(parameters), { service: 'sts', credentials: user.credentials, ...signing })

  describe('who it is', () => {
    it('is the root user, a user, and both again in a session', async () => {
      const root = { Arn: `arn:aws:iam::${accountId}:root`, UserId: accountId, Account: accountId }
      const bob = { Arn: `arn:aws:iam::${accountId}:user/Bob`, UserId: user.userId, Account: accountId }
      expect(await server.sts.getCallerIdentity()).toMatchObject(root)
      expect(await user.sts.getCallerIdentity()).toMatchObject(bob)
      const { Credentials: ofRoot } = await server.sts.getSessionToken()
      const rootSession = server.as({
        accessKeyId: ofRoot?.AccessKeyId ?? '',
        secretAccessKey: ofRoot?.SecretAccessKey ?? '',
        sessionToken: ofRoot?.SessionToken ?? '',
      })
      expect(await rootSession.sts.getCallerIdentity()).toMatchObject(root)
      expect(await (await startSession(server, user)).sts.getCallerIdentity()).toMatchObject(bob)
    })
  })

  describe('a request without a signature', () => {
    it.each([
      ['POST', post(getUser)],
      ['GET', get(getUser)],
      ['of STS', post(whoAmI)],
      ['with parameters that are wrong', post(iamAction('CreateUser', { UserName: ' ' }))],
      ['with parts of a presigned one but no algorithm', get({ ...getUser, 'X-Amz-Signature': 'a' })],
    ])('is missing its token: %s', async (_, request) => {
      expect(await fault(request)).toEqual(missingToken)
    })

    it('is missing its token with another algorithm in the query', async () => {
      const presigned = await presign(server, get(whoAmI))
      const other = presigned.query.replace('AWS4-HMAC-SHA256', 'AWS4-ECDSA-P256-SHA256')
      expect(await fault({ ...presigned, query: other })).toEqual(missingToken)
    })
  })

  describe('a malformed signature', () => {
    it('in two places is no signature', async () => {
      const presigned = await presign(server, post(whoAmI))
      const headers = [...presigned.headers, ...ofUser().headers.slice(-1)]
      expect(await fault({ ...presigned, headers })).toEqual(['SignatureDoesNotMatch', 403, ''])
    })

    it('of another algorithm', async () => {
      const request = withAuthorization(ofUser(), (value) => value.replace('AWS4-HMAC-SHA256', 'AWS4-HMAC-SHA512'))
      expect(await fault(request)).toEqual([
        'IncompleteSignature',
        400,
        "Unsupported AWS 'algorithm': 'AWS4-HMAC-SHA512'.",
      ])
      expect(await fault(post(whoAmI, { headers: [...post('').headers, ['Authorization', 'Bearer abc']] }))).toEqual([
        'IncompleteSignature',
        400,
        "Unsupported AWS 'algorithm': 'Bearer'.",
      ])
    })

    it('with an item that has no equal-sign', async () => {
      const authorization = 'AWS4-HMAC-SHA256 Credential'
      const request = post(whoAmI, { headers: [...post('').headers, ['Authorization', authorization]] })
      expect(await fault(request)).toEqual([
        'IncompleteSignature',
        400,
        `'Credential' not a valid key=value pair (missing equal-sign) in Authorization header: '${authorization}'.`,
      ])
    })

    it('without any of its parts names them all', async () => {
      const request = post(whoAmI, { headers: [...post('').headers, ['Authorization', 'AWS4-HMAC-SHA256']] })
      const [code, status, message] = await fault(request)
      expect([code, status]).toEqual(['IncompleteSignature', 400])
      expect(message).toMatch(
        /^Authorization header requires 'Credential' parameter\. Authorization header requires 'Signature' parameter\. Authorization header requires 'SignedHeaders' parameter\. Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header\. \(Hashed with SHA-256 and encoded with Base64\) Authorization=[A-Za-z0-9+/]{43}=$/,
      )
    })

    it('in the query without any of its parts names them all', async () => {
      expect(await fault(get({ ...whoAmI, 'X-Amz-Algorithm': 'AWS4-HMAC-SHA256' }))).toEqual([
        'IncompleteSignature',
        400,
        "AWS query-string parameters must include 'X-Amz-Credential'. AWS query-string parameters must include 'X-Amz-Signature'. AWS query-string parameters must include 'X-Amz-SignedHeaders'. AWS query-string parameters must include 'X-Amz-Date'. Re-examine the query-string parameters.",
      ])
    })

    it('that leaves the host out', async () => {
      const request = withAuthorization(ofUser(), (value) => value.replace(/;host/, ''))
      expect(await fault(request)).toEqual(noHost)
    })

    it('with a date that is none', async () => {
      const request = withHeader(ofUser(), 'X-Amz-Date', () => '2026-01-15T12:01:15Z')
      expect(await fault(request)).toEqual([
        'IncompleteSignature',
        400,
        "Date must be in ISO-8601 'basic format'. Got '2026-01-15T12:01:15Z'. See http://en.wikipedia.org/wiki/ISO_8601",
      ])
    })

    it('with a credential of another number of parts', async () => {
      const request = withAuthorization(ofUser(), (value) => value.replace('/aws4_request', ''))
      expect(await fault(request)).toEqual([
        'IncompleteSignature',
        400,
        `Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got '${user.credentials.accessKeyId}/20260115/us-east-1/sts'`,
      ])
    })
  })

  describe('the scope', () => {
    it.each(['us-east-1', 'eu-central-2', 'local', 'x'])('may be of any region: %s', async (region) => {
      expect((await send(server, ofUser(whoAmI, { region }))).status).toBe(200)
    })

    it.each([
      [getUser, 'sts', 'iam'],
      [whoAmI, 'iam', 'sts'],
      [getUser, 's3', 'iam'],
      [getUser, 'twinlock', 'iam'],
    ])('must be of the service: %j for %s', async (parameters, service, expected) => {
      expect(await faultOfSigned(server, post(parameters), { service })).toEqual([
        'SignatureDoesNotMatch',
        403,
        `Credential should be scoped to correct service: '${expected}'. `,
      ])
    })

    it('names everything that is wrong with it', async () => {
      const request = withAuthorization(ofUser(), (value) =>
        value.replace('/20260115/us-east-1/sts/aws4_request', '/20260114/US EAST/ec2/aws5'.replace(' ', '_')),
      )
      expect(await fault(request)).toEqual([
        'SignatureDoesNotMatch',
        403,
        "Credential should be scoped to a valid region, not 'US_EAST'. Credential should be scoped to correct service: 'sts'. Credential should be scoped with a valid terminator: 'aws4_request', not 'aws5'. Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '20260114' != '20260115', from '20260115T120115Z'.",
      ])
    })
  })

  describe('the time', () => {
    it.each([-900, -1, 0, 1, 900])('may differ by %i seconds', async (skew) => {
      expect((await send(server, ofUser(whoAmI, { skew }))).status).toBe(200)
      const presigned = await presign(server, get(whoAmI), { credentials: user.credentials, skew })
      expect((await send(server, presigned)).status).toBe(200)
    })

    it.each([-901, -960])('may not be %i seconds ago, whatever X-Amz-Expires says', async (skew) => {
      const then = skew === -901 ? '20260115T114614Z' : '20260115T114515Z'
      const expected = [
        'SignatureDoesNotMatch',
        403,
        `Signature expired: ${then} is now earlier than 20260115T114615Z (20260115T120115Z - 15 min.)`,
      ]
      expect(await fault(ofUser(whoAmI, { skew }))).toEqual(expected)
      for (const request of [get(whoAmI), post(whoAmI)]) {
        const presigned = await presign(server, request, { credentials: user.credentials, skew, expiresIn: 3600 })
        expect(presigned.query).toContain('X-Amz-Expires=3600')
        expect(await fault(presigned)).toEqual(expected)
      }
    })

    it('may not be 16 minutes ahead', async () => {
      expect(await fault(ofUser(whoAmI, { skew: 960 }))).toEqual([
        'SignatureDoesNotMatch',
        403,
        'Signature not yet current: 20260115T121715Z is still later than 20260115T121615Z (20260115T120115Z + 15 min.)',
      ])
    })

    it('expires while the clock goes on', async () => {
      const clock = new FrozenClock()
      const other = await startTwinlock(await create(), { clock })
      const presigned = await presign(other, get(whoAmI), { expiresIn: 3600 })
      expect((await send(other, presigned)).status).toBe(200)
      clock.advance(15 * 60)
      expect((await send(other, presigned)).status).toBe(200)
      clock.advance(60)
      expect(faultOf(await send(other, presigned))).toEqual([
        'SignatureDoesNotMatch',
        403,
        'Signature expired: 20260115T120115Z is now earlier than 20260115T120215Z (20260115T121715Z - 15 min.)',
      ])
    })
  })

  describe('the signature', () => {
    it('must be made with the secret of the key', async () => {
      const { accessKeyId } = user.credentials
      for (const secretAccessKey of [rootCredentials.secretAccessKey, user.credentials.secretAccessKey.slice(1), ' ']) {
        expect(await fault(ofUser(whoAmI, { credentials: { accessKeyId, secretAccessKey } }))).toEqual(wrongSignature)
      }
    })

    it('covers the body, the query, the headers, the method, the path and the time', async () => {
      const signed = sign(server, post(whoAmI, { query: 'a=1', path: '/x' }), sts)
      expect((await send(server, signed)).status).toBe(200)
      const changes: RawRequest[] = [
        { ...signed, body: Buffer.from(`${Buffer.from(signed.body)}&x=1`) },
        { ...signed, body: Buffer.from(Buffer.from(signed.body).toString().replace('Get', '%47et')) },
        { ...signed, query: 'a=2' },
        { ...signed, query: 'a=1&b=1' },
        { ...signed, query: '' },
        { ...signed, path: '/y' },
        { ...signed, method: 'GET', query: `a=1&${Buffer.from(signed.body)}`, body: new Uint8Array() },
        withHeader(signed, 'Content-Type', (value) => `${value}; charset=utf-8`),
        withHeader(signed, 'X-Amz-Date', () => '20260115T120116Z'),
        withHeader(signed, 'Host', () => 'example.com'),
        { ...signed, headers: [...signed.headers, ['Content-Type', 'text/plain']] },
        breakSignature(signed),
        withAuthorization(signed, (value) => value.slice(0, -1)),
        withAuthorization(signed, (value) => value.replace(/Signature=.*/, 'Signature=')),
        withAuthorization(signed, (value) =>
          value.replace(/Signature=(.*)/, (_, hex) => `Signature=${hex.toUpperCase()}`),
        ),
        withAuthorization(signed, (value) => value.replace('us-east-1', 'us-east-2')),
      ]
      for (const request of changes) expect(await fault(request)).toEqual(wrongSignature)
    })

    it('of a presigned request covers everything as well', async () => {
      const signed = await presign(server, get(whoAmI))
      expect((await send(server, signed)).status).toBe(200)
      const changes: RawRequest[] = [
        { ...signed, query: `${signed.query}&x=1` },
        { ...signed, query: signed.query.replace('GetCallerIdentity', 'GetSessionToken') },
        { ...signed, query: signed.query.replace('X-Amz-Expires=900', 'X-Amz-Expires=901') },
        { ...signed, query: signed.query.replace('X-Amz-SignedHeaders=host', 'X-Amz-SignedHeaders=host%3Baccept') },
        { ...signed, method: 'POST', headers: [...signed.headers, ...post('').headers], body: Buffer.from('A=1') },
        withHeader(signed, 'Host', () => 'localhost'),
      ]
      for (const request of changes) expect(await fault(request)).toEqual(wrongSignature)
    })

    it.each(['UNSIGNED-PAYLOAD', 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD', 'e3b0c44298fc1c149afbf4c8996fb924'])(
      'covers the body whatever x-amz-content-sha256 says: %s',
      async (hash) => {
        const headers = [...post('').headers, ['X-Amz-Content-Sha256', hash] as const]
        const signed = sign(server, post(whoAmI, { headers }), sts)
        expect((await send(server, signed)).status).toBe(200)
        expect(await fault({ ...signed, body: Buffer.from(`${Buffer.from(signed.body)}&x=1`) })).toEqual(wrongSignature)
        // Signed by somebody who put the header's text where the hash belongs.
        const trick = sign(server, { ...post(''), headers }, sts)
        expect(await fault({ ...trick, body: post(whoAmI).body })).toEqual(wrongSignature)
      },
    )

    it.each(['localhost:6320', 'LOCALHOST', 'iam.amazonaws.com', '[::1]:6320', 'twinlock.example'])(
      'may name any host, if it is the one that was sent: %s',
      async (host) => {
        const headers = [...post('').headers, ['Host', host] as const]
        expect((await send(server, sign(server, post(whoAmI, { headers }), sts))).status).toBe(200)
      },
    )

    it('may leave headers out that proxies add', async () => {
      const signed = sign(server, post(whoAmI), sts)
      const headers = [...signed.headers, ['X-Forwarded-For', '10.0.0.1'], ['User-Agent', 'x']] as const
      expect((await send(server, { ...signed, headers })).status).toBe(200)
    })
  })

  describe('of two mistakes the first is told', () => {
    const unknownKey = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'x' }
    const algorithm = (request: RawRequest) => withAuthorization(request, (value) => value.replace('HMAC', 'ECDSA'))
    const host = (request: RawRequest) => withAuthorization(request, (value) => value.replace(';host', ''))
    const date = (request: RawRequest) => withHeader(request, 'X-Amz-Date', () => 'yesterday')
    const credential = (request: RawRequest) =>
      withAuthorization(request, (value) => value.replace('/aws4_request', ''))
    const scope = (request: RawRequest) => withAuthorization(request, (value) => value.replace('/sts/', '/s3/'))
    const token = (request: RawRequest): RawRequest => ({
      ...request,
      headers: [...request.headers, ['X-Amz-Security-Token', 'x']],
    })
    const old: Signing = { skew: -960 }

    it.each<[string, () => RawRequest, string, RegExp]>([
      ['method, content type', () => post(whoAmI, { method: 'PUT', headers: [] }), '302', /^$/],
      [
        'content type, escape',
        () => post('Action=%', { headers: [['Content-Type', 'text/plain']] }),
        '403',
        /Content-Type/,
      ],
      [
        'escape, no action',
        () => post('A=%zz'),
        'MalformedQueryString',
        /^Illegal hex character in escape % pattern: %zz$/,
      ],
      [
        'escape, no signature',
        () => post('Action=GetUser&A=%'),
        'MalformedQueryString',
        /^Incomplete trailing escape % sequence$/,
      ],
      ['action, no signature', () => post({ Action: 'Nope', Version: '2010-05-08' }), 'InvalidAction', /Nope/],
      [
        'no signature, parameters',
        () => post(iamAction('GetUser', { UserName: '' })),
        'MissingAuthenticationToken',
        /./,
      ],
      ['algorithm, host', () => algorithm(host(ofUser())), 'IncompleteSignature', /algorithm/],
      ['host, date', () => host(date(ofUser())), 'SignatureDoesNotMatch', /SignedHeader/],
      ['date, credential', () => date(credential(ofUser())), 'IncompleteSignature', /^Date must be/],
      ['old, credential', () => credential(ofUser(whoAmI, old)), 'SignatureDoesNotMatch', /^Signature expired/],
      ['old, scope', () => scope(ofUser(whoAmI, old)), 'SignatureDoesNotMatch', /^Signature expired/],
      ['future, scope', () => scope(ofUser(whoAmI, { skew: 960 })), 'SignatureDoesNotMatch', /^Signature not yet/],
      ['credential, token', () => credential(token(ofUser())), 'IncompleteSignature', /^Credential must have/],
      [
        'scope, key',
        () => scope(ofUser(whoAmI, { credentials: unknownKey })),
        'SignatureDoesNotMatch',
        /^Credential should/,
      ],
      ['scope, token', () => scope(token(ofUser())), 'SignatureDoesNotMatch', /^Credential should/],
      ['token, key', () => token(ofUser(whoAmI, { credentials: unknownKey })), 'InvalidClientTokenId', /invalid$/],
      ['token, signature', () => token(breakSignature(ofUser())), 'InvalidClientTokenId', /invalid$/],
      [
        'key, signature',
        () => breakSignature(ofUser(whoAmI, { credentials: unknownKey })),
        'InvalidClientTokenId',
        /invalid\.$/,
      ],
      [
        'signature, session rule',
        () => breakSignature(ofUser(stsAction('GetSessionToken', { DurationSeconds: '1' }))),
        'SignatureDoesNotMatch',
        /^The request signature/,
      ],
      [
        'signature, not implemented',
        () => breakSignature(ofUser(iamAction('ListGroups'), { service: 'iam' })),
        'SignatureDoesNotMatch',
        /^The request signature/,
      ],
    ])('%s', async (_, request, code, message) => {
      const response = await send(server, request())
      if (/^\d+$/.test(code)) {
        expect([String(response.status), response.body]).toEqual([code, expect.stringMatching(message)])
      } else {
        const [foundCode, , foundMessage] = faultOf(response)
        expect([foundCode, foundMessage]).toEqual([code, expect.stringMatching(message)])
      }
    })
  })
})
