import { mfaDeviceArn, rootArn } from '../identity/arn.ts'
import { newSeed } from '../mfa/seed.ts'
import { otpauthUri, qrCodePng } from '../mfa/virtual-device.ts'
import { findAccount } from '../storage/accounts.ts'
import {
  deleteMfaDevice,
  findMfaDevice,
  insertMfaDevice,
  type ListedMfaDevice,
  listVirtualMfaDevices,
} from '../storage/mfa-devices.ts'
import { deleteAllTags } from '../storage/tags.ts'
import { newDeviceId, sealSeed } from '../verification/seeds.ts'
import { AwsFault } from '../wire/faults.ts'
import {
  assignmentStatus,
  marker,
  maxItems,
  path,
  serialNumber,
  tagList,
  virtualMFADeviceName,
} from '../wire/named-limits.ts'
import { noSuchDevice, permissionOnDevice } from './mfa-device.ts'
import { iamOperation } from './operation.ts'
import { pageEnd, pageRequest } from './paging.ts'
import { permissionsToCreate, putTags, tagsMember } from './tagging.ts'
import { toUser } from './users.ts'

export const createVirtualMFADevice = iamOperation('CreateVirtualMFADevice', {
  limits: { Path: path, VirtualMFADeviceName: virtualMFADeviceName, Tags: tagList },
  access: 'write',
  permissions: ({ Path = '/', VirtualMFADeviceName, Tags }, { accountId }) => {
    const on = { resource: mfaDeviceArn(accountId, Path, VirtualMFADeviceName) }
    return permissionsToCreate(['iam:CreateVirtualMFADevice', 'iam:TagMFADevice'], on, Tags)
  },
  // Drawing takes longer than all the rest.
  async prepare({ Path = '/', VirtualMFADeviceName }, { queries, accountId }) {
    newSerialNumber(accountId, Path, VirtualMFADeviceName)
    const account = await findAccount(queries, accountId)
    const seed = newSeed()
    const accountName = account?.alias ?? accountId
    return { seed, qrCode: qrCodePng(otpauthUri({ deviceName: VirtualMFADeviceName, accountName, seed })) }
  },
  async run({ Path = '/', VirtualMFADeviceName, Tags = [] }, call, { seed, qrCode }) {
    const SerialNumber = newSerialNumber(call.accountId, Path, VirtualMFADeviceName)
    if (await findMfaDevice(call.queries, call.accountId, SerialNumber)) {
      throw new AwsFault('EntityAlreadyExists', 'MFA device already exists.')
    }
    const deviceId = newDeviceId()
    await insertMfaDevice(call.queries, {
      account_id: call.accountId,
      device_id: deviceId,
      serial_number: SerialNumber,
      kind: 'virtual',
      sealed_seed: sealSeed(call.sealer, seed, call.accountId, deviceId),
      created_at: call.now.getTime(),
    })
    await putTags(call, deviceId, Tags)
    return {
      VirtualMFADevice: {
        SerialNumber,
        Base32StringSeed: Buffer.from(seed),
        QRCodePNG: qrCode,
        ...(await tagsMember(call, deviceId)),
      },
    }
  },
})

/**
 * Paths may have characters that serial numbers may not: such a device could never be enabled or deleted.
 * @throws AwsFault ValidationError
 */
function newSerialNumber(accountId: string, path: string, name: string): string {
  const text = mfaDeviceArn(accountId, path, name)
  if (serialNumber(text).length === 0) return text
  throw new AwsFault(
    'ValidationError',
    `No operation would take the serial number ${text.slice(0, 300)}: it may have 256 of the characters A-Z a-z 0-9 _ + = / : , . @ -. Please choose another path or name.`,
  )
}

export const listVirtualMFADevices = iamOperation('ListVirtualMFADevices', {
  limits: { AssignmentStatus: assignmentStatus, Marker: marker, MaxItems: maxItems },
  access: 'read',
  permissions: (_, { accountId }) => [
    { action: 'iam:ListVirtualMFADevices', resource: mfaDeviceArn(accountId, '/', '') },
  ],
  async run({ AssignmentStatus = 'Any', ...input }, { queries, accountId }) {
    const page = await listVirtualMfaDevices(queries, accountId, AssignmentStatus, pageRequest(input))
    return { VirtualMFADevices: page.rows.map(toVirtualDevice), ...pageEnd(page) }
  },
})

/** Never the seed, the QR code or the tags. */
function toVirtualDevice(device: ListedMfaDevice) {
  return {
    SerialNumber: device.serial_number,
    ...(device.owner_id === null ? {} : { User: toOwner(device, device.owner_id) }),
    ...(device.enabled_at === null ? {} : { EnableDate: new Date(device.enabled_at) }),
  }
}

function toOwner(device: ListedMfaDevice, ownerId: string) {
  const { account_id, user_name, user_path, user_created_at, user_password_last_used_at } = device
  if (user_name === null || user_path === null || user_created_at === null) {
    return { UserId: account_id, Arn: rootArn(account_id) } as ReturnType<typeof toUser>
  }
  return toUser({
    account_id,
    user_id: ownerId,
    name: user_name,
    path: user_path,
    created_at: user_created_at,
    password_last_used_at: user_password_last_used_at,
  })
}

export const deleteVirtualMFADevice = iamOperation('DeleteVirtualMFADevice', {
  limits: { SerialNumber: serialNumber },
  access: 'write',
  permissions: ({ SerialNumber }, call) => permissionOnDevice(call, 'iam:DeleteVirtualMFADevice', SerialNumber),
  async run({ SerialNumber }, call) {
    const device = await findMfaDevice(call.queries, call.accountId, SerialNumber)
    // A hardware token is registered by an administrator, and has no such operation on AWS either.
    if (device?.kind !== 'virtual') throw noSuchDevice(SerialNumber)
    if (device.owner_id !== null) {
      throw new AwsFault('DeleteConflict', 'MFA VirtualDevice in use. Must deactivate first.')
    }
    await deleteAllTags(call.queries, { account_id: device.account_id, resource_id: device.device_id })
    await deleteMfaDevice(call.queries, device)
    return {}
  },
})
