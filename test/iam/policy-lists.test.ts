import type { ListPoliciesRequest } from '@aws-sdk/client-iam'
import { expect, it } from 'vitest'
import { createPolicy as createPolicyOperation, listPolicies } from '../../src/iam/managed-policies.ts'
import { tagPolicy, untagPolicy } from '../../src/iam/policy-tags.ts'
import { getPolicyVersion } from '../../src/iam/policy-versions.ts'
import { accountId, describeTwinlock, errorOf, type TestServer } from '../twinlock.ts'
import { administratorAccess, allow, createEntity, createPolicy, type Kind, policyArn } from './policies.ts'
import { questionsOf } from './questions.ts'

describeTwinlock('lists of managed policies', (server) => {
  const namesOf = async (input: ListPoliciesRequest) => {
    const { Policies = [] } = await server.iam.listPolicies(input)
    return Policies.map((policy) => policy.PolicyName)
  }
  const pages = async (input: ListPoliciesRequest) => {
    const found = []
    for (let Marker: string | undefined, more = true; more; ) {
      const page = await server.iam.listPolicies({ ...input, Marker })
      found.push(page.Policies?.map((policy) => policy.PolicyName))
      Marker = page.Marker
      more = page.IsTruncated ?? false
    }
    return found
  }

  it("have AWS's and the account's in one order, each once, on however small pages", async () => {
    for (const name of ['administratorACCESS', 'AdministratorAccess-2', 'a', 'zzz', 'ZZ']) {
      await createPolicy(server, name, 's3:*', '/order/')
    }
    const large = (await pages({ MaxItems: 1000 })).flat()
    const sorted = large.map((name) => `${name?.toLowerCase()} `).toSorted()
    expect(large.map((name) => `${name?.toLowerCase()} `)).toEqual(sorted)
    const own = ['a', 'administratorACCESS', 'AdministratorAccess-2', 'ZZ', 'zzz']
    expect(large).toEqual(expect.arrayContaining([...own, 'AdministratorAccess']))
    expect(await namesOf({ PathPrefix: '/order/' })).toEqual(own)
    expect(await pages({ PathPrefix: '/order/', MaxItems: 2 })).toEqual([own.slice(0, 2), own.slice(2, 4), ['zzz']])
    const start = (await pages({ MaxItems: 1, PathPrefix: '/' })).flat()
    expect(start).toEqual(large)
    expect(start.indexOf('administratorACCESS')).toBe(start.indexOf('AdministratorAccess') + 1)
  })

  it('show neither tags nor descriptions', async () => {
    const Tags = [{ Key: 'k', Value: 'v' }]
    const input = { PolicyName: 'Brief', Path: '/brief/', PolicyDocument: allow('s3:*'), Description: 'long', Tags }
    await server.iam.createPolicy(input)
    const { Policies = [] } = await server.iam.listPolicies({ PathPrefix: '/brief/' })
    expect(Object.keys(Policies[0] ?? {}).sort()).toEqual(
      [
        'PolicyName',
        'PolicyId',
        'Arn',
        'Path',
        'DefaultVersionId',
        'AttachmentCount',
        'PermissionsBoundaryUsageCount',
        'IsAttachable',
        'CreateDate',
        'UpdateDate',
      ].sort(),
    )
  })

  it('have those of AWS, or those of the account', async () => {
    await createPolicy(server, 'Scoped')
    const aws = (await pages({ Scope: 'AWS', MaxItems: 1000 })).flat()
    const own = (await pages({ Scope: 'Local', MaxItems: 1000 })).flat()
    expect([aws.includes('AdministratorAccess'), aws.includes('Scoped')]).toEqual([true, false])
    expect([own.includes('AdministratorAccess'), own.includes('Scoped')]).toEqual([false, true])
  })

  it('have only those in use when asked so, and count each use apart', async () => {
    const Path = '/use/'
    const attached = await createPolicy(server, 'Use-attached', 's3:*', Path)
    const boundary = await createPolicy(server, 'Use-boundary', 's3:*', Path)
    const both = await createPolicy(server, 'Use-both', 's3:*', Path)
    await createPolicy(server, 'Use-none', 's3:*', Path)
    const user = await createEntity(server, 'user')
    const role = await createEntity(server, 'role')
    const group = await createEntity(server, 'group')
    await user.attach(attached.PolicyArn)
    await group.attach(attached.PolicyArn)
    await user.attach(both.PolicyArn)
    await user.attach(administratorAccess)
    await bound(server, 'user', user.id, both.PolicyId)
    await bound(server, 'role', role.id, boundary.PolicyId)

    const filter = { PathPrefix: Path, OnlyAttached: true }
    expect(await namesOf(filter)).toEqual(['Use-attached', 'Use-both', 'Use-boundary'])
    const permissions = { ...filter, PolicyUsageFilter: 'PermissionsPolicy' } as const
    expect(await namesOf(permissions)).toEqual(['Use-attached', 'Use-both'])
    const boundaries = { ...filter, PolicyUsageFilter: 'PermissionsBoundary' } as const
    expect(await namesOf(boundaries)).toEqual(['Use-both', 'Use-boundary'])
    // The filter alone does nothing.
    expect(await namesOf({ ...boundaries, OnlyAttached: false })).toHaveLength(4)
    expect(await namesOf({ Scope: 'AWS', OnlyAttached: true })).toEqual(['AdministratorAccess'])

    const { Policies = [] } = await server.iam.listPolicies({ PathPrefix: Path })
    const counts = Policies.map((policy) => [policy.AttachmentCount, policy.PermissionsBoundaryUsageCount])
    expect(counts).toEqual([
      [2, 0],
      [1, 1],
      [0, 1],
      [0, 0],
    ])
  })
})

describeTwinlock('entities that hold a policy', (server) => {
  it('are listed by kind with their ids, as attached or as bounded', async () => {
    const { PolicyArn, PolicyId } = await createPolicy(server, 'Entities')
    const user = await createEntity(server, 'user', '/team/')
    const bounded = await createEntity(server, 'user')
    const role = await createEntity(server, 'role')
    const group = await createEntity(server, 'group', '/team/')
    for (const entity of [user, role, group]) await entity.attach(PolicyArn)
    await bound(server, 'user', user.id, PolicyId)
    await bound(server, 'user', bounded.id, PolicyId)

    const list = async (options = {}) => {
      const input = { PolicyArn, ...options }
      const { PolicyGroups = [], PolicyUsers = [], PolicyRoles = [] } = await server.iam.listEntitiesForPolicy(input)
      return [
        ...PolicyGroups.map(({ GroupName, GroupId }) => [GroupName, GroupId]),
        ...PolicyRoles.map(({ RoleName, RoleId }) => [RoleName, RoleId]),
        ...PolicyUsers.map(({ UserName, UserId }) => [UserName, UserId]),
      ]
    }
    const shown = ({ name, id }: { name: string; id: string }) => [name, id]
    expect(await list()).toEqual([group, role, user, bounded].map(shown))
    expect(await list({ EntityFilter: 'User' })).toEqual([user, bounded].map(shown))
    expect(await list({ EntityFilter: 'AWSManagedPolicy' })).toEqual([])
    expect(await list({ PathPrefix: '/team/' })).toEqual([group, user].map(shown))
    expect(await list({ PolicyUsageFilter: 'PermissionsBoundary' })).toEqual([user, bounded].map(shown))
    expect(await list({ PolicyUsageFilter: 'PermissionsPolicy' })).toEqual([group, role, user].map(shown))

    const first = await server.iam.listEntitiesForPolicy({ PolicyArn, MaxItems: 3 })
    expect([first.PolicyUsers?.length, first.IsTruncated]).toEqual([1, true])
    expect(await list({ Marker: first.Marker })).toEqual([bounded].map(shown))
  })

  it('are none of a policy that nobody holds, and cannot be asked of an unknown one', async () => {
    const { PolicyArn } = await createPolicy(server, 'Lonely')
    const empty = { PolicyGroups: [], PolicyUsers: [], PolicyRoles: [], IsTruncated: false }
    expect(await server.iam.listEntitiesForPolicy({ PolicyArn })).toMatchObject(empty)
    const unknown = policyArn('nobody-knows')
    const notFound = ['NoSuchEntity', 404, `Policy ${unknown} was not found.`]
    expect(await errorOf(server.iam.listEntitiesForPolicy({ PolicyArn: unknown }))).toEqual(notFound)
  })
})

describeTwinlock('what is asked about policies', (server) => {
  it('is to create the policy, and to tag it', async () => {
    const input = { PolicyName: 'New', Path: '/p/', PolicyDocument: '', Tags: [{ Key: 'team', Value: 'red' }] }
    const on = {
      resource: `arn:aws:iam::${accountId}:policy/p/New`,
      resourceName: 'policy New',
      context: { 'aws:RequestTag/team': ['red'], 'aws:TagKeys': ['team'] },
    }
    expect(await questionsOf(server, createPolicyOperation, input)).toEqual([
      { action: 'iam:CreatePolicy', ...on },
      { action: 'iam:TagPolicy', ...on },
    ])
  })

  it('matches the policy by its ARN as stored, and its tags by its id', async () => {
    const { PolicyArn, PolicyId } = await createPolicy(server, 'Named')
    const input = { PolicyArn: policyArn('nAMED'), VersionId: 'v1' }
    const on = { resource: PolicyArn, resourceName: `policy ${PolicyArn}`, resourceId: PolicyId }
    const resourceName = `policy ${input.PolicyArn}`
    const get = { action: 'iam:GetPolicyVersion', ...on, resourceName, context: {} }
    expect(await questionsOf(server, getPolicyVersion, input)).toEqual([get])
    const context = { 'aws:TagKeys': ['team'] }
    const untag = { PolicyArn, TagKeys: ['team'] }
    expect(await questionsOf(server, untagPolicy, untag)).toEqual([{ action: 'iam:UntagPolicy', ...on, context }])
    const tag = { PolicyArn, Tags: [{ Key: 'team', Value: 'red' }] }
    const tagContext = { 'aws:RequestTag/team': ['red'], ...context }
    expect(await questionsOf(server, tagPolicy, tag)).toEqual([{ action: 'iam:TagPolicy', ...on, context: tagContext }])
  })

  it('has no resource for lists', async () => {
    const list = { action: 'iam:ListPolicies', resource: '*', resourceName: 'policy path /' }
    expect(await questionsOf(server, listPolicies, {})).toEqual([list])
  })
})

/** Straight into the tables: what sets boundaries is tested on its own. */
async function bound({ storage }: TestServer, kind: Exclude<Kind, 'group'>, id: string, policyId: string) {
  const boundary = { permissions_boundary_id: policyId }
  await storage.transaction(async (queries) => {
    if (kind === 'user') await queries.updateTable('users').set(boundary).where('user_id', '=', id).execute()
    else await queries.updateTable('roles').set(boundary).where('role_id', '=', id).execute()
  })
}
