import { describe, expect, it } from 'vitest'
import { createDevice, createUser, describeTwinlock, errorOf, type TestServer } from '../twinlock.ts'
import { allow, createEntity, createPolicy } from './policies.ts'

const badAlias = [
  'ValidationError',
  400,
  "1 validation error detected: Value at 'accountAlias' failed to satisfy constraint: Member must satisfy regular expression pattern: ^[a-z0-9]([a-z0-9]|-(?!-)){1,61}[a-z0-9]$",
]

describeTwinlock('the account alias', (server) => {
  const aliases = async () => (await server.iam.listAccountAliases()).AccountAliases
  const create = (AccountAlias: string) => server.iam.createAccountAlias({ AccountAlias })
  const remove = (AccountAlias: string) => server.iam.deleteAccountAlias({ AccountAlias })

  it('is none at first', async () => {
    const { AccountAliases, IsTruncated, Marker } = await server.iam.listAccountAliases()
    expect([AccountAliases, IsTruncated, Marker]).toEqual([[], false, undefined])
  })

  it.each(['abc', 'a-b', '1ab', 'a1-b2-c3', `a${'b'.repeat(61)}c`, '12345678901', '1234567890123'])(
    'may be %s',
    async (alias) => {
      await create(alias)
      expect(await aliases()).toEqual([alias])
      await remove(alias)
      expect(await aliases()).toEqual([])
    },
  )

  it.each(['-ab', 'ab-', 'a--b', 'Abc', 'a_b', 'a.b', 'é-a', 'a b'])('may not be %j', async (alias) => {
    expect(await errorOf(create(alias))).toEqual(badAlias)
    expect(await aliases()).toEqual([])
  })

  it('has 3 to 63 characters', async () => {
    expect((await errorOf(create('ab')))[2]).toContain('Member must have length greater than or equal to 3')
    expect((await errorOf(create('a'.repeat(64))))[2]).toContain('Member must have length less than or equal to 63')
  })

  it('may not look like an account id', async () => {
    expect((await errorOf(create('123456789012'))).slice(0, 2)).toEqual(['InvalidInput', 400])
    expect(await aliases()).toEqual([])
  })

  it('is one: the next takes its place', async () => {
    await create('first-alias')
    await create('second-alias')
    expect(await aliases()).toEqual(['second-alias'])
    expect((await errorOf(create('second-alias'))).slice(0, 2)).toEqual(['EntityAlreadyExists', 409])
    expect((await errorOf(remove('first-alias'))).slice(0, 2)).toEqual(['NoSuchEntity', 404])
    expect(await aliases()).toEqual(['second-alias'])
    await remove('second-alias')
    expect((await errorOf(remove('second-alias'))).slice(0, 2)).toEqual(['NoSuchEntity', 404])
  })
})

/** As they were recorded from AWS. */
const summaryKeys = [
  'AccessKeysPerUserQuota',
  'AccountAccessKeysPresent',
  'AccountMFAEnabled',
  'AccountPasswordPresent',
  'AccountSigningCertificatesPresent',
  'AssumeRolePolicySizeQuota',
  'AttachedPoliciesPerGroupQuota',
  'AttachedPoliciesPerRoleQuota',
  'AttachedPoliciesPerUserQuota',
  'GlobalEndpointTokenVersion',
  'GroupPolicySizeQuota',
  'Groups',
  'GroupsPerUserQuota',
  'GroupsQuota',
  'InstanceProfiles',
  'InstanceProfilesQuota',
  'MFADevices',
  'MFADevicesInUse',
  'Policies',
  'PoliciesQuota',
  'PolicySizeQuota',
  'PolicyVersionsInUse',
  'PolicyVersionsInUseQuota',
  'Providers',
  'RolePolicySizeQuota',
  'Roles',
  'RolesQuota',
  'ServerCertificates',
  'ServerCertificatesQuota',
  'SigningCertificatesPerUserQuota',
  'UserPolicySizeQuota',
  'Users',
  'UsersQuota',
  'VersionsPerPolicyQuota',
]

const quotas = {
  AccessKeysPerUserQuota: 2,
  AssumeRolePolicySizeQuota: 2048,
  AttachedPoliciesPerGroupQuota: 10,
  AttachedPoliciesPerRoleQuota: 10,
  AttachedPoliciesPerUserQuota: 10,
  GroupPolicySizeQuota: 5120,
  GroupsPerUserQuota: 10,
  GroupsQuota: 300,
  InstanceProfilesQuota: 1000,
  PoliciesQuota: 1500,
  PolicySizeQuota: 6144,
  PolicyVersionsInUseQuota: 10000,
  RolePolicySizeQuota: 10240,
  RolesQuota: 1000,
  ServerCertificatesQuota: 20,
  SigningCertificatesPerUserQuota: 2,
  UserPolicySizeQuota: 2048,
  UsersQuota: 5000,
  VersionsPerPolicyQuota: 5,
}

const summaryOf = async (server: TestServer): Promise<Partial<Record<string, number>>> =>
  (await server.iam.getAccountSummary()).SummaryMap ?? {}

describeTwinlock('GetAccountSummary', (server) => {
  it('has the keys and quotas of AWS', async () => {
    const summary = await summaryOf(server)
    expect(Object.keys(summary).sort()).toEqual(summaryKeys)
    expect(summary).toMatchObject(quotas)
  })

  it('counts users and devices, and the root user apart', async () => {
    const counted = async () => {
      const { Users, MFADevices, MFADevicesInUse, AccountMFAEnabled, AccountAccessKeysPresent } =
        await summaryOf(server)
      return { Users, MFADevices, MFADevicesInUse, AccountMFAEnabled, AccountAccessKeysPresent }
    }
    const counts = { Users: 0, MFADevices: 0, MFADevicesInUse: 0, AccountMFAEnabled: 0, AccountAccessKeysPresent: 1 }
    expect(await counted()).toEqual(counts)
    const { userName: UserName } = await createUser(server)
    await createUser(server)
    const device = await createDevice(server)
    await createDevice(server)
    await server.iam.enableMFADevice({ UserName, ...device.pair() })
    expect(await counted()).toEqual({ ...counts, Users: 2, MFADevices: 2, MFADevicesInUse: 1 })
    await server.iam.deactivateMFADevice({ UserName, SerialNumber: device.serialNumber })
    expect(await counted()).toEqual({ ...counts, Users: 2, MFADevices: 2 })
    await server.iam.deleteVirtualMFADevice({ SerialNumber: device.serialNumber })
    expect(await counted()).toEqual({ ...counts, Users: 2, MFADevices: 1 })
  })

  it('counts groups, roles, instance profiles and the policies of the account', async () => {
    const counted = async () => {
      const { Groups, Roles, InstanceProfiles, Policies, PolicyVersionsInUse } = await summaryOf(server)
      return { Groups, Roles, InstanceProfiles, Policies, PolicyVersionsInUse }
    }
    const none = { Groups: 0, Roles: 0, InstanceProfiles: 0, Policies: 0, PolicyVersionsInUse: 0 }
    expect(await counted()).toEqual(none)
    await server.iam.createGroup({ GroupName: 'counted' })
    await server.iam.createInstanceProfile({ InstanceProfileName: 'counted' })
    const roles = ['counted-1', 'counted-2'].map((name) => createEntity(server, 'role', '/', name))
    await Promise.all(roles)
    const { PolicyArn } = await createPolicy(server, 'counted')
    await server.iam.createPolicyVersion({ PolicyArn, PolicyDocument: allow('s3:*') })
    const counts = { Groups: 1, Roles: 2, InstanceProfiles: 1, Policies: 1, PolicyVersionsInUse: 2 }
    expect(await counted()).toEqual(counts)
    await server.iam.deleteGroup({ GroupName: 'counted' })
    expect(await counted()).toEqual({ ...counts, Groups: 0 })
  })

  describe('of the root user', () => {
    it('has a password', async () => {
      expect((await summaryOf(server))['AccountPasswordPresent']).toBe(1)
    })
  })
})
