import { expect, it } from 'vitest'
import { findRole } from '../../src/storage/roles.ts'
import { accountId, createUser, describeTwinlock, errorOf } from '../twinlock.ts'
import { principalIn, trust } from './trust.ts'

describeTwinlock('the principals of a trust policy', (server) => {
  const create = (RoleName: string, principal: unknown) =>
    server.iam.createRole({ RoleName, AssumeRolePolicyDocument: trust(principal) })
  const shown = async (RoleName: string) =>
    principalIn((await server.iam.getRole({ RoleName })).Role?.AssumeRolePolicyDocument)
  const stored = (RoleName: string) =>
    server.storage.read(async (queries) => (await findRole(queries, accountId, RoleName))?.trust_policy)
  const arn = (rest: string) => `arn:aws:iam::${accountId}:${rest}`

  it('forgets a user who was deleted, also when another takes the name', async () => {
    const first = await server.iam.createUser({ UserName: 'Trusted', Path: '/team/' })
    const AWS = arn('user/team/Trusted')
    await create('trusts-user', { AWS })
    expect(await stored('trusts-user')).toBe(trust({ AWS: first.User?.UserId }))
    expect(await shown('trusts-user')).toEqual({ AWS })

    await server.iam.deleteUser({ UserName: 'Trusted' })
    await server.iam.createUser({ UserName: 'Trusted', Path: '/team/' })
    expect(await shown('trusts-user')).toEqual({ AWS: first.User?.UserId })
    expect(await stored('trusts-user')).toBe(trust({ AWS: first.User?.UserId }))
    const dangling = server.iam.updateAssumeRolePolicy({
      RoleName: 'trusts-user',
      PolicyDocument: trust({ AWS: first.User?.UserId }),
    })
    const message = `Invalid principal in policy: "AWS":"${first.User?.UserId}"`
    expect(await errorOf(dangling)).toEqual(['MalformedPolicyDocument', 400, message])
  })

  it('stays with a user who is renamed', async () => {
    const { userId } = await createUser(server, 'Before')
    await create('trusts-renamed', { AWS: [arn('user/Before'), arn('root')] })
    await server.iam.updateUser({ UserName: 'Before', NewUserName: 'After', NewPath: '/moved/' })
    expect(await shown('trusts-renamed')).toEqual({ AWS: [arn('user/moved/After'), arn('root')] })
    expect(await stored('trusts-renamed')).toContain(userId)
  })

  it('forgets a role that was deleted, and its sessions', async () => {
    const { Role } = await create('Source', { Service: 'ec2.amazonaws.com' })
    const id = Role?.RoleId
    const session = `arn:aws:sts::${accountId}:assumed-role/Source/job-1`
    await create('trusts-role', { AWS: [arn('role/Source'), session] })
    expect(await shown('trusts-role')).toEqual({ AWS: [arn('role/Source'), session] })
    expect(await stored('trusts-role')).toBe(trust({ AWS: [id, `${id}:job-1`] }))
    await server.iam.deleteRole({ RoleName: 'Source' })
    await create('Source', { Service: 'ec2.amazonaws.com' })
    expect(await shown('trusts-role')).toEqual({ AWS: [id, `${id}:job-1`] })
  })

  it('shows the same in lists and instance profiles', async () => {
    await createUser(server, 'Listed')
    const AWS = arn('user/Listed')
    const RoleName = 'trusts-listed'
    await server.iam.createRole({ RoleName, Path: '/listed/', AssumeRolePolicyDocument: trust({ AWS }) })
    const { Roles } = await server.iam.listRoles({ PathPrefix: '/listed/' })
    expect(principalIn(Roles?.[0]?.AssumeRolePolicyDocument)).toEqual({ AWS })
    await server.iam.createInstanceProfile({ InstanceProfileName: RoleName })
    await server.iam.addRoleToInstanceProfile({ InstanceProfileName: RoleName, RoleName })
    const { InstanceProfile } = await server.iam.getInstanceProfile({ InstanceProfileName: RoleName })
    expect(principalIn(InstanceProfile?.Roles?.[0]?.AssumeRolePolicyDocument)).toEqual({ AWS })
  })

  it('takes accounts, those of others too, and unique ids of who exists', async () => {
    const { userId } = await createUser(server, 'ByIdentifier')
    const others = ['arn:aws:iam::999999999999:user/x', `arn:aws:sts::${accountId}:federated-user/f`]
    await create('trusts-many', { AWS: [accountId, '999999999999', ...others, userId] })
    const accounts = [arn('root'), 'arn:aws:iam::999999999999:root']
    expect(await shown('trusts-many')).toEqual({ AWS: [...accounts, ...others, arn('user/ByIdentifier')] })
  })

  it.each([
    arn('user/nobody'),
    arn('user/Existing'),
    arn('user/wrong/existing'),
    arn('user/*'),
    arn('group/g'),
    arn('role/nothing'),
    arn('user'),
    arn('root/x'),
    `arn:aws:sts::${accountId}:user/existing`,
    `arn:aws:sts::${accountId}:assumed-role/nothing/session`,
    arn('assumed-role/existing-role/session'),
    `arn:aws:sts::${accountId}:assumed-role/existing-role/*`,
    `arn:aws:sts::${accountId}:assumed-role/Existing-Role/session`,
    `arn:aws-cn:iam::${accountId}:user/existing`,
    `arn:aws:iam:us-east-1:${accountId}:user/existing`,
    'arn:aws:iam::*:root',
    'AIDAQQQQQQQQQQQQQQQQQ',
    'AROAQQQQQQQQQQQQQQQQQ:session',
    'somebody',
  ])('refuses %s', async (principal) => {
    await server.iam.createUser({ UserName: 'existing' }).catch(() => {})
    await create('existing-role', { Service: 'ec2.amazonaws.com' }).catch(() => {})
    const answer = await errorOf(create('trusts-nobody', { AWS: principal }))
    expect(answer.slice(0, 2)).toEqual(['MalformedPolicyDocument', 400])
    expect(answer[2]).toContain('nvalid principal in policy')
  })
})
