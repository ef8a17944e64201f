import { expect, it } from 'vitest'
import { attachGroupPolicy, attachRolePolicy, detachUserPolicy } from '../../src/iam/policy-attachments.ts'
import { accountId, describeTwinlock, errorOf } from '../twinlock.ts'
import { administratorAccess, createEntity, createPolicy, type Entity, kinds, policyArn } from './policies.ts'
import { questionsOf } from './questions.ts'

const namesOf = async (entity: Entity, options = {}) => {
  const { AttachedPolicies = [] } = await entity.listAttached(options)
  return AttachedPolicies.map((policy) => policy.PolicyName)
}

describeTwinlock('attached managed policies', (server) => {
  it.each(kinds)('of a %s are answered with name and ARN, once however often they are attached', async (kind) => {
    const entity = await createEntity(server, kind)
    const { PolicyArn } = await createPolicy(server, `Attached-to-${kind}`)
    await entity.attach(PolicyArn)
    await entity.attach(PolicyArn.replace('Attached', 'aTTACHED'))
    await entity.attach(administratorAccess)
    const { AttachedPolicies, IsTruncated, Marker } = await entity.listAttached()
    expect(AttachedPolicies).toEqual([
      { PolicyName: 'AdministratorAccess', PolicyArn: administratorAccess },
      { PolicyName: `Attached-to-${kind}`, PolicyArn },
    ])
    expect([IsTruncated, Marker]).toEqual([false, undefined])
    const { Policy } = await server.iam.getPolicy({ PolicyArn })
    expect([Policy?.AttachmentCount, Policy?.PermissionsBoundaryUsageCount]).toEqual([1, 0])
  })

  it.each(kinds)('of a %s are detached once', async (kind) => {
    const entity = await createEntity(server, kind)
    const { PolicyArn } = await createPolicy(server, `Detached-from-${kind}`)
    const notFound = ['NoSuchEntity', 404, `Policy ${PolicyArn} was not found.`]
    expect(await errorOf(entity.detach(PolicyArn))).toEqual(notFound)
    await entity.attach(PolicyArn)
    await entity.detach(PolicyArn)
    expect(await namesOf(entity)).toEqual([])
    expect(await errorOf(entity.detach(PolicyArn))).toEqual(notFound)
  })

  it.each(kinds)('of a %s are ten at most', async (kind) => {
    const entity = await createEntity(server, kind)
    const arns = await Promise.all(
      Array.from({ length: 11 }, async (_, n) => (await createPolicy(server, `Of-${kind}-${n}`)).PolicyArn),
    )
    await Promise.all(arns.slice(1).map(entity.attach))
    const name = `${kind.charAt(0).toUpperCase()}${kind.slice(1)}`
    const exceeded = ['LimitExceeded', 409, `Cannot exceed quota for PoliciesPer${name}: 10`]
    expect(await errorOf(entity.attach(arns[0] ?? ''))).toEqual(exceeded)
    await entity.attach(arns[1] ?? '')
  })

  it.each(kinds)('are not attached to a %s that does not exist', async (kind) => {
    const { PolicyArn } = await createPolicy(server, `For-no-${kind}`)
    const nobody = (await createEntity(server, kind)).as('nobody')
    const notFound = ['NoSuchEntity', 404, `The ${kind} with name nobody cannot be found.`]
    expect(await errorOf(nobody.attach(PolicyArn))).toEqual(notFound)
    expect(await errorOf(nobody.detach(PolicyArn))).toEqual(notFound)
    expect(await errorOf(nobody.listAttached())).toEqual(notFound)
  })

  it.each(kinds)('must exist to be attached to a %s', async (kind) => {
    const entity = await createEntity(server, kind)
    for (const arn of [policyArn('unknown'), 'arn:aws:iam::999999999999:policy/AdministratorAccess']) {
      const message = `Policy ${arn} does not exist or is not attachable.`
      expect(await errorOf(entity.attach(arn))).toEqual(['NoSuchEntity', 404, message])
      expect(await errorOf(entity.detach(arn))).toEqual(['NoSuchEntity', 404, `Policy ${arn} was not found.`])
    }
    const unreadable = ['ValidationError', 400, 'Invalid ARN:  Could not be parsed!']
    expect(await errorOf(entity.attach('longpolicynamebutnoarn'))).toEqual(unreadable)
    expect(await errorOf(entity.detach('longpolicynamebutnoarn'))).toEqual(unreadable)
  })

  it.each(kinds)("cannot be AWS's for its services' roles, for a %s", async (kind) => {
    const entity = await createEntity(server, kind)
    const refused = ['PolicyNotAttachable', 400, 'Cannot attach a Service Role Policy to a Customer Role.']
    const arn = 'arn:aws:iam::aws:policy/aws-service-role/AccessAnalyzerServiceRolePolicy'
    expect(await errorOf(entity.attach(arn))).toEqual(refused)
  })

  it("are not the account's to change on a service-linked role", async () => {
    const { Role } = await server.iam.createServiceLinkedRole({ AWSServiceName: 'access-analyzer.amazonaws.com' })
    const RoleName = Role?.RoleName ?? ''
    const { AttachedPolicies } = await server.iam.listAttachedRolePolicies({ RoleName })
    expect(AttachedPolicies).toHaveLength(1)
    const message = `Cannot perform the operation on the protected role '${RoleName}' - this role is only modifiable by AWS`
    const PolicyArn = AttachedPolicies?.[0]?.PolicyArn ?? ''
    const refused = ['UnmodifiableEntity', 400, message]
    expect(await errorOf(server.iam.detachRolePolicy({ RoleName, PolicyArn }))).toEqual(refused)
    expect(await errorOf(server.iam.attachRolePolicy({ RoleName, PolicyArn: administratorAccess }))).toEqual(refused)
  })

  it('come in pages, sorted by name, and by the path of the policy', async () => {
    const entity = await createEntity(server, 'user')
    for (const [name, path] of [
      ['page-B', '/p/'],
      ['Page-a', '/p/q/'],
      ['page', '/'],
    ] as const) {
      await entity.attach((await createPolicy(server, name, 's3:*', path)).PolicyArn)
    }
    const first = await entity.listAttached({ MaxItems: 2 })
    expect(first.AttachedPolicies?.map((policy) => policy.PolicyName)).toEqual(['page', 'Page-a'])
    expect(await namesOf(entity, { Marker: first.Marker })).toEqual(['page-B'])
    expect(await namesOf(entity, { PathPrefix: '/p/' })).toEqual(['Page-a', 'page-B'])
    expect(await namesOf(entity, { PathPrefix: '/p/q/' })).toEqual(['Page-a'])
  })

  it('cannot be deleted while they are being attached', async () => {
    for (let round = 0; round < 5; round++) {
      const { PolicyArn } = await createPolicy(server, `Raced-${round}`)
      const entity = await createEntity(server, 'user')
      const [attached, deleted] = await Promise.allSettled([
        entity.attach(PolicyArn),
        server.iam.deletePolicy({ PolicyArn }),
      ])
      // Exactly one of them wins; neither leaves an attachment without its policy.
      expect([attached.status, deleted.status].sort()).toEqual(['fulfilled', 'rejected'])
      expect(await namesOf(entity)).toHaveLength(attached.status === 'fulfilled' ? 1 : 0)
    }
  })

  it('are asked about with the ARN as stored, and the boundary of who gets them', async () => {
    const { PolicyArn, PolicyId } = await createPolicy(server, 'Asked')
    const role = await createEntity(server, 'role')
    const group = await createEntity(server, 'group')
    await server.storage.transaction((queries) =>
      queries.updateTable('roles').set({ permissions_boundary_id: PolicyId }).where('role_id', '=', role.id).execute(),
    )
    const spelling = PolicyArn.replace('Asked', 'aSKED')
    const input = { RoleName: role.name.toUpperCase(), PolicyArn: spelling }
    expect(await questionsOf(server, attachRolePolicy, input)).toEqual([
      {
        action: 'iam:AttachRolePolicy',
        resource: `arn:aws:iam::${accountId}:role/${role.name}`,
        resourceName: `role ${role.name.toUpperCase()}`,
        resourceId: role.id,
        context: { 'iam:PolicyARN': [PolicyArn], 'iam:PermissionsBoundary': [PolicyArn] },
      },
    ])
    const toGroup = { GroupName: group.name, PolicyArn: policyArn('unknown') }
    expect(await questionsOf(server, attachGroupPolicy, toGroup)).toMatchObject([
      { resourceName: `group ${group.name}`, context: { 'iam:PolicyARN': [policyArn('unknown')] } },
    ])
    expect(await questionsOf(server, detachUserPolicy, { UserName: 'nobody', PolicyArn })).toMatchObject([
      { resourceName: 'user nobody', context: { 'iam:PolicyARN': [PolicyArn] } },
    ])
  })
})
