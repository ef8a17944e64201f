import { describe, expect, it } from 'vitest'
import { grantsAccess } from '../../src/iam/service-access.ts'
import { describeTwinlock, errorOf } from '../twinlock.ts'
import { administratorAccess, allow, createEntity, createPolicy } from './policies.ts'

describe('a document grants access to a service', () => {
  const statement = (parts: object) => ({ Statement: [{ Effect: 'Allow' as const, ...parts }] })

  it.each([
    [true, { Action: ['s3:GetObject'] }],
    [true, { Action: ['ec2:*', 'S3:Get*'] }],
    [true, { Action: ['*'] }],
    [false, { Action: ['s3-outposts:*', 's3express:*'] }],
    [false, { Action: ['s3:*'], Effect: 'Deny' as const }],
    [true, { NotAction: ['iam:*', 's3:GetObject'] }],
    [false, { NotAction: ['s3:*'] }],
    [false, { NotAction: ['*'] }],
  ])('%s: %j', (expected, parts) => {
    expect(grantsAccess(statement(parts), 's3')).toBe(expected)
  })
})

describeTwinlock('policies that grant access to a service', (server) => {
  const list = async (Arn: string, ...ServiceNamespaces: string[]) => {
    const answer = await server.iam.listPoliciesGrantingServiceAccess({ Arn, ServiceNamespaces })
    return answer.PoliciesGrantingServiceAccess
  }

  it("are the user's own and those of its groups, managed and inline, each once", async () => {
    const user = await createEntity(server, 'user')
    const group = await createEntity(server, 'group')
    const { PolicyArn } = await createPolicy(server, 'Grants-s3')
    await user.attach(PolicyArn)
    await group.attach(PolicyArn)
    await group.attach(administratorAccess)
    await server.iam.addUserToGroup({ UserName: user.name, GroupName: group.name })
    const document = { PolicyName: 'inline', PolicyDocument: allow('ec2:*') }
    await server.iam.putUserPolicy({ UserName: user.name, ...document })
    const own = { PolicyName: 'Grants-s3', PolicyType: 'MANAGED', PolicyArn }
    const admin = { PolicyName: 'AdministratorAccess', PolicyType: 'MANAGED', PolicyArn: administratorAccess }
    const inline = { PolicyName: 'inline', PolicyType: 'INLINE', EntityType: 'USER', EntityName: user.name }
    const { User } = await server.iam.getUser({ UserName: user.name })
    expect(await list(User?.Arn ?? '', 's3', 'ec2', 'sqs')).toEqual([
      { ServiceNamespace: 's3', Policies: [own, admin] },
      { ServiceNamespace: 'ec2', Policies: [inline, admin] },
      { ServiceNamespace: 'sqs', Policies: [admin] },
    ])
  })

  it('are of a role and a group their own alone, by the version that applies', async () => {
    const role = await createEntity(server, 'role', '/p/')
    const group = await createEntity(server, 'group')
    const { PolicyArn } = await createPolicy(server, 'Grants-later')
    await role.attach(PolicyArn)
    await group.attach(PolicyArn)
    await server.iam.createPolicyVersion({ PolicyArn, PolicyDocument: allow('sqs:*'), SetAsDefault: true })
    const { Role } = await server.iam.getRole({ RoleName: role.name })
    const { Group } = await server.iam.getGroup({ GroupName: group.name })
    for (const arn of [Role?.Arn ?? '', Group?.Arn ?? '']) {
      const granting = await list(arn, 's3', 'sqs')
      expect(granting?.map(({ Policies }) => Policies?.map((policy) => policy.PolicyName))).toEqual([
        [],
        ['Grants-later'],
      ])
    }
  })

  it('come in pages of a hundred services', async () => {
    const { id: _, name } = await createEntity(server, 'user')
    const { User } = await server.iam.getUser({ UserName: name })
    const input = { Arn: User?.Arn ?? '', ServiceNamespaces: Array.from({ length: 150 }, (_, n) => `service-${n}`) }
    const first = await server.iam.listPoliciesGrantingServiceAccess(input)
    expect([first.PoliciesGrantingServiceAccess?.length, first.IsTruncated]).toEqual([100, true])
    const rest = await server.iam.listPoliciesGrantingServiceAccess({ ...input, Marker: first.Marker })
    expect(rest.PoliciesGrantingServiceAccess?.map((entry) => entry.ServiceNamespace)).toEqual(
      input.ServiceNamespaces.slice(100),
    )
  })

  it.each(['user/nobody', 'user/p/', 'group/x/y', 'root', 'mfa/nobody'])('are not known of %s', async (resource) => {
    const arn = `arn:aws:iam::123456789012:${resource}`
    expect(await errorOf(list(arn, 's3'))).toEqual(['NoSuchEntity', 404, `ARN ${arn} was not found.`])
  })
})
