import type * as Iam from '@aws-sdk/client-iam'
import { expect, it } from 'vitest'
import { accountId, createUser, describeTwinlock, errorOf } from '../twinlock.ts'
import { allow } from './policies.ts'

const document = (...Statement: object[]) => JSON.stringify({ Version: '2012-10-17', Statement })
const bucket = 'arn:aws:s3:::team'
const caller = `arn:aws:iam::${accountId}:user/mateo`
const foreigner = 'arn:aws:iam::444455556666:user/arnav'
const place = (Line: number, Column: number) => ({ Line, Column })

describeTwinlock('a simulation of custom policies', (server) => {
  const simulate = async (input: Partial<Iam.SimulateCustomPolicyCommandInput>) => {
    const complete = { PolicyInputList: [], ActionNames: ['s3:GetObject'], ...input }
    return (await server.iam.simulateCustomPolicy(complete)).EvaluationResults ?? []
  }
  const fault = (input: Partial<Iam.SimulateCustomPolicyCommandInput>) => errorOf(simulate(input))

  it('answers every action with its decision, and the statement that led to it', async () => {
    const text = `{
  "Version":"2012-10-17",
  "Statement":{
    "Effect":"Allow",
    "Action":"s3:Get*",
    "Resource":"*"
  }
}`
    const deny = document(
      { Effect: 'Allow', Action: '*', Resource: '*' },
      { Effect: 'Deny', Action: 's3:P*', Resource: '*' },
    )
    expect(await simulate({ PolicyInputList: [text], ActionNames: ['s3:GetObject', 's3:PutObject'] })).toEqual([
      {
        EvalActionName: 's3:GetObject',
        EvalResourceName: '*',
        EvalDecision: 'allowed',
        MatchedStatements: [
          {
            SourcePolicyId: 'PolicyInputList.1',
            SourcePolicyType: 'IAM Policy',
            StartPosition: place(3, 16),
            EndPosition: place(7, 4),
          },
        ],
        MissingContextValues: [],
      },
      {
        EvalActionName: 's3:PutObject',
        EvalResourceName: '*',
        EvalDecision: 'implicitDeny',
        MatchedStatements: [],
        MissingContextValues: [],
      },
    ])
    const [denied] = await simulate({ PolicyInputList: [text, deny], ActionNames: ['S3:putobject'] })
    const end = deny.indexOf('}', deny.indexOf('s3:P*')) + 2
    expect(denied).toMatchObject({ EvalActionName: 'S3:putobject', EvalDecision: 'explicitDeny' })
    expect(denied?.MatchedStatements).toEqual([
      {
        SourcePolicyId: 'PolicyInputList.2',
        SourcePolicyType: 'IAM Policy',
        StartPosition: place(1, deny.indexOf('},') + 2),
        EndPosition: place(1, end),
      },
    ])
  })

  it('answers every resource for itself, and the strictest decision for all', async () => {
    const policy = document(
      { Effect: 'Allow', Action: 's3:*', Resource: [`${bucket}/a`, `${bucket}/b`] },
      { Effect: 'Deny', Action: 's3:*', Resource: `${bucket}/b` },
    )
    const one = async (...ResourceArns: string[]) => (await simulate({ PolicyInputList: [policy], ResourceArns }))[0]
    const single = await one(`${bucket}/a`)
    expect(single).toMatchObject({ EvalResourceName: `${bucket}/a`, EvalDecision: 'allowed' })
    expect(single?.ResourceSpecificResults).toEqual([
      {
        EvalResourceName: `${bucket}/a`,
        EvalResourceDecision: 'allowed',
        MatchedStatements: single?.MatchedStatements,
        MissingContextValues: [],
      },
    ])
    const both = await one(`${bucket}/a`, `${bucket}/c`)
    expect(both).toMatchObject({ EvalResourceName: '*', EvalDecision: 'implicitDeny', MatchedStatements: [] })
    const all = await one(`${bucket}/a`, `${bucket}/b`, `${bucket}/c`)
    expect(all).toMatchObject({ EvalDecision: 'explicitDeny' })
    expect(all?.ResourceSpecificResults?.map((result) => result.EvalResourceDecision)).toEqual([
      'allowed',
      'explicitDeny',
      'implicitDeny',
    ])
    expect(all?.MatchedStatements).toHaveLength(1)
  })

  it('says whether the boundary allows', async () => {
    const input = { PolicyInputList: [allow('*')], PermissionsBoundaryPolicyInputList: [allow('s3:*')] }
    const results = await simulate({ ...input, ActionNames: ['s3:GetObject', 'ec2:RunInstances'] })
    const shown = results.map((result) => [
      result.EvalDecision,
      result.PermissionsBoundaryDecisionDetail?.AllowedByPermissionsBoundary,
    ])
    expect(shown).toEqual([
      ['allowed', true],
      ['implicitDeny', false],
    ])
    const boundary = document({ Effect: 'Deny', Action: 's3:*', Resource: '*' })
    const [denied] = await simulate({ ...input, PermissionsBoundaryPolicyInputList: [boundary] })
    expect(denied).toMatchObject({
      EvalDecision: 'explicitDeny',
      PermissionsBoundaryDecisionDetail: { AllowedByPermissionsBoundary: false },
      MatchedStatements: [
        { SourcePolicyId: 'PermissionsBoundaryPolicyInputList.1', SourcePolicyType: 'Permissions Boundary Policy' },
      ],
    })
  })

  it('asks every level of an organization, of which each must allow', async () => {
    const levels = (...lists: string[][]) => ({
      PolicyInputList: [allow('*')],
      OrderedOrganizationPolicyInputList: lists.map((ServiceControlPolicyInputList) => ({
        ServiceControlPolicyInputList,
      })),
    })
    const deny = document({ Effect: 'Deny', Action: 's3:*', Resource: '*' })
    const decisions: [string, boolean, string[][]][] = [
      ['allowed', true, [[allow('*')], [allow('ec2:*'), allow('s3:*')]]],
      ['implicitDeny', false, [[allow('*')], [allow('ec2:*')], [allow('*')]]],
      ['implicitDeny', false, [[allow('*')], []]],
      ['explicitDeny', false, [[allow('*'), deny], [allow('*')]]],
    ]
    for (const [EvalDecision, AllowedByOrganizations, lists] of decisions) {
      const [result] = await simulate(levels(...lists))
      const OrganizationsDecisionDetail = { AllowedByOrganizations }
      expect(result).toMatchObject({ EvalDecision, OrganizationsDecisionDetail })
    }
    const [denied] = await simulate(levels([allow('*'), deny]))
    expect(denied?.MatchedStatements).toMatchObject([
      {
        SourcePolicyId: 'OrderedOrganizationPolicyInputList.1.ServiceControlPolicyInputList.2',
        SourcePolicyType: 'Service Control Policy',
      },
    ])
    const [identity] = await simulate({ ...levels([allow('*')]), PolicyInputList: [] })
    expect(identity).toMatchObject({ EvalDecision: 'implicitDeny' })
    expect(identity?.OrganizationsDecisionDetail).toEqual({ AllowedByOrganizations: true })
    const [without] = await simulate({ PolicyInputList: [allow('*')], OrderedOrganizationPolicyInputList: [] })
    expect(without?.OrganizationsDecisionDetail).toBeUndefined()
  })

  it('lets a policy on the resource allow within the account, and not alone across accounts', async () => {
    const resourcePolicy = (AWS: string) =>
      document({ Effect: 'Allow', Principal: { AWS }, Action: 's3:Put*', Resource: `${bucket}/*` })
    const input = {
      ActionNames: ['s3:PutObject'],
      PolicyInputList: [allow('iam:*')],
      PermissionsBoundaryPolicyInputList: [allow('iam:*')],
      ResourceArns: [`${bucket}/x`],
      ResourceOwner: `arn:aws:iam::${accountId}:root`,
    }
    const [own] = await simulate({ ...input, CallerArn: caller, ResourcePolicy: resourcePolicy(caller) })
    const granted = { SourcePolicyId: 'ResourcePolicy', SourcePolicyType: 'Resource Policy' }
    expect(own).toMatchObject({ EvalDecision: 'allowed', MatchedStatements: [granted] })
    expect(own?.ResourceSpecificResults?.[0]).not.toHaveProperty('EvalDecisionDetails')
    const [other] = await simulate({ ...input, CallerArn: foreigner, ResourcePolicy: resourcePolicy(foreigner) })
    const EvalDecisionDetails = {
      'IAM Policy': 'implicitDeny',
      'Resource Policy': 'allowed',
      'Permissions Boundary Policy': 'implicitDeny',
    }
    expect(other).toMatchObject({ EvalDecision: 'implicitDeny', EvalDecisionDetails, MatchedStatements: [] })
    expect(other?.ResourceSpecificResults).toMatchObject([{ EvalDecisionDetails, MatchedStatements: [granted] }])
    const stranger = { ...input, CallerArn: caller, ResourcePolicy: resourcePolicy(foreigner) }
    expect(await simulate(stranger)).toMatchObject([{ EvalDecision: 'implicitDeny' }])
  })

  it('knows no MFA unless an entry says it, whichever idiom asks for it', async () => {
    const everything = { Effect: 'Allow', Action: '*', Resource: '*' }
    const mfa = (Effect: string, operator: string, value: string) => ({
      ...everything,
      Effect,
      Condition: { [operator]: { 'aws:MultiFactorAuthPresent': value } },
    })
    const idioms = {
      allowBool: document(mfa('Allow', 'Bool', 'true')),
      denyBoolIfExists: document(everything, mfa('Deny', 'BoolIfExists', 'false')),
      denyBool: document(everything, mfa('Deny', 'Bool', 'false')),
      denyNull: document(everything, mfa('Deny', 'Null', 'true')),
    }
    const decide = async (policy: string, value: string | undefined) => {
      const entry = { ContextKeyName: 'AWS:multifactorauthpresent', ContextKeyType: 'boolean' as const }
      const ContextEntries = value === undefined ? [] : [{ ...entry, ContextKeyValues: [value] }]
      const [result] = await simulate({ PolicyInputList: [policy], ContextEntries })
      const missing = value === undefined ? ['aws:MultiFactorAuthPresent'] : []
      expect(result?.MissingContextValues).toEqual(missing)
      return result?.EvalDecision
    }
    const table = Object.entries(idioms).map(async ([idiom, policy]) => [
      idiom,
      await decide(policy, 'true'),
      await decide(policy, 'false'),
      await decide(policy, undefined),
    ])
    expect(await Promise.all(table)).toEqual([
      ['allowBool', 'allowed', 'implicitDeny', 'implicitDeny'],
      ['denyBoolIfExists', 'allowed', 'explicitDeny', 'explicitDeny'],
      ['denyBool', 'allowed', 'explicitDeny', 'allowed'],
      ['denyNull', 'allowed', 'allowed', 'explicitDeny'],
    ])
  })

  it('refuses what it cannot simulate', async () => {
    const entry = (ContextKeyType: Iam.ContextKeyTypeEnum, ...ContextKeyValues: string[]) => ({
      ContextEntries: [{ ContextKeyName: 'aws:Key', ContextKeyType, ContextKeyValues }],
    })
    const resourcePolicy = { ResourcePolicy: document({ Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' }) }
    const role = `arn:aws:iam::${accountId}:role/r`
    const refused: [Partial<Iam.SimulateCustomPolicyCommandInput>, string][] = [
      [entry('boolean', 'yes'), 'Invalid context value for key aws:Key: expected boolean format.'],
      [entry('numeric', 'one'), 'Invalid context value for key aws:Key: expected numeric format.'],
      [entry('dateList', '2026-01-01', 'now'), 'Invalid context value for key aws:Key: expected DateTime format.'],
      [entry('ip', '10.0.0.0.0'), 'Invalid context value for key aws:Key: expected IP address.'],
      [entry('string', 'a', 'b'), 'Context key aws:Key expected a single value, but received 2.'],
      [entry('string'), 'Context values for context key aws:Key cannot be null or empty.'],
      [{ ActionNames: ['s3:*'] }, 'The simulation does not support wildcards in action names: s3:*.'],
      [{ ActionNames: ['GetObject'] }, 'The action is invalid since it is missing names: GetObject.'],
      [{ ResourceArns: ['team'] }, 'ResourceNames are not in a valid ARN format: team.'],
      [{ ResourceArns: [bucket, '*'] }, 'ResourceNames are not in a valid ARN format: *.'],
      [{ PolicyInputList: ['{}'] }, 'Invalid input for PolicyInputList.1: Syntax errors in policy.'],
      [
        { PermissionsBoundaryPolicyInputList: [allow('*'), allow('*')] },
        'The list of Permissions Boundary policies cannot exceed 1 items.',
      ],
      [{ ResourceOwner: accountId }, `'${accountId}' is not a valid as a Resource Owner.`],
      [
        { CallerArn: `arn:aws:sts::${accountId}:assumed-role/r/s` },
        'Invalid caller - Caller must be an IAM user, role or group in this context.',
      ],
      [{ ...resourcePolicy, ResourceArns: [bucket] }, 'Invalid caller - Caller cannot be null or empty.'],
      [
        { ...resourcePolicy, ResourceArns: [bucket], CallerArn: role },
        'Invalid caller - Caller must be an IAM user in this context.',
      ],
      [{ ...resourcePolicy, CallerArn: caller }, 'Invalid Entity Arn: * does not clearly define entity type and name.'],
      [
        { ResourceArns: [bucket], ResourceHandlingOption: 'EC2-VPC-EBS' },
        'Invalid input resource handling options. Action does not support resource handling options: s3:GetObject.',
      ],
    ]
    for (const [input, message] of refused) expect(await fault(input)).toEqual(['InvalidInput', 400, message])
    const twice = [...entry('string', 'a').ContextEntries, ...entry('string', 'b').ContextEntries]
    expect(await fault({ ContextEntries: twice })).toEqual(['InvalidInput', 400, 'Duplicate context key: aws:Key.'])
    const scp = {
      OrderedOrganizationPolicyInputList: [[allow('*')], [allow('*'), '{}']].map((list) => ({
        ServiceControlPolicyInputList: list,
      })),
    }
    const [code, , message] = await fault(scp)
    expect(code).toBe('InvalidInput')
    expect(message).toContain(
      'Invalid input for OrderedOrganizationPolicyInputList.2.ServiceControlPolicyInputList.2: ',
    )
  })

  it('comes in pages of actions', async () => {
    const ActionNames = ['s3:A', 's3:B', 's3:C']
    const page = (more: object) =>
      server.iam.simulateCustomPolicy({ PolicyInputList: [], ActionNames, MaxItems: 2, ...more })
    const first = await page({})
    expect(first).toMatchObject({ IsTruncated: true })
    expect(first.EvaluationResults?.map((result) => result.EvalActionName)).toEqual(['s3:A', 's3:B'])
    const second = await page({ Marker: first.Marker })
    expect(second).toMatchObject({ IsTruncated: false })
    expect(second.EvaluationResults?.map((result) => result.EvalActionName)).toEqual(['s3:C'])
    expect((await errorOf(page({ Marker: 'v1.x' })))[0]).toBe('ValidationError')
  })

  it('does no more work for one answer than is fair to others', async () => {
    const resource = `${bucket}/${'a'.repeat(2000)}`
    const patterns = (length: number) =>
      document({
        Effect: 'Deny',
        Action: '*',
        Resource: Array.from({ length }, () => `${bucket}/*${'?'.repeat(900)}b?*`),
      })
    const input = { ActionNames: ['s3:A', 's3:B', 's3:C', 's3:D', 's3:E', 's3:F'], ResourceArns: [resource] }
    const page = await server.iam.simulateCustomPolicy({ ...input, PolicyInputList: [patterns(40)] })
    expect(page).toMatchObject({ IsTruncated: true })
    expect(page.EvaluationResults?.length).toBeLessThan(6)
    const tooLarge = 'The simulation is too large: pass fewer resources, policies or context values.'
    expect(await fault({ ...input, PolicyInputList: [patterns(100)] })).toEqual(['InvalidInput', 400, tooLarge])
    const resources = Array.from({ length: 20 }, () => resource)
    const many = { ResourceArns: resources, PolicyInputList: [patterns(40)] }
    expect(await fault(many)).toEqual(['InvalidInput', 400, tooLarge])
  })

  it('is for those who may simulate', async () => {
    const user = await createUser(server)
    const input = { PolicyInputList: [], ActionNames: ['s3:A'] }
    const refused = async (action: string, request: Promise<unknown>) =>
      expect((await errorOf(request))[2]).toContain(`perform: iam:${action} on resource: * because`)
    await refused('SimulateCustomPolicy', user.iam.simulateCustomPolicy(input))
    await refused('GetContextKeysForCustomPolicy', user.iam.getContextKeysForCustomPolicy(input))
  })

  it('names the keys of policies as they spell them, each once', async () => {
    const first = document({
      Effect: 'Allow',
      Action: '*',
      Resource: `arn:aws:iam::*:user/\${aws:username}`,
      Condition: { DateGreaterThan: { 'aws:CurrentTime': '2015-08-16T12:00:00Z' } },
    })
    const second = document({
      Effect: 'Deny',
      Action: '*',
      Resource: '*',
      Condition: { Bool: { 'AWS:USERNAME': 'true', 'aws:A': 'true' } },
    })
    const { ContextKeyNames } = await server.iam.getContextKeysForCustomPolicy({ PolicyInputList: [first, second] })
    expect(ContextKeyNames).toEqual(['aws:username', 'aws:CurrentTime', 'aws:A'])
  })
})
