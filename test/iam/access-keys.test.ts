import { expect, it } from 'vitest'
import { openConnections } from '../open-connections.ts'
import { iamAction, post, send, sign } from '../raw-request.ts'
import { createUser, describeTwinlock, errorOf, rootCredentials } from '../twinlock.ts'

const quota = ['LimitExceeded', 409, 'Cannot exceed quota for AccessKeysPerUser: 2']
const noSuchKey = (id: string) => ['NoSuchEntity', 404, `The Access Key with id ${id} cannot be found`]
const noSuchUser = ['NoSuchEntity', 404, 'The user with name nobody cannot be found.']
const unknownId = 'AKIAIOSFODNN7EXAMPLE'

describeTwinlock('access keys', (server) => {
  it('are made for a user, and work', async () => {
    await server.iam.createUser({ UserName: 'Key-owner' })
    const { AccessKey } = await server.iam.createAccessKey({ UserName: 'key-OWNER' })
    expect(AccessKey).toEqual({
      UserName: 'Key-owner',
      AccessKeyId: expect.stringMatching(/^AKIA[A-Z2-7]{16}$/),
      Status: 'Active',
      SecretAccessKey: expect.stringMatching(/^[A-Za-z0-9+/]{40}$/),
      CreateDate: new Date(server.clock.now()),
    })
    const { AccessKeyId: accessKeyId = '', SecretAccessKey: secretAccessKey = '' } = AccessKey ?? {}
    expect((await server.as({ accessKeyId, secretAccessKey }).sts.getCallerIdentity()).Arn).toMatch(/Key-owner$/)
  })

  it('show their secret once, and keep it sealed', async () => {
    const { userName, credentials } = await createUser(server)
    const { secretAccessKey, accessKeyId } = credentials
    const list = await send(server, sign(server, post(iamAction('ListAccessKeys', { UserName: userName }))))
    expect(list.body).toContain(accessKeyId)
    expect(list.body).not.toContain(secretAccessKey)
    expect(list.body).not.toContain('Secret')
    const rows = await server.storage.read((queries) => queries.selectFrom('access_keys').selectAll().execute())
    expect(rows.some((row) => row.access_key_id === accessKeyId)).toBe(true)
    const kept = JSON.stringify(rows)
    expect(kept).not.toContain(secretAccessKey)
    expect(kept).not.toContain(Buffer.from(secretAccessKey).toString('base64').slice(2, 40))
    expect(server.log.join('')).not.toContain(secretAccessKey)
  })

  it('are two at most, inactive ones included', async () => {
    const { userName: UserName, credentials } = await createUser(server)
    await server.iam.createAccessKey({ UserName })
    expect(await errorOf(server.iam.createAccessKey({ UserName }))).toEqual(quota)
    await server.iam.updateAccessKey({ UserName, AccessKeyId: credentials.accessKeyId, Status: 'Inactive' })
    expect(await errorOf(server.iam.createAccessKey({ UserName }))).toEqual(quota)
    await server.iam.deleteAccessKey({ UserName, AccessKeyId: credentials.accessKeyId })
    await server.iam.createAccessKey({ UserName })
  })

  it('are two at most when many are asked for at once', async () => {
    await server.iam.createUser({ UserName: 'greedy' })
    await openConnections(server)
    const answers = await Promise.allSettled(
      Array.from({ length: 10 }, () => server.iam.createAccessKey({ UserName: 'greedy' })),
    )
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(2)
    expect((await server.iam.listAccessKeys({ UserName: 'greedy' })).AccessKeyMetadata).toHaveLength(2)
  })

  it('are the root user’s without a name: two as well', async () => {
    const list = async () => (await server.iam.listAccessKeys()).AccessKeyMetadata
    expect(await list()).toEqual([
      { AccessKeyId: rootCredentials.accessKeyId, Status: 'Active', CreateDate: new Date(server.clock.now()) },
    ])
    const { AccessKey } = await server.iam.createAccessKey()
    expect(AccessKey).not.toHaveProperty('UserName')
    const { AccessKeyId = '', SecretAccessKey = '' } = AccessKey ?? {}
    expect(await errorOf(server.iam.createAccessKey())).toEqual(quota)
    const second = server.as({ accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey })
    expect((await second.sts.getCallerIdentity()).Arn).toContain(':root')
    await server.iam.updateAccessKey({ AccessKeyId, Status: 'Inactive' })
    expect((await list())?.map(({ Status }) => Status).sort()).toEqual(['Active', 'Inactive'])
    await server.iam.deleteAccessKey({ AccessKeyId })
    expect(await list()).toHaveLength(1)
  })

  it('are listed with their state, in pages', async () => {
    const { userName: UserName, credentials } = await createUser(server)
    const AccessKeyId = credentials.accessKeyId
    await server.iam.updateAccessKey({ UserName, AccessKeyId, Status: 'Inactive' })
    expect((await server.iam.listAccessKeys({ UserName })).AccessKeyMetadata).toEqual([
      { UserName, AccessKeyId, Status: 'Inactive', CreateDate: new Date(server.clock.now()) },
    ])
    await server.iam.createAccessKey({ UserName })
    const first = await server.iam.listAccessKeys({ UserName, MaxItems: 1 })
    expect([first.AccessKeyMetadata?.length, first.IsTruncated]).toEqual([1, true])
    const second = await server.iam.listAccessKeys({ UserName, MaxItems: 1, Marker: first.Marker ?? '' })
    expect([second.AccessKeyMetadata?.length, second.IsTruncated, second.Marker]).toEqual([1, false, undefined])
    expect(second.AccessKeyMetadata?.[0]?.AccessKeyId).not.toBe(first.AccessKeyMetadata?.[0]?.AccessKeyId)
  })

  it('belong to one user: no other’s name leads to them', async () => {
    const { credentials } = await createUser(server)
    const { userName: UserName } = await createUser(server)
    const AccessKeyId = credentials.accessKeyId
    const wrong = noSuchKey(AccessKeyId)
    expect(await errorOf(server.iam.updateAccessKey({ UserName, AccessKeyId, Status: 'Inactive' }))).toEqual(wrong)
    expect(await errorOf(server.iam.deleteAccessKey({ UserName, AccessKeyId }))).toEqual(wrong)
    expect(await errorOf(server.iam.updateAccessKey({ AccessKeyId, Status: 'Inactive' }))).toEqual(wrong)
    expect(await errorOf(server.iam.deleteAccessKey({ AccessKeyId }))).toEqual(wrong)
    await server.as(credentials).sts.getCallerIdentity()
  })

  it('are not there where they are unknown', async () => {
    const { userName: UserName } = await createUser(server)
    const wrong = noSuchKey(unknownId)
    const AccessKeyId = unknownId
    expect(await errorOf(server.iam.updateAccessKey({ UserName, AccessKeyId, Status: 'Active' }))).toEqual(wrong)
    expect(await errorOf(server.iam.deleteAccessKey({ UserName, AccessKeyId }))).toEqual(wrong)
    expect(await errorOf(server.iam.getAccessKeyLastUsed({ AccessKeyId }))).toEqual(wrong)
  })

  it('are nobody’s', async () => {
    const UserName = 'nobody'
    expect(await errorOf(server.iam.createAccessKey({ UserName }))).toEqual(noSuchUser)
    expect(await errorOf(server.iam.listAccessKeys({ UserName }))).toEqual(noSuchUser)
    expect(await errorOf(server.iam.deleteAccessKey({ UserName, AccessKeyId: unknownId }))).toEqual(noSuchUser)
    const update = server.iam.updateAccessKey({ UserName, AccessKeyId: unknownId, Status: 'Active' })
    expect(await errorOf(update)).toEqual(noSuchUser)
  })

  it('have no other state than Active and Inactive', async () => {
    const { userName: UserName, credentials, sts } = await createUser(server)
    const AccessKeyId = credentials.accessKeyId
    const set = (Status: string) =>
      errorOf(server.iam.updateAccessKey({ UserName, AccessKeyId, Status: Status as 'Active' }))
    expect(await set('active')).toEqual([
      'ValidationError',
      400,
      "1 validation error detected: Value at 'status' failed to satisfy constraint: Member must satisfy enum value set",
    ])
    expect(await set('Expired')).toEqual(['InvalidInput', 400, 'Operation does not support status Expired'])
    await sts.getCallerIdentity()
  })

  it('tell whose they are and when they were last used', async () => {
    const { userName, credentials, sts } = await createUser(server)
    const AccessKeyId = credentials.accessKeyId
    const { $metadata: _, ...unused } = await server.iam.getAccessKeyLastUsed({ AccessKeyId })
    expect(unused).toEqual({ UserName: userName, AccessKeyLastUsed: { ServiceName: 'N/A', Region: 'N/A' } })
    await sts.getCallerIdentity()
    const { AccessKeyLastUsed } = await server.iam.getAccessKeyLastUsed({ AccessKeyId })
    expect(AccessKeyLastUsed).toEqual({
      LastUsedDate: new Date(server.clock.now()),
      ServiceName: 'sts',
      Region: 'us-east-1',
    })
    const ofRoot = await server.iam.getAccessKeyLastUsed({ AccessKeyId: rootCredentials.accessKeyId })
    expect(ofRoot.UserName).toBeUndefined()
    expect(ofRoot.AccessKeyLastUsed?.ServiceName).toBe('iam')
  })
})
