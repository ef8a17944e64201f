/** What the policies see of a role session, and what they then allow it. */
import { expect, it } from 'vitest'
import {
  accountId,
  type Clients,
  createUser,
  createUserWithDevice,
  describeTwinlock,
  errorOf,
  putPolicy,
  startSession,
  type TestServer,
} from '../twinlock.ts'
import { assume, createRole, type TestRole, userArn } from './sessions.ts'

const allow = (Action: string | readonly string[], Condition?: object) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action, Resource: '*', ...(Condition && { Condition }) }],
})

async function allowRole({ iam }: Pick<TestServer, 'iam'>, { name }: TestRole, policy: object): Promise<void> {
  await iam.putRolePolicy({ RoleName: name, PolicyName: 'test', PolicyDocument: JSON.stringify(policy) })
}

async function userAndRole(server: TestServer, policy: object) {
  const user = await createUserWithDevice(server)
  const role = await createRole(server, [userArn(user)])
  await allowRole(server, role, policy)
  return { user, role }
}

const isDenied = async (request: Promise<unknown>) => expect((await errorOf(request))[0]).toBe('AccessDenied')

describeTwinlock('assuming a role', (server) => {
  it.each(['StringEquals', 'StringNotEquals'])('is asked of the account of the role: %s', async (operator) => {
    const user = await createUser(server)
    const role = await createRole(server, [accountId])
    const Condition = { [operator]: { 'aws:ResourceAccount': accountId } }
    const { Version, Statement } = allow('*')
    const Deny = { Effect: 'Deny', Action: '*', Resource: '*', Condition }
    await putPolicy(server, user.userName, { Version, Statement: [...Statement, Deny] })
    if (operator === 'StringEquals') await isDenied(assume(server, user, role))
    else await assume(server, user, role)
  })
})

describeTwinlock('the permissions of a role session', (server) => {
  const listsUsers = ({ iam }: Clients) => iam.listUsers({ MaxItems: 1 })
  const listsRoles = ({ iam }: Clients) => iam.listRoles({ MaxItems: 1 })

  it("are the role's, not those of the user who assumes it", async () => {
    const { user, role } = await userAndRole(server, allow('iam:ListUsers'))
    const session = await assume(server, user, role)
    await listsUsers(session)
    await isDenied(listsRoles(session))
    await isDenied(listsUsers(user))
    await isDenied(session.iam.listMFADevices({ UserName: user.userName }))
  })

  it('are narrowed by a session policy, never widened', async () => {
    const { user, role } = await userAndRole(server, allow('iam:ListUsers'))
    const Policy = JSON.stringify(allow(['iam:ListRoles', 'iam:GetAccountSummary']))
    const session = await assume(server, user, role, { Policy })
    const [, , message] = await errorOf(listsUsers(session))
    expect(message).toContain('because no session policy allows the iam:ListUsers action')
    await isDenied(listsRoles(session))
    await listsUsers(await assume(server, user, role, { Policy: JSON.stringify(allow('iam:List*')) }))
  })

  it('are narrowed by a managed policy, and gone with it', async () => {
    const { user, role } = await userAndRole(server, allow('iam:*'))
    const { Policy } = await server.iam.createPolicy({
      PolicyName: `lists-${role.name}`,
      PolicyDocument: JSON.stringify(allow('iam:ListUsers')),
    })
    const arn = Policy?.Arn ?? ''
    const session = await assume(server, user, role, { PolicyArns: [{ arn }] })
    await listsUsers(session)
    await isDenied(listsRoles(session))
    await server.iam.deletePolicy({ PolicyArn: arn })
    await isDenied(listsUsers(session))
  })

  it('have no MFA, whatever the role was assumed with', async () => {
    const { user, role } = await userAndRole(
      server,
      allow('iam:ListUsers', { Bool: { 'aws:MultiFactorAuthPresent': 'true' } }),
    )
    const sessions = [
      await assume(server, user, role, user.device.mfa()),
      await assume(server, await startSession(server, user, user.device, 1), role),
    ]
    for (const session of sessions) await isDenied(listsUsers(session))
    await allowRole(server, role, allow('iam:ListUsers', { Bool: { 'aws:MultiFactorAuthPresent': 'false' } }))
    for (const session of sessions) await listsUsers(session)
  })

  it('can hang on session tags and the source identity', async () => {
    const { user, role } = await userAndRole(server, {
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Action: 'iam:ListUsers',
          Resource: '*',
          Condition: { StringEquals: { 'aws:PrincipalTag/Team': 'red', 'aws:SourceIdentity': 'Ada' } },
        },
      ],
    })
    const tagged = (Value: string, SourceIdentity: string) =>
      assume(server, user, role, { Tags: [{ Key: 'Team', Value }], SourceIdentity })
    await listsUsers(await tagged('red', 'Ada'))
    await isDenied(listsUsers(await tagged('blue', 'Ada')))
    await isDenied(listsUsers(await tagged('red', 'Bob')))
    await isDenied(listsUsers(await assume(server, user, role)))
  })

  it('let a role assume the next, when both the trust of the account and the own policy say so', async () => {
    const user = await createUser(server)
    const role = await createRole(server, [`arn:aws:iam::${accountId}:root`])
    await isDenied(assume(server, user, role))
    await server.iam.putUserPolicy({
      UserName: user.userName,
      PolicyName: 'assume',
      PolicyDocument: JSON.stringify(allow('sts:AssumeRole')),
    })
    const session = await assume(server, user, role)
    await isDenied(assume(server, session, role))
    await allowRole(server, role, allow('sts:AssumeRole'))
    await assume(server, session, role)
    const Policy = JSON.stringify(allow('iam:ListUsers'))
    await isDenied(assume(server, await assume(server, user, role, { Policy }), role))
  })

  it('let a user federate others, tags only where they are allowed too', async () => {
    const user = await createUser(server)
    const put = (policy: object) =>
      server.iam.putUserPolicy({ UserName: user.userName, PolicyName: 'test', PolicyDocument: JSON.stringify(policy) })
    const Tags = [{ Key: 'Team', Value: 'red' }]
    await put(allow('sts:GetFederationToken'))
    const { Credentials } = await user.sts.getFederationToken({ Name: 'bob' })
    expect(Credentials?.Expiration).toEqual(new Date(server.clock.now() + 43_200_000))
    await isDenied(user.sts.getFederationToken({ Name: 'bob', Tags }))
    await put(allow(['sts:GetFederationToken', 'sts:TagSession'], { StringEquals: { 'aws:RequestTag/Team': 'red' } }))
    await user.sts.getFederationToken({ Name: 'bob', Tags })
    await isDenied(user.sts.getFederationToken({ Name: 'bob', Tags: [{ Key: 'Team', Value: 'blue' }] }))
  })
})
