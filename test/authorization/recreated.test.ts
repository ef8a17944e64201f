/** Whoever is created again under the name of another gains nothing by it. */
import { expect, it } from 'vitest'
import { assume, createRole, deleteUser, userArn } from '../sts/sessions.ts'
import { createUser, describeTwinlock } from '../twinlock.ts'
import { outcomeOf, policy } from './nodes.ts'

describeTwinlock('Under the name of one who is gone', (server) => {
  it('a user has neither the policies, groups and keys, nor the trust', async () => {
    const former = await createUser(server, 'Returning', JSON.parse(policy('*')))
    const role = await createRole(server, [userArn(former)])
    await assume(server, former, role)
    const GroupName = 'of-returning'
    await server.iam.createGroup({ GroupName })
    await server.iam.putGroupPolicy({ GroupName, PolicyName: 'p', PolicyDocument: policy('*') })
    const membership = { GroupName, UserName: former.userName }
    await server.iam.addUserToGroup(membership)
    await server.iam.removeUserFromGroup(membership)
    await deleteUser(server, former)

    const latter = await createUser(server, 'Returning', null)
    expect(await outcomeOf(latter.iam.listUsers({}))).toBe('AccessDenied')
    expect(await outcomeOf(assume(server, latter, role))).toBe('AccessDenied')
    expect(await outcomeOf(former.iam.listUsers({}))).toBe('InvalidClientTokenId')
    // Not by another policy's word either: the role trusts him who is gone.
    const PolicyDocument = policy('*')
    await server.iam.putUserPolicy({ UserName: 'Returning', PolicyName: 'p', PolicyDocument })
    expect(await outcomeOf(assume(server, latter, role))).toBe('AccessDenied')
  })

  it('a role revives no session', async () => {
    const user = await createUser(server, undefined, null)
    const role = await createRole(server, [userArn(user)], { name: 'Reviving' })
    const session = await assume(server, user, role)
    await server.iam.deleteRole({ RoleName: role.name })
    await createRole(server, [userArn(user)], { name: 'Reviving' })
    await server.iam.putRolePolicy({ RoleName: role.name, PolicyName: 'p', PolicyDocument: policy('*') })
    expect(await outcomeOf(session.iam.listUsers({}))).toBe('InvalidClientTokenId')
    await (await assume(server, user, role)).iam.listUsers({})
  })

  it('and in other letters, policies mean the name that is stored', async () => {
    const asker = await createUser(server, undefined, null)
    await createUser(server, 'Mixed-Case', null)
    const put = (name: string) => {
      const PolicyDocument = policy('iam:GetUser', { Resource: `arn:aws:iam::*:user/${name}` })
      return server.iam.putUserPolicy({ UserName: asker.userName, PolicyName: 'p', PolicyDocument })
    }
    const ask = (UserName: string) => outcomeOf(asker.iam.getUser({ UserName }))
    await put('Mixed-Case')
    expect([await ask('Mixed-Case'), await ask('MIXED-CASE')]).toEqual(['allowed', 'allowed'])
    await put('MIXED-CASE')
    expect([await ask('Mixed-Case'), await ask('MIXED-CASE')]).toEqual(['AccessDenied', 'AccessDenied'])
  })
})
