import { expect, it } from 'vitest'
import { addRoleToInstanceProfile, createInstanceProfile } from '../../src/iam/instance-profiles.ts'
import { accountId, createUser, describeTwinlock, errorOf } from '../twinlock.ts'
import { questionsOf } from './questions.ts'
import { trustEc2 } from './trust.ts'

const profileArn = (pathAndName: string) => `arn:aws:iam::${accountId}:instance-profile${pathAndName}`

describeTwinlock('instance profiles', (server) => {
  const createRole = async (RoleName: string) =>
    (await server.iam.createRole({ RoleName, AssumeRolePolicyDocument: trustEc2 })).Role

  it('are answered with the role in them, which has neither description nor duration', async () => {
    const Tags = [{ Key: 'team', Value: 'red' }]
    const name = { InstanceProfileName: 'Web' }
    const { InstanceProfile } = await server.iam.createInstanceProfile({ ...name, Path: '/web/', Tags })
    expect(InstanceProfile).toEqual({
      Path: '/web/',
      ...name,
      InstanceProfileId: expect.stringMatching(/^AIPA[A-Z2-7]{17}$/),
      Arn: profileArn('/web/Web'),
      CreateDate: new Date(server.clock.now()),
      Roles: [],
      Tags,
    })
    const Role = await createRole('WebRole')
    await server.iam.addRoleToInstanceProfile({ InstanceProfileName: 'WEB', RoleName: 'webrole' })
    const got = await server.iam.getInstanceProfile({ InstanceProfileName: 'web' })
    expect(got.InstanceProfile).toEqual({ ...InstanceProfile, Roles: [Role] })
    const listed = { ...got.InstanceProfile, Tags: undefined }
    expect((await server.iam.listInstanceProfiles({ PathPrefix: '/web/' })).InstanceProfiles).toEqual([listed])
    const ofRole = await server.iam.listInstanceProfilesForRole({ RoleName: 'WebRole' })
    expect(ofRole.InstanceProfiles).toEqual([listed])
  })

  it('are listed by name, page by page, in total and for a role', async () => {
    await createRole('Paged')
    for (const InstanceProfileName of ['page-b', 'Page-A', 'page-c']) {
      await server.iam.createInstanceProfile({ InstanceProfileName, Path: '/page/' })
      await server.iam.addRoleToInstanceProfile({ InstanceProfileName, RoleName: 'Paged' })
    }
    const names = ['Page-A', 'page-b', 'page-c'].map((InstanceProfileName) => ({ InstanceProfileName }))
    const lists = [
      (page: object) => server.iam.listInstanceProfiles({ PathPrefix: '/page/', ...page }),
      (page: object) => server.iam.listInstanceProfilesForRole({ RoleName: 'Paged', ...page }),
    ]
    for (const list of lists) {
      const first = await list({ MaxItems: 2 })
      expect(first).toMatchObject({ IsTruncated: true, InstanceProfiles: names.slice(0, 2) })
      const second = await list({ MaxItems: 2, Marker: first.Marker })
      expect(second).toMatchObject({ IsTruncated: false, InstanceProfiles: names.slice(2) })
    }
  })

  it('hold one role', async () => {
    const InstanceProfileName = 'Single'
    await createRole('one')
    await createRole('two')
    await server.iam.createInstanceProfile({ InstanceProfileName })
    const add = (RoleName: string) => server.iam.addRoleToInstanceProfile({ InstanceProfileName, RoleName })
    const answers = await Promise.allSettled(['one', 'two'].map(add))
    expect(answers.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    const quota = ['LimitExceeded', 409, 'Cannot exceed quota for InstanceSessionsPerInstanceProfile: 1']
    expect(await errorOf(add('one'))).toEqual(quota)
    const mustFirst = ['DeleteConflict', 409, 'Cannot delete entity, must remove roles from instance profile first.']
    expect(await errorOf(server.iam.deleteInstanceProfile({ InstanceProfileName }))).toEqual(mustFirst)
    const { InstanceProfile } = await server.iam.getInstanceProfile({ InstanceProfileName })
    const inside = InstanceProfile?.Roles?.[0]?.RoleName ?? ''
    const outside = inside === 'one' ? 'two' : 'one'
    const remove = (RoleName: string) => server.iam.removeRoleFromInstanceProfile({ InstanceProfileName, RoleName })
    expect((await errorOf(remove(outside))).slice(0, 2)).toEqual(['NoSuchEntity', 404])
    await remove(inside)
    expect((await errorOf(remove(inside))).slice(0, 2)).toEqual(['NoSuchEntity', 404])
    await server.iam.deleteInstanceProfile({ InstanceProfileName: 'single' })
    const gone = ['NoSuchEntity', 404, 'Instance Profile Single cannot be found.']
    expect(await errorOf(server.iam.getInstanceProfile({ InstanceProfileName }))).toEqual(gone)
  })

  it('have names that are taken in whatever case, and take nothing from one that was deleted', async () => {
    const name = { InstanceProfileName: 'Taken' }
    await server.iam.createInstanceProfile({ ...name, Tags: [{ Key: 'k', Value: 'v' }] })
    const request = server.iam.createInstanceProfile({ InstanceProfileName: 'TAKEN' })
    expect(await errorOf(request)).toEqual(['EntityAlreadyExists', 409, 'Instance Profile TAKEN already exists.'])
    await server.iam.deleteInstanceProfile(name)
    expect((await server.iam.createInstanceProfile(name)).InstanceProfile?.Tags).toBeUndefined()
  })

  it('are not found when they are not there', async () => {
    const name = { InstanceProfileName: 'Nothing' }
    await createRole('lonely')
    const requests = [
      server.iam.getInstanceProfile(name),
      server.iam.deleteInstanceProfile(name),
      server.iam.addRoleToInstanceProfile({ ...name, RoleName: 'lonely' }),
      server.iam.removeRoleFromInstanceProfile({ ...name, RoleName: 'lonely' }),
      server.iam.tagInstanceProfile({ ...name, Tags: [] }),
      server.iam.untagInstanceProfile({ ...name, TagKeys: [] }),
      server.iam.listInstanceProfileTags(name),
    ]
    const gone = ['NoSuchEntity', 404, 'Instance Profile Nothing cannot be found.']
    for (const answer of await Promise.all(requests.map(errorOf))) expect(answer).toEqual(gone)
    await server.iam.createInstanceProfile(name)
    const noRole = ['NoSuchEntity', 404, 'The role with name nobody cannot be found.']
    expect(await errorOf(server.iam.addRoleToInstanceProfile({ ...name, RoleName: 'nobody' }))).toEqual(noRole)
  })

  it('ask whether the role may be passed to EC2', async () => {
    const profile = await server.iam.createInstanceProfile({ InstanceProfileName: 'Asked', Path: '/p/' })
    const role = await server.iam.createRole({ RoleName: 'Passed', Path: '/r/', AssumeRolePolicyDocument: trustEc2 })
    const input = { InstanceProfileName: 'ASKED', RoleName: 'PASSED' }
    expect(await questionsOf(server, addRoleToInstanceProfile, input)).toEqual([
      {
        action: 'iam:AddRoleToInstanceProfile',
        resource: profileArn('/p/Asked'),
        resourceName: 'instance profile ASKED',
        resourceId: profile.InstanceProfile?.InstanceProfileId,
        context: {},
      },
      {
        action: 'iam:PassRole',
        resource: role.Role?.Arn,
        resourceId: role.Role?.RoleId,
        context: { 'iam:PassedToService': ['ec2.amazonaws.com'] },
      },
    ])
    const creation = { InstanceProfileName: 'New', Tags: [{ Key: 'k', Value: 'v' }] }
    const context = { 'aws:RequestTag/k': ['v'], 'aws:TagKeys': ['k'] }
    const on = { resource: profileArn('/New'), resourceName: 'instance profile New', context }
    expect(await questionsOf(server, createInstanceProfile, creation)).toEqual([
      { action: 'iam:CreateInstanceProfile', ...on },
      { action: 'iam:TagInstanceProfile', ...on },
    ])
  })

  it('take a role only from who may pass it to EC2', async () => {
    const InstanceProfileName = 'Guarded'
    await server.iam.createInstanceProfile({ InstanceProfileName })
    const role = await createRole('Coveted')
    const { userName, iam } = await createUser(server)
    const allow = (statement: object) => {
      const own = { Effect: 'Allow', Action: 'iam:AddRoleToInstanceProfile', Resource: '*' }
      const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: [own, statement] })
      return server.iam.putUserPolicy({ UserName: userName, PolicyName: 'p', PolicyDocument })
    }
    const pass = (service: string) => ({
      Effect: 'Allow',
      Action: 'iam:PassRole',
      Resource: role?.Arn,
      Condition: { StringEquals: { 'iam:PassedToService': service } },
    })
    const add = () => iam.addRoleToInstanceProfile({ InstanceProfileName, RoleName: 'Coveted' })
    await allow(pass('lambda.amazonaws.com'))
    const message = `User: arn:aws:iam::${accountId}:user/${userName} is not authorized to perform: iam:PassRole on resource: ${role?.Arn} because no identity-based policy allows the iam:PassRole action`
    expect(await errorOf(add())).toEqual(['AccessDenied', 403, message])
    await allow(pass('ec2.amazonaws.com'))
    await add()
  })
})
