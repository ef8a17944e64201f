/** Nothing is reachable without a permission: every operation that is built is called by whoever has none. */
import { expect, it } from 'vitest'
import { iamRegistry } from '../../src/iam/registry.ts'
import { stsRegistry } from '../../src/sts/registry.ts'
import { issueCertificate } from '../iam/certificates.ts'
import { createPolicy } from '../iam/policies.ts'
import { samlMetadata } from '../iam/saml-metadata.ts'
import { assume, createRole, userArn } from '../sts/sessions.ts'
import {
  accountId,
  type Clients,
  type Credentials,
  createDevice,
  createUser,
  createUserWithDevice,
  describeTwinlock,
  errorOf,
  startSession,
  type TestServer,
} from '../twinlock.ts'
import { iamQuestions, type Names, stsQuestions } from './every-operation.ts'

/** Operations that policies are not asked about, or not as about all others. */
const ownRules: Readonly<Record<string, string>> = {
  AssumeRole: 'The trust policy decides too, and the refusal gives no reason: test/authorization/refusal.test.ts.',
  ChangePassword: 'It names no user, so that sessions of roles are refused for what they are; below.',
  GetCallerIdentity: 'Needs no permission: whoever has signed knows already what it answers.',
  GetSessionToken: 'Needs no permission: it gives no more than the caller has, unless a code is verified.',
}

const account = `arn:aws:iam::${accountId}`

/** In other letters, each name means the same thing. */
const present: Names = {
  user: 'Somebody',
  group: 'Staff',
  role: 'Deployer',
  profile: 'Machine',
  serverCertificate: 'Website',
  openIDConnectProvider: 'id.example.com',
  samlProvider: 'Office',
  policyArn: `${account}:policy/Reading`,
  serialNumber: `${account}:mfa/Theirs`,
  accessKeyId: '',
}
const absent: Names = {
  user: 'nobody',
  group: 'nobodies',
  role: 'nothing',
  profile: 'nowhere',
  serverCertificate: 'nothing-served',
  openIDConnectProvider: 'none.example.com',
  samlProvider: 'no-office',
  policyArn: `${account}:policy/none`,
  serialNumber: `${account}:mfa/none`,
  accessKeyId: 'AKIANOSUCHKEY0000000',
}
const respelt: Names = {
  user: 'SOMEBODY',
  group: 'STAFF',
  role: 'DEPLOYER',
  profile: 'MACHINE',
  serverCertificate: 'WEBSITE',
  openIDConnectProvider: 'ID.EXAMPLE.COM',
  samlProvider: 'OFFICE',
  policyArn: `${account}:policy/READING`,
  serialNumber: `${account}:mfa/THEIRS`,
  accessKeyId: '',
}

it('every operation that is built has its place in the tables', () => {
  const built = Object.entries({ ...iamRegistry, ...stsRegistry }).filter(([, operation]) => 'run' in operation)
  const asked = [...Object.keys(iamQuestions(absent)), ...Object.keys(stsQuestions(absent)), ...Object.keys(ownRules)]
  expect(asked.sort()).toEqual(built.map(([action]) => action).sort())
})

describeTwinlock('Without any permission', (server) => {
  it('nothing is answered, told or changed, whoever asks and whatever exists', async () => {
    const accessKeyId = await createEverything(server)
    const { user, mfaSession, roleSession } = await createCallers(server)
    const before = await dump(server)
    for (const names of [{ ...present, accessKeyId }, absent, { ...respelt, accessKeyId }]) {
      const asked: [caller: Caller, service: 'iam' | 'sts', action: string, input: object, resource: string][] = []
      for (const [action, [input, resource]] of Object.entries(iamQuestions(names))) {
        for (const caller of [user, mfaSession, roleSession]) asked.push([caller, 'iam', action, input, resource])
      }
      for (const [action, [input, resource]] of Object.entries(stsQuestions(names))) {
        // Sessions are closed out of the others, whatever policies say: test/server/session-rules.test.ts.
        const callers = action === 'GetFederationToken' ? [user] : [user, roleSession]
        for (const caller of callers) asked.push([caller, 'sts', action, input, resource])
      }
      const answers = asked.map(([{ clients }, service, action, input]) =>
        errorOf(call(clients[service], action, input)),
      )
      const expected = asked.map(([{ arn }, service, action, , resource]) =>
        denied(arn, `${service}:${action}`, resource),
      )
      expect(await Promise.all(answers)).toEqual(expected)
    }
    expect(await dump(server)).toEqual(before)
  }, 120_000)

  it('a user may not change the own password, nor look at oneself without giving a name', async () => {
    const { user, mfaSession, roleSession } = await createCallers(server)
    const passwords = { OldPassword: 'Not-to-be-set-1', NewPassword: 'Not-to-be-set-2' }
    for (const { clients, arn } of [user, mfaSession]) {
      const resource = `user ${arn.slice(arn.indexOf('/') + 1)}`
      expect(await errorOf(clients.iam.changePassword(passwords))).toEqual(denied(arn, 'iam:ChangePassword', resource))
      for (const action of ['CreateAccessKey', 'DeactivateMFADevice', 'GetUser', 'ListAccessKeys', 'ListMFADevices']) {
        const answer = await errorOf(call(clients.iam, action, { SerialNumber: `${account}:mfa/none` }))
        expect(answer).toEqual(denied(arn, `iam:${action}`, resource))
      }
    }
    expect((await errorOf(roleSession.clients.iam.changePassword(passwords)))[0]).toBe('InvalidUserType')
  })

  it('only these are answered', async () => {
    const { user, mfaSession, roleSession } = await createCallers(server)
    for (const { clients, arn } of [user, mfaSession, roleSession]) {
      expect((await clients.sts.getCallerIdentity({})).Arn).toBe(arn)
    }
    const { Credentials } = await user.clients.sts.getSessionToken({})
    expect(Credentials?.AccessKeyId).toMatch(/^ASIA/)
  })

  it('the message names the path that the user has now', async () => {
    const user = await createUser(server, undefined, null)
    await server.iam.updateUser({ UserName: user.userName, NewPath: '/staff/' })
    const request = user.iam.deleteUser({ UserName: 'nobody-at-all' })
    const arn = `${account}:user/staff/${user.userName}`
    expect(await errorOf(request)).toEqual(denied(arn, 'iam:DeleteUser', 'user nobody-at-all'))
  })
})

interface Caller {
  readonly clients: Clients
  readonly arn: string
}

async function createCallers(server: TestServer): Promise<Callers> {
  const user = await createUserWithDevice(server)
  await server.iam.deleteUserPolicy({ UserName: user.userName, PolicyName: 'test' })
  const mfaSession = await startSession(server, user, user.device, 1)
  const mayAssume = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Resource: '*' }] }
  const assumer = await createUser(server, undefined, mayAssume)
  const role = await createRole(server, [`${account}:root`])
  const roleSession = await assume(server, assumer, role)
  return {
    user: { clients: user, arn: userArn(user) },
    mfaSession: { clients: mfaSession, arn: userArn(user) },
    roleSession: { clients: roleSession, arn: `arn:aws:sts::${accountId}:assumed-role/${role.name}/s1` },
  }
}

interface Callers {
  readonly user: Caller
  readonly mfaSession: Caller
  readonly roleSession: Caller
}

/** All that `present` names, tied together as far as it goes. */
async function createEverything(server: TestServer): Promise<Credentials['accessKeyId']> {
  const { user: UserName, group: GroupName, role: RoleName, profile: InstanceProfileName } = present
  const { credentials } = await createUser(server, UserName)
  await server.iam.createLoginProfile({ UserName, Password: 'Their-own-password-1' })
  const device = await createDevice(server, 'Theirs')
  await server.iam.enableMFADevice({ UserName, ...device.pair() })
  await server.iam.createGroup({ GroupName })
  await server.iam.addUserToGroup({ GroupName, UserName })
  await createRole(server, [`${account}:root`], { name: RoleName })
  await server.iam.createInstanceProfile({ InstanceProfileName })
  await server.iam.addRoleToInstanceProfile({ InstanceProfileName, RoleName })
  const { PolicyArn } = await createPolicy(server, 'Reading')
  await server.iam.attachUserPolicy({ UserName, PolicyArn })
  await server.iam.attachRolePolicy({ RoleName, PolicyArn })
  await server.iam.attachGroupPolicy({ GroupName, PolicyArn })
  const { pem, privateKey } = issueCertificate()
  await server.iam.uploadServerCertificate({
    ServerCertificateName: present.serverCertificate,
    Path: '/hidden/',
    CertificateBody: pem,
    PrivateKey: privateKey,
  })
  await server.iam.createOpenIDConnectProvider({ Url: `https://${present.openIDConnectProvider}` })
  await server.iam.createSAMLProvider({ Name: present.samlProvider, SAMLMetadataDocument: samlMetadata() })
  return credentials.accessKeyId
}

/** Every row of every table, without the times of use. */
async function dump({ storage }: TestServer): Promise<Record<string, readonly unknown[]>> {
  return storage.read(async (queries) => {
    const rows: Record<string, readonly unknown[]> = {}
    for (const { name } of await queries.introspection.getTables()) {
      // Refusals are to be recorded.
      if (name === 'audit_events') continue
      const found = await queries
        .selectFrom(name as 'users')
        .selectAll()
        .execute()
      const kept = found.map((row) => Object.entries(row).filter(([column]) => !column.startsWith('last_used')))
      rows[name] = kept.map((row) => JSON.stringify(row)).sort()
    }
    return rows
  })
}

function denied(arn: string, action: string, resource: string) {
  const message = `User: ${arn} is not authorized to perform: ${action} on resource: ${resource} because no identity-based policy allows the ${action} action`
  return ['AccessDenied', 403, message]
}

/** The SDK has a method for each action, under its name with the first letters in lower case. */
function call(client: object, action: string, input: object): Promise<unknown> {
  const method = action.charAt(0).toLowerCase() + action.slice(1)
  const send = (client as Readonly<Record<string, ((input: object) => Promise<unknown>) | undefined>>)[method]
  if (!send) throw new Error(`The SDK has no method ${method}`)
  return send.call(client, input)
}
