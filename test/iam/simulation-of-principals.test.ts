import type * as Iam from '@aws-sdk/client-iam'
import { expect, it } from 'vitest'
import {
  accountId,
  createUser,
  createUserWithDevice,
  describeTwinlock,
  errorOf,
  putPolicy,
  startSession,
} from '../twinlock.ts'
import { administratorAccess, allow, createEntity, createPolicy } from './policies.ts'

const arnOf = (kind: string, pathAndName: string) => `arn:aws:iam::${accountId}:${kind}/${pathAndName}`
const everything = { Effect: 'Allow', Action: '*', Resource: '*' }
const mfa = (value: string) => ({
  ContextKeyName: 'aws:MultiFactorAuthPresent',
  ContextKeyType: 'boolean' as const,
  ContextKeyValues: [value],
})

describeTwinlock('a simulation of a principal', (server) => {
  type Rest = Partial<Iam.SimulatePrincipalPolicyCommandInput>
  const simulate = async (PolicySourceArn: string, action: string, rest: Rest = {}) => {
    const answer = await server.iam.simulatePrincipalPolicy({ PolicySourceArn, ActionNames: [action], ...rest })
    return answer.EvaluationResults?.[0]
  }
  const sources = async (arn: string, action: string, rest: Rest = {}) =>
    (await simulate(arn, action, rest))?.MatchedStatements?.map((statement) => statement.SourcePolicyId)

  it("has the user's policies, those of his groups, and those that are passed", async () => {
    const user = await createEntity(server, 'user', '/p/')
    const group = await createEntity(server, 'group')
    const { PolicyArn } = await createPolicy(server, 'Simulated', 'sqs:*')
    await group.attach(PolicyArn)
    await server.iam.addUserToGroup({ UserName: user.name, GroupName: group.name })
    const inline = { PolicyName: 'in', PolicyDocument: allow('s3:*') }
    await server.iam.putUserPolicy({ UserName: user.name, ...inline })
    await server.iam.putGroupPolicy({ GroupName: group.name, ...inline, PolicyDocument: allow('ec2:*') })
    const arn = arnOf('user', `p/${user.name}`)
    expect(await sources(arn, 's3:GetObject')).toEqual([`user_${user.name}_in`])
    expect(await sources(arn, 'ec2:RunInstances')).toEqual([`group_${group.name}_in`])
    expect(await sources(arn, 'sqs:SendMessage')).toEqual(['Simulated'])
    expect(await sources(arn, 'sns:Publish', { PolicyInputList: [allow('sns:*')] })).toEqual(['PolicyInputList.1'])
    expect(await simulate(arnOf('group', group.name), 's3:GetObject')).toMatchObject({ EvalDecision: 'implicitDeny' })
    expect(await sources(arnOf('group', group.name), 'ec2:RunInstances')).toEqual([`group_${group.name}_in`])
  })

  it("has the role's policies and boundary, unless another is passed", async () => {
    const role = await createEntity(server, 'role')
    const { PolicyArn } = await createPolicy(server, 'Bounds', 's3:*')
    await server.iam.putRolePolicy({ RoleName: role.name, PolicyName: 'in', PolicyDocument: allow('*') })
    await server.iam.putRolePermissionsBoundary({ RoleName: role.name, PermissionsBoundary: PolicyArn })
    const arn = arnOf('role', role.name)
    expect(await sources(arn, 's3:GetObject')).toEqual([`role_${role.name}_in`])
    const bounded = await simulate(arn, 'ec2:RunInstances')
    expect(bounded).toMatchObject({
      EvalDecision: 'implicitDeny',
      PermissionsBoundaryDecisionDetail: { AllowedByPermissionsBoundary: false },
    })
    const other = { PermissionsBoundaryPolicyInputList: [allow('ec2:*')] }
    expect(await simulate(arn, 'ec2:RunInstances', other)).toMatchObject({ EvalDecision: 'allowed' })
  })

  it('leaves out the policies that are excluded', async () => {
    const user = await createEntity(server, 'user', '/', 'Excluded-User')
    const group = await createEntity(server, 'group', '/', 'Excluded-Group')
    const own = await createPolicy(server, 'Excluded-own', 's3:*', '/x/')
    const boundary = await createPolicy(server, 'Excluded-boundary', 'sqs:*')
    await user.attach(own.PolicyArn)
    await user.attach(administratorAccess)
    await server.iam.putUserPolicy({ UserName: user.name, PolicyName: 'In', PolicyDocument: allow('s3:*') })
    await server.iam.putGroupPolicy({ GroupName: group.name, PolicyName: 'In', PolicyDocument: allow('s3:*') })
    await server.iam.addUserToGroup({ UserName: user.name, GroupName: group.name })
    const arn = arnOf('user', user.name)
    const without = async (...PolicyExclusionList: Iam.PolicyIdentifier[]) =>
      (await sources(arn, 's3:GetObject', { PolicyExclusionList }))?.toSorted()
    const inline = (AttachmentType: Iam.AttachmentType, AttachmentName: string) => ({
      InlinePolicyIdentifier: { PolicyName: 'in', AttachmentType, AttachmentName },
    })
    const [aws, mine] = ['AdministratorAccess', 'Excluded-own']
    const [ofGroup, ofUser] = ['group_Excluded-Group_In', 'user_Excluded-User_In']
    const all = [aws, mine, ofGroup, ofUser]
    expect(await without()).toEqual(all)
    expect(await without({ PolicyType: 'aws-managed' })).toEqual([mine, ofGroup, ofUser])
    expect(await without({ PolicyType: 'user-managed' })).toEqual([aws, ofGroup, ofUser])
    expect(await without({ PolicyType: 'inline' })).toEqual([aws, mine])
    expect(await without({ PolicyType: 'scp' }, { PolicyType: 'rcp' })).toEqual(all)
    expect(await without({ PolicyArn: own.PolicyArn })).toEqual([aws, ofGroup, ofUser])
    expect(await without({ PolicyArn: arnOf('policy', 'x/Excl?ded-*') })).toEqual([aws, ofGroup, ofUser])
    expect(await without({ PolicyArn: 'arn:aws:iam::aws:policy/*' })).toEqual([mine, ofGroup, ofUser])
    expect(await without({ PolicyArn: arnOf('policy', 'nothing') })).toEqual(all)
    expect(await without(inline('user', user.name))).toEqual([aws, mine, ofGroup])
    expect(await without(inline('group', 'Excluded-*'))).toEqual([aws, mine, ofUser])
    expect(await without(inline('role', '*'))).toEqual(all)
    expect(await without({ PolicyType: 'inline' }, { PolicyType: 'aws-managed' })).toEqual([mine])

    const PermissionsBoundary = boundary.PolicyArn
    await server.iam.putUserPermissionsBoundary({ UserName: user.name, PermissionsBoundary })
    const decide = async (identifier: Iam.PolicyIdentifier) =>
      (await simulate(arn, 's3:GetObject', { PolicyExclusionList: [identifier] }))?.EvalDecision
    expect(await decide({ PolicyArn: PermissionsBoundary })).toBe('implicitDeny')
    expect(await decide({ PolicyType: 'permission-boundary' })).toBe('allowed')
  })

  it('takes no exclusion that says nothing clear', async () => {
    const { name } = await createEntity(server, 'user')
    const unclear = [
      { PolicyArn: 'arn:aws:s3:::bucket/policy' },
      { PolicyArn: arnOf('policy', 'a*b*') },
      { PolicyArn: 'arn:aws:iam::*:policy/name' },
      { PolicyType: 'everything' },
      { PolicyType: 'inline', PolicyArn: arnOf('policy', 'x') },
      { InlinePolicyIdentifier: { PolicyName: 'in', AttachmentType: 'machine', AttachmentName: 'a' } },
      { InlinePolicyIdentifier: { PolicyName: 'in', AttachmentType: 'user', AttachmentName: '**' } },
    ] as unknown as Iam.PolicyIdentifier[]
    for (const identifier of unclear) {
      const request = simulate(arnOf('user', name), 's3:A', {
        PolicyExclusionList: [{ PolicyType: 'scp' }, identifier],
      })
      const [code, status, message] = await errorOf(request)
      expect([code, status, message.slice(0, 41)]).toEqual([
        'InvalidInput',
        400,
        'Invalid input for PolicyExclusionList.2: ',
      ])
    }
  })

  it('knows the name and the ARN of the user, and of his request what entries say', async () => {
    const user = await createUser(server, 'simulated-name', {
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Action: 'iam:GetUser', Resource: arnOf('user', `\${aws:username}`) },
        {
          ...everything,
          Action: 's3:*',
          Condition: { ArnEquals: { 'aws:PrincipalArn': arnOf('user', 'simulated-name') } },
        },
        { ...everything, Action: 'sqs:*', Condition: { Bool: { 'aws:SecureTransport': 'false' } } },
      ],
    })
    const arn = arnOf('user', user.userName)
    const decide = async (action: string, rest: Rest = {}) => (await simulate(arn, action, rest))?.EvalDecision
    expect(await decide('iam:GetUser', { ResourceArns: [arn] })).toBe('allowed')
    expect(await decide('iam:GetUser', { ResourceArns: [arn], CallerArn: arnOf('user', 'bob') })).toBe('implicitDeny')
    expect(await decide('s3:GetObject')).toBe('allowed')
    expect(await simulate(arn, 'sqs:SendMessage')).toMatchObject({
      EvalDecision: 'implicitDeny',
      MissingContextValues: ['aws:SecureTransport'],
    })
    const { ContextKeyNames } = await server.iam.getContextKeysForPrincipalPolicy({ PolicySourceArn: arn })
    expect(ContextKeyNames).toEqual(['aws:username', 'aws:PrincipalArn', 'aws:SecureTransport'])
  })

  it('is of users, groups and roles of the account', async () => {
    const fault = (arn: string) => errorOf(simulate(arn, 's3:GetObject'))
    expect(await fault(arnOf('user', 'nobody'))).toEqual([
      'NoSuchEntity',
      404,
      'The user with name nobody cannot be found.',
    ])
    expect(await fault(arnOf('role', 'nobody'))).toEqual([
      'NoSuchEntity',
      404,
      'The role with name nobody cannot be found.',
    ])
    expect((await fault(arnOf('group', 'nobody')))[0]).toBe('NoSuchEntity')
    const session = `arn:aws:sts::${accountId}:assumed-role/r/s`
    const unclear = `Invalid Entity Arn: ${session} does not clearly define entity type and name.`
    expect(await fault(session)).toEqual(['InvalidInput', 400, unclear])
    expect((await fault('arn:aws:iam::444455556666:user/bob'))[0]).toBe('InvalidInput')
  })

  it('is for those who may ask about the one who is stored, whatever the path in the ARN', async () => {
    const target = await createEntity(server, 'user', '/secret/')
    const Resource = arnOf('user', 'open/*')
    const Statement = { Effect: 'Allow', Action: ['iam:SimulatePrincipalPolicy', 'iam:GetContextKeys*'], Resource }
    const asker = await createUser(server, undefined, { Version: '2012-10-17', Statement })
    const PolicySourceArn = arnOf('user', `open/${target.name}`)
    const simulation = asker.iam.simulatePrincipalPolicy({ PolicySourceArn, ActionNames: ['s3:A'] })
    const refused = `on resource: user ${target.name} because`
    expect((await errorOf(simulation))[2]).toContain(refused)
    expect((await errorOf(asker.iam.getContextKeysForPrincipalPolicy({ PolicySourceArn })))[2]).toContain(refused)
  })

  it('agrees with what is decided about real requests', async () => {
    const user = await createUserWithDevice(server)
    const own = arnOf('user', user.userName)
    const other = arnOf('user', (await createUser(server)).userName)
    const withMfa = (Effect: string, operator: string, value: string, more: object) => ({
      Effect,
      Resource: '*',
      ...more,
      Condition: { [operator]: { 'aws:MultiFactorAuthPresent': value } },
    })
    const policies = [
      [everything],
      [withMfa('Allow', 'Bool', 'true', { Action: 'iam:Get*' })],
      [everything, withMfa('Deny', 'BoolIfExists', 'false', { NotAction: ['iam:GetUser', 'sts:GetSessionToken'] })],
      [everything, withMfa('Deny', 'Bool', 'false', { Action: 'iam:GetUser' })],
      [everything, withMfa('Deny', 'Null', 'true', { Action: 'iam:List*' })],
      [{ Effect: 'Allow', Action: 'iam:*', Resource: arnOf('user', `\${aws:username}`) }],
      [{ Effect: 'Allow', Action: 'iam:*', NotResource: own }],
    ]
    // IAM answers a session without MFA before any policy is asked, so that no real request has the value false.
    const callers = [
      [user, []],
      [await startSession(server, user, user.device, 1), [mfa('true')]],
    ] as const
    const seen = new Set<string>()
    for (const Statement of policies) {
      await putPolicy(server, user.userName, { Version: '2012-10-17', Statement })
      for (const [clients, ContextEntries] of callers) {
        for (const arn of [own, other]) {
          const UserName = arn.slice(arn.indexOf('/') + 1)
          const requests = {
            'iam:GetUser': () => clients.iam.getUser({ UserName }),
            'iam:ListMFADevices': () => clients.iam.listMFADevices({ UserName }),
            'iam:ListUserTags': () => clients.iam.listUserTags({ UserName }),
          }
          for (const [action, send] of Object.entries(requests)) {
            const real = await send().then(
              () => 'allowed',
              (error: Error) => (error.message.includes('explicit deny') ? 'explicitDeny' : 'implicitDeny'),
            )
            const simulated = await simulate(own, action, { ResourceArns: [arn], ContextEntries: [...ContextEntries] })
            expect([Statement, action, arn, simulated?.EvalDecision]).toEqual([Statement, action, arn, real])
            seen.add(real)
          }
        }
      }
    }
    expect(seen.size).toBe(3)
  })
})
