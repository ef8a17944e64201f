import type { Call } from '../call.ts'
import {
  countMfaDevicesOf,
  findMfaDevice,
  listMfaDevicesOf,
  type MfaDeviceRow,
  resetConsecutiveFailures,
  updateMfaDevice,
} from '../storage/mfa-devices.ts'
import type { UserRow } from '../storage/users.ts'
import { verifyCodePair } from '../verification/code-pair.ts'
import { requireMfaForOwnDevices } from '../verification/self-management.ts'
import { AwsFault } from '../wire/faults.ts'
import { authenticationCode, existingUserName, marker, maxItems, serialNumber, userName } from '../wire/named-limits.ts'
import { noSuchDevice } from './mfa-device.ts'
import { iamOperation } from './operation.ts'
import { pageEnd, pageRequest } from './paging.ts'
import { permissionOnUser, requireUser, targetUser } from './target-user.ts'

const devicesPerUser = 8

const codePairLimits = {
  UserName: existingUserName,
  SerialNumber: serialNumber,
  AuthenticationCode1: authenticationCode,
  AuthenticationCode2: authenticationCode,
}

export const enableMFADevice = iamOperation('EnableMFADevice', {
  limits: codePairLimits,
  access: 'write',
  permissions: ({ UserName }, call) => permissionOnUser(call, 'iam:EnableMFADevice', UserName),
  async run({ UserName, SerialNumber, AuthenticationCode1, AuthenticationCode2 }, call) {
    const user = await requireUser(call, UserName)
    await requireMfaForOwnDevices(call, user.user_id, 'iam:EnableMFADevice')
    const device = await findMfaDevice(call.queries, call.accountId, SerialNumber)
    if (!device) throw noSuchDevice(SerialNumber)
    if (device.owner_id === user.user_id) {
      throw new AwsFault('EntityAlreadyExists', `MFA Device for user ${user.name} already exists.`)
    }
    if (device.owner_id !== null) throw new AwsFault('EntityAlreadyExists', 'MFA Device is already in use.')
    if (
      (await countMfaDevicesOf(call.queries, { account_id: user.account_id, owner_id: user.user_id })) >= devicesPerUser
    ) {
      throw new AwsFault('LimitExceeded', `Cannot exceed quota for MFADevicesPerUser: ${devicesPerUser}`)
    }
    const synchronisation = await verifyCodePair(call, device, {
      firstCode: AuthenticationCode1,
      secondCode: AuthenticationCode2,
      around: 'server-time',
      mayUnlock: false,
    })
    await updateMfaDevice(call.queries, device, {
      ...synchronisation,
      owner_id: user.user_id,
      enabled_at: call.now.getTime(),
    })
    await resetConsecutiveFailures(call.queries, device)
    return {}
  },
})

export const resyncMFADevice = iamOperation('ResyncMFADevice', {
  limits: codePairLimits,
  access: 'write',
  permissions: ({ UserName }, call) => permissionOnUser(call, 'iam:ResyncMFADevice', UserName),
  async run({ UserName, SerialNumber, AuthenticationCode1, AuthenticationCode2 }, call) {
    const user = await requireUser(call, UserName)
    const device = await requireDeviceOf(call, user, SerialNumber)
    const synchronisation = await verifyCodePair(call, device, {
      firstCode: AuthenticationCode1,
      secondCode: AuthenticationCode2,
      around: 'device-time',
      mayUnlock: isAnotherPrincipal(call, user),
    })
    await updateMfaDevice(call.queries, device, synchronisation)
    await resetConsecutiveFailures(call.queries, device)
    return {}
  },
})

export const deactivateMFADevice = iamOperation('DeactivateMFADevice', {
  limits: { UserName: existingUserName, SerialNumber: serialNumber },
  access: 'write',
  permissions: ({ UserName }, call) => permissionOnUser(call, 'iam:DeactivateMFADevice', UserName),
  async run({ UserName, SerialNumber }, call) {
    const user = await targetUser(call, UserName)
    // The root user's devices are managed at sign-in only.
    if (!user) throw invalidForUser()
    await requireMfaForOwnDevices(call, user.user_id, 'iam:DeactivateMFADevice')
    const device = await requireDeviceOf(call, user, SerialNumber)
    // The seed, the tags and the counter of the last pair stay.
    await updateMfaDevice(call.queries, device, { owner_id: null, enabled_at: null })
    // An owner who is locked out does not unlock himself.
    if (isAnotherPrincipal(call, user)) await resetConsecutiveFailures(call.queries, device)
    return {}
  },
})

export const listMFADevices = iamOperation('ListMFADevices', {
  limits: { UserName: existingUserName, Marker: marker, MaxItems: maxItems },
  access: 'read',
  permissions: ({ UserName }, call) => permissionOnUser(call, 'iam:ListMFADevices', UserName),
  async run({ UserName, ...input }, call) {
    const user = await targetUser(call, UserName)
    const owner = { account_id: call.accountId, owner_id: user?.user_id ?? call.accountId }
    const page = await listMfaDevicesOf(call.queries, owner, pageRequest(input))
    const MFADevices = page.rows.map((device) => ({
      UserName: user?.name ?? call.accountId,
      SerialNumber: device.serial_number,
      EnableDate: new Date(device.enabled_at ?? device.created_at),
    }))
    return { MFADevices, ...pageEnd(page) }
  },
})

/** Only security keys and passkeys have something to show here, and none can be enrolled yet. */
export const getMFADevice = iamOperation('GetMFADevice', {
  limits: { SerialNumber: serialNumber, UserName: userName },
  access: 'read',
  permissions: ({ UserName }, call) => permissionOnUser(call, 'iam:GetMFADevice', UserName),
  async run({ SerialNumber, UserName }, call) {
    await targetUser(call, UserName)
    if (/^arn:aws:iam::\d{12}:u2f\//.test(SerialNumber)) {
      throw new AwsFault('NoSuchEntity', `MFA device with serial number ${SerialNumber} doesn't exist.`)
    }
    throw new AwsFault(
      'ValidationError',
      'The MFA device serial number sent in the request is invalid or not supported by this API. Currently, only hardware FIDO security keys are supported. Please use the compatible device or API.',
    )
  },
})

/** @throws AwsFault NoSuchEntity when it is unknown, unassigned or another user's */
async function requireDeviceOf(call: Call, user: UserRow, serial: string): Promise<MfaDeviceRow> {
  const device = await findMfaDevice(call.queries, call.accountId, serial)
  if (device?.owner_id !== user.user_id) throw invalidForUser()
  return device
}

function invalidForUser(): AwsFault {
  return new AwsFault('NoSuchEntity', 'MFA Device invalid for user.')
}

function isAnotherPrincipal({ caller }: Call, owner: UserRow): boolean {
  return caller.principal.userId !== owner.user_id
}
