/** Whatever is thrown at a running server: it answers, nothing breaks, and what was there is there afterwards. */
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import type { ServiceName } from '../../src/wire/model.ts'
import { encodePercentBytes } from '../../src/wire/percent-encoding.ts'
import { parseXml } from '../parse-xml.ts'
import {
  exchange,
  parseResponse,
  post,
  presign,
  type RawRequest,
  type RawResponse,
  type Signing,
  send,
  sign,
} from '../raw-request.ts'
import {
  type Credentials,
  createUserWithDevice,
  describeTwinlock,
  rootCredentials,
  startSession,
  type TestServer,
} from '../twinlock.ts'
import { anOperation, formOf, garbage, latin1Bytes, name } from './garbage.ts'

/** A request that is not answered in this time hangs. */
const bounded = (numRuns: number) => ({ numRuns, timeout: 5000 })
function expectSound(response: RawResponse): void {
  expect(response.status === 501 || response.status < 500, `${response.status} ${response.body}`).toBe(true)
  const requestId = response.headers.get('x-amzn-requestid') ?? ''
  expect(requestId).toMatch(/^[0-9a-f-]{36}$/)
  if (response.headers.get('content-type') !== 'text/xml') return
  const root = parseXml(response.body)
  const inBody =
    root.name === 'ErrorResponse' ? root.child('RequestId') : root.child('ResponseMetadata').child('RequestId')
  expect(inBody.text).toBe(requestId)
  if (response.status === 501) expect(root.child('Error').child('Code').text).toBe('NotImplemented')
}

type Rows = ReadonlySet<string>

/** Everything that is stored, but for what every request may change. */
async function rowsOf({ storage }: TestServer): Promise<Rows> {
  const tables = [
    'accounts',
    'users',
    'tags',
    'access_keys',
    'login_profiles',
    'mfa_devices',
    'mfa_used_codes',
  ] as const
  const rows = await storage.read(async (queries) => {
    const found: [string, object][] = []
    for (const table of tables) {
      for (const row of await queries.selectFrom(table).selectAll().execute()) found.push([table, row])
    }
    return found
  })
  const ours = rows.map(([table, row]) => {
    const { revision, alias, last_used_at, last_used_service, last_used_region, ...kept } = row as Record<
      string,
      unknown
    >
    return JSON.stringify([table, Object.entries(kept).sort()])
  })
  return new Set(ours)
}

describeTwinlock('garbage', (server) => {
  let before: Rows
  let user: Awaited<ReturnType<typeof createUserWithDevice>>
  let session: Credentials
  let signers: fc.Arbitrary<Credentials>
  /** What the user may name, who can destroy nothing without MFA. */
  let known: fc.Arbitrary<string>

  beforeAll(async () => {
    user = await createUserWithDevice(server)
    const UserName = user.userName
    await server.iam.tagUser({ UserName, Tags: [{ Key: 'k', Value: 'v' }] })
    await server.iam.createLoginProfile({ UserName, Password: 'Correct-horse-1' })
    const { credentials } = await startSession(server, user)
    session = credentials
    signers = fc.constantFrom<Credentials>(user.credentials, session)
    known = fc.constantFrom(UserName, user.device.serialNumber, user.credentials.accessKeyId, user.device.code(), 'k')
    before = await rowsOf(server)
  })

  async function expectUnharmed(): Promise<void> {
    const failures = server.log.map((line) => JSON.parse(line)).filter(({ level }) => level >= 40)
    expect(failures).toEqual([])
    const after = await rowsOf(server)
    expect([...before].filter((row) => !after.has(row))).toEqual([])
    expect((await server.iam.getUser({ UserName: user.userName })).User?.UserId).toBe(user.userId)
    expect((await user.sts.getCallerIdentity()).UserId).toBe(user.userId)
  }

  it('of bytes that are hardly HTTP', async () => {
    const line = fc.constantFrom(
      ...['GET / HTTP/1.1', 'POST / HTTP/1.1', 'CONNECT a:1 HTTP/1.1', 'GET / HTTP/9.9', 'PRI * HTTP/2.0', 'GET'],
      ...['Host: a', 'Host:', 'Transfer-Encoding: chunked', 'Content-Length: 5', 'Content-Length: -1', 'Upgrade: h2c'],
      ...[
        'Content-Length: 99999999999',
        'Expect: 100-continue',
        'Expect: x',
        'Connection: upgrade',
        'a b: c',
        ': x',
        '',
      ],
      ...['5', '0', 'ffffffffffffffff', 'hello'],
    )
    const bytes = fc
      .array(fc.oneof({ arbitrary: line.map((text) => `${text}\r\n`), weight: 5 }, garbage))
      .map((parts) => latin1Bytes(parts.join('')))
    await fc.assert(
      fc.asyncProperty(bytes, async (sent) => {
        // What a half of a request is answered, or whether at all, does not matter.
        const answer = await exchange(server, sent, { thenEnd: true }).catch(() => Buffer.alloc(0))
        if (answer.length > 0) expect(parseResponse(answer).status).not.toBe(500)
      }),
      bounded(300),
    )
    await expectUnharmed()
  })

  it('of requests without meaning', async () => {
    const token = fc.stringMatching(/^[A-Za-z][A-Za-z0-9-]{0,15}$/)
    const headerValue = garbage.map((text) => text.replace(/[\r\n]/g, ' ').slice(0, 500))
    const header = fc.tuple(
      fc.oneof(
        token.filter((text) => !/^(content-length|transfer-encoding|expect|connection|upgrade|host)$/i.test(text)),
        fc.constantFrom('Authorization', 'X-Amz-Date', 'X-Amz-Security-Token', 'Content-Type', 'Accept', 'Date'),
      ),
      headerValue,
    )
    const target = garbage.map((text) => text.replace(/[\r\n ?]/g, '/'))
    const request = fc.record({
      method: fc.constantFrom('GET', 'POST', 'POST', 'POST', 'PUT', 'HEAD', 'DELETE', 'OPTIONS', 'TRACE', 'M-SEARCH'),
      path: fc.oneof(
        fc.constantFrom('/', '/', '//', '/_twinlock/', '/_twinlock/health', '*'),
        target.map((text) => `/${text}`),
      ),
      query: fc.oneof(
        fc.constant(''),
        target,
        anOperation.chain((operation) => formOf(operation, garbage)).map((form) => form.replace(/[^!-~]/g, '')),
      ),
      headers: fc.array(header, { maxLength: 5 }),
      body: fc
        .oneof(
          garbage,
          anOperation.chain((operation) => formOf(operation, garbage)),
        )
        .map(latin1Bytes),
      isForm: fc.boolean(),
    })
    await fc.assert(
      fc.asyncProperty(request, async ({ isForm, headers, ...rest }) => {
        const all = isForm ? [...headers, ...post('').headers] : headers
        const response = await send(server, { ...rest, headers: all })
        expect(response.status).toBeLessThan(500)
        if (response.status === 200) expect(rest.path).toMatch(/^\/(_twinlock\/health)?$/)
        if (rest.method !== 'HEAD' && response.headers.get('content-type') === 'text/xml') expectSound(response)
      }),
      bounded(400),
    )
    await expectUnharmed()
  })

  it('of signatures', async () => {
    const part = (sound: string) =>
      fc.oneof(
        { arbitrary: fc.constant(sound), weight: 6 },
        garbage.map((text) => text.replace(/[\r\n, ]/g, '/')),
      )
    const authorization = fc
      .tuple(
        part('AWS4-HMAC-SHA256'),
        fc.constantFrom(user.credentials.accessKeyId, session.accessKeyId, rootCredentials.accessKeyId),
        fc.tuple(part('20260115'), part('us-east-1'), part('iam'), part('aws4_request')),
        part('host;x-amz-date'),
        part('0'.repeat(64)),
      )
      .map(
        ([algorithm, id, scope, signed, signature]) =>
          `${algorithm} Credential=${id}/${scope.join('/')}, SignedHeaders=${signed}, Signature=${signature}`,
      )
    const token = fc.option(
      fc.oneof(
        fc.constant(session.sessionToken ?? ''),
        garbage.map((text) => text.replace(/[\r\n]/g, ' ')),
        fc.nat(500).map((at) => (session.sessionToken ?? '').slice(0, at)),
        fc.base64String({ maxLength: 400 }),
      ),
      { nil: undefined },
    )
    await fc.assert(
      fc.asyncProperty(authorization, token, part('20260115T120115Z'), async (value, sessionToken, date) => {
        const headers: [string, string][] = [
          ...post('').headers.map(([key, text]): [string, string] => [key, text]),
          ['Authorization', value],
          ['X-Amz-Date', date],
        ]
        if (sessionToken !== undefined) headers.push(['X-Amz-Security-Token', sessionToken])
        const response = await send(server, post('Action=GetUser&Version=2010-05-08', { headers }))
        expect([400, 403, 431]).toContain(response.status)
        if (response.body !== '') expectSound(response)
      }),
      bounded(400),
    )
    await expectUnharmed()
  })

  it('of presigned requests', async () => {
    const presigned = await presign(
      server,
      { ...post(''), method: 'GET', headers: [], query: 'Action=GetUser&Version=2010-05-08' },
      { service: 'iam' },
    )
    const pairs = presigned.query.split('&')
    await fc.assert(
      fc.asyncProperty(fc.nat(pairs.length - 1), garbage, async (at, text) => {
        const changed = pairs.with(at, `${(pairs[at] ?? '').split('=')[0]}=${encodePercentBytes(text)}`).join('&')
        const response = await send(server, { ...presigned, query: changed })
        expect([400, 403, 431]).toContain(response.status)
        if (response.body !== '') expectSound(response)
      }),
      bounded(200),
    )
    await expectUnharmed()
  })

  describe('that is signed', () => {
    const sendSigned = async (service: ServiceName, form: string, credentials: Credentials, asQuery = false) => {
      // In the query a byte that has to be escaped would end the request line.
      const safe = form.replace(/[^!-~]/g, (byte) => encodePercentBytes(byte))
      const request: RawRequest = asQuery
        ? { ...post(''), method: 'GET', headers: [], query: safe.replaceAll('#', '%23').slice(0, 8000) }
        : post('', { body: latin1Bytes(form) })
      return send(server, signIfPossible(request, { service, credentials }))
    }
    /** A query with a broken escape has no canonical form. */
    const signIfPossible = (request: RawRequest, signing: Signing): RawRequest => {
      try {
        return sign(server, request, signing)
      } catch {
        return request
      }
    }

    it('by the root user', async () => {
      const calls = anOperation.chain((operation) =>
        fc.tuple(fc.constant(operation), formOf(operation, name), fc.boolean()),
      )
      const codes = new Map<string, number>()
      await fc.assert(
        fc.asyncProperty(calls, async ([{ service, isBuilt }, form, asQuery]) => {
          const response = await sendSigned(service, form, rootCredentials, asQuery)
          expectSound(response)
          if (isBuilt && !form.includes('PermissionsBoundary')) expect(response.status).not.toBe(501)
          const code = /<Code>(\w+)/.exec(response.body)?.[1] ?? String(response.status)
          codes.set(code, (codes.get(code) ?? 0) + 1)
        }),
        bounded(700),
      )
      // The storm got past the doors.
      for (const code of ['200', 'ValidationError', 'MalformedInput', 'MalformedQueryString', 'NoSuchEntity']) {
        expect(codes.get(code) ?? 0, code).toBeGreaterThan(0)
      }
      await expectUnharmed()
    })

    it('by a user and a session, with names that exist', async () => {
      const calls = anOperation.chain((operation) => fc.tuple(fc.constant(operation), formOf(operation, known)))
      await fc.assert(
        fc.asyncProperty(calls, signers, async ([{ service }, form], credentials) => {
          expectSound(await sendSigned(service, form, credentials))
        }),
        bounded(400),
      )
      await expectUnharmed()
    })

    it.each<[string, () => string]>([
      [
        'with thousands of tags',
        () =>
          Array.from({ length: 9000 }, (_, at) => `Tags.member.${at}.Key=k${at}&Tags.member.${at}.Value=`).join('&'),
      ],
      ['with a hundred thousand names', () => Array.from({ length: 100_000 }, (_, at) => `${at}=`).join('&')],
      ['with the same name half a million times', () => 'A=&'.repeat(300_000)],
      ['with a deep name', () => `Tags${'.member.1'.repeat(60_000)}=1`],
      [
        'with many deep names',
        () => Array.from({ length: 2000 }, (_, at) => `Tags.member.${at}${'.x'.repeat(200)}=1`).join('&'),
      ],
      ['with a huge value', () => `Tags.member.1.Value=${'x'.repeat(1_000_000)}&Tags.member.1.Key=k`],
      ['with escapes only', () => `Tags.member.1.Key=${'%F0%9F%94%91'.repeat(80_000)}`],
      ['with half of an escape at the end of a long value', () => `UserName=${'x'.repeat(900_000)}%`],
    ])('%s', async (_, makeForm) => {
      const started = performance.now()
      const form = `Action=TagUser&Version=2010-05-08&UserName=nobody&${makeForm()}`
      const response = await sendSigned('iam', form, rootCredentials)
      expectSound(response)
      expect(response.status).toBeGreaterThanOrEqual(400)
      expect(performance.now() - started).toBeLessThan(5000)
      await expectUnharmed()
    })
  })
})
