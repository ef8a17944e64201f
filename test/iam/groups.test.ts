import { expect, it } from 'vitest'
import {
  addUserToGroup,
  createGroup,
  deleteGroup,
  getGroup,
  listGroups,
  listGroupsForUser,
  removeUserFromGroup,
  updateGroup,
} from '../../src/iam/groups.ts'
import { openConnections } from '../open-connections.ts'
import { faultOfSigned, iamAction, post } from '../raw-request.ts'
import { accountId, describeTwinlock, errorOf } from '../twinlock.ts'
import { questionsOf } from './questions.ts'

const noSuchGroup = (name: string) => ['NoSuchEntity', 404, `The group with name ${name} cannot be found.`]
const noSuchUser = (name: string) => ['NoSuchEntity', 404, `The user with name ${name} cannot be found.`]
const groupExists = (name: string) => ['EntityAlreadyExists', 409, `Group with name ${name} already exists.`]
const mustFirst = (what: string) => ['DeleteConflict', 409, `Cannot delete entity, must ${what} first.`]
const groupArn = (pathAndName: string) => `arn:aws:iam::${accountId}:group${pathAndName}`
const names = (groups: readonly { readonly GroupName: string | undefined }[] = []) =>
  groups.map(({ GroupName }) => GroupName)
const userNames = (users: readonly { readonly UserName: string | undefined }[] = []) =>
  users.map(({ UserName }) => UserName)

describeTwinlock('groups', (server) => {
  const create = (GroupName: string, Path = '/') => server.iam.createGroup({ GroupName, Path })

  it('are answered as they were created', async () => {
    const { Group } = await server.iam.createGroup({ GroupName: 'Admins' })
    expect(Group).toEqual({
      Path: '/',
      GroupName: 'Admins',
      GroupId: expect.stringMatching(/^AGPA[A-Z2-7]{17}$/),
      Arn: groupArn('/Admins'),
      CreateDate: new Date(server.clock.now()),
    })
    const { $metadata: _, ...answer } = await server.iam.getGroup({ GroupName: 'aDMINS' })
    expect(answer).toEqual({ Group, Users: [], IsTruncated: false })
  })

  it('are unique ignoring case, also at the same time', async () => {
    await create('Taken')
    expect(await errorOf(create('TAKEN', '/elsewhere/'))).toEqual(groupExists('TAKEN'))
    await openConnections(server)
    const answers = await Promise.allSettled(['racing', 'RACING', 'Racing'].map((name) => create(name)))
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  })

  it('have names of 128 characters at most, and paths as users have', async () => {
    const GroupName = 'g'.repeat(128)
    expect((await create(GroupName, '/a/')).Group?.Arn).toBe(groupArn(`/a/${GroupName}`))
    const [code, status] = await errorOf(create(`${GroupName}g`))
    expect([code, status]).toEqual(['ValidationError', 400])
    for (const input of [{ GroupName: 'a b' }, { GroupName: '' }, { GroupName: 'ok', Path: '/x' }]) {
      const [fault] = await faultOfSigned(server, post(iamAction('CreateGroup', input)))
      expect(fault).toBe('ValidationError')
    }
  })

  it('are listed by name, ignoring case, under a path, in pages', async () => {
    for (const name of ['list-b', 'List-C', 'LIST-a']) await create(name, '/List/')
    await create('list-d', '/list/')
    const list = async (PathPrefix: string) => names((await server.iam.listGroups({ PathPrefix })).Groups)
    expect(await list('/List/')).toEqual(['LIST-a', 'list-b', 'List-C'])
    expect(await list('/l')).toEqual(['list-d'])
    const first = await server.iam.listGroups({ PathPrefix: '/List/', MaxItems: 2 })
    expect([names(first.Groups), first.IsTruncated]).toEqual([['LIST-a', 'list-b'], true])
    const Marker = first.Marker ?? ''
    const second = await server.iam.listGroups({ PathPrefix: '/List/', Marker })
    expect([names(second.Groups), second.IsTruncated, second.Marker]).toEqual([['List-C'], false, undefined])
    expect((await errorOf(server.iam.listGroups({ Marker: 'x' }))).slice(0, 2)).toEqual(['ValidationError', 400])
  })

  it('get another name and path, and keep id and members', async () => {
    const { Group } = await create('Rename-me')
    await server.iam.createUser({ UserName: 'renamed-member' })
    await server.iam.addUserToGroup({ GroupName: 'rename-me', UserName: 'renamed-member' })
    await create('occupied')
    const rename = (NewGroupName: string) => server.iam.updateGroup({ GroupName: 'rename-me', NewGroupName })
    expect(await errorOf(rename('OCCUPIED'))).toEqual(groupExists('OCCUPIED'))
    await rename('RENAME-me')
    await server.iam.updateGroup({ GroupName: 'rename-me', NewGroupName: 'Renamed', NewPath: '/new/' })
    const { Group: after, Users } = await server.iam.getGroup({ GroupName: 'renamed' })
    expect(after).toEqual({ ...Group, GroupName: 'Renamed', Path: '/new/', Arn: groupArn('/new/Renamed') })
    expect(userNames(Users)).toEqual(['renamed-member'])
    expect(await errorOf(server.iam.updateGroup({ GroupName: 'rename-me' }))).toEqual(noSuchGroup('rename-me'))
    await server.iam.updateGroup({ GroupName: 'renamed' })
  })

  it('are deleted when they have no members and no policies', async () => {
    const GroupName = 'deletable'
    const { Group } = await create(GroupName)
    await server.iam.createUser({ UserName: 'in-the-way' })
    await server.iam.addUserToGroup({ GroupName, UserName: 'in-the-way' })
    const rows = { account_id: accountId, entity_id: Group?.GroupId ?? '' }
    await server.storage.transaction((queries) =>
      queries
        .insertInto('attached_policies')
        .values({ ...rows, policy_id: 'ANPAIWMBCKSKIEE64ZLYK' })
        .execute(),
    )
    const remove = () => server.iam.deleteGroup({ GroupName })
    expect(await errorOf(remove())).toEqual(mustFirst('remove users from group'))
    await server.iam.removeUserFromGroup({ GroupName, UserName: 'in-the-way' })
    expect(await errorOf(remove())).toEqual(mustFirst('detach all policies'))
    await server.storage.transaction((queries) =>
      queries.deleteFrom('attached_policies').where('entity_id', '=', rows.entity_id).execute(),
    )
    await remove()
    expect(await errorOf(remove())).toEqual(noSuchGroup(GroupName))
  })

  it('are nobody’s when they are unknown', async () => {
    const GroupName = 'unknown'
    await server.iam.createUser({ UserName: 'lonely' })
    const requests = [
      server.iam.getGroup({ GroupName }),
      server.iam.addUserToGroup({ GroupName, UserName: 'lonely' }),
      server.iam.removeUserFromGroup({ GroupName, UserName: 'lonely' }),
    ]
    expect(await Promise.all(requests.map(errorOf))).toEqual(requests.map(() => noSuchGroup(GroupName)))
  })
})

describeTwinlock('members of groups', (server) => {
  let count = 0
  const newGroup = async (GroupName = `group-${++count}`) => {
    await server.iam.createGroup({ GroupName })
    return GroupName
  }
  const newUser = async (UserName = `member-${++count}`) => {
    await server.iam.createUser({ UserName })
    return UserName
  }
  const add = (GroupName: string, UserName: string) => server.iam.addUserToGroup({ GroupName, UserName })
  const remove = (GroupName: string, UserName: string) => server.iam.removeUserFromGroup({ GroupName, UserName })
  const groupsOf = async (UserName: string) => names((await server.iam.listGroupsForUser({ UserName })).Groups)

  it('are added and removed in whatever case, once and again', async () => {
    const GroupName = await newGroup('Case-group')
    const UserName = await newUser('Case-user')
    await add('CASE-group', 'CASE-user')
    await add(GroupName, UserName)
    expect(userNames((await server.iam.getGroup({ GroupName })).Users)).toEqual([UserName])
    expect(await groupsOf('case-USER')).toEqual([GroupName])
    await remove('case-GROUP', 'case-USER')
    // As on AWS, that is no error.
    await remove(GroupName, UserName)
    expect(await groupsOf(UserName)).toEqual([])
  })

  it('are answered as ListUsers does, sorted, in pages', async () => {
    const GroupName = await newGroup()
    for (const name of ['page-b', 'Page-C', 'PAGE-a']) await add(GroupName, await newUser(name))
    await server.iam.tagUser({ UserName: 'page-b', Tags: [{ Key: 'k', Value: 'v' }] })
    const { Users: all } = await server.iam.listUsers({})
    const first = await server.iam.getGroup({ GroupName, MaxItems: 2 })
    expect(first.Users).toEqual(['PAGE-a', 'page-b'].map((name) => all?.find(({ UserName }) => UserName === name)))
    const second = await server.iam.getGroup({ GroupName, Marker: first.Marker ?? '' })
    expect([userNames(second.Users), first.IsTruncated, second.IsTruncated]).toEqual([['Page-C'], true, false])
  })

  it('are in ten groups at most, which are listed in pages', async () => {
    const UserName = await newUser()
    const groups: string[] = []
    for (let index = 0; index < 10; index++) groups.push(await newGroup(`ten-${index}`))
    for (const group of groups.toReversed()) await add(group, UserName)
    const quota = ['LimitExceeded', 409, 'Cannot exceed quota for GroupsPerUser: 10']
    expect(await errorOf(add(await newGroup(), UserName))).toEqual(quota)
    await add('TEN-0', UserName)
    const first = await server.iam.listGroupsForUser({ UserName, MaxItems: 7 })
    const second = await server.iam.listGroupsForUser({ UserName, Marker: first.Marker ?? '' })
    expect([...names(first.Groups), ...names(second.Groups)]).toEqual(groups)
    await remove('ten-9', UserName)
    await add(await newGroup(), UserName)
  })

  it('stay members under another name', async () => {
    const GroupName = await newGroup()
    await add(GroupName, await newUser('old-name'))
    await server.iam.updateUser({ UserName: 'old-name', NewUserName: 'new-name', NewPath: '/moved/' })
    expect(await groupsOf('new-name')).toEqual([GroupName])
    expect((await server.iam.getGroup({ GroupName })).Users).toMatchObject([{ UserName: 'new-name', Path: '/moved/' }])
  })

  it('have to leave before they are deleted', async () => {
    const [GroupName, UserName] = [await newGroup(), await newUser()]
    await add(GroupName, UserName)
    expect(await errorOf(server.iam.deleteUser({ UserName }))).toEqual(mustFirst('remove users from group'))
    await remove(GroupName, UserName)
    await server.iam.deleteUser({ UserName })
  })

  it('have to exist', async () => {
    const GroupName = await newGroup()
    expect(await errorOf(add(GroupName, 'nobody'))).toEqual(noSuchUser('nobody'))
    expect(await errorOf(remove(GroupName, 'nobody'))).toEqual(noSuchUser('nobody'))
    expect(await errorOf(groupsOf('nobody'))).toEqual(noSuchUser('nobody'))
  })

  it('are in no group that is deleted at the same time, and in ten at most', async () => {
    await openConnections(server)
    const UserName = await newUser()
    for (let round = 0; round < 5; round++) {
      const GroupName = await newGroup()
      const [added, deleted] = await Promise.allSettled([
        add(GroupName, UserName),
        server.iam.deleteGroup({ GroupName }),
      ])
      expect([added.status, deleted.status].sort()).toEqual(['fulfilled', 'rejected'])
      const reason = added.status === 'rejected' ? added.reason : (deleted as PromiseRejectedResult).reason
      expect(reason.name).toBe(added.status === 'rejected' ? 'NoSuchEntityException' : 'DeleteConflictException')
    }
    const racing = await newUser()
    const groups = await Promise.all(Array.from({ length: 13 }, () => newGroup()))
    const answers = await Promise.allSettled(groups.map((group) => add(group, racing)))
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(10)
    expect(await groupsOf(racing)).toHaveLength(10)
  })
})

describeTwinlock('what is asked about groups', (server) => {
  it('matches the group as it is stored and names it as asked, whoever is added', async () => {
    await server.iam.createGroup({ GroupName: 'Asked', Path: '/p/' })
    const input = { GroupName: 'ASKED', UserName: 'bob' }
    const on = { resource: groupArn('/p/Asked'), resourceName: 'group ASKED', context: {} }
    const operations = { getGroup, deleteGroup, addUserToGroup, removeUserFromGroup }
    for (const operation of Object.values(operations)) {
      const action = `iam:${operation.action}`
      expect(await questionsOf(server, operation, input)).toEqual([{ action, ...on }])
    }
    expect(await questionsOf(server, updateGroup, { GroupName: 'asked', NewGroupName: 'Other' })).toEqual([
      { action: 'iam:UpdateGroup', resource: groupArn('/p/Asked'), resourceName: 'group asked' },
      { action: 'iam:UpdateGroup', resource: groupArn('/p/Other'), resourceName: 'group Other' },
    ])
  })

  it('is about the path of a group or list, and about the user whose groups are listed', async () => {
    expect(await questionsOf(server, createGroup, { GroupName: 'New', Path: '/q/' })).toEqual([
      { action: 'iam:CreateGroup', resource: groupArn('/q/New'), resourceName: 'group New' },
    ])
    expect(await questionsOf(server, listGroups, {})).toEqual([{ action: 'iam:ListGroups', resource: groupArn('/') }])
    expect(await questionsOf(server, listGroupsForUser, { UserName: 'bob' })).toMatchObject([
      { resource: `arn:aws:iam::${accountId}:user/bob`, resourceName: 'user bob' },
    ])
  })
})
