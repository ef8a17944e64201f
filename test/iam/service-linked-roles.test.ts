import { expect, it } from 'vitest'
import { createServiceLinkedRole, getServiceLinkedRoleDeletionStatus } from '../../src/iam/service-linked-roles.ts'
import { accountId, describeTwinlock, errorOf } from '../twinlock.ts'
import { questionsOf } from './questions.ts'
import { trustEc2 } from './trust.ts'

const invalid = (message: string) => ['InvalidInput', 400, message]
const roleArn = (pathAndName: string) => `arn:aws:iam::${accountId}:role${pathAndName}`

describeTwinlock('service-linked roles', (server) => {
  it('have the name, path and trust of their service', async () => {
    const { Role } = await server.iam.createServiceLinkedRole({
      AWSServiceName: 'lex.amazonaws.com',
      Description: 'Talks',
    })
    expect(Role).toEqual({
      Path: '/aws-service-role/lex.amazonaws.com/',
      RoleName: 'AWSServiceRoleForLexBots',
      RoleId: expect.stringMatching(/^AROA[A-Z2-7]{17}$/),
      Arn: roleArn('/aws-service-role/lex.amazonaws.com/AWSServiceRoleForLexBots'),
      CreateDate: new Date(server.clock.now()),
      AssumeRolePolicyDocument: encodeURIComponent(
        '{"Version":"2012-10-17","Statement":[{"Action":["sts:AssumeRole"],"Effect":"Allow","Principal":{"Service":["lex.amazonaws.com"]}}]}',
      ),
    })
    const { Role: got } = await server.iam.getRole({ RoleName: 'AWSServiceRoleForLexBots' })
    expect(got).toEqual({ ...Role, Description: 'Talks', MaxSessionDuration: 3600, RoleLastUsed: {} })
  })

  it('are made once for a service, or once for a suffix where the service takes one', async () => {
    const ecs = { AWSServiceName: 'ecs.amazonaws.com' }
    const taken = (name: string) =>
      invalid(`Service role name ${name} has been taken in this account, please try a different suffix.`)
    await server.iam.createServiceLinkedRole(ecs)
    expect(await errorOf(server.iam.createServiceLinkedRole(ecs))).toEqual(taken('AWSServiceRoleForECS'))
    const { AttachedPolicies } = await server.iam.listAttachedRolePolicies({ RoleName: 'AWSServiceRoleForECS' })
    const PolicyArn = 'arn:aws:iam::aws:policy/aws-service-role/AmazonECSServiceRolePolicy'
    expect(AttachedPolicies).toEqual([{ PolicyName: 'AmazonECSServiceRolePolicy', PolicyArn }])
    const suffixed = server.iam.createServiceLinkedRole({ ...ecs, CustomSuffix: 'x' })
    expect(await errorOf(suffixed)).toEqual(invalid('Custom suffix is not allowed for ecs.amazonaws.com'))
    const scaling = (CustomSuffix: string) =>
      server.iam.createServiceLinkedRole({ AWSServiceName: 'autoscaling.amazonaws.com', CustomSuffix })
    expect((await scaling('blue')).Role?.RoleName).toBe('AWSServiceRoleForAutoScaling_blue')
    expect((await scaling('green')).Role?.RoleName).toBe('AWSServiceRoleForAutoScaling_green')
    expect(await errorOf(scaling('BLUE'))).toEqual(taken('AWSServiceRoleForAutoScaling_BLUE'))
    expect((await errorOf(scaling('s'.repeat(36)))).slice(0, 2)).toEqual(['InvalidInput', 400])
  })

  it.each(['nothing.amazonaws.com', 'ECS.amazonaws.com', 'ecs', 'ecs.amazonaws.com.cn', 'constructor.amazonaws.com'])(
    'are not made for %s',
    async (AWSServiceName) => {
      const [code, status] = await errorOf(server.iam.createServiceLinkedRole({ AWSServiceName }))
      expect([code, status]).toEqual(['InvalidInput', 400])
    },
  )

  it('are protected, but for description and tags', async () => {
    const RoleName = 'AWSServiceRoleForRDS'
    await server.iam.createServiceLinkedRole({ AWSServiceName: 'rds.amazonaws.com' })
    await server.iam.createInstanceProfile({ InstanceProfileName: 'stolen' })
    const requests = [
      server.iam.deleteRole({ RoleName }),
      server.iam.updateAssumeRolePolicy({ RoleName, PolicyDocument: trustEc2 }),
      server.iam.updateRole({ RoleName, MaxSessionDuration: 43200 }),
      server.iam.addRoleToInstanceProfile({ InstanceProfileName: 'stolen', RoleName }),
      server.iam.attachRolePolicy({ RoleName, PolicyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' }),
      server.iam.putRolePolicy({ RoleName, PolicyName: 'p', PolicyDocument: trustEc2 }),
    ]
    const message = `Cannot perform the operation on the protected role '${RoleName}' - this role is only modifiable by AWS`
    for (const answer of await Promise.all(requests.map(errorOf))) {
      expect(answer).toEqual(['UnmodifiableEntity', 400, message])
    }
    await server.iam.updateRole({ RoleName, Description: 'one' })
    expect((await server.iam.updateRoleDescription({ RoleName, Description: 'two' })).Role?.Description).toBe('two')
    await server.iam.tagRole({ RoleName, Tags: [{ Key: 'k', Value: 'v' }] })
    expect((await server.iam.getRole({ RoleName })).Role).toMatchObject({ MaxSessionDuration: 3600 })
  })

  it('are deleted by a task, which is done at once', async () => {
    const service = { AWSServiceName: 'spot.amazonaws.com' }
    const RoleName = 'AWSServiceRoleForEC2Spot'
    const { Role } = await server.iam.createServiceLinkedRole(service)
    await server.iam.tagRole({ RoleName, Tags: [{ Key: 'k', Value: 'v' }] })
    const attached = { account_id: accountId, entity_id: Role?.RoleId ?? '', policy_id: 'ANPAX' }
    await server.storage.transaction((queries) => queries.insertInto('attached_policies').values(attached).execute())
    const { DeletionTaskId = '' } = await server.iam.deleteServiceLinkedRole({ RoleName: RoleName.toLowerCase() })
    expect(DeletionTaskId).toMatch(
      /^task\/aws-service-role\/spot\.amazonaws\.com\/AWSServiceRoleForEC2Spot\/[0-9a-f]{8}-[0-9a-f-]{27}$/,
    )
    expect(await server.iam.getServiceLinkedRoleDeletionStatus({ DeletionTaskId })).toMatchObject({
      Status: 'SUCCEEDED',
    })
    const missing = ['NoSuchEntity', 404, `The role with name ${RoleName} cannot be found.`]
    expect(await errorOf(server.iam.getRole({ RoleName }))).toEqual(missing)
    expect(await errorOf(server.iam.deleteServiceLinkedRole({ RoleName }))).toEqual(missing)
    const rows = await server.storage.read((queries) =>
      queries.selectFrom('attached_policies').selectAll().where('entity_id', '=', attached.entity_id).execute(),
    )
    expect(rows).toEqual([])
    await server.iam.createServiceLinkedRole(service)
    expect((await server.iam.listRoleTags({ RoleName })).Tags).toEqual([])
  })

  it('are the only roles that such a task deletes', async () => {
    const RoleName = 'ordinary'
    await server.iam.createRole({ RoleName, AssumeRolePolicyDocument: trustEc2 })
    const [code, status] = await errorOf(server.iam.deleteServiceLinkedRole({ RoleName }))
    expect([code, status]).toEqual(['NoSuchEntity', 404])
    expect((await server.iam.getRole({ RoleName })).Role?.RoleName).toBe(RoleName)
    const status2 = (DeletionTaskId: string) =>
      errorOf(server.iam.getServiceLinkedRoleDeletionStatus({ DeletionTaskId }))
    const unknown = 'task/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS/00000000-0000-0000-0000-000000000000'
    expect((await status2(unknown)).slice(0, 2)).toEqual(['NoSuchEntity', 404])
    expect((await status2('task/1')).slice(0, 2)).toEqual(['InvalidInput', 400])
  })

  it('ask about their ARN and their service', async () => {
    const resource = roleArn('/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling_x')
    const input = { AWSServiceName: 'autoscaling.amazonaws.com', CustomSuffix: 'x' }
    const context = { 'iam:AWSServiceName': ['autoscaling.amazonaws.com'] }
    expect(await questionsOf(server, createServiceLinkedRole, input)).toEqual([
      { action: 'iam:CreateServiceLinkedRole', resource, context },
    ])
    const DeletionTaskId = `task/${resource.slice(resource.indexOf('/') + 1)}/00000000-0000-0000-0000-000000000000`
    expect(await questionsOf(server, getServiceLinkedRoleDeletionStatus, { DeletionTaskId })).toEqual([
      { action: 'iam:GetServiceLinkedRoleDeletionStatus', resource },
    ])
  })
})
