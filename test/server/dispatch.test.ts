/** The envelope of AWS's API, and the order in which a request is judged. */
import { describe, expect, it } from 'vitest'
import { services } from '../../src/wire/model.ts'
import { describeEachDatabase } from '../databases.ts'
import { parseXml } from '../parse-xml.ts'
import {
  faultOf,
  faultOfSigned,
  get,
  iamAction,
  type Parameters,
  post,
  type RawRequest,
  send,
  sign,
  stsAction,
} from '../raw-request.ts'
import { accountId, allow, createUser, describeTwinlock, errorOf, putPolicy, startTwinlock } from '../twinlock.ts'

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/
const whoAmI = stsAction('GetCallerIdentity')
const acceptJson = ['Accept', 'application/json'] as const

const withHeaders = (request: RawRequest, ...headers: RawRequest['headers']): RawRequest => ({
  ...request,
  headers: [...request.headers, ...headers],
})

describeTwinlock('the envelope', (server) => {
  const asRoot = (request: RawRequest, service = 'iam') => send(server, sign(server, request, { service }))

  it('of a success has the form of AWS', async () => {
    const { status, headers, body } = await asRoot(post(whoAmI), 'sts')
    const requestId = headers.get('x-amzn-requestid') ?? ''
    expect(requestId).toMatch(uuid)
    expect([status, headers.get('content-type')]).toEqual([200, 'text/xml'])
    expect(headers.get('date')).toBe('Thu, 15 Jan 2026 12:01:15 GMT')
    expect(body).toBe(`<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
  <GetCallerIdentityResult>
    <Arn>arn:aws:iam::${accountId}:root</Arn>
    <UserId>${accountId}</UserId>
    <Account>${accountId}</Account>
  </GetCallerIdentityResult>
  <ResponseMetadata>
    <RequestId>${requestId}</RequestId>
  </ResponseMetadata>
</GetCallerIdentityResponse>
`)
  })

  it('of a success without output has metadata only', async () => {
    await createUser(server, 'Metadata')
    const parameters = iamAction('UpdateUser', { UserName: 'Metadata', NewPath: '/x/' })
    const { status, headers, body } = await asRoot(post(parameters))
    expect(status).toBe(200)
    expect(body).toBe(`<UpdateUserResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/">
  <ResponseMetadata>
    <RequestId>${headers.get('x-amzn-requestid')}</RequestId>
  </ResponseMetadata>
</UpdateUserResponse>
`)
  })

  it('of an error has the form of AWS', async () => {
    const { status, headers, body } = await asRoot(post(iamAction('GetUser', { UserName: 'nobody' })))
    expect([status, headers.get('content-type')]).toEqual([404, 'text/xml'])
    expect(headers.get('x-amzn-requestid')).toMatch(uuid)
    expect(body).toBe(`<ErrorResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/">
  <Error>
    <Type>Sender</Type>
    <Code>NoSuchEntity</Code>
    <Message>The user with name nobody cannot be found.</Message>
  </Error>
  <RequestId>${headers.get('x-amzn-requestid')}</RequestId>
</ErrorResponse>
`)
  })

  it('of an error of STS is in the namespace of STS', async () => {
    const { body } = await send(server, post(whoAmI))
    expect(parseXml(body).attributes).toEqual({ xmlns: services.sts.xmlNamespace })
  })

  it('has another request id each time', async () => {
    const ids = await Promise.all(
      Array.from({ length: 20 }, async () => (await asRoot(post(whoAmI), 'sts')).headers.get('x-amzn-requestid')),
    )
    expect(new Set(ids).size).toBe(20)
  })

  it('is the same for GET as for POST', async () => {
    expect((await asRoot(get(whoAmI), 'sts')).body).toContain('<GetCallerIdentityResult>')
    expect((await asRoot(get(iamAction('GetUser')))).body).toContain('<GetUserResult>')
  })

  describe('in JSON', () => {
    it('is what STS answers when asked for it', async () => {
      const { status, headers, body } = await asRoot(withHeaders(post(whoAmI), acceptJson), 'sts')
      expect([status, headers.get('content-type')]).toEqual([200, 'application/json'])
      expect(JSON.parse(body)).toEqual({
        GetCallerIdentityResponse: {
          GetCallerIdentityResult: { Arn: `arn:aws:iam::${accountId}:root`, UserId: accountId, Account: accountId },
          ResponseMetadata: { RequestId: headers.get('x-amzn-requestid') },
        },
      })
    })

    it('has times as numbers', async () => {
      const { body } = await asRoot(withHeaders(post(stsAction('GetSessionToken')), acceptJson), 'sts')
      const { Credentials } = JSON.parse(body).GetSessionTokenResponse.GetSessionTokenResult
      expect(Credentials.Expiration).toBe(server.clock.now() / 1000 + 3600)
      expect(Object.keys(Credentials)).toEqual(['AccessKeyId', 'SecretAccessKey', 'SessionToken', 'Expiration'])
    })

    it('has errors too', async () => {
      const { status, headers, body } = await send(server, withHeaders(post(whoAmI), acceptJson))
      expect([status, headers.get('content-type')]).toEqual([403, 'application/json'])
      expect(JSON.parse(body)).toEqual({
        Error: {
          Type: 'Sender',
          Code: 'MissingAuthenticationToken',
          Message: 'Request is missing Authentication Token',
        },
        RequestId: headers.get('x-amzn-requestid'),
      })
    })

    it('is nothing that IAM answers', async () => {
      const { headers, body } = await asRoot(withHeaders(post(iamAction('GetUser')), acceptJson))
      expect(headers.get('content-type')).toBe('text/xml')
      parseXml(body)
    })
  })
})

describeTwinlock('what is no request of AWS', (server) => {
  it.each([
    ['POST without an action', post({ Version: '2010-05-08' })],
    ['POST of nothing', post('', { headers: [] })],
    ['GET without an action', get('')],
    ['GET with another parameter', get('action=GetUser')],
    ...['PUT', 'DELETE', 'PATCH', 'OPTIONS', 'HEAD', 'PROPFIND'].map((method): [string, RawRequest] => [
      method,
      post(whoAmI, { method }),
    ]),
  ])('is led to the product page: %s', async (_, request) => {
    const { status, headers, body } = await send(server, request)
    expect([status, headers.get('location'), body]).toEqual([302, 'https://aws.amazon.com/iam', ''])
  })

  it.each([get('', { path: '/x' }), post('', { path: '/iam/' })])('is unknown at another path', async (request) => {
    const { status, body } = await send(server, request)
    expect([status, body.trim()]).toEqual([404, '<UnknownOperationException/>'])
  })

  it('may be at another path if it has an action', async () => {
    const request = sign(server, post(whoAmI, { path: '/some/where/' }), { service: 'sts' })
    expect((await send(server, request)).status).toBe(200)
  })

  it.each(['application/json', 'application/x-amz-json-1.1', 'text/plain', 'multipart/form-data', ''])(
    'is refused in HTML with the content type %j',
    async (type) => {
      const request = sign(server, post(whoAmI, { headers: [['Content-Type', type]] }), { service: 'sts' })
      const { status, headers } = await send(server, request)
      expect([status, headers.get('content-type')]).toEqual([403, 'text/html; charset=utf-8'])
    },
  )

  it.each([
    'application/x-www-form-urlencoded; charset=utf-8',
    'application/x-www-form-urlencoded;charset=UTF-8',
    'APPLICATION/X-WWW-FORM-URLENCODED',
  ])('is not so with %s', async (type) => {
    const request = sign(server, post(whoAmI, { headers: [['Content-Type', type]] }), { service: 'sts' })
    expect((await send(server, request)).status).toBe(200)
  })
})

describeTwinlock('InvalidAction', (server) => {
  it.each([
    [{ Action: 'Nope', Version: '2010-05-08' }, 'Nope', '2010-05-08'],
    [{ Action: '', Version: '2010-05-08' }, '', '2010-05-08'],
    [{ Action: 'getUser', Version: '2010-05-08' }, 'getUser', '2010-05-08'],
    [{ Action: 'GetUser' }, 'GetUser', 'NO_VERSION_SPECIFIED'],
    [{ Action: 'GetUser', Version: '' }, 'GetUser', ''],
    [{ Action: 'GetUser', Version: '2010-05-09' }, 'GetUser', '2010-05-09'],
    [{ Action: 'GetUser', Version: '2011-06-15' }, 'GetUser', '2011-06-15'],
    [{ Action: 'GetCallerIdentity', Version: '2010-05-08' }, 'GetCallerIdentity', '2010-05-08'],
    ...['constructor', '__proto__', 'toString', 'GetUser '].map((name): [Record<string, string>, string, string] => [
      { Action: name, Version: '2010-05-08' },
      name,
      '2010-05-08',
    ]),
    [{ Action: 'GetUser', Version: '__proto__' }, 'GetUser', '__proto__'],
  ])('answers %j', async (parameters: Record<string, string>, action, version) => {
    for (const request of [post(parameters), sign(server, post(parameters))]) {
      const response = await send(server, request)
      expect(faultOf(response)).toEqual([
        'InvalidAction',
        400,
        `Could not find operation ${action} for version ${version}`,
      ])
      expect(response.body).toContain('xmlns="http://webservices.amazon.com/AWSFault/2005-15-09"')
    }
  })
})

describeTwinlock('parameters', (server) => {
  const fault = (parameters: Parameters, service = 'iam') => faultOfSigned(server, post(parameters), { service })
  const malformed = ['MalformedInput', 400, '']

  it('count once, the first of them', async () => {
    const twice = post([...Object.entries(iamAction('GetUser')), ['UserName', 'first'], ['UserName', 'second']])
    expect((await faultOfSigned(server, twice))[2]).toBe('The user with name first cannot be found.')
    const inBoth = { ...post(iamAction('GetUser', { UserName: 'body' })), query: 'UserName=query' }
    expect((await faultOfSigned(server, inBoth))[2]).toBe('The user with name query cannot be found.')
  })

  it('that nobody knows do not matter', async () => {
    const parameters = iamAction('ListUsers', { Filter: 'x', 'Tags.member.1': 'x', maxItems: 'x' })
    expect((await send(server, sign(server, post(parameters)))).status).toBe(200)
  })

  it.each(['1', '01', '+1', '0001000'])('of a number may be %s', async (MaxItems) => {
    const request = sign(server, post(iamAction('ListUsers', { MaxItems })))
    expect((await send(server, request)).status).toBe(200)
  })

  it.each([' 1 ', '1.0', '1e0', '2147483648', 'x'])('of a number may not be %j', async (MaxItems) => {
    const response = await send(server, sign(server, post(iamAction('ListUsers', { MaxItems }))))
    expect(faultOf(response)).toEqual(malformed)
    expect(response.body).not.toContain('<Message')
  })

  it('of a number may not be empty', async () => {
    const expected = ['MalformedInput', 400, 'missing value for decimal type']
    expect(await fault(iamAction('ListUsers', { MaxItems: '' }))).toEqual(expected)
    expect(await fault(stsAction('GetSessionToken', { DurationSeconds: '' }), 'sts')).toEqual(expected)
  })

  it.each(['True', 'TRUE', ' true', '', 'null'])('of a boolean may not be %j', async (PasswordResetRequired) => {
    const parameters = { UserName: 'nobody', Password: 'Passw0rd!', PasswordResetRequired }
    expect(await fault(iamAction('CreateLoginProfile', parameters))).toEqual(malformed)
  })

  it('are judged by IAM without an echo', async () => {
    const validation = (constraints: string) => ['ValidationError', 400, constraints]
    expect(await fault(iamAction('ListUsers', { MaxItems: '0' }))).toEqual(
      validation(
        "1 validation error detected: Value at 'maxItems' failed to satisfy constraint: Member must have value greater than or equal to 1",
      ),
    )
    expect(await fault(iamAction('ListUsers', { MaxItems: '1001' }))).toEqual(
      validation(
        "1 validation error detected: Value at 'maxItems' failed to satisfy constraint: Member must have value less than or equal to 1000",
      ),
    )
    const codes = { AuthenticationCode1: '12345', AuthenticationCode2: '123456' }
    expect(
      await fault(iamAction('EnableMFADevice', { UserName: 'bob', SerialNumber: 'GAHT12345678', ...codes })),
    ).toEqual(
      validation(
        "1 validation error detected: Value at 'authenticationCode1' failed to satisfy constraint: Member must have length greater than or equal to 6",
      ),
    )
    expect(await fault(iamAction('UpdateAccessKey', { AccessKeyId: 'AKIAIOSFODNN7EXAMPLE', Status: 'on' }))).toEqual(
      validation(
        "1 validation error detected: Value at 'status' failed to satisfy constraint: Member must satisfy enum value set",
      ),
    )
    expect(await fault(iamAction('CreateUser'))).toEqual(
      validation(
        "1 validation error detected: Value at 'userName' failed to satisfy constraint: Member must not be null",
      ),
    )
    expect(await fault(iamAction('UpdateAccessKey', { AccessKeyId: 'x', Status: 'secret' }))).toEqual(
      validation(
        "2 validation errors detected: Value at 'accessKeyId' failed to satisfy constraint: Member must have length greater than or equal to 16; Value at 'status' failed to satisfy constraint: Member must satisfy enum value set",
      ),
    )
  })

  it('are repeated by STS', async () => {
    expect(await fault(stsAction('GetSessionToken', { DurationSeconds: '899' }), 'sts')).toEqual([
      'ValidationError',
      400,
      "1 validation error detected: Value '899' at 'durationSeconds' failed to satisfy constraint: Member must have value greater than or equal to 900",
    ])
    expect(await fault(stsAction('GetAccessKeyInfo'), 'sts')).toEqual([
      'ValidationError',
      400,
      "1 validation error detected: Value null at 'accessKeyId' failed to satisfy constraint: Member must not be null",
    ])
    expect(await fault(stsAction('GetAccessKeyInfo', { AccessKeyId: '<a>' }), 'sts')).toEqual([
      'ValidationError',
      400,
      "2 validation errors detected: Value '<a>' at 'accessKeyId' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\w]*; Value '<a>' at 'accessKeyId' failed to satisfy constraint: Member must have length greater than or equal to 16",
    ])
  })

  it('of a number are judged after the signature', async () => {
    expect((await send(server, post(iamAction('ListUsers', { MaxItems: 'x' })))).status).toBe(403)
  })
})

describeTwinlock('authorization', (server) => {
  it('comes before what the request is about is looked for', async () => {
    const bob = await createUser(server, 'authorization-Bob')
    const arn = `arn:aws:iam::${accountId}:user/authorization-Bob`
    const denied = (action: string, resource: string) => [
      'AccessDenied',
      403,
      `User: ${arn} is not authorized to perform: ${action} on resource: ${resource} because no identity-based policy allows the ${action} action`,
    ]
    expect(await errorOf(bob.iam.getUser({ UserName: 'deploy-user' }))).toEqual(
      denied('iam:GetUser', 'user deploy-user'),
    )
    expect(await errorOf(bob.iam.listUsers())).toEqual(denied('iam:ListUsers', `arn:aws:iam::${accountId}:user/`))
    const { userName } = await createUser(server, 'authorization-Eve')
    expect(await errorOf(bob.iam.deleteUser({ UserName: userName.toUpperCase() }))).toEqual(
      denied('iam:DeleteUser', 'user AUTHORIZATION-EVE'),
    )
    expect(await errorOf(bob.iam.createUser({ UserName: userName }))).toEqual(
      denied('iam:CreateUser', 'user authorization-Eve'),
    )
    expect(await errorOf(bob.iam.createAccessKey())).toEqual(denied('iam:CreateAccessKey', 'user authorization-Bob'))
    expect(await errorOf(bob.sts.getAccessKeyInfo({ AccessKeyId: bob.credentials.accessKeyId }))).toEqual(
      denied('sts:GetAccessKeyInfo', '*'),
    )
  })

  it('goes by the name in whatever case, and by the path that is stored now', async () => {
    const onOwnPath = `arn:aws:iam::${accountId}:user/resource-auth-User`
    const bob = await createUser(server, 'resource-auth-User', allow('iam:GetUser', onOwnPath))
    expect((await bob.iam.getUser({ UserName: 'RESOURCE-AUTH-USER' })).User?.UserName).toBe('resource-auth-User')
    await server.iam.updateUser({ UserName: 'resource-auth-User', NewPath: '/moved/' })
    expect((await errorOf(bob.iam.getUser({ UserName: 'resource-auth-user' })))[0]).toBe('AccessDenied')
    await putPolicy(server, 'resource-auth-User', allow('iam:GetUser', `arn:aws:iam::${accountId}:user/moved/*`))
    const { User } = await bob.iam.getUser({ UserName: 'resource-auth-user' })
    expect(User?.Arn).toBe(`arn:aws:iam::${accountId}:user/moved/resource-auth-User`)
  })
})

describeEachDatabase('a failure of the server', (create) => {
  it('is opaque, and has its cause in the log', async () => {
    const server = await startTwinlock(await create())
    const request = sign(server, post(iamAction('GetUser')))
    expect((await send(server, request)).status).toBe(200)
    await server.storage.close()
    server.log.length = 0
    const response = await send(server, request)
    expect(faultOf(response)).toEqual([
      'InternalFailure',
      500,
      'The request processing has failed because of an unknown error. The cause is in the log of the server, under the request id.',
    ])
    expect(parseXml(response.body).child('Error').child('Type').text).toBe('Receiver')
    const failures = server.log.map((line) => JSON.parse(line)).filter(({ level }) => level === 50)
    expect(failures).toEqual([
      expect.objectContaining({
        requestId: response.headers.get('x-amzn-requestid'),
        err: expect.objectContaining({ stack: expect.any(String) }),
      }),
    ])
  })
})
