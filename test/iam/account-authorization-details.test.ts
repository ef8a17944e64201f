import type { GetAccountAuthorizationDetailsRequest } from '@aws-sdk/client-iam'
import { expect, it } from 'vitest'
import { accountId, createUser, describeTwinlock, errorOf, sendForm } from '../twinlock.ts'
import { administratorAccess, allow, createEntity, createPolicy } from './policies.ts'

const readOnlyAccess = 'arn:aws:iam::aws:policy/ReadOnlyAccess'
const arnOf = (resource: string) => `arn:aws:iam::${accountId}:${resource}`
const encoded = (document: string) => encodeURIComponent(document).replaceAll('*', '%2A')
const trust = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' }],
})
const Tags = [{ Key: 'team', Value: 'space + slash/' }]

describeTwinlock('GetAccountAuthorizationDetails', (server) => {
  const details = async (input: GetAccountAuthorizationDetailsRequest = {}) => {
    const { $metadata: _, ...answer } = await server.iam.getAccountAuthorizationDetails(input)
    return answer
  }
  const CreateDate = () => new Date(server.clock.now())
  const nothing = { UserDetailList: [], RoleDetailList: [], GroupDetailList: [], Policies: [], IsTruncated: false }

  it('answers empty lists for an account with nothing in it', async () => {
    expect(await details()).toEqual(nothing)
    const { body } = await sendForm(server, 'iam', { Action: 'GetAccountAuthorizationDetails' })
    for (const list of ['UserDetailList', 'RoleDetailList', 'GroupDetailList', 'Policies']) {
      expect(body).toMatch(new RegExp(`<${list} ?/>|<${list}></${list}>`))
    }
  })

  it('shows users with what they hold, and leaves out inline policies where there are none', async () => {
    await server.iam.createUser({ UserName: 'bare', Path: '/p/', Tags })
    const user = await createEntity(server, 'user', '/', 'Full')
    const { PolicyArn } = await createPolicy(server, 'held')
    await server.iam.putUserPolicy({ UserName: 'Full', PolicyName: 'inline', PolicyDocument: allow('s3:*') })
    await user.attach(PolicyArn)
    await user.attach(administratorAccess)
    await server.iam.putUserPermissionsBoundary({ UserName: 'Full', PermissionsBoundary: PolicyArn })
    for (const GroupName of ['z-group', 'A-group']) {
      await server.iam.createGroup({ GroupName })
      await server.iam.addUserToGroup({ GroupName, UserName: 'Full' })
    }
    const { User } = await server.iam.getUser({ UserName: 'bare' })
    expect(await details({ Filter: ['User'] })).toEqual({
      ...nothing,
      UserDetailList: [
        {
          Path: '/p/',
          UserName: 'bare',
          UserId: User?.UserId,
          Arn: arnOf('user/p/bare'),
          CreateDate: CreateDate(),
          GroupList: [],
          AttachedManagedPolicies: [],
          Tags,
        },
        {
          Path: '/',
          UserName: 'Full',
          UserId: user.id,
          Arn: arnOf('user/Full'),
          CreateDate: CreateDate(),
          UserPolicyList: [{ PolicyName: 'inline', PolicyDocument: encoded(allow('s3:*')) }],
          GroupList: ['A-group', 'z-group'],
          AttachedManagedPolicies: [
            { PolicyName: 'AdministratorAccess', PolicyArn: administratorAccess },
            { PolicyName: 'held', PolicyArn },
          ],
          PermissionsBoundary: { PermissionsBoundaryType: 'Policy', PermissionsBoundaryArn: PolicyArn },
          Tags: [],
        },
      ],
    })
  })

  it('shows groups with their policies', async () => {
    const group = await createEntity(server, 'group', '/g/', 'holder')
    await group.attach(readOnlyAccess)
    await server.iam.putGroupPolicy({ GroupName: 'holder', PolicyName: 'inline', PolicyDocument: allow('sqs:*') })
    const { GroupDetailList, ...others } = await details({ Filter: ['Group'] })
    expect({ ...others, GroupDetailList: [] }).toEqual(nothing)
    expect(GroupDetailList?.map(({ GroupName }) => GroupName)).toEqual(['A-group', 'holder', 'z-group'])
    expect(GroupDetailList?.[0]).toMatchObject({ GroupPolicyList: [], AttachedManagedPolicies: [] })
    expect(GroupDetailList?.[1]).toEqual({
      Path: '/g/',
      GroupName: 'holder',
      GroupId: group.id,
      Arn: arnOf('group/g/holder'),
      CreateDate: CreateDate(),
      GroupPolicyList: [{ PolicyName: 'inline', PolicyDocument: encoded(allow('sqs:*')) }],
      AttachedManagedPolicies: [{ PolicyName: 'ReadOnlyAccess', PolicyArn: readOnlyAccess }],
    })
  })

  it('shows roles with their profiles and their last use, also when there is none', async () => {
    const input = { RoleName: 'role', AssumeRolePolicyDocument: trust, Description: 'not shown', Tags }
    const { Role } = await server.iam.createRole(input)
    await server.iam.createInstanceProfile({ InstanceProfileName: 'profile', Tags })
    await server.iam.addRoleToInstanceProfile({ InstanceProfileName: 'profile', RoleName: 'role' })
    const { InstanceProfile } = await server.iam.getInstanceProfile({ InstanceProfileName: 'profile' })
    await server.iam.attachRolePolicy({ RoleName: 'role', PolicyArn: readOnlyAccess })
    const { Tags: _, ...profile } = InstanceProfile ?? {}
    const brief = {
      Path: '/',
      RoleName: 'role',
      RoleId: Role?.RoleId,
      Arn: arnOf('role/role'),
      CreateDate: CreateDate(),
      AssumeRolePolicyDocument: encoded(trust),
    }
    expect(InstanceProfile?.Roles).toEqual([brief])
    const held = {
      InstanceProfileList: [profile],
      RolePolicyList: [],
      AttachedManagedPolicies: [{ PolicyName: 'ReadOnlyAccess', PolicyArn: readOnlyAccess }],
      Tags,
    }
    const answer = await details({ Filter: ['Role'] })
    expect(answer).toEqual({ ...nothing, RoleDetailList: [{ ...brief, ...held, RoleLastUsed: {} }] })
  })

  it('tells when a role was used', async () => {
    const AssumeRolePolicyDocument = trust.replace('"Service":"ec2.amazonaws.com"', `"AWS":"${accountId}"`)
    await server.iam.createRole({ RoleName: 'used', AssumeRolePolicyDocument })
    const user = await createUser(server, 'assumes', JSON.parse(allow('sts:AssumeRole')))
    const RoleArn = arnOf('role/used')
    const { Credentials: given } = await user.sts.assumeRole({ RoleArn, RoleSessionName: 'session' })
    const credentials = {
      accessKeyId: given?.AccessKeyId ?? '',
      secretAccessKey: given?.SecretAccessKey ?? '',
      sessionToken: given?.SessionToken ?? '',
    }
    await server.as(credentials).sts.getCallerIdentity({})
    const { RoleDetailList } = await details({ Filter: ['Role'] })
    const used = RoleDetailList?.find(({ RoleName }) => RoleName === 'used')
    expect(used?.RoleLastUsed).toEqual({ LastUsedDate: CreateDate(), Region: 'us-east-1' })
  })

  it("shows the account's policies with all versions, and AWS's that somebody holds", async () => {
    const { PolicyArn, PolicyId } = await createPolicy(server, 'versions')
    const second = { PolicyArn, PolicyDocument: allow('ec2:*'), SetAsDefault: true }
    await server.iam.createPolicyVersion(second)
    const { Policies = [], ...others } = await details({ Filter: ['LocalManagedPolicy'] })
    expect({ ...others, Policies: [] }).toEqual(nothing)
    expect(Policies.map(({ PolicyName }) => PolicyName)).toEqual(['held', 'versions'])
    expect(Policies[0]).toMatchObject({ AttachmentCount: 1, PermissionsBoundaryUsageCount: 1 })
    const version = { CreateDate: CreateDate() }
    expect(Policies[1]).toEqual({
      PolicyName: 'versions',
      PolicyId,
      Arn: PolicyArn,
      Path: '/',
      DefaultVersionId: 'v2',
      AttachmentCount: 0,
      PermissionsBoundaryUsageCount: 0,
      IsAttachable: true,
      CreateDate: CreateDate(),
      UpdateDate: CreateDate(),
      PolicyVersionList: [
        { ...version, Document: encoded(allow('ec2:*')), VersionId: 'v2', IsDefaultVersion: true },
        { ...version, Document: encoded(allow('s3:GetObject')), VersionId: 'v1', IsDefaultVersion: false },
      ],
    })
    const ofAws = await details({ Filter: ['AWSManagedPolicy'] })
    expect(ofAws.Policies?.map((policy) => [policy.PolicyName, policy.AttachmentCount])).toEqual([
      ['AdministratorAccess', 1],
      ['ReadOnlyAccess', 2],
    ])
    const [administrator] = ofAws.Policies ?? []
    const { PolicyVersion } = await server.iam.getPolicyVersion({ PolicyArn: administratorAccess, VersionId: 'v1' })
    expect(administrator?.PolicyVersionList).toEqual([PolicyVersion])
  })

  it('comes in pages over all kinds, from which changes in between take nothing away', async () => {
    const namesOf = ({
      UserDetailList,
      RoleDetailList,
      GroupDetailList,
      Policies,
    }: Awaited<ReturnType<typeof details>>) =>
      [
        ...(UserDetailList ?? []).map(({ UserName }) => `user ${UserName}`),
        ...(RoleDetailList ?? []).map(({ RoleName }) => `role ${RoleName}`),
        ...(GroupDetailList ?? []).map(({ GroupName }) => `group ${GroupName}`),
        ...(Policies ?? []).map(({ PolicyName }) => `policy ${PolicyName}`),
      ] as string[]
    const all = namesOf(await details())
    expect(all).toEqual([
      'user assumes',
      'user bare',
      'user Full',
      'role role',
      'role used',
      'group A-group',
      'group holder',
      'group z-group',
      'policy held',
      'policy versions',
      'policy AdministratorAccess',
      'policy ReadOnlyAccess',
    ])
    for (const MaxItems of [1, 2, 5, 11]) {
      const found: string[] = []
      let Marker: string | undefined
      do {
        const page = await details({ MaxItems, ...(Marker !== undefined && { Marker }) })
        expect(page.IsTruncated).toBe(page.Marker !== undefined)
        found.push(...namesOf(page))
        Marker = page.Marker
        // Stands before all that comes, and is gone again.
        await server.iam.createUser({ UserName: 'a-new-one' })
        await server.iam.deleteUser({ UserName: 'a-new-one' })
      } while (Marker !== undefined)
      expect(found).toEqual(all)
    }
    expect((await details({ MaxItems: 12 })).IsTruncated).toBe(false)

    const first = await details({ MaxItems: 2 })
    await server.iam.deleteUser({ UserName: 'bare' })
    await server.iam.createUser({ UserName: 'aa' })
    await server.iam.createUser({ UserName: 'c' })
    const rest = await details({ Marker: first.Marker })
    expect(namesOf(rest)).toEqual(['user c', ...all.slice(2)])
  })

  it('takes a marker with the same filter only, in whatever order', async () => {
    const { Marker } = await details({ Filter: ['User', 'Group'], MaxItems: 1 })
    const again = await details({ Filter: ['Group', 'User', 'User'], Marker, MaxItems: 1000 })
    expect(again.UserDetailList?.length).toBeGreaterThan(0)
    const refused = ['ValidationError', 400, 'Marker and Filter do not match']
    for (const Filter of [['User'], ['User', 'Role'], undefined] as const) {
      const input = { Marker, ...(Filter && { Filter: [...Filter] }) }
      expect(await errorOf(details(input))).toEqual(refused)
    }
    for (const garbage of ['not-an-aws-marker', 'v1.', `${Marker?.split(' ')[0]} Role x`]) {
      expect(await errorOf(details({ Filter: ['User', 'Group'], Marker: garbage }))).toEqual(refused)
    }
  })

  it('knows five kinds of things', async () => {
    const message =
      "1 validation error detected: Value at 'filter' failed to satisfy constraint: Member must satisfy constraint: " +
      '[Member must satisfy enum value set: [LocalManagedPolicy, User, AWSManagedPolicy, Role, Group]]'
    for (const Filter of [['Unknown'], ['user']] as never[]) {
      expect(await errorOf(details({ Filter }))).toEqual(['ValidationError', 400, message])
    }
  })
})
