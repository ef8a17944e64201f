import { expect, it } from 'vitest'
import { assume, createRole, userArn } from '../sts/sessions.ts'
import {
  accountId,
  administer,
  type Credentials,
  createUser,
  createUserWithDevice,
  describeTwinlock,
  startSession,
  type TestServer,
} from '../twinlock.ts'

const denyWithoutMfa = {
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Action: 'iam:*', Resource: '*' },
    {
      Sid: 'DenyWithoutMfa',
      Effect: 'Deny',
      NotAction: ['iam:EnableMFADevice', 'iam:GetUser'],
      Resource: '*',
      Condition: { BoolIfExists: { 'aws:MultiFactorAuthPresent': 'false' } },
    },
  ],
}

/** The request id of a request that must be refused. */
async function refusedId(request: Promise<unknown>): Promise<string> {
  try {
    await request
  } catch (error) {
    return (error as { $metadata: { requestId: string } }).$metadata.requestId
  }
  throw new Error('The request succeeded, but should have been refused')
}

async function explain(server: TestServer, requestId: string, credentials?: Credentials) {
  const { status, body } = await administer(server, 'explain-refusal', { requestId }, credentials)
  return { status, content: JSON.parse(body) }
}

/** What root is told of a request that must be refused. */
async function why(server: TestServer, request: Promise<unknown>) {
  const { status, content } = await explain(server, await refusedId(request))
  expect(status).toBe(200)
  return content
}

describeTwinlock('explain-refusal', (server) => {
  it('shows the statement that denied, the keys it asks for, and the way to enrol', async () => {
    const user = await createUser(server, 'ann', denyWithoutMfa)
    const requestId = await refusedId(user.iam.listUsers({}))
    expect(await explain(server, requestId)).toEqual({
      status: 200,
      content: {
        requestId,
        time: '2026-01-15T12:01:15.000Z',
        principal: userArn(user),
        action: 'iam:ListUsers',
        resource: `arn:aws:iam::${accountId}:user/`,
        reason: 'The identity-based policy test denies it, in the statement DenyWithoutMfa.',
        outcome: 'explicitDeny',
        policyKind: 'identity',
        policy: 'test',
        statement: 'DenyWithoutMfa',
        document: denyWithoutMfa.Statement[1],
        matchedStatements: [
          { policyKind: 'identity', policy: 'test', statement: 1, effect: 'Allow' },
          { policyKind: 'identity', policy: 'test', statement: 'DenyWithoutMfa', effect: 'Deny' },
        ],
        unmetAllows: [],
        keys: { 'aws:multifactorauthpresent': null },
        advice: {
          text: expect.stringContaining('no MFA device yet'),
          command: expect.stringContaining('create-virtual-mfa-device --virtual-mfa-device-name ann '),
        },
      },
    })
  })

  it('shows the allow whose conditions do not hold, and tells absent from false', async () => {
    const Condition = { Bool: { 'aws:MultiFactorAuthPresent': 'true' } }
    const user = await createUserWithDevice(server)
    const policy = { Version: '2012-10-17', Statement: { Effect: 'Allow', Action: '*', Resource: '*', Condition } }
    await server.iam.putUserPolicy({
      UserName: user.userName,
      PolicyName: 'test',
      PolicyDocument: JSON.stringify(policy),
    })
    const told = await why(server, user.iam.listUsers({}))
    expect(told).toMatchObject({
      outcome: 'implicitDeny',
      reason: 'No identity-based policy allows it: one statement would, but for the conditions, which do not hold.',
      unmetAllows: [
        { policy: 'test', statement: 1, document: { Effect: 'Allow', Action: '*', Resource: '*', Condition } },
      ],
      keys: { 'aws:multifactorauthpresent': null },
      advice: {
        text: 'With MFA it would be allowed: verify a code.',
        command: `twinlock sts get-session-token --serial-number ${user.device.serialNumber} --token-code CODE`,
      },
    })
    const role = await createRole(server, [accountId], { condition: Condition })
    const session = await startSession(server, user)
    const request = session.sts.assumeRole({ RoleArn: role.arn, RoleSessionName: 's1' })
    expect(await why(server, request)).toMatchObject({
      action: 'sts:AssumeRole',
      policyKind: 'resource',
      keys: { 'aws:multifactorauthpresent': ['false'] },
      unmetAllows: [
        {
          policyKind: 'resource',
          policy: role.name,
          document: { Principal: { AWS: `arn:aws:iam::${accountId}:root` }, Condition },
        },
      ],
      advice: { command: expect.stringContaining(`assume-role --role-arn ${role.arn} `) },
    })
  })

  it('says of a role that it trusts others, and of one that is not there that it is not', async () => {
    const [user, other] = [await createUser(server), await createUser(server)]
    const role = await createRole(server, [userArn(other)])
    const told = await why(server, assume(server, user, role))
    expect(told).toMatchObject({
      reason: 'No role trust policy has a statement that allows it.',
      policyKind: 'resource',
      unmetAllows: [],
      advice: { text: expect.stringContaining(`lets ${userArn(user)} do this`) },
    })
    const nowhere = { ...role, arn: `${role.arn}-2` }
    expect(await why(server, assume(server, user, nowhere))).toMatchObject({
      outcome: 'builtInRule',
      rule: 'noSuchRole',
      resource: nowhere.arn,
    })
  })

  it('tells the rule on the own devices', async () => {
    const user = await createUserWithDevice(server)
    const { serialNumber } = user.device
    const told = await why(server, user.iam.deactivateMFADevice({ SerialNumber: serialNumber }))
    expect(told).toMatchObject({
      principal: userArn(user),
      action: 'iam:DeactivateMFADevice',
      rule: 'ownDevicesNeedMfa',
      reason: expect.stringContaining('no policy can lift'),
      advice: { command: `twinlock sts get-session-token --serial-number ${serialNumber} --token-code CODE` },
    })
    const request = user.iam.enableMFADevice({ UserName: user.userName, ...user.device.pair(1) })
    expect(await why(server, request)).toMatchObject({ action: 'iam:EnableMFADevice', rule: 'ownDevicesNeedMfa' })
  })

  it('tells why AWS calls the token of a session invalid, in the log as well', async () => {
    const user = await createUser(server)
    const session = await startSession(server, user)
    const requestId = await refusedId(session.iam.listUsers({}))
    expect((await explain(server, requestId)).content).toMatchObject({
      action: 'iam:ListUsers',
      rule: 'sessionNeedsMfa',
      reason: expect.stringContaining('AWS answers InvalidClientTokenId'),
      advice: { text: expect.stringContaining('long-term access key') },
    })
    const line = server.log.map((text) => JSON.parse(text)).find((entry) => entry.requestId === requestId)
    expect(line).toMatchObject({ msg: 'A request was denied', rule: 'sessionNeedsMfa', principal: userArn(user) })
    expect(await why(server, session.sts.getSessionToken({}))).toMatchObject({ rule: 'closedToSessions' })
    const { Credentials } = await server.sts.getFederationToken({ Name: 'bob' })
    const federated = server.as({
      accessKeyId: Credentials?.AccessKeyId ?? '',
      secretAccessKey: Credentials?.SecretAccessKey ?? '',
      sessionToken: Credentials?.SessionToken ?? '',
    })
    expect(await why(server, federated.iam.listUsers({}))).toMatchObject({ rule: 'federatedUser' })
  })

  it('tells everybody why the own request was refused, and of the policies those who may read them', async () => {
    const [own, others] = [await createUser(server), await createUser(server)]
    const ids = [
      await refusedId(own.iam.listUsers({})),
      await refusedId(others.iam.listUsers({})),
      '00000000-0000-0000-0000-000000000000',
    ]
    const [brief, ...rest] = await Promise.all(ids.map((id) => explain(server, id, own.credentials)))
    expect(brief).toMatchObject({ status: 200, content: { action: 'iam:ListUsers', outcome: 'implicitDeny' } })
    for (const detail of ['document', 'matchedStatements', 'unmetAllows', 'keys']) {
      expect(brief?.content).not.toHaveProperty(detail)
    }
    // Of every other id it says the same.
    expect(new Set(rest.map((answer) => JSON.stringify(answer))).size).toBe(1)
    expect(rest[0]).toEqual({
      status: 403,
      content: {
        error: {
          code: 'AccessDenied',
          message: `User: ${userArn(own)} is not authorized to perform: sts:DecodeAuthorizationMessage on resource: * because no identity-based policy allows the sts:DecodeAuthorizationMessage action`,
        },
      },
    })
    const may = { Effect: 'Allow', Action: 'sts:DecodeAuthorizationMessage', Resource: '*' }
    const reader = await createUser(server, undefined, { Version: '2012-10-17', Statement: may })
    expect(await explain(server, ids[0] ?? '', reader.credentials)).toMatchObject({ status: 200 })
    expect(await explain(server, ids[2] ?? '', reader.credentials)).toMatchObject({
      status: 404,
      content: { error: { code: 'NoSuchEntity' } },
    })
  })

  it('tells whoever may not read policies nothing of what there is', async () => {
    const [own, other] = [await createUser(server, undefined, null), await createUser(server)]
    const without = ({ content }: { content: Record<string, unknown> }, name: string) =>
      JSON.stringify({ ...content, requestId: '' }).replaceAll(name, 'NAME')
    const told = async (name: string, request: Promise<unknown>) =>
      without(await explain(server, await refusedId(request), own.credentials), name)

    await server.iam.createUser({ UserName: 'Hidden', Path: '/merger/' })
    const ofUsers = ['hidden', 'nobody'].map((name) => told(name, own.iam.getUser({ UserName: name })))
    expect(new Set(await Promise.all(ofUsers)).size).toBe(1)
    expect(await ofUsers[0]).not.toContain('merger')

    const role = await createRole(server, [userArn(other)])
    const ofRoles = [role, { ...role, arn: `${role.arn}-2` }].map((each) => told(each.arn, assume(server, own, each)))
    expect(new Set(await Promise.all(ofRoles)).size).toBe(1)
    expect(await ofRoles[0]).toContain('There is no role with this ARN, or its trust policy does not name you')
  })
})
