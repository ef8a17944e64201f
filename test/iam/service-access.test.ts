import { expect, it } from 'vitest'
import { accountId, describeTwinlock, errorOf } from '../twinlock.ts'
import { administratorAccess, allow, createEntity, createPolicy } from './policies.ts'

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
    const invalid = ['ValidationError', 400, 'Invalid Marker. Please pass the Marker of the page before, unchanged.']
    for (const Marker of ['v1.', 'v1.-5', 'v1.service-150', first.Marker?.slice(1)]) {
      expect(await errorOf(server.iam.listPoliciesGrantingServiceAccess({ ...input, Marker }))).toEqual(invalid)
    }
  })

  it('are each asked about once, in the order of the question', async () => {
    const role = await createEntity(server, 'role', '/q/')
    const arn = `arn:aws:iam::${accountId}:role/other/path/${role.name.toUpperCase()}`
    expect((await list(arn, 'sqs', 's3', 'sqs'))?.map((entry) => entry.ServiceNamespace)).toEqual(['sqs', 's3'])
  })

  const message = {
    missing: (arn: string) => `ARN ${arn} does not exist.`,
    unsupported: (arn: string) => `Invalid Entity Arn: ${arn} is not supported.`,
  }

  it.each(['user/nobody', 'group/x/nobody', 'role/nobody', 'policy/nobody'])(
    'are not known of %s',
    async (resource) => {
      const arn = `arn:aws:iam::${accountId}:${resource}`
      expect(await errorOf(list(arn, 's3'))).toEqual(['NoSuchEntity', 404, message.missing(arn)])
    },
  )

  it.each(['root', 'mfa/nobody', 'user/p/'])('are not asked about of %s', async (resource) => {
    const arn = `arn:aws:iam::${accountId}:${resource}`
    expect(await errorOf(list(arn, 's3'))).toEqual(['InvalidInput', 400, message.unsupported(arn)])
  })

  it('are not asked about of policies, nor with names that no service has', async () => {
    expect(await errorOf(list(administratorAccess, 's3'))).toEqual([
      'InvalidInput',
      400,
      message.unsupported(administratorAccess),
    ])
    const { name } = await createEntity(server, 'user')
    const request = list(`arn:aws:iam::${accountId}:user/${name}`, 'S3', 'iam', 'a_b')
    expect(await errorOf(request)).toEqual(['InvalidInput', 400, 'Invalid service namespace: [S3, a_b]'])
  })

  it('are of this account, and of IAM', async () => {
    const foreign = 'arn:aws:iam::999999999999:user/somebody'
    const denied = `User: arn:aws:iam::${accountId}:root is not authorized to perform the operation on ${foreign}`
    expect(await errorOf(list(foreign, 's3'))).toEqual(['AccessDenied', 403, denied])
    const ofS3 = list(`arn:aws:s3::${accountId}:user/somebody`, 's3')
    expect(await errorOf(ofS3)).toEqual(['ValidationError', 400, 'Invalid service in ARN'])
    const inChina = list(`arn:aws-cn:iam::${accountId}:user/somebody`, 's3')
    expect(await errorOf(inChina)).toEqual(['ValidationError', 400, 'Invalid ARN partition'])
  })
})
