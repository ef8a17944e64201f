import type * as Iam from '@aws-sdk/client-iam'
import type { Call } from '../call.ts'
import { findMfaDevice, type MfaDeviceRow, resetConsecutiveFailures, updateMfaDevice } from '../storage/mfa-devices.ts'
import { listDevicesOf } from '../storage/owned-devices.ts'
import { deletePasskey, findPasskey, type PasskeyRow } from '../storage/passkeys.ts'
import { verifyCodePair } from '../verification/code-pair.ts'
import { enableWithPair } from '../verification/enabling.ts'
import { requireMfaForOwnDevices, requireRoomForDevice } from '../verification/self-management.ts'
import { AwsFault } from '../wire/faults.ts'
import { authenticationCode, existingUserName, marker, maxItems, serialNumber, userName } from '../wire/named-limits.ts'
import type { Input } from '../wire/operation.ts'
import { type DeviceHolder, isManagedHere, requireHolder, targetHolder } from './device-holder.ts'
import { noSuchDevice } from './mfa-device.ts'
import { iamOperation } from './operation.ts'
import { pageEnd, pageRequest } from './paging.ts'
import { permissionOnUser } from './target-user.ts'

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
  async run({ UserName, ...codes }, call) {
    const holder = await requireHolder(call, UserName)
    await requireMfaForOwnDevices(call, holder.owner_id, 'iam:EnableMFADevice')
    await enableDevice(call, holder, codes)
    return {}
  },
})

/** @throws AwsFault NoSuchEntity, EntityAlreadyExists, LimitExceeded, InvalidAuthenticationCode */
export async function enableDevice(
  call: Call,
  holder: DeviceHolder,
  { SerialNumber, AuthenticationCode1, AuthenticationCode2 }: Omit<Input<typeof Iam, 'EnableMFADevice'>, 'UserName'>,
): Promise<void> {
  const device = await findMfaDevice(call.queries, call.accountId, SerialNumber)
  if (!device) throw noSuchDevice(SerialNumber)
  if (device.owner_id === holder.owner_id) {
    throw new AwsFault('EntityAlreadyExists', `MFA Device for user ${holder.name} already exists.`)
  }
  const isForAnother = device.prepared_for !== null && device.prepared_for !== holder.owner_id
  if (device.owner_id !== null || isForAnother) {
    throw new AwsFault('EntityAlreadyExists', 'MFA Device is already in use.')
  }
  await requireRoomForDevice(call, holder)
  await enableWithPair(call, device, holder.owner_id, {
    firstCode: AuthenticationCode1,
    secondCode: AuthenticationCode2,
    around: 'server-time',
  })
}

export const resyncMFADevice = iamOperation('ResyncMFADevice', {
  limits: codePairLimits,
  access: 'write',
  permissions: ({ UserName }, call) => permissionOnUser(call, 'iam:ResyncMFADevice', UserName),
  async run({ UserName, SerialNumber, AuthenticationCode1, AuthenticationCode2 }, call) {
    const holder = await requireHolder(call, UserName)
    const device = await requireDeviceOf(call, holder, SerialNumber)
    const synchronisation = await verifyCodePair(call, device, {
      firstCode: AuthenticationCode1,
      secondCode: AuthenticationCode2,
      around: 'device-time',
      mayUnlock: isAnotherPrincipal(call, holder),
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
    const holder = await targetHolder(call, UserName)
    // The root user's devices are managed in the console only.
    if (!isManagedHere(call, holder)) throw invalidForUser()
    await requireMfaForOwnDevices(call, holder.owner_id, 'iam:DeactivateMFADevice')
    if (isPasskeySerial(SerialNumber)) return removePasskey(call, holder, SerialNumber)
    const device = await requireDeviceOf(call, holder, SerialNumber)
    // The seed, the tags and the counter of the last pair stay.
    await updateMfaDevice(call.queries, device, { owner_id: null, enabled_at: null })
    // An owner who is locked out does not unlock himself.
    if (isAnotherPrincipal(call, holder)) await resetConsecutiveFailures(call.queries, device)
    return {}
  },
})

export const listMFADevices = iamOperation('ListMFADevices', {
  limits: { UserName: existingUserName, Marker: marker, MaxItems: maxItems },
  access: 'read',
  permissions: ({ UserName }, call) => permissionOnUser(call, 'iam:ListMFADevices', UserName),
  async run({ UserName, ...input }, call) {
    const holder = await targetHolder(call, UserName)
    const page = await listDevicesOf(call.queries, holder, pageRequest(input))
    const MFADevices = page.rows.map((device) => ({
      UserName: holder.name,
      SerialNumber: device.serial_number,
      EnableDate: new Date(device.enabled_at),
    }))
    return { MFADevices, ...pageEnd(page) }
  },
})

/** Of use for passkeys and security keys only, as on AWS. */
export const getMFADevice = iamOperation('GetMFADevice', {
  limits: { SerialNumber: serialNumber, UserName: userName },
  access: 'read',
  permissions: ({ UserName }, call) => permissionOnUser(call, 'iam:GetMFADevice', UserName),
  async run({ SerialNumber, UserName }, call) {
    const holder = await targetHolder(call, UserName)
    if (isPasskeySerial(SerialNumber)) {
      const passkey = await requirePasskeyOf(call, holder, SerialNumber)
      return {
        UserName: holder.name,
        SerialNumber: passkey.serial_number,
        EnableDate: new Date(passkey.enabled_at),
        Certifications: {},
      }
    }
    throw new AwsFault(
      'ValidationError',
      'The MFA device serial number sent in the request is invalid or not supported by this API. Currently, only hardware FIDO security keys are supported. Please use the compatible device or API.',
    )
  },
})

/** What is removed is gone: nobody else can use it, and the browser can enrol it again. */
async function removePasskey(call: Call, holder: DeviceHolder, serial: string): Promise<object> {
  const passkey = await requirePasskeyOf(call, holder, serial)
  if (call.caller.session?.signIn?.kind !== 'console') {
    throw new AwsFault('AccessDenied', 'Passkeys and security keys are enrolled and removed in the console only.')
  }
  await deletePasskey(call.queries, passkey)
  return {}
}

async function requirePasskeyOf(call: Call, holder: DeviceHolder, serial: string): Promise<PasskeyRow> {
  const passkey = await findPasskey(call.queries, call.accountId, serial)
  if (passkey?.owner_id === holder.owner_id) return passkey
  throw new AwsFault('NoSuchEntity', `MFA device with serial number ${serial} doesn't exist.`)
}

function isPasskeySerial(serial: string): boolean {
  return /^arn:aws:iam::\d{12}:u2f\//.test(serial)
}

/** @throws AwsFault NoSuchEntity when it is unknown, unassigned or another user's */
async function requireDeviceOf(call: Call, holder: DeviceHolder, serial: string): Promise<MfaDeviceRow> {
  const device = await findMfaDevice(call.queries, call.accountId, serial)
  if (device?.owner_id !== holder.owner_id) throw invalidForUser()
  return device
}

function invalidForUser(): AwsFault {
  return new AwsFault('NoSuchEntity', 'MFA Device invalid for user.')
}

function isAnotherPrincipal({ caller }: Call, { owner_id }: DeviceHolder): boolean {
  return caller.principal.userId !== owner_id
}
