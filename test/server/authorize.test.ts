import { describe, expect, it } from 'vitest'
import { iamRegistry } from '../../src/iam/registry.ts'
import { stsRegistry } from '../../src/sts/registry.ts'
import {
  accountId,
  type Clients,
  createDevice,
  createUser,
  createUserWithDevice,
  describeTwinlock,
  errorOf,
  rootCredentials,
  startSession,
} from '../twinlock.ts'

const otherName = 'somebody-else'
const SerialNumber = `arn:aws:iam::${accountId}:mfa/theirs`
const AccessKeyId = rootCredentials.accessKeyId
const Password = 'Not-to-be-set-1'
const Tags = [{ Key: 'key', Value: 'value' }]
const codes = { AuthenticationCode1: '123456', AuthenticationCode2: '654321' }

/** What a user asks of somebody else, and what AWS then calls the thing that it is about. */
const deniedOnOthers: Readonly<Record<string, readonly [input: object, resource: string]>> = {
  CreateAccessKey: [{ UserName: otherName }, `user ${otherName}`],
  CreateAccountAlias: [{ AccountAlias: 'acme' }, '*'],
  CreateLoginProfile: [{ UserName: otherName, Password }, `user ${otherName}`],
  CreateUser: [{ UserName: 'new' }, 'user new'],
  DeactivateMFADevice: [{ UserName: otherName, SerialNumber }, `user ${otherName}`],
  DeleteAccessKey: [{ UserName: otherName, AccessKeyId }, `user ${otherName}`],
  DeleteAccountAlias: [{ AccountAlias: 'acme' }, '*'],
  DeleteLoginProfile: [{ UserName: otherName }, `user ${otherName}`],
  DeleteUser: [{ UserName: otherName }, `user ${otherName}`],
  DeleteVirtualMFADevice: [{ SerialNumber }, SerialNumber],
  EnableMFADevice: [{ UserName: otherName, SerialNumber, ...codes }, `user ${otherName}`],
  GetAccountSummary: [{}, '*'],
  GetLoginProfile: [{ UserName: otherName }, `user ${otherName}`],
  GetMFADevice: [{ UserName: otherName, SerialNumber }, `user ${otherName}`],
  GetUser: [{ UserName: otherName }, `user ${otherName}`],
  ListAccessKeys: [{ UserName: otherName }, `user ${otherName}`],
  ListAccountAliases: [{}, '*'],
  ListMFADeviceTags: [{ SerialNumber }, SerialNumber],
  ListMFADevices: [{ UserName: otherName }, `user ${otherName}`],
  ListUserTags: [{ UserName: otherName }, `user ${otherName}`],
  ListUsers: [{}, `arn:aws:iam::${accountId}:user/`],
  ResyncMFADevice: [{ UserName: otherName, SerialNumber, ...codes }, `user ${otherName}`],
  TagMFADevice: [{ SerialNumber, Tags }, SerialNumber],
  TagUser: [{ UserName: otherName, Tags }, `user ${otherName}`],
  UntagMFADevice: [{ SerialNumber, TagKeys: ['key'] }, SerialNumber],
  UntagUser: [{ UserName: otherName, TagKeys: ['key'] }, `user ${otherName}`],
  UpdateAccessKey: [{ UserName: otherName, AccessKeyId, Status: 'Inactive' }, `user ${otherName}`],
  UpdateLoginProfile: [{ UserName: otherName, Password }, `user ${otherName}`],
  UpdateUser: [{ UserName: otherName, NewUserName: 'renamed' }, `user ${otherName}`],
}

/** What is denied to users on themselves, named or not. */
const deniedOnThemselves: Readonly<Record<string, (UserName: string) => object>> = {
  ChangePassword: () => ({ OldPassword: Password, NewPassword: Password }),
  CreateAccessKey: () => ({}),
  CreateLoginProfile: (UserName) => ({ UserName, Password }),
  DeleteAccessKey: () => ({ AccessKeyId }),
  DeleteLoginProfile: (UserName) => ({ UserName }),
  DeleteUser: (UserName) => ({ UserName }),
  GetLoginProfile: (UserName) => ({ UserName }),
  GetMFADevice: (UserName) => ({ UserName, SerialNumber }),
  ListAccessKeys: () => ({}),
  ListUserTags: (UserName) => ({ UserName }),
  TagUser: (UserName) => ({ UserName, Tags }),
  UntagUser: (UserName) => ({ UserName, TagKeys: ['key'] }),
  UpdateAccessKey: () => ({ AccessKeyId, Status: 'Inactive' }),
  UpdateLoginProfile: (UserName) => ({ UserName, Password }),
  UpdateUser: (UserName) => ({ UserName, NewPath: '/admins/' }),
}

/** Tested one by one, below. */
const elsewhere = ['CreateVirtualMFADevice', 'GetAccessKeyLastUsed', 'ListVirtualMFADevices']

const isBuilt = (operation: object) => 'run' in operation
const builtActions = (registry: Readonly<Record<string, object>>) =>
  Object.keys(registry).filter((action) => isBuilt(registry[action] ?? {}))

describe('The tables of this test', () => {
  it('name every operation that is built', () => {
    const named = new Set([...Object.keys(deniedOnOthers), ...Object.keys(deniedOnThemselves), ...elsewhere])
    expect([...named].sort()).toEqual(builtActions(iamRegistry).sort())
    expect(builtActions(stsRegistry)).toEqual(['GetAccessKeyInfo', 'GetCallerIdentity', 'GetSessionToken'])
  })
})

describeTwinlock('A user, while there are no policies,', (server) => {
  const denied = (userName: string, action: string, resource: string) => [
    'AccessDenied',
    403,
    `User: arn:aws:iam::${accountId}:user/${userName} is not authorized to perform: ${action} on resource: ${resource} because no identity-based policy allows the ${action} action`,
  ]

  it('may do nothing else to others, by the long-term key or in a session with MFA', async () => {
    await createUser(server, otherName)
    await createDevice(server, 'theirs')
    const user = await createUserWithDevice(server)
    const session = await startSession(server, user, user.device)
    for (const clients of [user, session]) {
      for (const [action, [input, resource]] of Object.entries(deniedOnOthers)) {
        const answer = await errorOf(call(clients, action, input))
        expect(answer).toEqual(denied(user.userName, `iam:${action}`, resource))
      }
    }
    expect((await server.iam.getUser({ UserName: otherName })).User?.UserName).toBe(otherName)
  })

  it('may do nothing else to themselves, by the long-term key or in a session with MFA', async () => {
    const user = await createUserWithDevice(server)
    const session = await startSession(server, user, user.device)
    for (const clients of [user, session]) {
      for (const [action, inputFor] of Object.entries(deniedOnThemselves)) {
        const answer = await errorOf(call(clients, action, inputFor(user.userName)))
        expect(answer).toEqual(denied(user.userName, `iam:${action}`, `user ${user.userName}`))
      }
    }
  })

  it('may manage the own devices, however the own name is spelt', async () => {
    const user = await createUser(server, 'Self-Manager')
    const device = await createDevice({ ...server, ...user })
    const UserName = 'SELF-manager'
    expect((await user.iam.getUser({})).User?.UserName).toBe('Self-Manager')
    expect((await user.iam.getUser({ UserName })).User?.UserName).toBe('Self-Manager')
    expect((await user.iam.listVirtualMFADevices({})).VirtualMFADevices).toContainEqual({
      SerialNumber: device.serialNumber,
    })
    await user.iam.enableMFADevice({ UserName, ...device.pair() })
    expect((await user.iam.listMFADevices({ UserName })).MFADevices).toHaveLength(1)
    await user.iam.resyncMFADevice({ UserName, ...device.pair(2) })
    const session = await startSession(server, user, device, 2)
    await session.iam.deactivateMFADevice({ UserName, SerialNumber: device.serialNumber })
  })

  it('is denied a device with tags, for the tags', async () => {
    const user = await createUser(server)
    const request = user.iam.createVirtualMFADevice({ VirtualMFADeviceName: 'tagged', Path: '/own/', Tags })
    const resource = `arn:aws:iam::${accountId}:mfa/own/tagged`
    expect(await errorOf(request)).toEqual(denied(user.userName, 'iam:TagMFADevice', resource))
  })

  it('is denied the last use of a key, which names its user', async () => {
    const user = await createUser(server)
    const own = user.iam.getAccessKeyLastUsed({ AccessKeyId: user.credentials.accessKeyId })
    const resource = `user ${user.userName}`
    expect(await errorOf(own)).toEqual(denied(user.userName, 'iam:GetAccessKeyLastUsed', resource))
  })

  it('is denied the account of an access key', async () => {
    const user = await createUser(server)
    const request = user.sts.getAccessKeyInfo({ AccessKeyId })
    expect(await errorOf(request)).toEqual(denied(user.userName, 'sts:GetAccessKeyInfo', '*'))
  })

  it('is denied under the path that the user has now, and before what is asked for is looked for', async () => {
    const user = await createUser(server)
    await server.iam.updateUser({ UserName: user.userName, NewPath: '/staff/' })
    const request = user.iam.deleteUser({ UserName: 'nobody-at-all' })
    expect(await errorOf(request)).toEqual(denied(`staff/${user.userName}`, 'iam:DeleteUser', 'user nobody-at-all'))
  })
})

/** The SDK has a method for each action, under its name with the first letters in lower case. */
function call({ iam }: Pick<Clients, 'iam'>, action: string, input: object): Promise<unknown> {
  const method = action.charAt(0).toLowerCase() + action.slice(1)
  return (iam as unknown as Record<string, (given: object) => Promise<unknown>>)[method]?.(input) ?? Promise.resolve()
}
