import { expect, it } from 'vitest'
import { openConnections } from '../open-connections.ts'
import { faultOfSigned, iamAction, post, send, sign } from '../raw-request.ts'
import { accountId, createDevice, createUser, describeTwinlock, errorOf } from '../twinlock.ts'
import { issueCertificate } from './certificates.ts'
import { allow } from './policies.ts'
import { sshKey } from './ssh-keys.ts'

const noSuchUser = (name: string) => ['NoSuchEntity', 404, `The user with name ${name} cannot be found.`]
const badName = (member: string) => [
  'ValidationError',
  400,
  `The specified value for ${member} is invalid. It must contain only alphanumeric characters and/or the following: +=,.@_-`,
]
const badPath = (member: string) => [
  'ValidationError',
  400,
  `The specified value for ${member} is invalid. It must begin and end with / and contain only alphanumeric characters and/or / characters.`,
]
const tooLong = (member: string, length: number) => [
  'ValidationError',
  400,
  `1 validation error detected: Value at '${member}' failed to satisfy constraint: Member must have length less than or equal to ${length}`,
]
const mustFirst = (what: string) => ['DeleteConflict', 409, `Cannot delete entity, must ${what} first.`]
const userArn = (pathAndName: string) => `arn:aws:iam::${accountId}:user${pathAndName}`

describeTwinlock('CreateUser', (server) => {
  it('answers the user, without tags where there are none', async () => {
    const { User } = await server.iam.createUser({ UserName: 'Alice' })
    expect(User).toEqual({
      Path: '/',
      UserName: 'Alice',
      UserId: expect.stringMatching(/^AIDA[A-Z2-7]{17}$/),
      Arn: userArn('/Alice'),
      CreateDate: new Date(server.clock.now()),
    })
    expect((await server.iam.getUser({ UserName: 'Alice' })).User).toEqual(User)
  })

  it('keeps path and tags', async () => {
    const Tags = [{ Key: 'team', Value: 'red' }]
    const { User } = await server.iam.createUser({ UserName: 'Tagged', Path: '/a/b/', Tags })
    expect(User).toMatchObject({ Path: '/a/b/', Arn: userArn('/a/b/Tagged'), Tags })
    expect((await server.iam.getUser({ UserName: 'tagged' })).User).toEqual(User)
  })

  it('takes every character that names may have', async () => {
    const UserName = 'aZ09_+=,.@-'
    expect((await server.iam.createUser({ UserName })).User?.Arn).toBe(userArn(`/${UserName}`))
    await server.iam.deleteUser({ UserName })
  })

  it('takes 64 characters, and no 65', async () => {
    const UserName = 'n'.repeat(64)
    await server.iam.createUser({ UserName })
    expect(await errorOf(server.iam.createUser({ UserName: `${UserName}n` }))).toEqual(tooLong('userName', 64))
    // Others may still ask for one that can only be unknown.
    expect(await errorOf(server.iam.getUser({ UserName: `${UserName}n` }))).toEqual(noSuchUser(`${UserName}n`))
    expect(await errorOf(server.iam.getUser({ UserName: 'n'.repeat(129) }))).toEqual(tooLong('userName', 128))
  })

  it.each(['', ' ', 'a b', 'a/b', 'a:b', 'é', 'a\n', 'a\0', '<a>', "a'--"])('refuses the name %j', async (UserName) => {
    expect(await faultOfSigned(server, post(iamAction('CreateUser', { UserName })))).toEqual(badName('userName'))
  })

  it('refuses a name that is taken, in whatever case', async () => {
    await server.iam.createUser({ UserName: 'Taken' })
    for (const UserName of ['Taken', 'taken', 'TAKEN']) {
      const request = server.iam.createUser({ UserName, Path: '/elsewhere/' })
      expect((await errorOf(request)).slice(0, 2)).toEqual(['EntityAlreadyExists', 409])
    }
    expect((await server.iam.getUser({ UserName: 'TAKEN' })).User).toMatchObject({ UserName: 'Taken', Path: '/' })
  })

  it('lets one of many at the same time through', async () => {
    await openConnections(server)
    const answers = await Promise.allSettled(
      Array.from({ length: 12 }, (_, index) =>
        server.iam.createUser({ UserName: index % 2 ? 'racing' : 'RACING', Path: `/${index}/` }),
      ),
    )
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    const refused = answers.filter((answer) => answer.status === 'rejected').map(({ reason }) => reason.name)
    expect(new Set(refused)).toEqual(new Set(['EntityAlreadyExistsException']))
  })

  it.each(['/', '/team/', '/a//b/', '/!~/', `/${'p'.repeat(510)}/`])('takes the path %j', async (Path) => {
    const { User } = await server.iam.createUser({ UserName: `path-${Path.length}`, Path })
    expect(User?.Path).toBe(Path)
    expect(User?.Arn).toBe(userArn(`${Path}path-${Path.length}`))
    await server.iam.deleteUser({ UserName: `path-${Path.length}` })
  })

  it.each(['', '//', '/team', 'team/', '/a b/', '/\u007F/', '/é/', '/a\n/', '/\0/'])(
    'refuses the path %j',
    async (Path) => {
      const parameters = iamAction('CreateUser', { UserName: 'pathless', Path })
      expect(await faultOfSigned(server, post(parameters))).toEqual(badPath('path'))
    },
  )

  it('refuses a path of 513 characters', async () => {
    const request = server.iam.createUser({ UserName: 'pathless', Path: `/${'p'.repeat(511)}/` })
    expect(await errorOf(request)).toEqual(tooLong('path', 512))
  })

  it.each([[['k', 'K']], [['aws:k']], [['AWS:k']]])(
    'leaves no user behind when the tags %j are refused',
    async (keys) => {
      const Tags = keys.map((Key) => ({ Key, Value: '' }))
      const [code, status] = await errorOf(server.iam.createUser({ UserName: 'half', Tags }))
      expect([code, status]).toEqual(['InvalidInput', 400])
      expect(await errorOf(server.iam.getUser({ UserName: 'half' }))).toEqual(noSuchUser('half'))
    },
  )
})

describeTwinlock('GetUser', (server) => {
  it('answers the stored spelling, whatever the case of the request', async () => {
    const { User } = await server.iam.createUser({ UserName: 'resource-auth-User', Path: '/p/' })
    expect((await server.iam.getUser({ UserName: 'RESOURCE-AUTH-USER' })).User).toEqual(User)
  })

  it('answers the caller without a name', async () => {
    const bob = await createUser(server)
    expect((await bob.iam.getUser()).User).toMatchObject({ UserName: bob.userName, UserId: bob.userId })
  })

  it('answers the root user, who has neither name nor path', async () => {
    const { body } = await send(server, sign(server, post(iamAction('GetUser'))))
    expect(body).toContain(`  <GetUserResult>
    <User>
      <UserId>${accountId}</UserId>
      <Arn>arn:aws:iam::${accountId}:root</Arn>
      <CreateDate>2026-01-15T12:01:15Z</CreateDate>
    </User>
  </GetUserResult>
`)
  })

  it('refuses who is unknown', async () => {
    expect(await errorOf(server.iam.getUser({ UserName: 'nobody' }))).toEqual(noSuchUser('nobody'))
  })
})

describeTwinlock('ListUsers', (server) => {
  const list = async (PathPrefix: string) =>
    (await server.iam.listUsers({ PathPrefix })).Users?.map(({ UserName }) => UserName) ?? []

  async function pages(MaxItems: number, PathPrefix: string, between?: (page: number) => Promise<unknown>) {
    const names: (string | undefined)[][] = []
    let Marker: string | undefined
    do {
      const page = await server.iam.listUsers({ PathPrefix, MaxItems, ...(Marker === undefined ? {} : { Marker }) })
      expect(page.IsTruncated).toBe(page.Marker !== undefined)
      names.push(page.Users?.map(({ UserName }) => UserName) ?? [])
      Marker = page.Marker
      await between?.(names.length)
    } while (Marker !== undefined && names.length < 50)
    return names
  }

  const create = (Path: string, names: readonly string[]) =>
    Promise.all(names.map((UserName) => server.iam.createUser({ UserName, Path })))

  it('sorts by name, ignoring case, and shows no tags', async () => {
    await create('/sorted/', ['sorted-b', 'Sorted-C', 'SORTED-a', 'sorted-_', 'sorted-1'])
    await server.iam.tagUser({ UserName: 'sorted-b', Tags: [{ Key: 'k', Value: 'v' }] })
    expect(await list('/sorted/')).toEqual(['sorted-1', 'sorted-_', 'SORTED-a', 'sorted-b', 'Sorted-C'])
    const { Users } = await server.iam.listUsers({ PathPrefix: '/sorted/' })
    expect(Users?.some((user) => 'Tags' in user)).toBe(false)
  })

  it('takes the prefix letter by letter', async () => {
    await create('/Team/', ['prefix-1'])
    await create('/Teams/x/', ['prefix-2'])
    await create('/T_am/', ['prefix-3'])
    await create('/T%am/', ['prefix-4'])
    expect(await list('/Team')).toEqual(['prefix-1', 'prefix-2'])
    expect(await list('/Team/')).toEqual(['prefix-1'])
    expect(await list('/Teams/x/')).toEqual(['prefix-2'])
    expect(await list('/team/')).toEqual([])
    expect(await list('/T_am/')).toEqual(['prefix-3'])
    expect(await list('/T%')).toEqual(['prefix-4'])
    expect(await list('/am/')).toEqual([])
  })

  it.each(['team/', '', '/é'])('refuses the prefix %j', async (PathPrefix) => {
    const [code, status, message] = await faultOfSigned(server, post(iamAction('ListUsers', { PathPrefix })))
    expect([code, status]).toEqual(['ValidationError', 400])
    expect(message).toContain('pathPrefix')
  })

  it('gives pages of the wanted size, each user once', async () => {
    await create('/pages/', ['page-1', 'page-2', 'page-3', 'page-4'])
    expect(await pages(3, '/pages/')).toEqual([['page-1', 'page-2', 'page-3'], ['page-4']])
    expect(await pages(2, '/pages/')).toEqual([
      ['page-1', 'page-2'],
      ['page-3', 'page-4'],
    ])
    expect(await pages(1, '/pages/')).toHaveLength(4)
    expect(await pages(1000, '/pages/')).toHaveLength(1)
  })

  it('gives a hundred without a size', async () => {
    await create(
      '/hundred/',
      Array.from({ length: 101 }, (_, index) => `hundred-${index}`),
    )
    const { Users, IsTruncated } = await server.iam.listUsers({ PathPrefix: '/hundred/' })
    expect([Users?.length, IsTruncated]).toEqual([100, true])
  })

  it('goes on after a marker while users come and go, and with another size', async () => {
    await create('/moving/', ['move-2', 'move-4', 'move-6', 'move-8'])
    const change = async (page: number) => {
      if (page !== 1) return
      // Before the marker, the marker's own user, and behind it.
      await create('/moving/', ['move-1', 'move-5', 'move-9'])
      await server.iam.deleteUser({ UserName: 'move-4' })
      await server.iam.deleteUser({ UserName: 'move-8' })
    }
    expect(await pages(2, '/moving/', change)).toEqual([['move-2', 'move-4'], ['move-5', 'move-6'], ['move-9']])
    const { Marker = '' } = await server.iam.listUsers({ PathPrefix: '/moving/', MaxItems: 1 })
    const { Users } = await server.iam.listUsers({ PathPrefix: '/moving/', MaxItems: 3, Marker })
    expect(Users?.map(({ UserName }) => UserName)).toEqual(['move-2', 'move-5', 'move-6'])
  })

  it.each(['x', '2', ' ', 'AAAA=='])('refuses the marker %j', async (Marker) => {
    expect((await errorOf(server.iam.listUsers({ Marker }))).slice(0, 2)).toEqual(['ValidationError', 400])
  })
})

describeTwinlock('UpdateUser', (server) => {
  it('gives another name and path, and keeps all else', async () => {
    const bob = await createUser(server, 'Update-me')
    await server.iam.tagUser({ UserName: 'Update-me', Tags: [{ Key: 'k', Value: 'v' }] })
    const { User: before } = await server.iam.getUser({ UserName: 'Update-me' })
    await server.iam.updateUser({ UserName: 'update-ME', NewUserName: 'Updated', NewPath: '/new/' })
    const { User: after } = await server.iam.getUser({ UserName: 'updated' })
    expect(after).toEqual({ ...before, UserName: 'Updated', Path: '/new/', Arn: userArn('/new/Updated') })
    expect(await errorOf(server.iam.getUser({ UserName: 'Update-me' }))).toEqual(noSuchUser('Update-me'))
    expect((await bob.sts.getCallerIdentity()).Arn).toBe(userArn('/new/Updated'))
  })

  it('changes the case of a name', async () => {
    await createUser(server, 'CASE')
    await server.iam.updateUser({ UserName: 'case', NewUserName: 'Case' })
    expect((await server.iam.getUser({ UserName: 'CASE' })).User?.UserName).toBe('Case')
  })

  it('changes nothing when nothing is given', async () => {
    await createUser(server, 'same')
    await server.iam.updateUser({ UserName: 'SAME' })
    expect((await server.iam.getUser({ UserName: 'same' })).User?.UserName).toBe('same')
  })

  it('refuses the name of another, and what is no name or path', async () => {
    await createUser(server, 'one')
    await createUser(server, 'other')
    const request = server.iam.updateUser({ UserName: 'one', NewUserName: 'OTHER', NewPath: '/x/' })
    expect((await errorOf(request)).slice(0, 2)).toEqual(['EntityAlreadyExists', 409])
    expect((await server.iam.getUser({ UserName: 'one' })).User?.Path).toBe('/')
    const UserName = 'one'
    expect(await errorOf(server.iam.updateUser({ UserName, NewUserName: 'a b' }))).toEqual(badName('newUserName'))
    expect(await errorOf(server.iam.updateUser({ UserName, NewPath: '/x' }))).toEqual(badPath('newPath'))
    const NewUserName = 'n'.repeat(65)
    expect(await errorOf(server.iam.updateUser({ UserName, NewUserName }))).toEqual(tooLong('newUserName', 64))
    expect(await errorOf(server.iam.updateUser({ UserName: 'nobody' }))).toEqual(noSuchUser('nobody'))
  })
})

describeTwinlock('DeleteUser', (server) => {
  it('asks to remove devices, credentials and the password, then to leave groups, then to let go of policies', async () => {
    const { credentials } = await createUser(server, 'Conflict')
    const UserName = 'conflict'
    const { Certificate } = await server.iam.uploadSigningCertificate({
      UserName,
      CertificateBody: issueCertificate().pem,
    })
    const { SSHPublicKey } = await server.iam.uploadSSHPublicKey({ UserName, SSHPublicKeyBody: sshKey })
    const forGit = { UserName, ServiceName: 'codecommit.amazonaws.com' }
    const { ServiceSpecificCredential } = await server.iam.createServiceSpecificCredential(forGit)
    await server.iam.createLoginProfile({ UserName, Password: 'Correct-horse-1' })
    const device = await createDevice(server)
    await server.iam.enableMFADevice({ UserName, ...device.pair() })
    const remove = () => server.iam.deleteUser({ UserName })

    expect(await errorOf(remove())).toEqual(mustFirst('remove tokens from principal'))
    await server.iam.deactivateMFADevice({ UserName, SerialNumber: device.serialNumber })
    expect(await errorOf(remove())).toEqual(mustFirst('delete access keys'))
    // An inactive key is in the way as well.
    const AccessKeyId = credentials.accessKeyId
    await server.iam.updateAccessKey({ UserName, AccessKeyId, Status: 'Inactive' })
    expect(await errorOf(remove())).toEqual(mustFirst('delete access keys'))
    await server.iam.deleteAccessKey({ UserName, AccessKeyId })
    expect(await errorOf(remove())).toEqual(mustFirst('delete certificates'))
    await server.iam.deleteSigningCertificate({ UserName, CertificateId: Certificate?.CertificateId })
    expect(await errorOf(remove())).toEqual(mustFirst('remove referenced objects'))
    await server.iam.deleteSSHPublicKey({ UserName, SSHPublicKeyId: SSHPublicKey?.SSHPublicKeyId })
    expect(await errorOf(remove())).toEqual(mustFirst('remove referenced objects'))
    const { ServiceSpecificCredentialId } = ServiceSpecificCredential ?? {}
    await server.iam.deleteServiceSpecificCredential({ UserName, ServiceSpecificCredentialId })
    expect(await errorOf(remove())).toEqual(mustFirst('delete login profile'))
    expect((await server.iam.getUser({ UserName })).User?.UserName).toBe('Conflict')
    await server.iam.deleteLoginProfile({ UserName })

    const [GroupName, PolicyArn, PolicyName] = ['conflict', 'arn:aws:iam::aws:policy/AdministratorAccess', 'test']
    await server.iam.createGroup({ GroupName })
    await server.iam.addUserToGroup({ GroupName, UserName })
    await server.iam.attachUserPolicy({ UserName, PolicyArn })
    await server.iam.putUserPolicy({ UserName, PolicyName, PolicyDocument: allow('s3:*') })
    expect(await errorOf(remove())).toEqual(mustFirst('remove users from group'))
    await server.iam.removeUserFromGroup({ GroupName, UserName })
    expect(await errorOf(remove())).toEqual(mustFirst('detach all policies'))
    await server.iam.detachUserPolicy({ UserName, PolicyArn })
    expect(await errorOf(remove())).toEqual(mustFirst('delete policies'))
    await server.iam.deleteUserPolicy({ UserName, PolicyName })
    await remove()
    expect(await errorOf(server.iam.getUser({ UserName }))).toEqual(noSuchUser('conflict'))
    expect(await errorOf(remove())).toEqual(noSuchUser('conflict'))
  })

  it('leaves nothing to whoever gets the name next', async () => {
    const Tags = [{ Key: 'k', Value: 'v' }]
    const { User: before } = await server.iam.createUser({ UserName: 'Again', Tags })
    await server.iam.deleteUser({ UserName: 'AGAIN' })
    const { User: after } = await server.iam.createUser({ UserName: 'again' })
    expect(after).not.toHaveProperty('Tags')
    expect(after?.UserId).not.toBe(before?.UserId)
    const rows = await server.storage.read((queries) => queries.selectFrom('tags').selectAll().execute())
    expect(rows.map(({ resource_id }) => resource_id)).not.toContain(before?.UserId)
  })
})
