/** What is recorded of requests: changes with themselves, attempts, refusals; and of what else not. */
import { expect, it } from 'vitest'
import { iamRegistry } from '../../src/iam/registry.ts'
import { stsRegistry } from '../../src/sts/registry.ts'
import { assume, createRole, userArn } from '../sts/sessions.ts'
import {
  accountId,
  allow,
  createDevice,
  createUser,
  createUserWithDevice,
  describeTwinlock,
  rootCredentials,
  startSession,
} from '../twinlock.ts'
import { lookUp, recordsOf, requestIdOf } from './audit-records.ts'
import { iamQuestions, stsQuestions } from './every-operation.ts'

const account = `arn:aws:iam::${accountId}`

describeTwinlock('The audit log', (server) => {
  it('has one event of every change and of every refusal, and none of a read that succeeded', async () => {
    const names = {
      user: 'ada',
      group: 'staff',
      role: 'deployer',
      profile: 'machine',
      serverCertificate: 'website',
      openIDConnectProvider: 'id.example.com',
      samlProvider: 'office',
      policyArn: `${account}:policy/ada`,
      serialNumber: `${account}:mfa/a/ada`,
    }
    const questions = { ...iamQuestions({ ...names, accessKeyId: '' }), ...stsQuestions({ ...names, accessKeyId: '' }) }
    const inputs: Readonly<Record<string, readonly [input: object, resource: string]>> = questions
    const isWrite = (action: string) => (({ ...iamRegistry, ...stsRegistry }) as Registry)[action]?.access !== 'read'

    const device = await createDevice(server)
    /** The ids that were given to what was made. */
    const made: {
      AccessKeyId?: string
      CertificateId?: string
      SSHPublicKeyId?: string
      ServiceSpecificCredentialId?: string
    } = {}
    const madeCredential = () => ({ ServiceSpecificCredentialId: made.ServiceSpecificCredentialId })
    const overrides: Readonly<Record<string, () => object>> = {
      CreateRole: () => ({ AssumeRolePolicyDocument: trust }),
      DeactivateMFADevice: () => ({ SerialNumber: device.serialNumber }),
      DeleteAccessKey: () => ({ AccessKeyId: made.AccessKeyId }),
      DeletePolicyVersion: () => ({ VersionId: 'v2' }),
      DeleteSSHPublicKey: () => ({ SSHPublicKeyId: made.SSHPublicKeyId }),
      DeleteServiceLinkedRole: () => ({ RoleName: 'AWSServiceRoleForECS' }),
      DeleteServiceSpecificCredential: madeCredential,
      DeleteSigningCertificate: () => ({ CertificateId: made.CertificateId }),
      EnableMFADevice: () => device.pair(),
      ResetServiceSpecificCredential: madeCredential,
      ResyncMFADevice: () => device.pair(2),
      UpdateAccessKey: () => ({ AccessKeyId: made.AccessKeyId }),
      UpdateSSHPublicKey: () => ({ SSHPublicKeyId: made.SSHPublicKeyId }),
      UpdateServiceSpecificCredential: madeCredential,
      UpdateSigningCertificate: () => ({ CertificateId: made.CertificateId }),
      UpdateAssumeRolePolicy: () => ({ PolicyDocument: trust }),
    }
    const asked: [action: string, id: string, succeeded: boolean][] = []
    const ask = async (action: string) => {
      const request = call(action in iamRegistry ? server.iam : server.sts, action, {
        ...inputs[action]?.[0],
        ...overrides[action]?.(),
      })
      const output = await request.catch(() => undefined)
      if (/^(Create|Upload)/.test(action)) Object.assign(made, ...Object.values(Object(output)))
      asked.push([action, await requestIdOf(request), output !== undefined])
    }
    const actions = Object.keys(inputs)
    const inOrder = [
      /^CreatePolicy$/,
      /^CreateUser$/,
      /^(Create|Upload)/,
      /^(Add|Attach|Put|Tag|UpdateA|UpdateL|UpdateO|UpdateR|UpdateS|Enable|Reset|Resync|SetDefault)/,
      /^(Generate|List|Get|Simulate|Decode|Assume)/,
      /^(Detach|Disable|Remove|Untag|Deactivate)/,
      /^Delete.*(Boundary|Version|Profile|Key|Certificate|Credential|Alias|Device|UserPolicy|RolePolicy|GroupPolicy|PasswordPolicy)$/,
      /^Delete/,
      /^Update/,
    ]
    const phases = inOrder.map((pattern) => actions.filter((action) => pattern.test(action)))
    for (const action of new Set(phases.flat())) await ask(action)
    for (const action of ['CreatePolicy', 'CreateUser', 'CreateGroup', 'UpdateUser', 'UpdateGroup']) await ask(action)
    expect(actions.filter((action) => !asked.some(([name]) => name === action))).toEqual([])

    const records = await lookUp(server)
    for (const [action, id, succeeded] of asked) {
      const found = records.filter(({ requestID }) => requestID === id)
      const expected = succeeded && !isWrite(action) ? [] : [[action, succeeded]]
      expect(found.map(({ eventName, errorCode }) => [eventName, errorCode === undefined])).toEqual(expected)
    }
    const failedAlways = actions.filter(
      (action) => isWrite(action) && !asked.some(([name, , succeeded]) => name === action && succeeded),
    )
    expect(failedAlways).toEqual([])
  })

  it('has the attempts of somebody who verifies a code, good or wrong, with the count that they left', async () => {
    const user = await createUserWithDevice(server)
    const good = user.sts.getSessionToken(user.device.mfa(1))
    const { Credentials } = await good
    const [issued] = await recordsOf(server, good)
    expect(issued).toMatchObject({
      eventSource: 'sts.amazonaws.com',
      eventTime: '2026-01-15T12:01:15Z',
      readOnly: true,
      userIdentity: { type: 'IAMUser', userName: user.userName, accessKeyId: user.credentials.accessKeyId },
      requestParameters: { serialNumber: user.device.serialNumber },
      responseElements: {
        credentials: { accessKeyId: Credentials?.AccessKeyId, expiration: 'Jan 16, 2026 12:01:15 AM' },
      },
    })
    const wrong = await recordsOf(server, user.sts.getSessionToken(user.device.wrongMfa()))
    expect(wrong).toMatchObject([
      {
        eventName: 'GetSessionToken',
        errorCode: 'AccessDenied',
        requestParameters: { serialNumber: user.device.serialNumber },
      },
    ])
    expect(wrong[0]?.responseElements).toBeNull()
  })

  it('knows a session by who began it, a role by its session', async () => {
    const user = await createUserWithDevice(server)
    const session = await startSession(server, user, user.device, 1)
    const request = session.iam.deactivateMFADevice({ UserName: user.userName, SerialNumber: user.device.serialNumber })
    expect(await recordsOf(server, request)).toMatchObject([
      {
        userIdentity: {
          type: 'IAMUser',
          arn: userArn(user),
          userName: user.userName,
          accessKeyId: session.credentials.accessKeyId,
          sessionContext: { attributes: { creationDate: '2026-01-15T12:01:15Z', mfaAuthenticated: 'true' } },
        },
      },
    ])
    const role = await createRole(server, [`${account}:root`])
    const assumer = await createUser(server, undefined, allow('sts:AssumeRole'))
    const assumed = await assume(server, assumer, role)
    expect(await recordsOf(server, assumed.iam.deleteUser({ UserName: 'nobody-at-all' }))).toMatchObject([
      {
        errorCode: 'AccessDenied',
        userIdentity: {
          type: 'AssumedRole',
          principalId: `${role.id}:s1`,
          sessionContext: {
            sessionIssuer: { type: 'Role', principalId: role.id, arn: role.arn, userName: role.name },
            attributes: { mfaAuthenticated: 'false' },
          },
        },
      },
    ])
    expect(await lookUp(server, { lookupAttribute: { key: 'Username', value: 's1' } })).toHaveLength(1)
  })

  it('has a wrong signature on somebody’s key, but nothing of keys that nobody has', async () => {
    const { credentials, userName } = await createUser(server)
    const forged = { ...credentials, secretAccessKey: 'not the secret' }
    expect(await recordsOf(server, server.as(forged).iam.listUsers({}))).toMatchObject([
      {
        eventName: 'ListUsers',
        errorCode: 'SignatureDoesNotMatch',
        userIdentity: { userName, accessKeyId: credentials.accessKeyId },
      },
    ])
    const nobody = server.as({ accessKeyId: 'AKIANOSUCHKEY0000000', secretAccessKey: 'x' })
    expect(await recordsOf(server, nobody.iam.listUsers({}))).toEqual([])
  })

  it('has what is not allowed to a session, is not built yet, or is out of limits', async () => {
    const user = await createUser(server)
    const session = await startSession(server, user)
    expect(await recordsOf(server, session.iam.listUsers({}))).toMatchObject([{ errorCode: 'InvalidClientTokenId' }])
    const pending = server.iam.listDelegationRequests({})
    expect(await recordsOf(server, pending)).toMatchObject([{ errorCode: 'NotImplemented' }])
    const tooLong = server.iam.createUser({ UserName: 'x'.repeat(65) })
    expect(await recordsOf(server, tooLong)).toMatchObject([
      { errorCode: 'ValidationError', requestParameters: { userName: 'x'.repeat(65) } },
    ])
  })

  it('has no more than a hundred refusals of one key in a minute', async () => {
    const user = await createUser(server, undefined, null)
    for (let index = 0; index < 105; index++) await user.iam.listUsers({}).catch(() => {})
    const question = { lookupAttribute: { key: 'Username', value: user.userName } }
    expect(await lookUp(server, question)).toHaveLength(100)
    server.clock.advance(60)
    await user.iam.listUsers({}).catch(() => {})
    server.clock.advance(-60)
    expect(await lookUp(server, question)).toHaveLength(101)
    expect(server.log.filter((line) => line.includes('"unrecorded":5'))).toHaveLength(1)
  })

  it('never has a secret in it', async () => {
    const user = await createUserWithDevice(server)
    const Password = 'A-password-to-be-hidden-1'
    await server.iam.createLoginProfile({ UserName: user.userName, Password })
    const { Credentials } = await user.sts.getSessionToken(user.device.mfa(1))
    await user.sts.getSessionToken({ SerialNumber: user.device.serialNumber, TokenCode: '76543210' }).catch(() => {})
    const rows = await server.storage.read((queries) => queries.selectFrom('audit_events').selectAll().execute())
    const everything = JSON.stringify([rows, await lookUp(server)])
    const secrets = [
      Password,
      user.credentials.secretAccessKey,
      Credentials?.SecretAccessKey,
      Credentials?.SessionToken,
      '76543210',
      rootCredentials.secretAccessKey,
    ]
    for (const secret of secrets) expect(everything).not.toContain(secret)
  })
})

interface Registry {
  readonly [action: string]: { readonly access?: string } | undefined
}

const trust = JSON.stringify({
  Version: '2012-10-17',
  Statement: { Effect: 'Allow', Principal: { AWS: `${account}:root` }, Action: 'sts:AssumeRole' },
})

/** The SDK has a method for each action, under its name with the first letters in lower case. */
function call(client: object, action: string, input: object): Promise<unknown> {
  const method = action.charAt(0).toLowerCase() + action.slice(1)
  const send = (client as Readonly<Record<string, ((input: object) => Promise<unknown>) | undefined>>)[method]
  if (!send) throw new Error(`The SDK has no method ${method}`)
  return send.call(client, input)
}
