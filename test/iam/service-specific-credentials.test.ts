import { createHash } from 'node:crypto'
import type { ServiceSpecificCredential, StatusType } from '@aws-sdk/client-iam'
import { expect, it } from 'vitest'
import {
  createServiceSpecificCredential,
  resetServiceSpecificCredential,
} from '../../src/iam/service-specific-credentials.ts'
import { recordsOf } from '../server/audit-records.ts'
import { accountId, allow, createUser, describeTwinlock, errorOf, type TestServer } from '../twinlock.ts'
import { questionsOf } from './questions.ts'

const git = 'codecommit.amazonaws.com'
const bedrock = 'bedrock.amazonaws.com'
const unknownId = 'ACCAEXAMPLE123EXAMPLE'
const noSuchUser = ['NoSuchEntity', 404, 'The user with name nobody cannot be found.']
const noSuchCredential = (id: string) => ['NoSuchEntity', 404, `No such credential ${id} exists`]
const noSuchService = (name: string) => [
  'NoSuchEntity',
  404,
  `No such service ${name} is supported for Service Specific Credentials`,
]
const notTheirs = (userName: string, id: string) => [
  'ValidationError',
  400,
  `User ${userName} does not have a service specific credential with id ${id}`,
]
const mustSpecify = ['ValidationError', 400, 'Must specify userName when calling with non-User credentials']
const password = expect.stringMatching(/^[A-Za-z0-9+/]{59}=$/)

async function create(server: TestServer, UserName: string, ServiceName = git, CredentialAgeDays?: number) {
  const { ServiceSpecificCredential: made } = await server.iam.createServiceSpecificCredential({
    UserName,
    ServiceName,
    ...(CredentialAgeDays === undefined ? {} : { CredentialAgeDays }),
  })
  return made as ServiceSpecificCredential
}

/** As lists show it: everything but what is shown once. */
const listed = ({ ServicePassword: _, ServiceCredentialSecret: __, ...metadata }: ServiceSpecificCredential) => metadata

describeTwinlock('service-specific credentials', (server) => {
  const createOwner = async (service = git) => {
    const { userName: UserName } = await createUser(server)
    const credential = await create(server, UserName, service)
    return { UserName, credential, ServiceSpecificCredentialId: credential.ServiceSpecificCredentialId ?? '' }
  }
  const list = async (UserName: string) =>
    (await server.iam.listServiceSpecificCredentials({ UserName })).ServiceSpecificCredentials

  it.each([git, 'cassandra.amazonaws.com'])('for %s are a user name and a password', async (ServiceName) => {
    const { userName } = await createUser(server)
    const credential = await create(server, userName.toUpperCase(), ServiceName)
    expect(credential).toEqual({
      UserName: userName,
      Status: 'Active',
      ServiceUserName: `${userName}-at-${accountId}`,
      ServicePassword: password,
      CreateDate: new Date(server.clock.now()),
      ServiceSpecificCredentialId: expect.stringMatching(/^ACCA[A-Z2-7]{17}$/),
      ServiceName,
    })
    expect(await list(userName)).toEqual([listed(credential)])
  })

  it.each([
    [bedrock, 'ABSK'],
    ['logs.amazonaws.com', 'ACWL'],
    ['cloudwatch.amazonaws.com', 'APIAACWM'],
    ['aws-external-anthropic.amazonaws.com', 'AEAA'],
  ])('for %s are an API key, which holds both', async (ServiceName, prefix) => {
    const { userName } = await createUser(server)
    const credential = await create(server, userName, ServiceName)
    const ServiceCredentialAlias = `${userName}-at-${accountId}`
    expect(credential).toEqual({
      UserName: userName,
      Status: 'Active',
      ServiceCredentialAlias,
      ServiceCredentialSecret: expect.stringContaining(prefix),
      CreateDate: new Date(server.clock.now()),
      ServiceSpecificCredentialId: expect.stringMatching(/^ACCA[A-Z2-7]{17}$/),
      ServiceName,
    })
    const secret = Buffer.from(credential.ServiceCredentialSecret?.slice(prefix.length) ?? '', 'base64').toString()
    expect(credential.ServiceCredentialSecret?.slice(0, prefix.length)).toBe(prefix)
    expect(secret.slice(0, ServiceCredentialAlias.length + 1)).toBe(`${ServiceCredentialAlias}:`)
    expect(secret.slice(ServiceCredentialAlias.length + 1)).toEqual(password)
    expect(await list(userName)).toEqual([listed(credential)])
  })

  it('show their password once, and keep its hash', async () => {
    const { userName: UserName } = await createUser(server)
    const creations = [git, bedrock].map((ServiceName) =>
      server.iam.createServiceSpecificCredential({ UserName, ServiceName }),
    )
    const [forGit, forBedrock] = (await Promise.all(creations)).map((answer) => answer.ServiceSpecificCredential)
    const id = { UserName, ServiceSpecificCredentialId: forGit?.ServiceSpecificCredentialId }
    const reset = server.iam.resetServiceSpecificCredential(id)
    const fresh = (await reset).ServiceSpecificCredential?.ServicePassword ?? ''
    const secrets = [forGit?.ServicePassword ?? '', forBedrock?.ServiceCredentialSecret ?? '', fresh]
    const rows = await server.storage.read((queries) =>
      queries.selectFrom('service_specific_credentials').selectAll().execute(),
    )
    const row = rows.find(({ credential_id }) => credential_id === forGit?.ServiceSpecificCredentialId)
    expect(row?.secret_hash).toBe(createHash('sha256').update(fresh).digest('base64url'))
    const records = await Promise.all([...creations, reset].map((request) => recordsOf(server, request)))
    expect(JSON.stringify(records)).toContain(forGit?.ServiceSpecificCredentialId)
    for (const secret of secrets) {
      expect(secret.length).toBeGreaterThan(50)
      for (const text of [JSON.stringify(rows), JSON.stringify(records), server.log.join('')]) {
        expect(text).not.toContain(secret)
      }
    }
  })

  it('know services by name, whatever its case', async () => {
    const { userName: UserName } = await createUser(server)
    expect((await create(server, UserName, 'CodeCommit.AmazonAWS.com')).ServiceName).toBe(git)
    const upper = await server.iam.listServiceSpecificCredentials({ UserName, ServiceName: git.toUpperCase() })
    expect(upper.ServiceSpecificCredentials).toHaveLength(1)
    for (const ServiceName of ['sqs.amazonaws.com', 'codecommit.amazonaws.com.cn', 'constructor']) {
      const input = { UserName, ServiceName }
      const wrong = noSuchService(ServiceName)
      expect(await errorOf(server.iam.createServiceSpecificCredential(input))).toEqual(wrong)
      expect(await errorOf(server.iam.listServiceSpecificCredentials(input))).toEqual(wrong)
    }
    const badName = ['ValidationError', 400, 'ServiceName must match [a-zA-Z0-9.-]*']
    const input = { UserName, ServiceName: ` ${git} ` }
    expect(await errorOf(server.iam.createServiceSpecificCredential(input))).toEqual(badName)
    expect(await errorOf(server.iam.listServiceSpecificCredentials(input))).toEqual(badName)
    expect(await list(UserName)).toHaveLength(1)
  })

  it('are two at most for each service, inactive ones included', async () => {
    const { UserName, credential, ...id } = await createOwner()
    await server.iam.updateServiceSpecificCredential({ UserName, ...id, Status: 'Inactive' })
    expect((await create(server, UserName)).ServiceUserName).toBe(`${UserName}+1-at-${accountId}`)
    const quota = ['LimitExceeded', 409, 'Cannot exceed quota for ContextSpecificCredentialsPerUserPerContext: 2']
    expect(await errorOf(create(server, UserName))).toEqual(quota)
    expect((await create(server, UserName, bedrock)).ServiceCredentialAlias).toBe(`${UserName}-at-${accountId}`)
    await server.iam.deleteServiceSpecificCredential({ UserName, ...id })
    expect((await create(server, UserName)).ServiceUserName).toBe(credential.ServiceUserName)
  })

  it('expire when they were made to, and not before', async () => {
    const { userName: UserName } = await createUser(server)
    const credential = await create(server, UserName, bedrock, 1)
    const expiry = server.clock.now() + 86_400_000
    expect(credential.ExpirationDate).toEqual(new Date(expiry))
    const status = async () => (await list(UserName))?.map((each) => each.Status)
    server.clock.advance(86_399)
    expect(await status()).toEqual(['Active'])
    server.clock.advance(1)
    expect(await status()).toEqual(['Expired'])
    const { ServiceSpecificCredentialId } = credential
    const { ServiceSpecificCredential: reset } = await server.iam.resetServiceSpecificCredential({
      UserName,
      ServiceSpecificCredentialId,
    })
    expect([reset?.Status, reset?.ExpirationDate]).toEqual(['Expired', new Date(expiry)])
    server.clock.advance(-86_400)
  })

  it.each([0, -1, 36_601])('do not last %d days', async (days) => {
    const { userName } = await createUser(server)
    expect((await errorOf(create(server, userName, bedrock, days))).slice(0, 2)).toEqual(['ValidationError', 400])
  })

  it('last a day at least and a hundred years at most', async () => {
    const { userName } = await createUser(server)
    const credential = await create(server, userName, git, 36_600)
    expect(credential.ExpirationDate).toEqual(new Date(server.clock.now() + 36_600 * 86_400_000))
  })

  it('are reset to another password and nothing else', async () => {
    for (const service of [git, bedrock]) {
      const { UserName, credential, ...id } = await createOwner(service)
      await server.iam.updateServiceSpecificCredential({ UserName, ...id, Status: 'Inactive' })
      server.clock.advance(60)
      const { ServiceSpecificCredential: reset } = await server.iam.resetServiceSpecificCredential({ UserName, ...id })
      const { ServicePassword, ServiceCredentialSecret, ...rest } = reset as ServiceSpecificCredential
      expect(rest).toEqual({ ...listed(credential), Status: 'Inactive' })
      const [before, after] = [
        credential.ServicePassword ?? credential.ServiceCredentialSecret,
        ServicePassword ?? ServiceCredentialSecret,
      ]
      expect(after).toHaveLength(before?.length ?? 0)
      expect(after).not.toBe(before)
    }
  })

  it('are Active or Inactive', async () => {
    const { UserName, ServiceSpecificCredentialId } = await createOwner()
    const set = (Status: StatusType) =>
      server.iam.updateServiceSpecificCredential({ UserName, ServiceSpecificCredentialId, Status })
    for (const status of ['Inactive', 'Active'] as const) {
      await set(status)
      expect((await list(UserName))?.map(({ Status }) => Status)).toEqual([status])
    }
    const expired = ['InvalidInput', 400, 'Operation does not support status Expired']
    expect(await errorOf(set('Expired'))).toEqual(expired)
  })

  it('are listed for a user, a service or all, page by page', async () => {
    const { UserName, credential } = await createOwner()
    const another = await create(server, UserName, bedrock)
    const { UserName: other, credential: others } = await createOwner(bedrock)
    const ids = async (input: object) => {
      const answer = await server.iam.listServiceSpecificCredentials(input)
      return answer.ServiceSpecificCredentials?.map((each) => each.ServiceSpecificCredentialId)
    }
    const idsOf = (...credentials: ServiceSpecificCredential[]) =>
      credentials.map((each) => each.ServiceSpecificCredentialId).sort()
    expect(await ids({ UserName })).toEqual(idsOf(credential, another))
    expect(await ids({ UserName, AllUsers: false, ServiceName: '' })).toEqual(idsOf(credential, another))
    expect(await ids({ UserName, ServiceName: bedrock })).toEqual(idsOf(another))
    const everybody = await ids({ AllUsers: true, ServiceName: bedrock })
    expect(everybody).toEqual(expect.arrayContaining(idsOf(another, others)))
    expect(await ids({ AllUsers: true })).toEqual(expect.arrayContaining(idsOf(credential, another, others)))

    const pages: (string | undefined)[] = []
    const users = new Set<string | undefined>()
    for (let Marker: string | undefined; ; ) {
      const page = { AllUsers: true, ServiceName: bedrock, MaxItems: 1, ...(Marker && { Marker }) }
      const answer = await server.iam.listServiceSpecificCredentials(page)
      expect(answer.ServiceSpecificCredentials).toHaveLength(1)
      const [each] = answer.ServiceSpecificCredentials ?? []
      pages.push(each?.ServiceSpecificCredentialId)
      users.add(each?.UserName)
      Marker = answer.Marker
      expect(answer.IsTruncated).toBe(Marker !== undefined)
      if (Marker === undefined) break
    }
    expect(pages).toEqual(everybody)
    expect([...users]).toEqual(expect.arrayContaining([UserName, other]))

    const both = server.iam.listServiceSpecificCredentials({ UserName, AllUsers: true })
    const message = 'Cannot list credentials for all users if a username is given'
    expect(await errorOf(both)).toEqual(['InvalidInput', 400, message])
  })

  it('belong to one user: no other’s name leads to them', async () => {
    const { UserName: owner, ServiceSpecificCredentialId } = await createOwner()
    const { userName: UserName } = await createUser(server)
    const named = { UserName, ServiceSpecificCredentialId }
    const wrong = notTheirs(UserName, ServiceSpecificCredentialId)
    const update = server.iam.updateServiceSpecificCredential({ ...named, Status: 'Inactive' })
    expect(await errorOf(update)).toEqual(wrong)
    expect(await errorOf(server.iam.resetServiceSpecificCredential(named))).toEqual(wrong)
    expect(await errorOf(server.iam.deleteServiceSpecificCredential(named))).toEqual(wrong)
    expect((await list(owner))?.map(({ Status }) => Status)).toEqual(['Active'])
  })

  it('are not there where they are unknown, nor are their users', async () => {
    const { userName } = await createUser(server)
    const ServiceSpecificCredentialId = unknownId
    for (const [UserName, wrong] of [
      [userName, noSuchCredential(unknownId)],
      ['nobody', noSuchUser],
      [undefined, mustSpecify],
    ] as const) {
      const named = { ...(UserName && { UserName }), ServiceSpecificCredentialId }
      const update = server.iam.updateServiceSpecificCredential({ ...named, Status: 'Active' })
      expect(await errorOf(update)).toEqual(wrong)
      expect(await errorOf(server.iam.resetServiceSpecificCredential(named))).toEqual(wrong)
      expect(await errorOf(server.iam.deleteServiceSpecificCredential(named))).toEqual(wrong)
    }
    expect(await errorOf(create(server, 'nobody'))).toEqual(noSuchUser)
    expect(await errorOf(create(server, 'nobody', 'sqs.amazonaws.com'))).toEqual(noSuchUser)
    expect(await errorOf(server.iam.listServiceSpecificCredentials({ UserName: 'nobody' }))).toEqual(noSuchUser)
    expect(await errorOf(server.iam.listServiceSpecificCredentials())).toEqual(mustSpecify)
  })

  it('are the caller’s own without a name', async () => {
    const user = await createUser(server, undefined, {
      Version: '2012-10-17',
      Statement: { Effect: 'Allow', Action: 'iam:*', Resource: `arn:aws:iam::*:user/\${aws:username}` },
    })
    const { ServiceSpecificCredentialId } = await create(server, user.userName)
    const own = async () => (await user.iam.listServiceSpecificCredentials()).ServiceSpecificCredentials
    await user.iam.updateServiceSpecificCredential({ ServiceSpecificCredentialId, Status: 'Inactive' })
    expect((await own())?.map(({ Status }) => Status)).toEqual(['Inactive'])
    await user.iam.resetServiceSpecificCredential({ ServiceSpecificCredentialId })
    await user.iam.deleteServiceSpecificCredential({ ServiceSpecificCredentialId })
    expect(await own()).toEqual([])
    const message = `User: arn:aws:iam::${accountId}:user/${user.userName} is not authorized to perform: iam:ListServiceSpecificCredentials on resource: arn:aws:iam::${accountId}:user/* because no identity-based policy allows the iam:ListServiceSpecificCredentials action`
    expect(await errorOf(user.iam.listServiceSpecificCredentials({ AllUsers: true }))).toEqual([
      'AccessDenied',
      403,
      message,
    ])
    const reader = await createUser(server, undefined, allow('iam:List*', `arn:aws:iam::${accountId}:user/*`))
    await reader.iam.listServiceSpecificCredentials({ AllUsers: true })
  })

  it('are asked about with their service and their age', async () => {
    const input = { UserName: 'somebody', ServiceName: 'CodeCommit.amazonaws.com' }
    const [asked] = await questionsOf(server, createServiceSpecificCredential, { ...input, CredentialAgeDays: 7 })
    expect(asked?.context).toEqual({
      'iam:ServiceSpecificCredentialServiceName': [git],
      'iam:ServiceSpecificCredentialAgeDays': ['7'],
    })
    const [ageless] = await questionsOf(server, createServiceSpecificCredential, input)
    expect(ageless?.context).toEqual({ 'iam:ServiceSpecificCredentialServiceName': [git] })
    const { UserName, ServiceSpecificCredentialId } = await createOwner(bedrock)
    const named = { UserName, ServiceSpecificCredentialId }
    const [stored] = await questionsOf(server, resetServiceSpecificCredential, named)
    expect(stored?.context).toEqual({ 'iam:ServiceSpecificCredentialServiceName': [bedrock] })

    const gitAlone = await createUser(server, undefined, {
      Version: '2012-10-17',
      Statement: {
        Effect: 'Allow',
        Action: 'iam:*ServiceSpecificCredential',
        Resource: '*',
        Condition: { StringEquals: { 'iam:ServiceSpecificCredentialServiceName': git } },
      },
    })
    const { ServiceSpecificCredential: own } = await gitAlone.iam.createServiceSpecificCredential({
      UserName: gitAlone.userName,
      ServiceName: git.toUpperCase(),
    })
    await gitAlone.iam.deleteServiceSpecificCredential({
      UserName: gitAlone.userName,
      ServiceSpecificCredentialId: own?.ServiceSpecificCredentialId,
    })
    const forBedrock = gitAlone.iam.createServiceSpecificCredential({ UserName, ServiceName: bedrock })
    expect((await errorOf(forBedrock))[0]).toBe('AccessDenied')
    expect((await errorOf(gitAlone.iam.deleteServiceSpecificCredential(named)))[0]).toBe('AccessDenied')
  })

  it('keep their name when their user is renamed, and the user from being deleted', async () => {
    await server.iam.createUser({ UserName: 'Pusher' })
    const credential = await create(server, 'Pusher')
    const UserName = 'pusher-renamed'
    await server.iam.updateUser({ UserName: 'Pusher', NewUserName: UserName })
    expect(await list(UserName)).toEqual([{ ...listed(credential), UserName }])
    await server.iam.createUser({ UserName: 'pusher' })
    const taken = await create(server, 'pusher')
    expect(taken.ServiceUserName).toBe(`pusher+1-at-${accountId}`)
    expect(await errorOf(server.iam.deleteUser({ UserName }))).toEqual([
      'DeleteConflict',
      409,
      'Cannot delete entity, must remove referenced objects first.',
    ])
    const { ServiceSpecificCredentialId } = credential
    await server.iam.deleteServiceSpecificCredential({ UserName, ServiceSpecificCredentialId })
    await server.iam.deleteUser({ UserName })
  })
})
