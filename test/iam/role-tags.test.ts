import { expect, it } from 'vitest'
import { tagInstanceProfile, untagInstanceProfile } from '../../src/iam/instance-profile-tags.ts'
import { listRoleTags, tagRole, untagRole } from '../../src/iam/role-tags.ts'
import { accountId, describeTwinlock, errorOf } from '../twinlock.ts'
import { questionsOf } from './questions.ts'
import { trustEc2 } from './trust.ts'

const Tags = [
  { Key: 'A', Value: '1' },
  { Key: 'b', Value: '2' },
  { Key: 'c', Value: '' },
]

describeTwinlock('the tags of roles and instance profiles', (server) => {
  const create = async (name: string) => {
    await server.iam.createRole({ RoleName: name, Path: '/t/', AssumeRolePolicyDocument: trustEc2 })
    await server.iam.createInstanceProfile({ InstanceProfileName: name, Path: '/t/' })
    const [role, profile] = [{ RoleName: name.toUpperCase() }, { InstanceProfileName: name.toUpperCase() }]
    const { iam } = server
    return [
      {
        tag: (tags: typeof Tags) => iam.tagRole({ ...role, Tags: tags }),
        untag: (TagKeys: string[]) => iam.untagRole({ ...role, TagKeys }),
        list: (page: object) => iam.listRoleTags({ ...role, ...page }),
        get: async () => (await iam.getRole(role)).Role?.Tags,
      },
      {
        tag: (tags: typeof Tags) => iam.tagInstanceProfile({ ...profile, Tags: tags }),
        untag: (TagKeys: string[]) => iam.untagInstanceProfile({ ...profile, TagKeys }),
        list: (page: object) => iam.listInstanceProfileTags({ ...profile, ...page }),
        get: async () => (await iam.getInstanceProfile(profile)).InstanceProfile?.Tags,
      },
    ]
  }

  it('are put, listed page by page, and removed', async () => {
    for (const { tag, untag, list, get } of await create('tagged')) {
      expect(await list({})).toMatchObject({ Tags: [], IsTruncated: false })
      await tag([...Tags].reverse())
      expect(await get()).toEqual(Tags)
      const first = await list({ MaxItems: 2 })
      expect(first).toMatchObject({ Tags: Tags.slice(0, 2), IsTruncated: true })
      expect(await list({ Marker: first.Marker })).toMatchObject({ Tags: Tags.slice(2), IsTruncated: false })
      await untag(['a', 'c', 'unknown'])
      expect(await get()).toEqual([Tags[1]])
      await untag(['b'])
      expect(await get()).toBeUndefined()
    }
  })

  it('are refused when two keys differ only in case', async () => {
    for (const { tag } of await create('twice')) {
      const [code, status] = await errorOf(tag([...Tags, { Key: 'a', Value: '' }]))
      expect([code, status]).toEqual(['InvalidInput', 400])
    }
  })

  it('are asked for under the stored path, with the keys of the request', async () => {
    await create('asked')
    const role = await server.iam.getRole({ RoleName: 'asked' })
    const profile = await server.iam.getInstanceProfile({ InstanceProfileName: 'asked' })
    const onRole = {
      resource: `arn:aws:iam::${accountId}:role/t/asked`,
      resourceName: 'role ASKED',
      resourceId: role.Role?.RoleId,
    }
    const onProfile = {
      resource: `arn:aws:iam::${accountId}:instance-profile/t/asked`,
      resourceName: 'instance profile ASKED',
      resourceId: profile.InstanceProfile?.InstanceProfileId,
    }
    const put = { Tags: [{ Key: 'k', Value: 'v' }] }
    const putContext = { 'aws:RequestTag/k': ['v'], 'aws:TagKeys': ['k'] }
    const removal = { TagKeys: ['k', 'l'] }
    const removalContext = { 'aws:TagKeys': ['k', 'l'] }
    expect([
      ...(await questionsOf(server, tagRole, { RoleName: 'ASKED', ...put })),
      ...(await questionsOf(server, untagRole, { RoleName: 'ASKED', ...removal })),
      ...(await questionsOf(server, listRoleTags, { RoleName: 'ASKED' })),
      ...(await questionsOf(server, tagInstanceProfile, { InstanceProfileName: 'ASKED', ...put })),
      ...(await questionsOf(server, untagInstanceProfile, { InstanceProfileName: 'ASKED', ...removal })),
    ]).toEqual([
      { action: 'iam:TagRole', ...onRole, context: putContext },
      { action: 'iam:UntagRole', ...onRole, context: removalContext },
      { action: 'iam:ListRoleTags', ...onRole, context: {} },
      { action: 'iam:TagInstanceProfile', ...onProfile, context: putContext },
      { action: 'iam:UntagInstanceProfile', ...onProfile, context: removalContext },
    ])
  })
})
