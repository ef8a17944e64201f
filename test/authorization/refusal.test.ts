/** The words of AccessDenied for each reason, and for permissions that an operation needs besides its own. */
import { expect, it } from 'vitest'
import { assume, createRole, notAuthorized, userArn } from '../sts/sessions.ts'
import { accountId, createUser, describeTwinlock, errorOf, type TestServer, type TestUser } from '../twinlock.ts'
import { policy } from './nodes.ts'

const allow = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] }
const denied = policy('iam:ListUsers', { Effect: 'Deny' })
const narrow = policy('iam:ListRoles')
const usersPath = `arn:aws:iam::${accountId}:user/`
const Tags = [{ Key: 'team', Value: 'red' }]

const listUsers = async ({ iam }: Pick<TestUser, 'iam'>) => errorOf(iam.listUsers({}))
const refused = (callerArn: string, reason: string) => {
  const [code, status, message] = notAuthorized(callerArn, usersPath, 'iam:ListUsers')
  return [code, status, `${message} ${reason}`]
}

async function createManaged({ iam }: TestServer, PolicyName: string, PolicyDocument: string): Promise<string> {
  return (await iam.createPolicy({ PolicyName, PolicyDocument })).Policy?.Arn ?? ''
}

describeTwinlock('AccessDenied says', (server) => {
  it('of an identity-based policy that it denies, and of a managed one which', async () => {
    const user = await createUser(server, undefined, allow)
    const named = { UserName: user.userName, PolicyName: 'denies' }
    await server.iam.putUserPolicy({ ...named, PolicyDocument: denied })
    const reason = 'with an explicit deny in an identity-based policy'
    expect(await listUsers(user)).toEqual(refused(userArn(user), reason))
    await server.iam.deleteUserPolicy(named)
    const PolicyArn = await createManaged(server, 'DeniesIt', denied)
    await server.iam.attachUserPolicy({ UserName: user.userName, PolicyArn })
    expect(await listUsers(user)).toEqual(refused(userArn(user), `${reason}: ${PolicyArn}`))
  })

  it('of a permissions boundary that it does not allow, or denies', async () => {
    const user = await createUser(server, undefined, allow)
    const narrowing = await createManaged(server, 'Narrowing', narrow)
    const denying = await createManaged(server, 'Denying', denied)
    const bound = (PermissionsBoundary: string) =>
      server.iam.putUserPermissionsBoundary({ UserName: user.userName, PermissionsBoundary })
    await bound(narrowing)
    const implicit = 'because no permissions boundary allows the iam:ListUsers action'
    expect(await listUsers(user)).toEqual(refused(userArn(user), implicit))
    await bound(denying)
    const explicit = `with an explicit deny in a permissions boundary: ${denying}`
    expect(await listUsers(user)).toEqual(refused(userArn(user), explicit))
  })

  it('of a session policy that it does not allow, or denies', async () => {
    const user = await createUser(server, undefined, null)
    const role = await createRole(server, [userArn(user)])
    const named = { RoleName: role.name, PolicyName: 'allows' }
    await server.iam.putRolePolicy({ ...named, PolicyDocument: JSON.stringify(allow) })
    const arn = `arn:aws:sts::${accountId}:assumed-role/${role.name}/s1`
    const implicit = 'because no session policy allows the iam:ListUsers action'
    expect(await listUsers(await assume(server, user, role, { Policy: narrow }))).toEqual(refused(arn, implicit))
    const explicit = 'with an explicit deny in a sessions policy'
    expect(await listUsers(await assume(server, user, role, { Policy: denied }))).toEqual(refused(arn, explicit))
    const managed = await createManaged(server, 'DeniesSession', denied)
    const session = await assume(server, user, role, { PolicyArns: [{ arn: managed }] })
    expect(await listUsers(session)).toEqual(refused(arn, `${explicit}: ${managed}`))
  })

  it('of a trust policy only that it denies, and of a role that is not there the same as of one that trusts others', async () => {
    const user = await createUser(server, undefined, allow)
    const nobody = await createUser(server, undefined, null)
    const trustingOthers = await createRole(server, [userArn(nobody)])
    const gone = { name: 'gone', arn: `arn:aws:iam::${accountId}:role/gone`, id: '' }
    for (const role of [trustingOthers, gone]) {
      expect(await errorOf(assume(server, user, role))).toEqual(notAuthorized(userArn(user), role.arn))
    }
    const trustingAll = await createRole(server, [`arn:aws:iam::${accountId}:root`])
    expect(await errorOf(assume(server, nobody, trustingAll))).toEqual(notAuthorized(userArn(nobody), trustingAll.arn))
    const Statement = [{ Effect: 'Deny', Principal: { AWS: userArn(user) }, Action: 'sts:AssumeRole' }]
    const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement })
    await server.iam.updateAssumeRolePolicy({ RoleName: trustingAll.name, PolicyDocument })
    const [code, status, message] = notAuthorized(userArn(user), trustingAll.arn)
    const reason = 'with an explicit deny in the role trust policy'
    expect(await errorOf(assume(server, user, trustingAll))).toEqual([code, status, `${message} ${reason}`])
  })
})

describeTwinlock('Without the permission that an operation needs besides', (server) => {
  const trust = policy('sts:AssumeRole').replace('"Resource":"*"', `"Principal":{"AWS":"${accountId}"}`)

  it.each<[action: string, dependent: string, ask: (user: TestUser) => Promise<unknown>]>([
    ['CreateUser', 'TagUser', ({ iam }) => iam.createUser({ UserName: 'new', Tags })],
    ['CreateRole', 'TagRole', ({ iam }) => iam.createRole({ RoleName: 'new', AssumeRolePolicyDocument: trust, Tags })],
    ['CreatePolicy', 'TagPolicy', ({ iam }) => iam.createPolicy({ PolicyName: 'new', PolicyDocument: narrow, Tags })],
    [
      'CreateVirtualMFADevice',
      'TagMFADevice',
      ({ iam }) => iam.createVirtualMFADevice({ VirtualMFADeviceName: 'new', Tags }),
    ],
    [
      'CreateInstanceProfile',
      'TagInstanceProfile',
      ({ iam }) => iam.createInstanceProfile({ InstanceProfileName: 'new', Tags }),
    ],
    [
      'AddRoleToInstanceProfile',
      'PassRole',
      ({ iam }) => iam.addRoleToInstanceProfile({ InstanceProfileName: 'old', RoleName: 'old' }),
    ],
  ])('%s is refused, for want of iam:%s', async (action, dependent, ask) => {
    const user = await createUser(server, undefined, JSON.parse(policy(`iam:${action}`)))
    const [code, , message] = await errorOf(ask(user))
    expect(code).toBe('AccessDenied')
    expect(message).toContain(`not authorized to perform: iam:${dependent} on resource: `)
    expect(message).toContain(`because no identity-based policy allows the iam:${dependent} action`)
  })

  it('a session gets neither tags nor a source identity', async () => {
    const user = await createUser(server, undefined, JSON.parse(policy(['sts:AssumeRole', 'sts:GetFederationToken'])))
    const role = await createRole(server, [userArn(user)], { actions: ['sts:AssumeRole'] })
    const refusal = (action: string) => notAuthorized(userArn(user), role.arn, action)
    expect(await errorOf(assume(server, user, role, { Tags }))).toEqual(refusal('sts:TagSession'))
    const SourceIdentity = 'Ada'
    expect(await errorOf(assume(server, user, role, { SourceIdentity }))).toEqual(refusal('sts:SetSourceIdentity'))
    const federation = user.sts.getFederationToken({ Name: 'guest', Tags })
    expect((await errorOf(federation))[2]).toContain('not authorized to perform: sts:TagSession on resource: ')
    await assume(server, user, role)
  })

  it('nothing was made', async () => {
    for (const find of [
      () => server.iam.getUser({ UserName: 'new' }),
      () => server.iam.getRole({ RoleName: 'new' }),
      () => server.iam.getInstanceProfile({ InstanceProfileName: 'new' }),
      () => server.iam.getPolicy({ PolicyArn: `arn:aws:iam::${accountId}:policy/new` }),
    ]) {
      expect((await errorOf(find()))[0]).toBe('NoSuchEntity')
    }
  })
})
