import { beforeEach, expect, it } from 'vitest'
import { describeEachDatabase } from '../databases.ts'
import { createPerson, enrol } from '../signin/people.ts'
import { SecurityKey } from '../signin/security-key.ts'
import {
  Authenticator,
  accountId,
  administer,
  allow,
  createUser,
  createUserWithDevice,
  describeTwinlock,
  errorOf,
  startSession,
  startTwinlock,
  type TestServer,
} from '../twinlock.ts'
import { issueCertificate } from './certificates.ts'

const header =
  'user,arn,user_creation_time,password_enabled,password_last_used,password_last_changed,password_next_rotation,' +
  'mfa_active,access_key_1_active,access_key_1_last_rotated,access_key_1_last_used_date,access_key_1_last_used_region,' +
  'access_key_1_last_used_service,access_key_2_active,access_key_2_last_rotated,access_key_2_last_used_date,' +
  'access_key_2_last_used_region,access_key_2_last_used_service,cert_1_active,cert_1_last_rotated,cert_2_active,' +
  'cert_2_last_rotated'

const started = { State: 'STARTED', Description: 'No report exists. Starting a new report generation task' }
const fourHours = 4 * 3600
const startOfClock = '2026-01-15T12:01:15Z'

const generate = async ({ iam }: Pick<TestServer, 'iam'>) => {
  const { $metadata: _, ...answer } = await iam.generateCredentialReport({})
  return answer
}

const contentOf = async ({ iam }: Pick<TestServer, 'iam'>): Promise<string> =>
  Buffer.from((await iam.getCredentialReport({})).Content ?? []).toString()

/** A new report; the one before has expired. */
const linesOf = async (server: TestServer): Promise<string[]> => {
  server.clock.advance(fourHours)
  expect(await generate(server)).toEqual(started)
  return (await contentOf(server)).split('\n')
}

describeTwinlock('The credential report', (server) => {
  it('is there once it is generated, for four hours', async () => {
    const get = () => errorOf(server.iam.getCredentialReport({}))
    expect(await get()).toEqual(['ReportNotPresent', 410, 'Unknown'])
    expect(await generate(server)).toEqual(started)
    expect(await generate(server)).toEqual({ State: 'COMPLETE' })
    const { $metadata: _, Content, ...rest } = await server.iam.getCredentialReport({})
    expect(rest).toEqual({ ReportFormat: 'text/csv', GeneratedTime: new Date(startOfClock) })
    const content = Buffer.from(Content ?? []).toString()

    await createUser(server, 'too-late')
    server.clock.advance(fourHours - 1)
    expect(await generate(server)).toEqual({ State: 'COMPLETE' })
    expect(await contentOf(server)).toBe(content)
    server.clock.advance(1)
    expect(await get()).toEqual(['ReportExpired', 410, 'Unknown'])
    expect(await generate(server)).toEqual(started)
    expect(await contentOf(server)).toContain('too-late')
  })

  it('has the signing certificates of users and of root, the older one first', async () => {
    const { userName: UserName } = await createUser(server)
    const at = () => `${new Date(server.clock.now()).toISOString().slice(0, 19)}Z`
    const times: string[] = []
    for (const Status of ['Inactive', 'Active'] as const) {
      server.clock.advance(60)
      times.push(at())
      const body = { UserName, CertificateBody: issueCertificate().pem }
      const { Certificate } = await server.iam.uploadSigningCertificate(body)
      await server.iam.updateSigningCertificate({ UserName, CertificateId: Certificate?.CertificateId, Status })
    }
    const rootTime = at()
    await server.iam.uploadSigningCertificate({ CertificateBody: issueCertificate().pem })
    const lines = await linesOf(server)
    expect(lines[1]?.split(',').slice(-4)).toEqual(['true', rootTime, 'false', 'N/A'])
    const line = lines.find((each) => each.startsWith(`${UserName},`))
    expect(line?.split(',').slice(-4)).toEqual(['false', times[0], 'true', times[1]])
    const { Certificates = [] } = await server.iam.listSigningCertificates({})
    for (const { CertificateId } of Certificates) await server.iam.deleteSigningCertificate({ CertificateId })
  })

  it('is generated once by all who ask at the same time', async () => {
    server.clock.advance(fourHours)
    const states = await Promise.all(Array.from({ length: 6 }, async () => (await generate(server)).State))
    expect(states.filter((state) => state === 'STARTED')).toHaveLength(1)
    expect(states.every((state) => ['STARTED', 'INPROGRESS', 'COMPLETE'].includes(state ?? ''))).toBe(true)
    expect(await generate(server)).toEqual({ State: 'COMPLETE' })
  })

  it('does not outlive a clock that was put back', async () => {
    server.clock.advance(fourHours)
    await generate(server)
    server.clock.advance(-fourHours)
    expect((await errorOf(server.iam.getCredentialReport({})))[0]).toBe('ReportExpired')
    expect(await generate(server)).toEqual(started)
    server.clock.advance(fourHours)
  })

  it('is generated and read by whoever may do either', async () => {
    const reader = await createUser(server, undefined, allow('iam:GetCredentialReport'))
    await generate(server)
    expect(await contentOf(reader)).toContain('<root_account>')
    expect((await errorOf(reader.iam.generateCredentialReport({})))[0]).toBe('AccessDenied')
  })
})

describeTwinlock('A credential report', (server) => {
  let lines: string[]
  const rowOf = (name: string) => lines.find((line) => line.startsWith(`${name},`))
  const now = () => `${new Date(server.clock.now()).toISOString().slice(0, 19)}Z`
  const arnOf = (name: string) => `arn:aws:iam::${accountId}:user/${name}`
  const noKey = 'false,N/A,N/A,N/A,N/A'
  const noCertificates = 'false,N/A,false,N/A'

  beforeEach(() => void server.clock.advance(3600))

  it('begins with its columns and the root user, and goes on with the users by name, ignoring case', async () => {
    for (const UserName of ['b-name', 'C-name', 'A-name']) await server.iam.createUser({ UserName })
    lines = await linesOf(server)
    const root = `<root_account>,arn:aws:iam::${accountId}:root,${startOfClock}`
    const rootKey = `true,${startOfClock},${now()},us-east-1,iam`
    expect(lines.slice(0, 2)).toEqual([
      header,
      `${root},true,no_information,${startOfClock},not_supported,false,${rootKey},${noKey},${noCertificates}`,
    ])
    const names = lines.slice(2).map((line) => line.split(',')[0])
    expect(names).toEqual(['A-name', 'b-name', 'C-name'])
  })

  it('says of passwords whether they are there, were used, and when they expire', async () => {
    const created = now()
    const none = await createUser(server, 'no-password')
    await server.iam.deleteAccessKey({ UserName: none.userName, AccessKeyId: none.credentials.accessKeyId })
    const never = await createPerson(server)
    const used = await createPerson(server)
    server.clock.advance(60)
    const usedAt = now()
    await used.signIn()
    lines = await linesOf(server)
    const nothing = `${noKey},${noKey},${noCertificates}`
    expect(rowOf('no-password')).toBe(
      `no-password,${arnOf('no-password')},${created},false,N/A,N/A,N/A,false,${nothing}`,
    )
    const middleOf = (name: string) => rowOf(name)?.split(',').slice(3, 7)
    expect(middleOf(never.userName)).toEqual(['true', 'no_information', created, 'N/A'])
    expect(middleOf(used.userName)).toEqual(['true', usedAt, created, 'N/A'])

    await server.iam.updateAccountPasswordPolicy({ MaxPasswordAge: 3 })
    lines = await linesOf(server)
    const rotation = new Date(Date.parse(created) + 3 * 86_400_000).toISOString().replace('.000', '')
    expect(middleOf(never.userName)).toEqual(['true', 'no_information', created, rotation])
    await server.iam.deleteAccountPasswordPolicy()
  })

  it('says of whom a device of any kind is asked', async () => {
    const virtual = await createUserWithDevice(server)
    const passkey = await createPerson(server)
    await passkey.signIn()
    expect((await enrol(passkey.browser, new SecurityKey(server.endpoint))).status).toBe(200)
    const hardware = await createUser(server)
    const seed = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ'
    expect((await administer(server, 'register-hardware-token', { serialNumber: 'GAHT87654321', seed })).status).toBe(
      200,
    )
    const token = new Authenticator('GAHT87654321', seed, server.clock)
    await server.iam.enableMFADevice({ UserName: hardware.userName, ...token.pair() })
    const without = await createUserWithDevice(server)
    const { serialNumber: SerialNumber } = without.device
    await server.iam.deactivateMFADevice({ UserName: without.userName, SerialNumber })
    lines = await linesOf(server)
    const users = [virtual, passkey, hardware, without]
    const isActive = users.map(({ userName }) => rowOf(userName)?.split(',')[7])
    expect(isActive).toEqual(['true', 'true', 'true', 'false'])
  })

  it('has the last use of both keys, by their ids', async () => {
    const created = now()
    const user = await createUser(server, undefined, allow('*'))
    const second = await server.iam.createAccessKey({ UserName: user.userName })
    const AccessKeyId = second.AccessKey?.AccessKeyId ?? ''
    await server.iam.updateAccessKey({ UserName: user.userName, AccessKeyId, Status: 'Inactive' })
    server.clock.advance(60)
    const usedAt = now()
    await startSession(server, user)
    lines = await linesOf(server)
    const active = `true,${created},${usedAt},us-east-1,sts`
    const inactive = `false,${created},N/A,N/A,N/A`
    const isFirst = user.credentials.accessKeyId < AccessKeyId
    const keys = isFirst ? `${active},${inactive}` : `${inactive},${active}`
    expect(rowOf(user.userName)?.split(',').slice(8).join(',')).toBe(`${keys},${noCertificates}`)
  })

  it('quotes names and paths with commas and quotes', async () => {
    await server.iam.createUser({ UserName: '=a,b+c', Path: '/x"y,z/' })
    lines = await linesOf(server)
    const row = lines.find((line) => line.startsWith('"=a,b+c"'))
    expect(row).toContain(`"=a,b+c","arn:aws:iam::${accountId}:user/x""y,z/=a,b+c",${now().slice(0, 11)}`)
  })
})

describeTwinlock('A credential report of many users', (server) => {
  it('has each once, whatever their number', async () => {
    const names = Array.from({ length: 2300 }, (_, index) => `user-${String(index).padStart(4, '0')}`)
    const users = names.map((name, index) => ({
      account_id: accountId,
      user_id: `AIDA${String((index * 7919) % 10_007).padStart(17, '0')}`,
      name,
      name_key: name,
      path: '/',
      created_at: server.clock.now(),
      password_last_used_at: null,
      permissions_boundary_id: null,
    }))
    await server.storage.transaction(async (queries) => {
      for (let start = 0; start < users.length; start += 100) {
        await queries
          .insertInto('users')
          .values(users.slice(start, start + 100))
          .execute()
      }
    })
    await generate(server)
    const lines = (await contentOf(server)).split('\n')
    expect(lines.slice(2).map((line) => line.split(',')[0])).toEqual(names)
  })
})

describeEachDatabase('A credential report that is kept', (create) => {
  it('is there after a restart', async () => {
    const database = await create()
    const first = await startTwinlock(database)
    await generate(first)
    const content = await contentOf(first)
    await first.close()
    const { clock } = first
    const second = await startTwinlock(database, { clock })
    expect(await contentOf(second)).toBe(content)
    expect(await generate(second)).toEqual({ State: 'COMPLETE' })
  })
})
