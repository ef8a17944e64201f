import { expect, it } from 'vitest'
import { deleteRolePolicy, deleteUserPolicy, putRolePolicy, putUserPolicy } from '../../src/iam/inline-policies.ts'
import {
  deleteRolePermissionsBoundary,
  deleteUserPermissionsBoundary,
  putRolePermissionsBoundary,
  putUserPermissionsBoundary,
} from '../../src/iam/permissions-boundaries.ts'
import { attachRolePolicy, attachUserPolicy } from '../../src/iam/policy-attachments.ts'
import { createRole } from '../../src/iam/roles.ts'
import { createUser } from '../../src/iam/users.ts'
import { accountId, createUser as createUserWithKey, describeTwinlock, errorOf } from '../twinlock.ts'
import { administratorAccess, allow, createPolicy, policyArn } from './policies.ts'
import { questionsOf } from './questions.ts'

const notAttachable = (arn: string) => ['NoSuchEntity', 404, `Scope ARN: ${arn} does not exist or is not attachable.`]
const invalid = (arn: string) => [
  'ValidationError',
  400,
  `Value (${arn}) for parameter PermissionsBoundary is invalid.`,
]
const attached = (PermissionsBoundaryArn: string) => ({ PermissionsBoundaryType: 'Policy', PermissionsBoundaryArn })
const trust = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { AWS: accountId }, Action: 'sts:AssumeRole' }],
})

describeTwinlock('the permissions boundary', (server) => {
  const boundaryOfUser = async (UserName: string) => (await server.iam.getUser({ UserName })).User?.PermissionsBoundary
  const boundaryOfRole = async (RoleName: string) => (await server.iam.getRole({ RoleName })).Role?.PermissionsBoundary

  it('of a user is given at creation, and answered by GetUser, not by lists', async () => {
    const { PolicyArn: PermissionsBoundary } = await createPolicy(server, 'At-creation', 's3:*', '/p/')
    const UserName = 'bounded'
    const { User } = await server.iam.createUser({ UserName, PermissionsBoundary })
    expect(User?.PermissionsBoundary).toEqual(attached(PermissionsBoundary))
    expect((await server.iam.getUser({ UserName })).User).toEqual(User)
    const { Users = [] } = await server.iam.listUsers({})
    expect(Users.map((user) => 'PermissionsBoundary' in user)).toEqual([false])
    await server.iam.createGroup({ GroupName: 'of-bounded' })
    await server.iam.addUserToGroup({ GroupName: 'of-bounded', UserName })
    expect((await server.iam.getGroup({ GroupName: 'of-bounded' })).Users).toEqual(Users)
  })

  it('of a user is put, put again and deleted', async () => {
    const { PolicyArn: first } = await createPolicy(server, 'First')
    const UserName = 'Later'
    await server.iam.createUser({ UserName })
    expect(await boundaryOfUser(UserName)).toBeUndefined()
    const put = (PermissionsBoundary: string) =>
      server.iam.putUserPermissionsBoundary({ UserName: 'LATER', PermissionsBoundary })
    await put(first)
    expect(await boundaryOfUser(UserName)).toEqual(attached(first))
    await put(administratorAccess)
    expect(await boundaryOfUser(UserName)).toEqual(attached(administratorAccess))
    await server.iam.deleteUserPermissionsBoundary({ UserName: 'later' })
    expect(await boundaryOfUser(UserName)).toBeUndefined()
    // There is nothing to delete, and no error.
    await server.iam.deleteUserPermissionsBoundary({ UserName })
  })

  it('of a role is the same', async () => {
    const { PolicyArn: PermissionsBoundary } = await createPolicy(server, 'Of-role')
    const RoleName = 'Bounded-role'
    const { Role } = await server.iam.createRole({ RoleName, AssumeRolePolicyDocument: trust, PermissionsBoundary })
    expect(Role?.PermissionsBoundary).toEqual(attached(PermissionsBoundary))
    await server.iam.deleteRolePermissionsBoundary({ RoleName: 'BOUNDED-role' })
    expect(await boundaryOfRole(RoleName)).toBeUndefined()
    await server.iam.deleteRolePermissionsBoundary({ RoleName })
    await server.iam.putRolePermissionsBoundary({ RoleName: 'bounded-ROLE', PermissionsBoundary })
    expect(await boundaryOfRole(RoleName)).toEqual(attached(PermissionsBoundary))
    await server.iam.deleteRole({ RoleName })
  })

  it('is answered under the name that the policy is stored under', async () => {
    const { PolicyArn } = await createPolicy(server, 'Spelt-So')
    await server.iam.createUser({ UserName: 'spelling', PermissionsBoundary: policyArn('SPELT-so') })
    expect(await boundaryOfUser('spelling')).toEqual(attached(PolicyArn))
  })

  it('has to be a policy that exists', async () => {
    const unknown = policyArn('unknown')
    await server.iam.createUser({ UserName: 'unbounded' })
    await server.iam.createRole({ RoleName: 'unbounded', AssumeRolePolicyDocument: trust })
    const requests = (PermissionsBoundary: string) => [
      server.iam.createUser({ UserName: 'never', PermissionsBoundary }),
      server.iam.createRole({ RoleName: 'never', AssumeRolePolicyDocument: trust, PermissionsBoundary }),
      server.iam.putUserPermissionsBoundary({ UserName: 'unbounded', PermissionsBoundary }),
      server.iam.putRolePermissionsBoundary({ RoleName: 'unbounded', PermissionsBoundary }),
    ]
    const errors = (arn: string) => Promise.all(requests(arn).map(errorOf))
    expect(await errors(unknown)).toEqual(Array(4).fill(notAttachable(unknown)))
    for (const arn of ['arn:aws:iam::aws:policy/No', 'arn:aws:iam::210987654321:policy/First']) {
      expect(await errors(arn)).toEqual(Array(4).fill(notAttachable(arn)))
    }
    for (const arn of [
      'no ARN of twenty characters',
      `arn:aws:iam::${accountId}:user/unbounded`,
      'arn:aws:s3:::a/policy/b',
    ]) {
      expect(await errors(arn)).toEqual(Array(4).fill(invalid(arn)))
    }
    expect([await boundaryOfUser('unbounded'), await boundaryOfRole('unbounded')]).toEqual([undefined, undefined])
    expect((await errorOf(server.iam.getUser({ UserName: 'never' })))[0]).toBe('NoSuchEntity')
    expect((await errorOf(server.iam.getRole({ RoleName: 'never' })))[0]).toBe('NoSuchEntity')
  })

  it('is somebody’s', async () => {
    const [UserName, PermissionsBoundary] = ['nobody', administratorAccess]
    const noUser = ['NoSuchEntity', 404, 'The user with name nobody cannot be found.']
    const noRole = ['NoSuchEntity', 404, 'The role with name nobody cannot be found.']
    expect(await errorOf(server.iam.putUserPermissionsBoundary({ UserName, PermissionsBoundary }))).toEqual(noUser)
    expect(await errorOf(server.iam.deleteUserPermissionsBoundary({ UserName }))).toEqual(noUser)
    const RoleName = UserName
    expect(await errorOf(server.iam.putRolePermissionsBoundary({ RoleName, PermissionsBoundary }))).toEqual(noRole)
    expect(await errorOf(server.iam.deleteRolePermissionsBoundary({ RoleName }))).toEqual(noRole)
  })

  it('of a service-linked role cannot be changed', async () => {
    const { Role } = await server.iam.createServiceLinkedRole({ AWSServiceName: 'ecs.amazonaws.com' })
    const RoleName = Role?.RoleName ?? ''
    const message = `Cannot perform the operation on the protected role '${RoleName}' - this role is only modifiable by AWS`
    const requests = [
      server.iam.putRolePermissionsBoundary({ RoleName, PermissionsBoundary: administratorAccess }),
      server.iam.deleteRolePermissionsBoundary({ RoleName }),
      server.iam.putRolePolicy({ RoleName, PolicyName: 'p', PolicyDocument: allow('s3:*') }),
      server.iam.deleteRolePolicy({ RoleName, PolicyName: 'p' }),
    ]
    const refused = ['UnmodifiableEntity', 400, message]
    expect(await Promise.all(requests.map(errorOf))).toEqual(requests.map(() => refused))
  })

  it('goes with the user, and then no longer keeps the policy', async () => {
    const { PolicyArn } = await createPolicy(server, 'Going')
    await server.iam.createUser({ UserName: 'going', PermissionsBoundary: PolicyArn })
    expect((await errorOf(server.iam.deletePolicy({ PolicyArn }))).slice(0, 2)).toEqual(['DeleteConflict', 409])
    await server.iam.deleteUser({ UserName: 'going' })
    await server.iam.deletePolicy({ PolicyArn })
  })

  it('holds at once whom a policy allows more', async () => {
    const { PolicyArn: PermissionsBoundary } = await createPolicy(server, 'Only-groups', 'iam:ListGroups')
    const bob = await createUserWithKey(server, 'held')
    await server.iam.putUserPolicy({ UserName: 'held', PolicyName: 'all', PolicyDocument: allow('*') })
    await bob.iam.listUsers()
    await server.iam.putUserPermissionsBoundary({ UserName: 'held', PermissionsBoundary })
    await bob.iam.listGroups()
    const refused = `User: arn:aws:iam::${accountId}:user/held is not authorized to perform: iam:ListUsers on resource: arn:aws:iam::${accountId}:user/ because no permissions boundary allows the iam:ListUsers action`
    expect(await errorOf(bob.iam.listUsers())).toEqual(['AccessDenied', 403, refused])
    await server.iam.deleteUserPermissionsBoundary({ UserName: 'held' })
    await bob.iam.listUsers()
  })

  it('can be demanded of whoever creates users', async () => {
    const { PolicyArn: PermissionsBoundary } = await createPolicy(server, 'Demanded')
    const bob = await createUserWithKey(server, 'delegate')
    const Condition = { StringEquals: { 'iam:PermissionsBoundary': PermissionsBoundary } }
    const Action = ['iam:CreateUser', 'iam:PutUserPolicy', 'iam:PutUserPermissionsBoundary']
    const Statement = [{ Effect: 'Allow', Action, Resource: '*', Condition }]
    const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement })
    await server.iam.putUserPolicy({ UserName: 'delegate', PolicyName: 'delegation', PolicyDocument })
    expect((await errorOf(bob.iam.createUser({ UserName: 'made' })))[0]).toBe('AccessDenied')
    const other = { UserName: 'made', PermissionsBoundary: administratorAccess }
    expect((await errorOf(bob.iam.createUser(other)))[0]).toBe('AccessDenied')
    await bob.iam.createUser({ UserName: 'made', PermissionsBoundary })
    expect((await errorOf(bob.iam.putUserPermissionsBoundary(other)))[0]).toBe('AccessDenied')
    const policy = { PolicyName: 'p', PolicyDocument: allow('*') }
    await bob.iam.putUserPolicy({ UserName: 'made', ...policy })
    // The delegate's own rights stay as they are: there is no such boundary on the delegate.
    expect((await errorOf(bob.iam.putUserPolicy({ UserName: 'delegate', ...policy })))[0]).toBe('AccessDenied')
  })
})

describeTwinlock('what is asked about a permissions boundary', (server) => {
  it('is the one that is wanted, in its stored spelling, or the one that is there', async () => {
    const { PolicyArn } = await createPolicy(server, 'Present')
    const { PolicyArn: wanted } = await createPolicy(server, 'Wanted')
    const PermissionsBoundary = policyArn('WANTED')
    const create = { AssumeRolePolicyDocument: trust, PermissionsBoundary: PolicyArn }
    await server.iam.createUser({ UserName: 'asked', PermissionsBoundary: PolicyArn })
    await server.iam.createRole({ RoleName: 'asked', ...create })
    const of = (arn: string) => [{ context: { 'iam:PermissionsBoundary': [arn] } }]
    const user = { UserName: 'asked', PolicyName: 'p', PolicyDocument: '', PolicyArn }
    const role = { RoleName: 'asked', PolicyName: 'p', PolicyDocument: '', PolicyArn }
    for (const operation of [putUserPolicy, deleteUserPolicy, attachUserPolicy, deleteUserPermissionsBoundary]) {
      expect(await questionsOf(server, operation as typeof putUserPolicy, user)).toMatchObject(of(PolicyArn))
    }
    for (const operation of [putRolePolicy, deleteRolePolicy, attachRolePolicy, deleteRolePermissionsBoundary]) {
      expect(await questionsOf(server, operation as typeof putRolePolicy, role)).toMatchObject(of(PolicyArn))
    }
    const sets = await Promise.all([
      questionsOf(server, putUserPermissionsBoundary, { ...user, PermissionsBoundary }),
      questionsOf(server, putRolePermissionsBoundary, { ...role, PermissionsBoundary }),
      questionsOf(server, createUser, { UserName: 'new', PermissionsBoundary }),
      questionsOf(server, createRole, { RoleName: 'new', ...create, PermissionsBoundary }),
    ])
    for (const questions of sets) expect(questions).toMatchObject(of(wanted))
  })
})
