import { IAM } from '@aws-sdk/client-iam'
import { STS } from '@aws-sdk/client-sts'
import { afterAll, describe, expect, it } from 'vitest'
import { type Seed, start } from '../../src/testing/start.ts'
import { allow, errorOf } from '../twinlock.ts'

const running: { stop(): Promise<void> }[] = []
afterAll(async () => void (await Promise.all(running.map((server) => server.stop()))))

async function begin(seed: Seed, clock: 'frozen' | 'running' | Date = 'frozen') {
  const server = await start({ clock, seed })
  running.push(server)
  return { ...server, iam: new IAM(server.clientOptions) }
}

const arn = (resource: string) => `arn:aws:iam::123456789012:${resource}`
const decoded = (document: string | undefined) => JSON.parse(decodeURIComponent(document ?? ''))

/** One of each, and of each member. */
const wholeSeed: Seed = {
  AccountAlias: 'acme',
  PasswordPolicy: { MinimumPasswordLength: 14, RequireSymbols: true, MaxPasswordAge: 90 },
  Root: { MFADevices: [{}] },
  ManagedPolicies: [
    {
      PolicyName: 'ReadUsers',
      Path: '/team/',
      Description: 'Reads users',
      Tags: [{ Key: 'team', Value: 'blue' }],
      PolicyDocument: allow('iam:Get*'),
    },
    { PolicyName: 'Boundary', PolicyDocument: allow('*') },
  ],
  Groups: [
    {
      GroupName: 'staff',
      Path: '/team/',
      Policies: [{ PolicyName: 'list', PolicyDocument: allow('iam:List*') }],
      ManagedPolicyArns: [arn('policy/team/ReadUsers')],
    },
  ],
  Users: [
    {
      UserName: 'alice',
      Path: '/team/',
      Tags: [{ Key: 'team', Value: 'blue' }],
      PermissionsBoundary: arn('policy/Boundary'),
      Groups: ['staff'],
      Policies: [{ PolicyName: 'simulate', PolicyDocument: allow('iam:Simulate*') }],
      ManagedPolicyArns: ['arn:aws:iam::aws:policy/IAMReadOnlyAccess'],
      LoginProfile: { Password: 'correct-horse-9-battery', PasswordResetRequired: true },
      AccessKeys: [
        { AccessKeyId: 'AKIAIOSFODNN7EXAMPLE', SecretAccessKey: 'alices-secret-access-key' },
        { Status: 'Inactive', CreateDate: '2020-02-02T00:00:00Z' },
      ],
      MFADevices: [
        { VirtualMFADeviceName: 'phone', Path: '/team/', Base32StringSeed: 'gezd gnbv gy3t qojq gezd gnbv gy3t qojq' },
        { Tags: [{ Key: 'kind', Value: 'spare' }] },
      ],
      CreateDate: '2024-01-31T12:00:00+01:00',
    },
    { UserName: 'bob' },
  ],
  Roles: [
    {
      RoleName: 'admin',
      Path: '/team/',
      Description: 'Does everything',
      MaxSessionDuration: 7200,
      PermissionsBoundary: arn('policy/Boundary'),
      Tags: [{ Key: 'team', Value: 'blue' }],
      AssumeRolePolicyDocument: {
        Version: '2012-10-17',
        Statement: {
          Effect: 'Allow',
          Principal: { AWS: arn('user/team/alice') },
          Action: 'sts:AssumeRole',
          Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } },
        },
      },
      Policies: [{ PolicyName: 'all', PolicyDocument: allow('*') }],
      ManagedPolicyArns: [arn('policy/team/ReadUsers')],
    },
  ],
  VirtualMFADevices: [{ VirtualMFADeviceName: 'drawer', Base32StringSeed: 'A'.repeat(32) }],
}

describe('A seed', () => {
  it('fills the account with all that it says', async () => {
    const { iam } = await begin(wholeSeed)
    const UserName = 'alice'
    expect((await iam.listAccountAliases({})).AccountAliases).toEqual(['acme'])
    expect((await iam.getAccountPasswordPolicy({})).PasswordPolicy).toMatchObject({
      MinimumPasswordLength: 14,
      RequireSymbols: true,
      MaxPasswordAge: 90,
    })
    const created = new Date('2024-01-31T11:00:00Z')
    expect((await iam.getUser({ UserName })).User).toMatchObject({
      Arn: arn('user/team/alice'),
      CreateDate: created,
      PermissionsBoundary: { PermissionsBoundaryArn: arn('policy/Boundary') },
      Tags: [{ Key: 'team', Value: 'blue' }],
    })
    expect((await iam.listGroupsForUser({ UserName })).Groups).toMatchObject([{ Arn: arn('group/team/staff') }])
    const inline = await iam.getUserPolicy({ UserName, PolicyName: 'simulate' })
    expect(decoded(inline.PolicyDocument)).toEqual(allow('iam:Simulate*'))
    expect((await iam.listAttachedUserPolicies({ UserName })).AttachedPolicies).toMatchObject([
      { PolicyName: 'IAMReadOnlyAccess' },
    ])
    expect((await iam.getLoginProfile({ UserName })).LoginProfile).toMatchObject({
      CreateDate: created,
      PasswordResetRequired: true,
    })
    const { AccessKeyMetadata = [] } = await iam.listAccessKeys({ UserName })
    expect(AccessKeyMetadata).toHaveLength(2)
    expect(AccessKeyMetadata).toContainEqual({
      UserName,
      AccessKeyId: 'AKIAIOSFODNN7EXAMPLE',
      Status: 'Active',
      CreateDate: created,
    })
    expect(AccessKeyMetadata).toContainEqual(
      expect.objectContaining({ Status: 'Inactive', CreateDate: new Date('2020-02-02T00:00:00Z') }),
    )
    expect((await iam.listMFADevices({ UserName })).MFADevices).toEqual([
      { UserName, SerialNumber: arn('mfa/alice'), EnableDate: created },
      { UserName, SerialNumber: arn('mfa/team/phone'), EnableDate: created },
    ])
    expect((await iam.listMFADeviceTags({ SerialNumber: arn('mfa/alice') })).Tags).toEqual([
      { Key: 'kind', Value: 'spare' },
    ])

    const list = await iam.getGroupPolicy({ GroupName: 'staff', PolicyName: 'list' })
    expect(decoded(list.PolicyDocument)).toEqual(allow('iam:List*'))
    expect((await iam.listAttachedGroupPolicies({ GroupName: 'staff' })).AttachedPolicies).toHaveLength(1)
    expect((await iam.getPolicy({ PolicyArn: arn('policy/team/ReadUsers') })).Policy).toMatchObject({
      Description: 'Reads users',
      AttachmentCount: 2,
      Tags: [{ Key: 'team', Value: 'blue' }],
    })
    const { Role } = await iam.getRole({ RoleName: 'admin' })
    expect(Role).toMatchObject({
      Arn: arn('role/team/admin'),
      Description: 'Does everything',
      MaxSessionDuration: 7200,
      PermissionsBoundary: { PermissionsBoundaryArn: arn('policy/Boundary') },
      Tags: [{ Key: 'team', Value: 'blue' }],
    })
    expect(decoded(Role?.AssumeRolePolicyDocument).Statement.Principal).toEqual({ AWS: arn('user/team/alice') })
    const all = await iam.getRolePolicy({ RoleName: 'admin', PolicyName: 'all' })
    expect(decoded(all.PolicyDocument)).toEqual(allow('*'))
    expect((await iam.listAttachedRolePolicies({ RoleName: 'admin' })).AttachedPolicies).toHaveLength(1)

    const unassigned = await iam.listVirtualMFADevices({ AssignmentStatus: 'Unassigned' })
    expect(unassigned.VirtualMFADevices).toEqual([{ SerialNumber: arn('mfa/drawer') }])
    const assigned = await iam.listVirtualMFADevices({ AssignmentStatus: 'Assigned' })
    expect(assigned.VirtualMFADevices?.map(({ SerialNumber, User }) => [SerialNumber, User?.Arn])).toEqual([
      [arn('mfa/alice'), arn('user/team/alice')],
      [arn('mfa/root-account-mfa-device'), arn('root')],
      [arn('mfa/team/phone'), arn('user/team/alice')],
    ])
  })

  it('lets the seeded user begin a session with MFA at once', async () => {
    const server = await begin(wholeSeed)
    const alice = server.user('alice')
    expect(alice.credentials).toEqual({
      accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
      secretAccessKey: 'alices-secret-access-key',
    })
    const { serialNumber: SerialNumber } = alice.authenticator
    expect(SerialNumber).toBe(arn('mfa/team/phone'))
    const sts = new STS(alice.clientOptions)
    const role = { RoleArn: arn('role/team/admin'), RoleSessionName: 'test' }
    expect((await errorOf(sts.assumeRole(role))).slice(0, 2)).toEqual(['AccessDenied', 403])
    const TokenCode = await alice.authenticator.code()
    const { AssumedRoleUser } = await sts.assumeRole({ ...role, SerialNumber, TokenCode })
    expect(AssumedRoleUser?.Arn).toBe('arn:aws:sts::123456789012:assumed-role/admin/test')
    expect(await errorOf(sts.getSessionToken({ SerialNumber, TokenCode }))).toEqual([
      'AccessDenied',
      403,
      'MultiFactorAuthentication failed with invalid MFA one time pass code. ',
    ])
  })

  it('has the codes of the secret that it names: RFC 6238, appendix B', async () => {
    const server = await begin(wholeSeed, new Date('2033-05-18T03:33:20Z'))
    // The last six of the eight digits.
    expect(await server.user('alice').authenticator.code()).toBe('279037')
    expect(await server.authenticator(arn('mfa/team/phone')).code()).toBe('279037')
  })

  it('leaves every present code good for a session, a resynchronisation and another enrolment', async () => {
    const server = await begin({ Users: [{ UserName: 'alice', AccessKeys: [{}], MFADevices: [{}] }] })
    const { iam } = server
    const alice = server.user('alice')
    const sts = new STS(alice.clientOptions)
    const UserName = 'alice'
    const { serialNumber: SerialNumber } = alice.authenticator
    const pair = async () => {
      const [AuthenticationCode1, AuthenticationCode2] = await alice.authenticator.nextTwoCodes()
      return { UserName, SerialNumber, AuthenticationCode1, AuthenticationCode2 }
    }
    await sts.getSessionToken({ SerialNumber, TokenCode: await alice.authenticator.code() })
    await iam.resyncMFADevice(await pair())
    await server.reset()
    await iam.deactivateMFADevice({ UserName, SerialNumber })
    await iam.enableMFADevice(await pair())
    await sts.getSessionToken({ SerialNumber, TokenCode: await alice.authenticator.code() })
  })

  it('is there again after a reset, with the keys and secrets that were made', async () => {
    const server = await begin(
      { Users: [{ UserName: 'alice', AccessKeys: [{}], MFADevices: [{}] }] },
      new Date('2026-03-01'),
    )
    const alice = server.user('alice')
    const sts = new STS(alice.clientOptions)
    const { serialNumber: SerialNumber } = alice.authenticator
    const TokenCode = await alice.authenticator.code()
    await sts.getSessionToken({ SerialNumber, TokenCode })
    await server.iam.createUser({ UserName: 'carol' })
    await server.iam.deactivateMFADevice({ UserName: 'alice', SerialNumber })
    server.clock.advance('1d')
    await server.reset()
    expect(server.clock.now()).toEqual(new Date('2026-03-01'))
    expect((await server.iam.listUsers({})).Users?.map(({ UserName }) => UserName)).toEqual(['alice'])
    // The same code, and nobody has used it.
    await sts.getSessionToken({ SerialNumber, TokenCode })
  })

  it('can leave the root user without an access key', async () => {
    const server = await begin({
      Root: { AccessKeyPresent: false },
      Users: [
        { UserName: 'admin', AccessKeys: [{}], ManagedPolicyArns: ['arn:aws:iam::aws:policy/AdministratorAccess'] },
      ],
    })
    expect((await errorOf(server.iam.listUsers({}))).slice(0, 2)).toEqual(['InvalidClientTokenId', 403])
    const admin = new IAM(server.user('admin').clientOptions)
    expect((await admin.getAccountSummary({})).SummaryMap).toMatchObject({
      AccountAccessKeysPresent: 0,
      AccountMFAEnabled: 0,
    })
  })

  it('lets a password expire that is older than the account allows', async () => {
    const password = { LoginProfile: { Password: 'correct-horse-9-battery' } }
    const server = await begin({
      PasswordPolicy: { MaxPasswordAge: 30 },
      Users: [
        { UserName: 'old', CreateDate: '2024-01-01T00:00:00Z', ...password },
        { UserName: 'new', ...password },
      ],
    })
    const signIn = async (userName: string) => {
      const response = await fetch(`${server.endpoint}/signin/password`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', Origin: server.endpoint },
        body: JSON.stringify({ account: '123456789012', userName, password: 'correct-horse-9-battery' }),
      })
      return (await response.json()) as { step: string }
    }
    expect(await signIn('old')).toMatchObject({ step: 'new-password' })
    expect(await signIn('new')).toMatchObject({ step: 'done' })
  })

  it('says what a user of the seed has not', async () => {
    const server = await begin({ Users: [{ UserName: 'alice' }] })
    expect(() => server.user('bob')).toThrow('The seed has no user bob')
    expect(() => server.user('alice').clientOptions).toThrow(
      'The user alice of the seed has no access key: give it one by AccessKeys: [{}]',
    )
    expect(() => server.user('alice').authenticator).toThrow(
      'The user alice of the seed has no MFA device: give it one by MFADevices: [{}]',
    )
  })

  it('is each server’s own, sixteen at a time', async () => {
    const many = await Promise.all(
      Array.from({ length: 16 }, (_, index) =>
        begin({ Users: [{ UserName: `user-${index}`, AccessKeys: [{}], MFADevices: [{}] }] }),
      ),
    )
    const sessions = many.map(async (server, index) => {
      const { clientOptions, authenticator } = server.user(`user-${index}`)
      const mfa = { SerialNumber: authenticator.serialNumber, TokenCode: await authenticator.code() }
      await new STS(clientOptions).getSessionToken(mfa)
      return (await server.iam.listUsers({})).Users?.map(({ UserName }) => UserName)
    })
    expect(await Promise.all(sessions)).toEqual(many.map((_, index) => [`user-${index}`]))
  })
})
