/**
 * AWS's policy for users who manage their own MFA devices and do nothing else without MFA, as our README hands it out.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_examples_aws_my-sec-creds-self-manage-mfa-only.html
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { invalidToken, mfaRequired } from '../refusals.ts'
import { createRole, userArn } from '../sts/sessions.ts'
import {
  type Authenticator,
  accountId,
  type Clients,
  createDevice,
  createUser,
  createUserWithDevice,
  describeTwinlock,
  errorOf,
  startSession,
  type TestServer,
  type TestUser,
} from '../twinlock.ts'

const policy = JSON.parse(readFileSync(join(import.meta.dirname, '../../docs/policies/manage-own-mfa.json'), 'utf8'))

interface Questions {
  readonly user: TestUser
  readonly device: Authenticator
  readonly other: string
  readonly roleArn: string
}

type Question = [action: string, resource: string, ask: (clients: Clients) => Promise<unknown>]

/** What the policy denies without MFA, and how AWS names what it is about. */
function elsewhere({ user, device, other, roleArn }: Questions): Question[] {
  const UserName = other
  const { SerialNumber } = device.mfa()
  const own = `user ${user.userName}`
  const noVisitor = `arn:aws:sts::${accountId}:federated-user/visitor`
  const [tags, tagged] = [[{ Key: 'key', Value: 'value' }], `arn:aws:iam::${accountId}:mfa/tagged`]
  return [
    ['iam:DeactivateMFADevice', own, ({ iam }) => iam.deactivateMFADevice({ SerialNumber })],
    ['iam:DeleteVirtualMFADevice', SerialNumber, ({ iam }) => iam.deleteVirtualMFADevice({ SerialNumber })],
    ['iam:ListMFADeviceTags', SerialNumber, ({ iam }) => iam.listMFADeviceTags({ SerialNumber })],
    [
      'iam:TagMFADevice',
      tagged,
      ({ iam }) => iam.createVirtualMFADevice({ VirtualMFADeviceName: 'tagged', Tags: tags }),
    ],
    ['iam:GetMFADevice', own, ({ iam }) => iam.getMFADevice({ SerialNumber })],
    ['iam:ListUsers', `arn:aws:iam::${accountId}:user/`, ({ iam }) => iam.listUsers({})],
    ['iam:CreateUser', 'user new', ({ iam }) => iam.createUser({ UserName: 'new' })],
    ['iam:CreateAccessKey', own, ({ iam }) => iam.createAccessKey({})],
    ['iam:DeleteUser', `user ${UserName}`, ({ iam }) => iam.deleteUser({ UserName })],
    ['iam:DeleteUserPolicy', own, ({ iam }) => iam.deleteUserPolicy({ UserName: user.userName, PolicyName: 'test' })],
    ['iam:CreateGroup', 'group new', ({ iam }) => iam.createGroup({ GroupName: 'new' })],
    ['iam:GetAccountSummary', '*', ({ iam }) => iam.getAccountSummary({})],
    ['sts:GetFederationToken', noVisitor, ({ sts }) => sts.getFederationToken({ Name: 'visitor' })],
    ['sts:AssumeRole', roleArn, ({ sts }) => sts.assumeRole({ RoleArn: roleArn, RoleSessionName: 's1' })],
  ]
}

describeTwinlock("A user under AWS's policy for managing the own MFA devices", (server) => {
  const allowEverything = async ({ userName }: TestUser) => {
    const PolicyArn = 'arn:aws:iam::aws:policy/AdministratorAccess'
    await server.iam.attachUserPolicy({ UserName: userName, PolicyArn })
  }
  const denied = (user: TestUser, action: string, resource: string, reason: string) => [
    'AccessDenied',
    403,
    `User: ${userArn(user)} is not authorized to perform: ${action} on resource: ${resource} ${reason}`,
  ]
  const explicitly = 'with an explicit deny in an identity-based policy'
  const silently = (action: string) => `because no identity-based policy allows the ${action} action`

  it('enrols with the key alone', async () => {
    const user = await createUser(server, undefined, policy)
    const { device } = await enrol(server, user)
    await user.iam.resyncMFADevice({ UserName: user.userName, ...device.pair(2) })
    expect((await user.iam.listMFADevices({})).MFADevices).toHaveLength(1)
    const { VirtualMFADevices } = await user.iam.listVirtualMFADevices({})
    expect(VirtualMFADevices?.map(({ SerialNumber }) => SerialNumber)).toContain(device.serialNumber)
    expect((await user.iam.getUser({})).User?.UserName).toBe(user.userName)
    expect(await errorOf(user.iam.enableMFADevice({ UserName: user.userName, ...device.pair() }))).toEqual(mfaRequired)
  })

  it('does nothing else with the key alone, though another policy allows everything', async () => {
    const { user, ...questions } = await userAndOthers(server)
    await allowEverything(user)
    for (const [action, resource, ask] of elsewhere({ user, ...questions })) {
      expect(await errorOf(ask(user))).toEqual(denied(user, action, resource, explicitly))
    }
    await user.sts.getCallerIdentity({})
    const SerialNumber = questions.device.serialNumber
    expect((await server.iam.listMFADevices({ UserName: user.userName })).MFADevices).toMatchObject([{ SerialNumber }])
  })

  it('does nothing in a session without MFA', async () => {
    const { user, roleArn } = await userAndOthers(server)
    await allowEverything(user)
    const session = await startSession(server, user)
    expect(await errorOf(session.iam.getUser({}))).toEqual(invalidToken)
    expect(await errorOf(session.sts.assumeRole({ RoleArn: roleArn, RoleSessionName: 's1' }))).toEqual(
      denied(user, 'sts:AssumeRole', roleArn, explicitly),
    )
  })

  it('does in a session with MFA what is allowed, and no more', async () => {
    const { user, ...questions } = await userAndOthers(server)
    const session = await startSession(server, user, questions.device, 1)
    // These two it may do, and that one no session may.
    const others = ['iam:DeactivateMFADevice', 'sts:AssumeRole', 'sts:GetFederationToken']
    for (const [action, resource, ask] of elsewhere({ user, ...questions })) {
      if (others.includes(action)) continue
      expect(await errorOf(ask(session))).toEqual(denied(user, action, resource, silently(action)))
    }
    await allowEverything(user)
    await session.iam.listUsers({})
    await session.iam.createGroup({ GroupName: `of-${user.userName}` })
    await session.iam.deactivateMFADevice({ SerialNumber: questions.device.serialNumber })
  })

  it('manages no devices but the own', async () => {
    const { user, device, other } = await userAndOthers(server)
    const session = await startSession(server, user, device, 1)
    const spare = await createDevice(server)
    for (const { iam } of [user, session]) {
      expect(await errorOf(iam.enableMFADevice({ UserName: other, ...spare.pair() }))).toEqual(
        denied(user, 'iam:EnableMFADevice', `user ${other}`, silently('iam:EnableMFADevice')),
      )
      expect(await errorOf(iam.listMFADevices({ UserName: other }))).toEqual(
        denied(user, 'iam:ListMFADevices', `user ${other}`, silently('iam:ListMFADevices')),
      )
    }
  })

  it('assumes a role with a code in the call, without a session', async () => {
    const { user, device, roleArn } = await userAndOthers(server)
    await user.sts.assumeRole({ RoleArn: roleArn, RoleSessionName: 's1', ...device.mfa(1) })
  })
})

/** The device is the user's own work; its pair ended with the current code. */
async function enrol(server: TestServer, user: TestUser): Promise<{ device: Authenticator }> {
  const device = await createDevice({ ...server, ...user })
  await user.iam.enableMFADevice({ UserName: user.userName, ...device.pair() })
  return { device }
}

async function userAndOthers(server: TestServer): Promise<Questions> {
  const user = await createUser(server, undefined, policy)
  const { userName: other } = await createUserWithDevice(server)
  return { user, other, ...(await enrol(server, user)), roleArn: (await createRole(server, [userArn(user)])).arn }
}
