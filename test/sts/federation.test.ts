import { expect, it } from 'vitest'
import { sealAuthorizationMessage } from '../../src/secrets/authorization-message.ts'
import { Sealer } from '../../src/secrets/seal.ts'
import { invalidToken } from '../refusals.ts'
import {
  accountId,
  createUser,
  createUserWithDevice,
  describeTwinlock,
  errorOf,
  masterKey,
  startSession,
  type TestServer,
} from '../twinlock.ts'
import { claimsOf, createRole, credentialsOf, userArn } from './sessions.ts'

const Policy = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}'

/** The session of a federated user, issued by root. */
async function federate(server: TestServer, Name: string, options: object = {}) {
  const answer = await server.sts.getFederationToken({ Name, ...options })
  const credentials = credentialsOf(answer)
  return { answer, credentials, ...server.as(credentials) }
}

describeTwinlock('GetFederationToken', (server) => {
  it('answers credentials, whose they are, and a packed size of 0 when nothing was packed', async () => {
    const { answer, sts } = await federate(server, 'visitor')
    const { $metadata, ...output } = answer
    const Arn = `arn:aws:sts::${accountId}:federated-user/visitor`
    expect(output).toEqual({
      Credentials: {
        AccessKeyId: expect.stringMatching(/^ASIA[A-Z2-7]{16}$/),
        SecretAccessKey: expect.stringMatching(/^[\w+/]{40}$/),
        SessionToken: expect.any(String),
        // The root user's are cut to an hour.
        Expiration: new Date(server.clock.now() + 3_600_000),
      },
      FederatedUser: { FederatedUserId: `${accountId}:visitor`, Arn },
      PackedPolicySize: 0,
    })
    expect(await sts.getCallerIdentity({})).toMatchObject({ Arn, UserId: `${accountId}:visitor`, Account: accountId })
  })

  it('keeps policies and tags in the token', async () => {
    const arn = 'arn:aws:iam::aws:policy/ReadOnlyAccess'
    const options = { Policy, PolicyArns: [{ arn }], Tags: [{ Key: 'Team', Value: 'red' }], DurationSeconds: 900 }
    const { answer, credentials } = await federate(server, 'visitor', options)
    expect(answer.PackedPolicySize).toBeGreaterThan(0)
    const claims = claimsOf(credentials)
    expect(claims).toMatchObject({ policy: Policy, policyArns: [arn], tags: { Team: 'red' }, principalId: accountId })
    expect(claims.expiresAt - claims.issuedAt).toBe(900_000)
  })

  it('opens GetCallerIdentity and nothing else', async () => {
    const { sts, iam } = await federate(server, 'visitor', { Policy })
    const role = await createRole(server, [`arn:aws:sts::${accountId}:federated-user/visitor`])
    expect(await errorOf(iam.listUsers())).toEqual(invalidToken)
    const requests = {
      AssumeRole: () => sts.assumeRole({ RoleArn: role.arn, RoleSessionName: 's1' }),
      GetSessionToken: () => sts.getSessionToken({}),
      GetFederationToken: () => sts.getFederationToken({ Name: 'another' }),
      GetAccessKeyInfo: () => sts.getAccessKeyInfo({ AccessKeyId: 'AKIAIOSFODNN7EXAMPLE' }),
      DecodeAuthorizationMessage: () => sts.decodeAuthorizationMessage({ EncodedMessage: 'x' }),
    }
    for (const [action, request] of Object.entries(requests)) {
      expect(await errorOf(request())).toEqual(['AccessDenied', 403, `Cannot call ${action} with session credentials`])
    }
  })

  it('is closed to sessions, of whatever kind', async () => {
    const user = await createUserWithDevice(server)
    for (const device of [undefined, user.device]) {
      const session = await startSession(server, user, device)
      expect(await errorOf(session.sts.getFederationToken({ Name: 'visitor' }))).toEqual([
        'AccessDenied',
        403,
        'Cannot call GetFederationToken with session credentials',
      ])
    }
  })

  it('needs an Allow on the federated user, for a user', async () => {
    const user = await createUser(server)
    const Tags = [{ Key: 'Team', Value: 'red' }]
    const [code, status, message] = await errorOf(user.sts.getFederationToken({ Name: 'visitor', Tags }))
    expect([code, status]).toEqual(['AccessDenied', 403])
    const resource = `arn:aws:sts::${accountId}:federated-user/visitor`
    expect(message).toContain(
      `User: ${userArn(user)} is not authorized to perform: sts:GetFederationToken on resource: ${resource}`,
    )
  })

  it.each([
    ['Policy', { Policy: 'no JSON' }, 'MalformedPolicyDocument'],
    ['Policy', { Policy: `${Policy}${' '.repeat(2048)}` }, 'ValidationError'],
    ['PolicyArns', { PolicyArns: [{ arn: 'no-arn-but-long-enough' }] }, 'ValidationError'],
    ['Tags', { Tags: ['a', 'A'].map((Key) => ({ Key, Value: '' })) }, 'InvalidParameterValue'],
    ['Name', { Name: 'x' }, 'ValidationError'],
    ['DurationSeconds', { DurationSeconds: 899 }, 'ValidationError'],
  ])('refuses a wrong %s', async (_, options, code) => {
    expect((await errorOf(federate(server, 'visitor', options))).slice(0, 2)).toEqual([code, 400])
  })
})

describeTwinlock('DecodeAuthorizationMessage', (server) => {
  it('knows no message that it did not encode', async () => {
    for (const EncodedMessage of ['x', 'v1.AAAA', 'A'.repeat(10_240)]) {
      expect(await errorOf(server.sts.decodeAuthorizationMessage({ EncodedMessage }))).toEqual([
        'InvalidAuthorizationMessageException',
        400,
        'Message is not valid',
      ])
    }
  })

  it('answers what this account encoded, as JSON', async () => {
    const message = {
      allowed: false,
      explicitDeny: true,
      matchedStatements: { items: [] },
      failures: { items: [] },
      context: {
        principal: { id: accountId, arn: `arn:aws:iam::${accountId}:root` },
        action: 'iam:GetUser',
        resource: '*',
        conditions: { items: [] },
      },
    }
    const sealer = new Sealer(Buffer.from(masterKey, 'base64'))
    const decode = (account: string) =>
      server.sts.decodeAuthorizationMessage({ EncodedMessage: sealAuthorizationMessage(message, sealer, account) })
    expect(JSON.parse((await decode(accountId)).DecodedMessage ?? '')).toEqual(message)
    expect((await errorOf(decode('210987654321')))[0]).toBe('InvalidAuthorizationMessageException')
  })

  it('needs an Allow on everything', async () => {
    const user = await createUser(server)
    const [code, , message] = await errorOf(user.sts.decodeAuthorizationMessage({ EncodedMessage: 'x' }))
    expect([code, message.includes('sts:DecodeAuthorizationMessage')]).toEqual(['AccessDenied', true])
  })
})
