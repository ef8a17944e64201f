/** Every change of what somebody may do is obeyed by the next request, at every node. */
import { expect, it } from 'vitest'
import { unableToValidate } from '../refusals.ts'
import { assume, createRole, deleteUser, userArn } from '../sts/sessions.ts'
import {
  accountId,
  type Clients,
  createUser,
  createUserWithDevice,
  errorOf,
  startSession,
  type TestServer,
} from '../twinlock.ts'
import { describeNodes, expectChange, policy } from './nodes.ts'

const gained = ['AccessDenied', 'allowed'] as const
const lost = ['allowed', 'AccessDenied'] as const
const dead = ['allowed', 'InvalidClientTokenId'] as const

const listUsers = ({ iam }: Clients) => iam.listUsers({ MaxItems: 1 })
const allowed = policy('iam:ListUsers')
const denied = policy('iam:ListUsers', { Effect: 'Deny' })
const other = policy('iam:ListRoles')

describeNodes('A change', (nodes) => {
  const root = () => nodes[0] as TestServer
  const createNobody = async (ask: (clients: Clients) => Promise<unknown> = listUsers) => {
    const { userName: UserName, credentials } = await createUser(root(), undefined, null)
    return { UserName, probe: { credentials, ask }, credentials }
  }

  it('of an inline policy', async () => {
    const { UserName, probe } = await createNobody()
    const named = { UserName, PolicyName: 'p' }
    const put = (PolicyDocument: string) => () => root().iam.putUserPolicy({ ...named, PolicyDocument })
    await expectChange(nodes, probe, gained, put(allowed))
    await expectChange(nodes, probe, lost, put(denied))
    await expectChange(nodes, probe, gained, put(allowed))
    await expectChange(nodes, probe, lost, () => root().iam.deleteUserPolicy(named))
  })

  it('of a group, its policies and its members', async () => {
    const { UserName, probe } = await createNobody()
    const GroupName = `of-${UserName}`
    await root().iam.createGroup({ GroupName })
    const named = { GroupName, PolicyName: 'p' }
    await root().iam.putGroupPolicy({ ...named, PolicyDocument: allowed })
    await expectChange(nodes, probe, gained, () => root().iam.addUserToGroup({ GroupName, UserName }))
    await expectChange(nodes, probe, lost, () => root().iam.removeUserFromGroup({ GroupName, UserName }))
    await expectChange(nodes, probe, gained, () => root().iam.addUserToGroup({ GroupName, UserName }))
    await expectChange(nodes, probe, lost, () => root().iam.deleteGroupPolicy(named))
    const PolicyArn = 'arn:aws:iam::aws:policy/IAMReadOnlyAccess'
    await expectChange(nodes, probe, gained, () => root().iam.attachGroupPolicy({ GroupName, PolicyArn }))
    await expectChange(nodes, probe, lost, () => root().iam.detachGroupPolicy({ GroupName, PolicyArn }))
  })

  it('of a managed policy, its attachment and its default version', async () => {
    const { UserName, probe } = await createNobody()
    const PolicyArn = await createManaged(root(), UserName, allowed)
    await expectChange(nodes, probe, gained, () => root().iam.attachUserPolicy({ UserName, PolicyArn }))
    const version = { PolicyArn, PolicyDocument: denied, SetAsDefault: true }
    await expectChange(nodes, probe, lost, () => root().iam.createPolicyVersion(version))
    const setDefault = (VersionId: string) => () => root().iam.setDefaultPolicyVersion({ PolicyArn, VersionId })
    await expectChange(nodes, probe, gained, setDefault('v1'))
    await expectChange(nodes, probe, lost, setDefault('v2'))
    await expectChange(nodes, probe, gained, setDefault('v1'))
    await expectChange(nodes, probe, lost, () => root().iam.detachUserPolicy({ UserName, PolicyArn }))
  })

  it('of a permissions boundary, of a user and of a role', async () => {
    const { UserName, probe } = await createNobody()
    await root().iam.putUserPolicy({ UserName, PolicyName: 'p', PolicyDocument: allowed })
    const PermissionsBoundary = await createManaged(root(), UserName, other)
    await expectChange(nodes, probe, lost, () =>
      root().iam.putUserPermissionsBoundary({ UserName, PermissionsBoundary }),
    )
    await expectChange(nodes, probe, gained, () => root().iam.deleteUserPermissionsBoundary({ UserName }))

    const role = await createRole(root(), [userArn({ userName: UserName })])
    const RoleName = role.name
    const { credentials } = await assume(root(), root().as(probe.credentials), role)
    const session = { credentials, ask: listUsers }
    const named = { RoleName, PolicyName: 'p' }
    await expectChange(nodes, session, gained, () => root().iam.putRolePolicy({ ...named, PolicyDocument: allowed }))
    await expectChange(nodes, session, lost, () => {
      return root().iam.putRolePermissionsBoundary({ RoleName, PermissionsBoundary })
    })
    await expectChange(nodes, session, gained, () => root().iam.deleteRolePermissionsBoundary({ RoleName }))
    await expectChange(nodes, session, lost, () => root().iam.deleteRolePolicy(named))
  })

  it('of an access key', async () => {
    const { UserName, probe, credentials } = await createNobody()
    await root().iam.putUserPolicy({ UserName, PolicyName: 'p', PolicyDocument: allowed })
    const key = { UserName, AccessKeyId: credentials.accessKeyId }
    await expectChange(nodes, probe, dead, () => root().iam.updateAccessKey({ ...key, Status: 'Inactive' }))
    await root().iam.updateAccessKey({ ...key, Status: 'Active' })
    await expectChange(nodes, probe, dead, () => root().iam.deleteAccessKey(key))
  })

  it('of an MFA device: its next code is no code any more', async () => {
    const user = await createUserWithDevice(root())
    for (const [index, node] of nodes.entries()) await startSession(node, node.as(user.credentials), user.device, index)
    await root().iam.deactivateMFADevice({ UserName: user.userName, SerialNumber: user.device.serialNumber })
    for (const node of nodes.toReversed()) {
      const request = node.as(user.credentials).sts.getSessionToken(user.device.mfa(2))
      expect(await errorOf(request)).toEqual(unableToValidate)
    }
  })

  it('of a tag, of the caller or of what is asked about', async () => {
    const { UserName, probe } = await createNobody()
    const Condition = { StringEquals: { 'aws:PrincipalTag/Team': 'red' } }
    const PolicyDocument = policy('iam:ListUsers', { Condition })
    await root().iam.putUserPolicy({ UserName, PolicyName: 'p', PolicyDocument })
    const tag = (Value: string) => () => root().iam.tagUser({ UserName, Tags: [{ Key: 'Team', Value }] })
    await expectChange(nodes, probe, gained, tag('red'))
    await expectChange(nodes, probe, lost, tag('blue'))
    await expectChange(nodes, probe, gained, tag('red'))
    await expectChange(nodes, probe, lost, () => root().iam.untagUser({ UserName, TagKeys: ['Team'] }))

    const about = await createNobody(({ iam }) => iam.getUser({ UserName }))
    const onRed = policy('iam:GetUser', { Condition: { StringEquals: { 'aws:ResourceTag/Team': 'red' } } })
    await root().iam.putUserPolicy({ UserName: about.UserName, PolicyName: 'p', PolicyDocument: onRed })
    await expectChange(nodes, about.probe, gained, tag('red'))
    await expectChange(nodes, about.probe, lost, tag('blue'))
  })

  it('of a trust policy, and the end of a role', async () => {
    const { UserName, credentials } = await createNobody()
    const arn = userArn({ userName: UserName })
    const role = await createRole(root(), [arn])
    const RoleName = role.name
    const probe = {
      credentials,
      ask: ({ sts }: Clients) => sts.assumeRole({ RoleArn: role.arn, RoleSessionName: 's1' }),
    }
    const trust = (Effect: string) => () => {
      const Statement = [{ Effect, Principal: { AWS: arn }, Action: 'sts:AssumeRole' }]
      const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement })
      return root().iam.updateAssumeRolePolicy({ RoleName, PolicyDocument })
    }
    await expectChange(nodes, probe, lost, trust('Deny'))
    await expectChange(nodes, probe, gained, trust('Allow'))

    const session = await assume(root(), root().as(credentials), role)
    const identity = { credentials: session.credentials, ask: ({ sts }: Clients) => sts.getCallerIdentity({}) }
    await expectChange(nodes, identity, dead, () => root().iam.deleteRole({ RoleName }))
    // The same name belongs to another role from now on.
    const recreated = () => createRole(root(), [`arn:aws:iam::${accountId}:root`], { name: RoleName })
    await expectChange(nodes, identity, ['InvalidClientTokenId', 'InvalidClientTokenId'], recreated)
    await expectChange(nodes, probe, gained, trust('Allow'))
    await expectChange(nodes, identity, ['InvalidClientTokenId', 'InvalidClientTokenId'], trust('Allow'))
  })

  it('of a managed policy that narrows a session', async () => {
    const { UserName, credentials } = await createNobody()
    const role = await createRole(root(), [userArn({ userName: UserName })])
    await root().iam.putRolePolicy({ RoleName: role.name, PolicyName: 'p', PolicyDocument: allowed })
    const arn = await createManaged(root(), UserName, allowed)
    const session = await assume(root(), root().as(credentials), role, { PolicyArns: [{ arn }] })
    const probe = { credentials: session.credentials, ask: listUsers }
    const version = { PolicyArn: arn, PolicyDocument: other, SetAsDefault: true }
    await expectChange(nodes, probe, lost, () => root().iam.createPolicyVersion(version))
  })

  it('of a user: the path counts at once, and sessions end with the user', async () => {
    const user = await createUserWithDevice(root())
    const UserName = user.userName
    await root().iam.updateUser({ UserName, NewPath: '/staff/' })
    const Resource = `arn:aws:iam::${accountId}:user/staff/*`
    const PolicyDocument = policy('iam:GetUser', { Resource })
    const asker = await createNobody(({ iam }) => iam.getUser({ UserName: UserName.toUpperCase() }))
    await root().iam.putUserPolicy({ UserName: asker.UserName, PolicyName: 'p', PolicyDocument })
    const move = (NewPath: string) => () => root().iam.updateUser({ UserName, NewPath })
    await expectChange(nodes, asker.probe, lost, move('/left/'))
    await expectChange(nodes, asker.probe, gained, move('/staff/'))

    const session = await startSession(root(), user, user.device, 1)
    const probe = { credentials: session.credentials, ask: ({ sts }: Clients) => sts.getCallerIdentity({}) }
    await root().iam.deactivateMFADevice({ UserName, SerialNumber: user.device.serialNumber })
    await expectChange(nodes, probe, dead, () => deleteUser(root(), user))
  })
})

async function createManaged({ iam }: TestServer, PolicyName: string, PolicyDocument: string): Promise<string> {
  return (await iam.createPolicy({ PolicyName, PolicyDocument })).Policy?.Arn ?? ''
}
