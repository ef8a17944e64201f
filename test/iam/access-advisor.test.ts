import type { AccessAdvisorUsageGranularityType } from '@aws-sdk/client-iam'
import { expect, it } from 'vitest'
import { lookUp } from '../server/audit-records.ts'
import {
  accountId,
  allow as allowing,
  type Clients,
  createUser,
  describeTwinlock,
  errorOf,
  startSession,
  type TestServer,
} from '../twinlock.ts'
import { administratorAccess, allow, createEntity, createPolicy } from './policies.ts'

const arnOf = (resource: string) => `arn:aws:iam::${accountId}:${resource}`
const unknownJob = '00000000-0000-0000-0000-000000000000'

describeTwinlock('The access advisor', (server) => {
  const now = () => new Date(server.clock.now())
  const generate = async (Arn: string, Granularity?: AccessAdvisorUsageGranularityType, { iam }: Clients = server) => {
    const { JobId = '' } = await iam.generateServiceLastAccessedDetails({ Arn, ...(Granularity && { Granularity }) })
    expect(JobId).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)
    return JobId
  }
  const servicesOf = async (JobId: string) => {
    const { $metadata: _, ...answer } = await server.iam.getServiceLastAccessedDetails({ JobId })
    return answer
  }
  const entitiesOf = async (JobId: string, ServiceNamespace: string) =>
    (await server.iam.getServiceLastAccessedDetailsWithEntities({ JobId, ServiceNamespace })).EntityDetailsList

  const unused = (ServiceNamespace: string, ServiceName: string) => ({
    ServiceName,
    ServiceNamespace,
    TotalAuthenticatedEntities: 0,
  })
  const iamUnused = unused('iam', 'AWS Identity and Access Management')

  it('calls a service that only a policy knows by what stands there', async () => {
    const user = await createEntity(server, 'user')
    await server.iam.putUserPolicy({ UserName: user.name, PolicyName: 'p', PolicyDocument: allow('constructor:Build') })
    const { ServicesLastAccessed } = await servicesOf(await generate(arnOf(`user/${user.name}`)))
    expect(ServicesLastAccessed).toContainEqual(unused('constructor', 'constructor'))
  })

  it('lists the services that somebody may use, those of the groups too, and never a boundary', async () => {
    const user = await createEntity(server, 'user', '/p/')
    const group = await createEntity(server, 'group')
    const shared = await createPolicy(server, 'Advisor-shared', 's3:GetObject')
    const boundary = await createPolicy(server, 'Advisor-boundary', 'dynamodb:ListTables')
    await user.attach(shared.PolicyArn)
    await server.iam.putUserPermissionsBoundary({ UserName: user.name, PermissionsBoundary: boundary.PolicyArn })
    const PolicyDocument = allow('lambda:ListFunctions')
    await server.iam.putGroupPolicy({ GroupName: group.name, PolicyName: 'inline', PolicyDocument })
    await server.iam.addUserToGroup({ GroupName: group.name, UserName: user.name })
    const services = [unused('lambda', 'AWS Lambda'), unused('s3', 'Amazon S3')]
    const answer = {
      JobStatus: 'COMPLETED',
      JobType: 'SERVICE_LEVEL',
      JobCreationDate: now(),
      JobCompletionDate: now(),
      IsTruncated: false,
    }
    const ofUser = await generate(arnOf(`user/another/path/${user.name}`))
    expect(await servicesOf(ofUser)).toEqual({ ...answer, ServicesLastAccessed: services })
    const { ServicesLastAccessed } = await servicesOf(await generate(arnOf(`group/${group.name}`)))
    expect(ServicesLastAccessed).toEqual([unused('lambda', 'AWS Lambda')])
    // Attached to nobody.
    expect((await servicesOf(await generate(boundary.PolicyArn))).ServicesLastAccessed).toEqual([
      unused('dynamodb', 'Amazon DynamoDB'),
    ])
    const none = await createEntity(server, 'user')
    expect(await servicesOf(await generate(arnOf(`user/${none.name}`)))).toEqual({
      ...answer,
      ServicesLastAccessed: [],
    })
    expect(await entitiesOf(ofUser, 'iam')).toEqual([])
  })

  it('tells who used a service last, and what exactly, whether it was allowed or not', async () => {
    const policy = allowing(['iam:GetUser', 'iam:CreateVirtualMFADevice', 'sts:GetSessionToken', 's3:GetObject'])
    const user = await createUser(server, undefined, policy)
    const Arn = arnOf(`user/${user.userName}`)
    await user.iam.createVirtualMFADevice({ VirtualMFADeviceName: `${user.userName}-device` })
    const created = now()
    server.clock.advance(60)
    await startSession(server, user)
    const used = { LastAuthenticatedEntity: Arn, LastAuthenticatedRegion: 'us-east-1', TotalAuthenticatedEntities: 1 }
    const acted = { LastAccessedEntity: Arn, LastAccessedRegion: 'us-east-1' }
    const iam = { ...iamUnused, ...used, LastAuthenticated: created }
    const sts = { ...unused('sts', 'AWS Security Token Service'), ...used, LastAuthenticated: now() }
    const s3 = unused('s3', 'Amazon S3')
    expect((await servicesOf(await generate(Arn))).ServicesLastAccessed).toEqual([iam, s3, sts])

    const byAction = await servicesOf(await generate(Arn, 'ACTION_LEVEL'))
    const create = { ActionName: 'CreateVirtualMFADevice', ...acted, LastAccessedTime: created }
    const session = { ActionName: 'GetSessionToken', ...acted, LastAccessedTime: now() }
    expect(byAction.JobType).toBe('ACTION_LEVEL')
    expect(byAction.ServicesLastAccessed).toEqual([
      { ...iam, TrackedActionsLastAccessed: [create, { ActionName: 'GetUser' }] },
      s3,
      { ...sts, TrackedActionsLastAccessed: [session] },
    ])

    server.clock.advance(60)
    expect((await errorOf(user.iam.listUsers({})))[0]).toBe('AccessDenied')
    await lookUp(server)
    const [afterwards] = (await servicesOf(await generate(Arn))).ServicesLastAccessed ?? []
    expect(afterwards).toEqual({ ...iam, LastAuthenticated: now() })
  })

  it('does not take the owner of a key for whoever only knows its id', async () => {
    const user = await createUser(server, undefined, allowing('iam:GetUser'))
    const forged = server.as({ ...user.credentials, secretAccessKey: 'not-the-secret-of-this-key-0123456789abc' })
    expect((await errorOf(forged.iam.getUser({})))[0]).toBe('SignatureDoesNotMatch')
    expect((await lookUp(server, { attribute: { name: 'Username', value: user.userName } })).length).toBeGreaterThan(0)
    const { ServicesLastAccessed } = await servicesOf(await generate(arnOf(`user/${user.userName}`)))
    expect(ServicesLastAccessed).toEqual([iamUnused])
  })

  it('tells of all who have a policy, the latest first, users before roles', async () => {
    const { PolicyArn } = await createPolicy(server, 'Advisor-entities', 'iam:*')
    const group = await createEntity(server, 'group')
    await group.attach(PolicyArn)
    const [first, second] = [await createUser(server, 'advised-z', null), await createUser(server, 'advised-a', null)]
    for (const { userName: UserName } of [first, second]) {
      await server.iam.addUserToGroup({ GroupName: group.name, UserName })
    }
    const role = await createEntity(server, 'role', '/r/', 'advised-role')
    await role.attach(PolicyArn)
    const before = await generate(PolicyArn)
    await first.iam.createVirtualMFADevice({ VirtualMFADeviceName: 'advised' })
    const entity = (Type: string, Name: string, Id: string, Path = '/') => ({
      EntityInfo: { Arn: arnOf(`${Type.toLowerCase()}${Path}${Name}`), Name, Type, Id, Path },
    })
    const z = { ...entity('USER', 'advised-z', first.userId), LastAuthenticated: now() }
    const a = entity('USER', 'advised-a', second.userId)
    const r = entity('ROLE', 'advised-role', role.id, '/r/')
    const JobId = await generate(PolicyArn)
    expect(await entitiesOf(JobId, 'iam')).toEqual([z, a, r])
    expect(await entitiesOf(before, 'iam')).toEqual([a, entity('USER', 'advised-z', first.userId), r])
    expect(await entitiesOf(JobId, 's3')).toEqual([])
    const [service] = (await servicesOf(JobId)).ServicesLastAccessed ?? []
    expect(service).toMatchObject({ TotalAuthenticatedEntities: 1, LastAuthenticatedEntity: arnOf('user/advised-z') })

    // The report is of its time, the names are of now.
    await server.iam.updateUser({ UserName: 'advised-a', NewUserName: 'advised-b', NewPath: '/n/' })
    await role.detach(PolicyArn)
    await server.iam.deleteRole({ RoleName: role.name })
    expect(await entitiesOf(JobId, 'iam')).toEqual([z, entity('USER', 'advised-b', second.userId, '/n/')])
  })

  it('counts the sessions of a role as the role', async () => {
    const caller = await createUser(server, undefined, allowing('sts:AssumeRole'))
    const role = await createEntity(server, 'role')
    await server.iam.putRolePolicy({ RoleName: role.name, PolicyName: 'own', PolicyDocument: allow('iam:*') })
    const RoleArn = arnOf(`role/${role.name}`)
    const session = await assume(server, caller, RoleArn, 'one')
    await session.iam.createVirtualMFADevice({ VirtualMFADeviceName: role.name })
    const [service] = (await servicesOf(await generate(RoleArn))).ServicesLastAccessed ?? []
    expect(service).toMatchObject({ LastAuthenticated: now(), LastAuthenticatedEntity: RoleArn })
  })

  it('shows a report only to whoever asked for it', async () => {
    const policy = allowing(['iam:*ServiceLastAccessedDetails*', 'sts:AssumeRole'])
    const [owner, other] = [await createUser(server, undefined, policy), await createUser(server, undefined, policy)]
    const Arn = arnOf(`user/${owner.userName}`)
    const JobId = await generate(Arn, undefined, owner)
    const { AccessKey } = await server.iam.createAccessKey({ UserName: owner.userName })
    const secondKey = {
      accessKeyId: AccessKey?.AccessKeyId ?? '',
      secretAccessKey: AccessKey?.SecretAccessKey ?? '',
    }
    const withSecondKey = server.as(secondKey).iam
    expect((await withSecondKey.getServiceLastAccessedDetails({ JobId })).JobStatus).toBe('COMPLETED')
    const role = await createEntity(server, 'role')
    await server.iam.putRolePolicy({ RoleName: role.name, PolicyName: 'own', PolicyDocument: JSON.stringify(policy) })
    const sessions = [
      await assume(server, owner, arnOf(`role/${role.name}`), 'same'),
      await assume(server, owner, arnOf(`role/${role.name}`), 'same'),
    ] as const
    const ofSession = await generate(Arn, undefined, sessions[0])
    expect((await sessions[0].iam.getServiceLastAccessedDetails({ JobId: ofSession })).JobStatus).toBe('COMPLETED')
    const refused = async ({ iam }: Clients, job: string) => {
      const expected = ['NoSuchEntity', 404, `Job ${job} does not exist.`]
      expect(await errorOf(iam.getServiceLastAccessedDetails({ JobId: job }))).toEqual(expected)
      const input = { JobId: job, ServiceNamespace: 'iam' }
      expect(await errorOf(iam.getServiceLastAccessedDetailsWithEntities(input))).toEqual(expected)
    }
    await refused(other, JobId)
    await refused(server, JobId)
    await refused(sessions[1], ofSession)
    await refused(server, unknownJob)
    const withNul = unknownJob.replace(/0$/, '\0')
    expect(await errorOf(owner.iam.getServiceLastAccessedDetails({ JobId: withNul }))).toEqual([
      'NoSuchEntity',
      404,
      expect.any(String),
    ])
    server.clock.advance(86_400)
    expect((await owner.iam.getServiceLastAccessedDetails({ JobId })).JobStatus).toBe('COMPLETED')
    server.clock.advance(1)
    await generate(Arn)
    await refused(owner, JobId)
  })

  it('comes in pages, with markers of their own list', async () => {
    const { PolicyArn } = await createPolicy(server, 'Advisor-pages', '*')
    const holders = [await createEntity(server, 'user'), await createEntity(server, 'user')]
    for (const holder of holders) await holder.attach(PolicyArn)
    const JobId = await generate(PolicyArn)
    const first = await server.iam.getServiceLastAccessedDetails({ JobId })
    expect([first.ServicesLastAccessed?.length, first.IsTruncated]).toEqual([100, true])
    const { Marker } = first
    const rest = await server.iam.getServiceLastAccessedDetails({ JobId, Marker, MaxItems: 1000 })
    const names = [...(first.ServicesLastAccessed ?? []), ...(rest.ServicesLastAccessed ?? [])].map(
      (service) => service.ServiceNamespace ?? '',
    )
    expect([rest.IsTruncated, rest.Marker]).toEqual([false, undefined])
    expect(names).toEqual([...new Set(names)].sort())
    expect(names).toContain('iam')

    const entities = { JobId, ServiceNamespace: 'iam', MaxItems: 1 }
    const one = await server.iam.getServiceLastAccessedDetailsWithEntities(entities)
    expect([one.EntityDetailsList?.length, one.IsTruncated]).toEqual([1, true])
    const next = await server.iam.getServiceLastAccessedDetailsWithEntities({ ...entities, Marker: one.Marker })
    const found = [one, next].flatMap(({ EntityDetailsList = [] }) => EntityDetailsList)
    expect(found.map((entity) => entity.EntityInfo?.Id).sort()).toEqual(holders.map(({ id }) => id).sort())

    const invalid = ['InvalidInput', 400, 'The marker passed in the request was invalid.']
    const another = await generate(administratorAccess)
    expect(await errorOf(server.iam.getServiceLastAccessedDetails({ JobId: another, Marker }))).toEqual(invalid)
    const crossed = server.iam.getServiceLastAccessedDetailsWithEntities({ ...entities, Marker })
    expect(await errorOf(crossed)).toEqual(invalid)
    const garbage = await errorOf(server.iam.getServiceLastAccessedDetails({ JobId, Marker: 'garbage' }))
    expect(garbage.slice(0, 2)).toEqual(['ValidationError', 400])
  })

  it('refuses what it cannot report about', async () => {
    const ask = (Arn: string, Granularity?: string) => errorOf(generate(Arn, Granularity as never))
    const missing = arnOf('user/nobody')
    expect(await ask(missing)).toEqual(['NoSuchEntity', 404, `ARN ${missing} does not exist.`])
    const root = arnOf('root')
    expect(await ask(root)).toEqual(['InvalidInput', 400, `Invalid Entity Arn: ${root} is not supported.`])
    const [code, status, message] = await ask(administratorAccess, 'service_level')
    expect([code, status]).toEqual(['ValidationError', 400])
    expect(message).toContain("Value at 'granularity' failed to satisfy constraint: Member must satisfy enum value set")
    const JobId = await generate(administratorAccess)
    const request = { JobId, ServiceNamespace: 'unmodeled' }
    expect(await errorOf(server.iam.getServiceLastAccessedDetailsWithEntities(request))).toEqual([
      'InvalidInput',
      400,
      'Service namepace unmodeled is either invalid or unsupported.',
    ])
    const short = await errorOf(server.iam.getServiceLastAccessedDetails({ JobId: 'job' }))
    expect(short.slice(0, 2)).toEqual(['ValidationError', 400])
  })

  it('looks through the whole log, however long', async () => {
    const user = await createUser(server, undefined, allowing('iam:CreateVirtualMFADevice'))
    await user.iam.createVirtualMFADevice({ VirtualMFADeviceName: `${user.userName}-early` })
    const early = now()
    server.clock.advance(1)
    const [event] = await server.storage.read((queries) =>
      queries.selectFrom('audit_events').selectAll().orderBy('event_id', 'desc').limit(1).execute(),
    )
    if (!event) throw new Error('There is no event')
    const later = Array.from({ length: 2050 }, (_, index) => ({
      ...event,
      event_id: `ffffffff-0000-7000-8000-${String(index).padStart(12, '0')}`,
      record: event.record.replace(/AIDA[A-Z2-7]{17}/, 'AIDAZZZZZZZZZZZZZZZZZ'),
    }))
    await server.storage.transaction(async (queries) => {
      for (let start = 0; start < later.length; start += 50) {
        await queries
          .insertInto('audit_events')
          .values(later.slice(start, start + 50))
          .execute()
      }
    })
    const [service] = (await servicesOf(await generate(arnOf(`user/${user.userName}`)))).ServicesLastAccessed ?? []
    expect(service?.LastAuthenticated).toEqual(early)
  })
})

async function assume(server: TestServer, caller: Clients, RoleArn: string, RoleSessionName: string): Promise<Clients> {
  const { Credentials } = await caller.sts.assumeRole({ RoleArn, RoleSessionName })
  return server.as({
    accessKeyId: Credentials?.AccessKeyId ?? '',
    secretAccessKey: Credentials?.SecretAccessKey ?? '',
    sessionToken: Credentials?.SessionToken ?? '',
  })
}
