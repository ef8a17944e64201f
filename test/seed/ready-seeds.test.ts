/** The accounts of docs/seeds, as a tool that looks for findings sees them: each answer tells what the page promises. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { IAM, paginateListUsers } from '@aws-sdk/client-iam'
import { STS } from '@aws-sdk/client-sts'
import { afterAll, describe, expect, it } from 'vitest'
import { type Seed, start, type TestServer } from '../../src/testing/start.ts'
import { errorOf } from '../twinlock.ts'

const directory = join(import.meta.dirname, '../../docs/seeds')

const running: TestServer[] = []
afterAll(async () => void (await Promise.all(running.map((server) => server.stop()))))

async function begin(name: string): Promise<TestServer> {
  const seed: Seed = JSON.parse(readFileSync(join(directory, `${name}.json`), 'utf8'))
  const server = await start({ clock: 'frozen', seed })
  running.push(server)
  return server
}

interface Seen {
  readonly root: { readonly accessKey: boolean; readonly mfa: boolean; readonly virtualDevice: boolean }
  readonly devices: { readonly all: number; readonly inUse: number }
  /** What each user has: a password, how many devices, active and inactive keys. */
  readonly users: Readonly<Record<string, readonly [password: 'password' | 'none', devices: number, keys: string]>>
}

/** By the operations that tools ask, as the user `auditor` who may do no more than read. */
async function look(server: TestServer): Promise<Seen> {
  const iam = new IAM(server.user('auditor').clientOptions)
  const { SummaryMap = {} } = await iam.getAccountSummary({})
  const { VirtualMFADevices = [] } = await iam.listVirtualMFADevices({ AssignmentStatus: 'Assigned' })
  const users: Record<string, readonly ['password' | 'none', number, string]> = {}
  for await (const { Users = [] } of paginateListUsers({ client: iam }, {})) {
    for (const { UserName = '' } of Users) users[UserName] = await lookAtUser(iam, UserName)
  }
  return {
    root: {
      accessKey: SummaryMap['AccountAccessKeysPresent'] === 1,
      mfa: SummaryMap['AccountMFAEnabled'] === 1,
      virtualDevice: VirtualMFADevices.some(({ User }) => User?.Arn === 'arn:aws:iam::123456789012:root'),
    },
    devices: { all: SummaryMap['MFADevices'] ?? -1, inUse: SummaryMap['MFADevicesInUse'] ?? -1 },
    users,
  }
}

async function lookAtUser(iam: IAM, UserName: string): Promise<Seen['users'][string]> {
  const profile = await iam.getLoginProfile({ UserName }).catch((error: Error) => {
    if (error.name !== 'NoSuchEntityException') throw error
    return undefined
  })
  const { MFADevices = [] } = await iam.listMFADevices({ UserName })
  const { AccessKeyMetadata = [] } = await iam.listAccessKeys({ UserName })
  const active = AccessKeyMetadata.filter(({ Status }) => Status === 'Active')
  return [
    profile ? 'password' : 'none',
    MFADevices.length,
    `${active.length} active, ${AccessKeyMetadata.length - active.length} inactive`,
  ]
}

const noKeys = '0 active, 0 inactive'
const oneKey = '1 active, 0 inactive'
const auditor = ['none', 0, oneKey] as const

const expected: Readonly<Record<string, Seen>> = {
  'three-without-mfa': {
    root: { accessKey: false, mfa: true, virtualDevice: true },
    devices: { all: 1, inUse: 1 },
    users: {
      auditor,
      alice: ['password', 0, noKeys],
      bob: ['password', 0, noKeys],
      carol: ['password', 0, noKeys],
    },
  },
  'root-without-mfa': {
    root: { accessKey: true, mfa: false, virtualDevice: false },
    devices: { all: 2, inUse: 2 },
    users: { auditor, alice: ['password', 1, noKeys], bob: ['password', 1, noKeys] },
  },
  'deny-without-mfa': {
    root: { accessKey: false, mfa: true, virtualDevice: true },
    devices: { all: 3, inUse: 2 },
    users: {
      auditor,
      enrolled: ['password', 1, oneKey],
      halfway: ['password', 0, oneKey],
      newcomer: ['password', 0, noKeys],
      robot: ['none', 0, oneKey],
    },
  },
  'old-credentials': {
    root: { accessKey: true, mfa: false, virtualDevice: false },
    devices: { all: 1, inUse: 1 },
    users: { auditor, alice: ['password', 1, '2 active, 0 inactive'], robot: ['none', 0, '1 active, 1 inactive'] },
  },
  'in-order': {
    root: { accessKey: false, mfa: true, virtualDevice: true },
    devices: { all: 3, inUse: 3 },
    users: { auditor, alice: ['password', 1, noKeys], bob: ['password', 1, noKeys] },
  },
}

describe('The ready seeds', () => {
  it('are all looked at here and told of in the docs', () => {
    const names = readdirSync(directory).map((file) => file.replace('.json', ''))
    expect(names.toSorted()).toEqual(Object.keys(expected).toSorted())
    const page = readFileSync(join(directory, '../seeds.md'), 'utf8')
    for (const name of names) expect(page).toContain(`[${name}](seeds/${name}.json)`)
  })

  it('come with an example in the docs that does what it looks like', async () => {
    const [, block = ''] = /```json\n(.*?)```/s.exec(readFileSync(join(directory, '../seeds.md'), 'utf8')) ?? []
    const server = await start({ clock: 'frozen', seed: JSON.parse(block) })
    running.push(server)
    const { clientOptions, authenticator } = server.user('alice')
    expect((await errorOf(new IAM(clientOptions).listUsers({})))[0]).toBe('AccessDenied')
    const mfa = { SerialNumber: authenticator.serialNumber, TokenCode: await authenticator.code() }
    expect((await new STS(clientOptions).getSessionToken(mfa)).Credentials).toBeDefined()
  })

  it('deny-without-mfa has the policy of the docs', () => {
    const seed: Seed = JSON.parse(readFileSync(join(directory, 'deny-without-mfa.json'), 'utf8'))
    const policy = JSON.parse(readFileSync(join(directory, '../policies/manage-own-mfa.json'), 'utf8'))
    expect(seed.ManagedPolicies?.map(({ PolicyDocument }) => PolicyDocument)).toEqual([policy])
  })

  it.each(Object.entries(expected))('%s is what the docs say', async (name, seen) => {
    expect(await look(await begin(name))).toEqual(seen)
  })

  it('deny-without-mfa lets a session with MFA through, and the rest only enrol', async () => {
    const server = await begin('deny-without-mfa')
    const { clientOptions, authenticator } = server.user('enrolled')
    const denied = await errorOf(new IAM(clientOptions).listUsers({}))
    expect(denied.slice(0, 2)).toEqual(['AccessDenied', 403])
    expect(denied[2]).toContain('with an explicit deny in an identity-based policy')
    const { Credentials } = await new STS(clientOptions).getSessionToken({
      SerialNumber: authenticator.serialNumber,
      TokenCode: await authenticator.code(),
    })
    const session = new IAM({
      ...clientOptions,
      credentials: {
        accessKeyId: Credentials?.AccessKeyId ?? '',
        secretAccessKey: Credentials?.SecretAccessKey ?? '',
        sessionToken: Credentials?.SessionToken ?? '',
      },
    })
    expect((await session.listUsers({})).Users).toHaveLength(5)

    const halfway = new IAM(server.user('halfway').clientOptions)
    const SerialNumber = 'arn:aws:iam::123456789012:mfa/halfway'
    const [AuthenticationCode1, AuthenticationCode2] = await server.authenticator(SerialNumber).nextTwoCodes()
    await halfway.enableMFADevice({ UserName: 'halfway', SerialNumber, AuthenticationCode1, AuthenticationCode2 })
    expect((await halfway.listMFADevices({})).MFADevices).toHaveLength(1)
    expect((await errorOf(new IAM(server.user('robot').clientOptions).listUsers({})))[0]).toBe('AccessDenied')
    const newcomer = await new IAM(server.user('auditor').clientOptions).getLoginProfile({ UserName: 'newcomer' })
    expect(newcomer.LoginProfile?.PasswordResetRequired).toBe(true)
  })

  it('old-credentials are old, and in-order has the password policy of the benchmark', async () => {
    const old = new IAM((await begin('old-credentials')).user('auditor').clientOptions)
    for (const UserName of ['alice', 'robot']) {
      const { AccessKeyMetadata = [] } = await old.listAccessKeys({ UserName })
      expect(AccessKeyMetadata.map(({ CreateDate }) => CreateDate?.toISOString())).toEqual(
        Array(2).fill('2024-01-31T12:00:00.000Z'),
      )
    }
    expect((await old.listUserPolicies({ UserName: 'robot' })).PolicyNames).toEqual(['everything'])
    const inOrder = new IAM((await begin('in-order')).user('auditor').clientOptions)
    expect((await inOrder.getAccountPasswordPolicy({})).PasswordPolicy).toMatchObject({
      MinimumPasswordLength: 14,
      PasswordReusePrevention: 24,
    })
  })
})
