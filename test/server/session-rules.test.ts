import { expect, it } from 'vitest'
import { newAccessKeyId, newUniqueId } from '../../src/identity/unique-id.ts'
import { issueSessionToken, type SessionClaims } from '../../src/secrets/session-token.ts'
import { findRoleById } from '../../src/storage/roles.ts'
import { invalidToken } from '../refusals.ts'
import {
  assume,
  createRole,
  credentialsOf,
  deleteRole,
  deleteUser,
  sessionTokenKeys,
  userArn,
} from '../sts/sessions.ts'
import {
  accountId,
  administer,
  createDevice,
  createUser,
  createUserWithDevice,
  describeTwinlock,
  errorOf,
  startSession,
  type TestServer,
} from '../twinlock.ts'

const expired = ['ExpiredToken', 403, 'The security token included in the request is expired']

async function userAndRole(server: TestServer) {
  const user = await createUser(server)
  return { user, role: await createRole(server, [userArn(user)]) }
}

/** Authentic, whatever it claims. */
function issue(server: TestServer, claims: object) {
  const accessKeyId = newAccessKeyId('ASIA', accountId)
  const issuedAt = server.clock.now()
  const all = { accessKeyId, issuedAt, expiresAt: issuedAt + 900_000, ...claims } as unknown as SessionClaims
  return server.as({ accessKeyId, ...issueSessionToken(all, sessionTokenKeys) })
}

describeTwinlock('a session of a role', (server) => {
  it.each(['GetSessionToken', 'GetFederationToken'])('may not call %s', async (action) => {
    const { user, role } = await userAndRole(server)
    const { sts } = await assume(server, user, role)
    const request = action === 'GetSessionToken' ? sts.getSessionToken({}) : sts.getFederationToken({ Name: 'bob' })
    expect(await errorOf(request)).toEqual(['AccessDenied', 403, `Cannot call ${action} with session credentials`])
  })

  it('may call IAM without MFA, as far as policies allow', async () => {
    const { user, role } = await userAndRole(server)
    const session = await assume(server, user, role)
    const [code, , message] = await errorOf(session.iam.listUsers({}))
    expect(code).toBe('AccessDenied')
    expect(message).toContain(`User: arn:aws:sts::${accountId}:assumed-role/${role.name}/s1 is not authorized`)
  })

  it('is no user: it must say which one is meant', async () => {
    const { user, role } = await userAndRole(server)
    const { iam } = await assume(server, user, role)
    const SerialNumber = `arn:aws:iam::${accountId}:mfa/phone`
    const AccessKeyId = user.credentials.accessKeyId
    const requests = [
      () => iam.getUser({}),
      () => iam.listMFADevices({}),
      () => iam.getMFADevice({ SerialNumber }),
      () => iam.deactivateMFADevice({ SerialNumber }),
      () => iam.listAccessKeys({}),
      () => iam.createAccessKey({}),
      () => iam.updateAccessKey({ AccessKeyId, Status: 'Inactive' }),
      () => iam.deleteAccessKey({ AccessKeyId }),
      () => iam.getLoginProfile({}),
      () => iam.createLoginProfile({ Password: 'Not-to-be-set-1' }),
      () => iam.deleteLoginProfile({}),
    ]
    for (const request of requests) {
      expect(await errorOf(request())).toEqual([
        'ValidationError',
        400,
        'Must specify userName when calling with non-User credentials',
      ])
    }
  })

  it('has no password to change', async () => {
    const { user, role } = await userAndRole(server)
    const { iam } = await assume(server, user, role)
    const request = iam.changePassword({ OldPassword: 'Old-password-1', NewPassword: 'New-password-1' })
    expect((await errorOf(request)).slice(0, 2)).toEqual(['InvalidUserType', 400])
  })

  it('ends with its role, though another takes the name', async () => {
    const { user, role } = await userAndRole(server)
    const session = await assume(server, user, role)
    await session.sts.getCallerIdentity({})
    await deleteRole(server, role)
    expect(await errorOf(session.sts.getCallerIdentity({}))).toEqual(invalidToken)
    await createRole(server, [userArn(user)], { name: role.name })
    expect(await errorOf(session.sts.getCallerIdentity({}))).toEqual(invalidToken)
    expect(await errorOf(session.iam.listUsers({}))).toEqual(invalidToken)
  })

  it('outlives the user who began it', async () => {
    const { user, role } = await userAndRole(server)
    const session = await assume(server, user, role)
    await deleteUser(server, user)
    expect((await session.sts.getCallerIdentity({})).UserId).toBe(`${role.id}:s1`)
  })

  it('is the last use of its role, with the region', async () => {
    const { user, role } = await userAndRole(server)
    const rowOf = () => server.storage.read((queries) => findRoleById(queries, accountId, role.id))
    const session = await assume(server, user, role)
    expect((await rowOf())?.last_used_at).toBeNull()
    await session.sts.getCallerIdentity({})
    expect(await rowOf()).toMatchObject({ last_used_at: server.clock.now(), last_used_region: 'us-east-1' })
  })
})

describeTwinlock('a token that is authentic', (server) => {
  it('is nothing when it names what is not there, or is of another kind', async () => {
    const { user, role } = await userAndRole(server)
    const claims = [
      { kind: 'session', principalId: role.id },
      { kind: 'session', principalId: `${role.id}:s1` },
      { kind: 'role', principalId: user.userId, sessionName: 's1' },
      { kind: 'role', principalId: accountId, sessionName: 's1' },
      { kind: 'role', principalId: newUniqueId('AROA', accountId), sessionName: 's1' },
      { kind: 'federated', principalId: role.id, name: 'bob' },
      { kind: 'federated', principalId: newUniqueId('AIDA', accountId), name: 'bob' },
      { kind: 'scoped', principalId: user.userId },
      { principalId: accountId },
      { kind: ['session'], principalId: accountId },
    ]
    for (const some of claims) {
      expect(await errorOf(issue(server, some).sts.getCallerIdentity({}))).toEqual(invalidToken)
    }
    const { sts } = issue(server, { kind: 'role', principalId: role.id, sessionName: 's1' })
    expect((await sts.getCallerIdentity({})).UserId).toBe(`${role.id}:s1`)
  })

  it('has no MFA unless it is a session of a user', async () => {
    const { role } = await userAndRole(server)
    const mfaAuthenticatedAt = server.clock.now()
    const admin = issue(server, { kind: 'federated', principalId: accountId, name: 'bob', mfaAuthenticatedAt })
    expect(await errorOf(admin.iam.listUsers({}))).toEqual(invalidToken)
    const condition = { Bool: { 'aws:MultiFactorAuthPresent': 'true' } }
    const next = await createRole(server, [role.arn], { condition })
    const session = issue(server, { kind: 'role', principalId: role.id, sessionName: 's1', mfaAuthenticatedAt })
    expect((await errorOf(assume(server, session, next)))[0]).toBe('AccessDenied')
  })

  it('expires, of whatever kind it is', async () => {
    const { user, role } = await userAndRole(server)
    const expiresAt = server.clock.now()
    const claims = [
      { kind: 'session', principalId: user.userId },
      { kind: 'role', principalId: role.id, sessionName: 's1' },
      { kind: 'federated', principalId: user.userId, name: 'bob' },
    ]
    for (const some of claims) {
      const { sts } = issue(server, { ...some, expiresAt })
      expect(await errorOf(sts.getCallerIdentity({}))).toEqual(expired)
      await issue(server, { ...some, expiresAt: expiresAt + 1 }).sts.getCallerIdentity({})
    }
  })

  it('of before there were roles is still good', async () => {
    const old = { kind: 'session', principalId: accountId, mfaAuthenticatedAt: server.clock.now() }
    await issue(server, old).iam.listUsers({})
  })
})

describeTwinlock('a session of a federated user', (server) => {
  it('ends with the user who issued it', async () => {
    const user = await createUser(server)
    const { sts } = issue(server, { kind: 'federated', principalId: user.userId, name: 'bob' })
    expect((await sts.getCallerIdentity({})).Arn).toBe(`arn:aws:sts::${accountId}:federated-user/bob`)
    await deleteUser(server, user)
    await createUser(server, user.userName)
    expect(await errorOf(sts.getCallerIdentity({}))).toEqual(invalidToken)
  })

  it('of root may not administer the server', async () => {
    const { Credentials } = await server.sts.getFederationToken({ Name: 'bob' })

    const serialNumber = (await createDevice(server)).serialNumber
    const answer = await administer(server, 'unlock-device', { serialNumber }, credentialsOf({ Credentials }))
    expect(answer.status).toBe(403)
    expect(JSON.parse(answer.body).error.code).toBe('InvalidClientTokenId')
  })
})

describeTwinlock('the rule on managing the own MFA devices', (server) => {
  it('holds for sessions of the user, not for roles that the user assumes', async () => {
    const user = await createUserWithDevice(server)
    const role = await createRole(server, [userArn(user)])
    const session = await assume(server, await startSession(server, user, user.device), role)
    const { SerialNumber } = user.device.mfa()
    const request = session.iam.deactivateMFADevice({ UserName: user.userName, SerialNumber })
    const [code, , message] = await errorOf(request)
    expect(code).toBe('AccessDenied')
    expect(message).toContain('is not authorized to perform: iam:DeactivateMFADevice')
  })
})
