import { describe, expect, it } from 'vitest'
import { tagMFADevice, untagMFADevice } from '../../src/iam/mfa-device-tags.ts'
import { requestTagContext, tagKeysContext } from '../../src/iam/tagging.ts'
import { tagUser, untagUser } from '../../src/iam/user-tags.ts'
import { createUser, deleteUser, updateUser } from '../../src/iam/users.ts'
import { createVirtualMFADevice } from '../../src/iam/virtual-mfa-devices.ts'
import { accountId, describeTwinlock } from '../twinlock.ts'
import { questionsOf } from './questions.ts'

const Tags = [
  { Key: 'team', Value: 'red' },
  { Key: '__proto__', Value: '' },
]
const context = {
  'aws:RequestTag/team': ['red'],
  'aws:RequestTag/__proto__': [''],
  'aws:TagKeys': ['team', '__proto__'],
}

describe('the condition keys of tags', () => {
  it('are each tag by its key, and all keys', () => {
    expect(requestTagContext(Tags)).toEqual(context)
  })

  it('are none without tags', () => {
    expect([requestTagContext([]), tagKeysContext([])]).toEqual([{}, {}])
  })

  it('are the keys alone where tags are removed', () => {
    expect(tagKeysContext(['k', 'K'])).toEqual({ 'aws:TagKeys': ['k', 'K'] })
  })
})

describeTwinlock('what is asked about tags', (server) => {
  const tagged = { UserName: 'Tagged-user', Path: '/p/', Tags }
  const resource = `arn:aws:iam::${accountId}:user/p/Tagged-user`
  const resourceName = 'user Tagged-user'

  it('is to create the user with the tags, and to tag it', async () => {
    expect(await questionsOf(server, createUser, tagged)).toEqual([
      { action: 'iam:CreateUser', resource, resourceName, context },
      { action: 'iam:TagUser', resource, resourceName, context },
    ])
    expect(await questionsOf(server, createUser, { UserName: 'plain' })).toHaveLength(1)
    const device = { VirtualMFADeviceName: 'tagged', Tags }
    expect(await questionsOf(server, createVirtualMFADevice, device)).toMatchObject([
      { action: 'iam:CreateVirtualMFADevice', context },
      { action: 'iam:TagMFADevice', context },
    ])
  })

  it('names the resource whose tags are there already by its id', async () => {
    const { User } = await server.iam.createUser(tagged)
    const UserName = 'TAGGED-USER'
    const on = { resource, resourceName: 'user TAGGED-USER', resourceId: User?.UserId }
    expect(await questionsOf(server, tagUser, { UserName, Tags })).toEqual([{ action: 'iam:TagUser', ...on, context }])
    expect(await questionsOf(server, untagUser, { UserName, TagKeys: ['k'] })).toEqual([
      { action: 'iam:UntagUser', ...on, context: { 'aws:TagKeys': ['k'] } },
    ])
    expect(await questionsOf(server, deleteUser, { UserName })).toMatchObject([on])
    expect(await questionsOf(server, updateUser, { UserName, NewPath: '/q/', NewUserName: 'Other' })).toEqual([
      { action: 'iam:UpdateUser', ...on },
      {
        ...on,
        action: 'iam:UpdateUser',
        resource: resource.replace('p/Tagged-user', 'q/Other'),
        resourceName: 'user Other',
      },
    ])
    const [unknown] = await questionsOf(server, deleteUser, { UserName: 'nobody' })
    expect(unknown).not.toHaveProperty('resourceId')
  })

  it('is the same of devices', async () => {
    const { VirtualMFADevice } = await server.iam.createVirtualMFADevice({ VirtualMFADeviceName: 'known' })
    const SerialNumber = VirtualMFADevice?.SerialNumber ?? ''
    const resourceId = expect.stringMatching(/./)
    expect(await questionsOf(server, tagMFADevice, { SerialNumber, Tags })).toEqual([
      { action: 'iam:TagMFADevice', resource: SerialNumber, resourceName: SerialNumber, resourceId, context },
    ])
    expect(await questionsOf(server, untagMFADevice, { SerialNumber, TagKeys: ['k'] })).toMatchObject([
      { context: { 'aws:TagKeys': ['k'] } },
    ])
  })
})
