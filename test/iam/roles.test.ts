import { expect, it } from 'vitest'
import { createRole } from '../../src/iam/roles.ts'
import { findRole, recordRoleUse } from '../../src/storage/roles.ts'
import { openConnections } from '../open-connections.ts'
import { accountId, describeTwinlock, errorOf, sendForm } from '../twinlock.ts'
import { questionsOf } from './questions.ts'
import { trust, trustEc2 } from './trust.ts'

const noSuchRole = (name: string) => ['NoSuchEntity', 404, `The role with name ${name} cannot be found.`]
const roleArn = (pathAndName: string) => `arn:aws:iam::${accountId}:role${pathAndName}`
const administrator = 'arn:aws:iam::aws:policy/AdministratorAccess'
const AssumeRolePolicyDocument = trustEc2

describeTwinlock('CreateRole', (server) => {
  it('answers what AWS answers: neither description nor duration, the document as it was sent', async () => {
    const sent = JSON.stringify(JSON.parse(trustEc2), undefined, 2)
    const { Role } = await server.iam.createRole({
      RoleName: 'Reader',
      Path: '/team/',
      AssumeRolePolicyDocument: sent,
      Description: 'Reads',
      MaxSessionDuration: 7200,
    })
    expect(Role).toEqual({
      Path: '/team/',
      RoleName: 'Reader',
      RoleId: expect.stringMatching(/^AROA[A-Z2-7]{17}$/),
      Arn: roleArn('/team/Reader'),
      CreateDate: new Date(server.clock.now()),
      AssumeRolePolicyDocument: encodeURIComponent(sent),
    })
    expect((await server.iam.getRole({ RoleName: 'READER' })).Role).toEqual({
      ...Role,
      AssumeRolePolicyDocument: encodeURIComponent(trustEc2),
      Description: 'Reads',
      MaxSessionDuration: 7200,
      RoleLastUsed: {},
    })
  })

  it('keeps tags and boundary, which lists leave out', async () => {
    const Tags = [{ Key: 'team', Value: 'red' }]
    const rest = { AssumeRolePolicyDocument, PermissionsBoundary: administrator, Tags }
    const { Role } = await server.iam.createRole({ RoleName: 'Bounded', ...rest })
    const PermissionsBoundary = { PermissionsBoundaryType: 'Policy', PermissionsBoundaryArn: administrator }
    expect(Role).toMatchObject({ Tags, PermissionsBoundary })
    const got = (await server.iam.getRole({ RoleName: 'Bounded' })).Role
    expect(got).toMatchObject({ Tags, PermissionsBoundary, MaxSessionDuration: 3600 })
    const { Roles = [] } = await server.iam.listRoles({})
    const listed = Roles.find(({ RoleName }) => RoleName === 'Bounded')
    expect(listed).toEqual({ ...Role, Tags: undefined, PermissionsBoundary: undefined, MaxSessionDuration: 3600 })
  })

  it('answers RoleLastUsed in GetRole even when it is empty', async () => {
    await server.iam.createRole({ RoleName: 'Unused', AssumeRolePolicyDocument })
    const { body } = await sendForm(server, 'iam', { Action: 'GetRole', RoleName: 'Unused' })
    expect(body).toMatch(/<RoleLastUsed *\/>|<RoleLastUsed><\/RoleLastUsed>/)
  })

  it('refuses a boundary that is no policy', async () => {
    const PermissionsBoundary = `arn:aws:iam::${accountId}:policy/missing`
    const request = server.iam.createRole({ RoleName: 'Unbounded', AssumeRolePolicyDocument, PermissionsBoundary })
    const message = expect.stringContaining(`${PermissionsBoundary} does not exist or is not attachable.`)
    expect(await errorOf(request)).toEqual(['NoSuchEntity', 404, message])
    expect(await errorOf(server.iam.getRole({ RoleName: 'Unbounded' }))).toEqual(noSuchRole('Unbounded'))
  })

  it('lets one of many with the same name through, in whatever case', async () => {
    await openConnections(server)
    const names = Array.from({ length: 8 }, (_, index) => (index % 2 ? 'racing' : 'RACING'))
    const requests = names.map((RoleName) => errorOf(server.iam.createRole({ RoleName, AssumeRolePolicyDocument })))
    const refused = (await Promise.allSettled(requests)).filter(({ status }) => status === 'fulfilled')
    expect(refused).toHaveLength(7)
    const request = server.iam.createRole({ RoleName: 'Racing', AssumeRolePolicyDocument })
    expect(await errorOf(request)).toEqual(['EntityAlreadyExists', 409, 'Role with name Racing already exists.'])
  })

  it('leaves the paths of service-linked roles to services', async () => {
    const Path = '/aws-service-role/ecs.amazonaws.com/'
    const request = server.iam.createRole({ RoleName: 'AWSServiceRoleForECS', Path, AssumeRolePolicyDocument })
    const message = "Path prefix '/aws-service-role/' can only be used for AWS Service linked Roles"
    expect(await errorOf(request)).toEqual(['InvalidInput', 400, message])
  })

  it.each([3599, 43201])('refuses a session of %d seconds', async (MaxSessionDuration) => {
    const request = server.iam.createRole({ RoleName: 'Long', AssumeRolePolicyDocument, MaxSessionDuration })
    const [code, status, message] = await errorOf(request)
    expect([code, status]).toEqual(['ValidationError', 400])
    expect(message).toContain("at 'maxSessionDuration' failed to satisfy constraint")
  })

  it('refuses a trust policy of 2049 characters, white space not counted', async () => {
    const withId = (length: number) => JSON.stringify({ Id: 'i'.repeat(length), ...JSON.parse(trustEc2) })
    const fits = withId(2048 - withId(0).length)
    const spaced = fits.replaceAll(',', ',\n   ')
    await server.iam.createRole({ RoleName: 'Large', AssumeRolePolicyDocument: spaced })
    const tooLarge = ['LimitExceeded', 409, 'Cannot exceed quota for ACLSizePerRole: 2048']
    const PolicyDocument = fits.replace('"i', '"ii')
    expect(await errorOf(server.iam.updateAssumeRolePolicy({ RoleName: 'Large', PolicyDocument }))).toEqual(tooLarge)
  })

  it('refuses what is not JSON', async () => {
    const request = server.iam.createRole({ RoleName: 'Torn', AssumeRolePolicyDocument: '{' })
    expect((await errorOf(request)).slice(0, 2)).toEqual(['MalformedPolicyDocument', 400])
  })

  it('asks about the role, its boundary and its tags', async () => {
    const input = {
      RoleName: 'New',
      Path: '/p/',
      AssumeRolePolicyDocument,
      PermissionsBoundary: administrator,
      Tags: [{ Key: 'k', Value: 'v' }],
    }
    const on = { resource: roleArn('/p/New'), resourceName: 'role New' }
    const tags = { 'aws:RequestTag/k': ['v'], 'aws:TagKeys': ['k'] }
    expect(await questionsOf(server, createRole, input)).toEqual([
      { action: 'iam:CreateRole', ...on, context: { ...tags, 'iam:PermissionsBoundary': [administrator] } },
      { action: 'iam:TagRole', ...on, context: tags },
    ])
  })
})

describeTwinlock('the operations on a role', (server) => {
  it('lists by name, under a path, page by page', async () => {
    for (const RoleName of ['b', 'A', 'c']) {
      await server.iam.createRole({ RoleName, Path: '/list/', AssumeRolePolicyDocument, Description: RoleName })
    }
    const first = await server.iam.listRoles({ PathPrefix: '/list/', MaxItems: 2 })
    expect(first).toMatchObject({ IsTruncated: true, Roles: [{ RoleName: 'A', Description: 'A' }, { RoleName: 'b' }] })
    const second = await server.iam.listRoles({ PathPrefix: '/list/', Marker: first.Marker })
    expect(second).toMatchObject({ IsTruncated: false, Roles: [{ RoleName: 'c' }] })
  })

  it('updates description and duration, the latter to an hour when it is left out', async () => {
    const RoleName = 'Updated'
    await server.iam.createRole({ RoleName, AssumeRolePolicyDocument, Description: 'old', MaxSessionDuration: 7200 })
    const show = async () => (await server.iam.getRole({ RoleName })).Role
    await server.iam.updateRole({ RoleName, MaxSessionDuration: 14400 })
    expect(await show()).toMatchObject({ Description: 'old', MaxSessionDuration: 14400 })
    await server.iam.updateRole({ RoleName: 'UPDATED', Description: 'new' })
    expect(await show()).toMatchObject({ Description: 'new', MaxSessionDuration: 3600 })
    const { Role } = await server.iam.updateRoleDescription({ RoleName, Description: 'newer' })
    expect(Role).toMatchObject({ RoleName, Description: 'newer' })
    expect(await show()).toMatchObject({ Description: 'newer' })
  })

  it('replaces the trust policy', async () => {
    const RoleName = 'Retrusted'
    await server.iam.createRole({ RoleName, AssumeRolePolicyDocument })
    const PolicyDocument = trust({ Service: 'lambda.amazonaws.com' })
    await server.iam.updateAssumeRolePolicy({ RoleName, PolicyDocument })
    const { Role } = await server.iam.getRole({ RoleName })
    expect(Role?.AssumeRolePolicyDocument).toBe(encodeURIComponent(PolicyDocument))
  })

  it('shows when and where it was last used', async () => {
    const RoleName = 'Used'
    await server.iam.createRole({ RoleName, AssumeRolePolicyDocument })
    const now = new Date(server.clock.now())
    await server.storage.transaction(async (queries) => {
      const role = await findRole(queries, accountId, RoleName)
      if (role) await recordRoleUse(queries, role, now, 'eu-central-1')
    })
    const { Role } = await server.iam.getRole({ RoleName })
    expect(Role?.RoleLastUsed).toEqual({ LastUsedDate: now, Region: 'eu-central-1' })
  })

  it('deletes a role only when nothing hangs on it', async () => {
    const RoleName = 'Tied'
    const { Role } = await server.iam.createRole({
      RoleName,
      AssumeRolePolicyDocument,
      Tags: [{ Key: 'k', Value: '' }],
    })
    const key = { account_id: accountId, entity_id: Role?.RoleId ?? '' }
    const mustFirst = (what: string) => ['DeleteConflict', 409, `Cannot delete entity, must ${what} first.`]
    const { storage, iam } = server
    await storage.transaction(async (queries) => {
      await queries
        .insertInto('attached_policies')
        .values({ ...key, policy_id: 'ANPAX' })
        .execute()
      const inline = { ...key, name: 'p', name_key: 'p', document: '{}' }
      await queries.insertInto('inline_policies').values(inline).execute()
    })
    await iam.createInstanceProfile({ InstanceProfileName: RoleName })
    await iam.addRoleToInstanceProfile({ InstanceProfileName: RoleName, RoleName })
    expect(await errorOf(iam.deleteRole({ RoleName }))).toEqual(mustFirst('remove roles from instance profile'))
    await iam.removeRoleFromInstanceProfile({ InstanceProfileName: RoleName, RoleName })
    expect(await errorOf(iam.deleteRole({ RoleName }))).toEqual(mustFirst('detach all policies'))
    await storage.transaction((queries) => queries.deleteFrom('attached_policies').execute())
    expect(await errorOf(iam.deleteRole({ RoleName }))).toEqual(mustFirst('delete policies'))
    await storage.transaction((queries) => queries.deleteFrom('inline_policies').execute())
    await iam.deleteRole({ RoleName: 'tied' })
    expect(await errorOf(iam.getRole({ RoleName }))).toEqual(noSuchRole(RoleName))
    const again = await iam.createRole({ RoleName, AssumeRolePolicyDocument })
    expect(again.Role?.Tags).toBeUndefined()
    expect(again.Role?.RoleId).not.toBe(Role?.RoleId)
  })

  it('knows no role that is not there', async () => {
    const RoleName = 'Nobody'
    const requests = [
      server.iam.getRole({ RoleName }),
      server.iam.updateRole({ RoleName }),
      server.iam.updateRoleDescription({ RoleName, Description: '' }),
      server.iam.updateAssumeRolePolicy({ RoleName, PolicyDocument: trustEc2 }),
      server.iam.deleteRole({ RoleName }),
      server.iam.tagRole({ RoleName, Tags: [] }),
      server.iam.untagRole({ RoleName, TagKeys: [] }),
      server.iam.listRoleTags({ RoleName }),
      server.iam.listInstanceProfilesForRole({ RoleName }),
    ]
    for (const answer of await Promise.all(requests.map(errorOf))) expect(answer).toEqual(noSuchRole(RoleName))
  })
})
