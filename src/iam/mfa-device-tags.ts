import type { Call } from '../call.ts'
import { findMfaDevice } from '../storage/mfa-devices.ts'
import { marker, maxItems, serialNumber, tagKeyList, tagList } from '../wire/named-limits.ts'
import { noSuchDevice, permissionOnDevice } from './mfa-device.ts'
import { iamOperation } from './operation.ts'
import { deleteTags, listTags, putTags, requestTagContext, tagKeysContext } from './tagging.ts'

export const tagMFADevice = iamOperation('TagMFADevice', {
  limits: { SerialNumber: serialNumber, Tags: tagList },
  access: 'write',
  permissions: ({ SerialNumber, Tags }, call) =>
    permissionOnDevice(call, 'iam:TagMFADevice', SerialNumber, requestTagContext(Tags)),
  async run({ SerialNumber, Tags }, call) {
    await putTags(call, await taggableDeviceId(call, SerialNumber), Tags)
    return {}
  },
})

export const untagMFADevice = iamOperation('UntagMFADevice', {
  limits: { SerialNumber: serialNumber, TagKeys: tagKeyList },
  access: 'write',
  permissions: ({ SerialNumber, TagKeys }, call) =>
    permissionOnDevice(call, 'iam:UntagMFADevice', SerialNumber, tagKeysContext(TagKeys)),
  async run({ SerialNumber, TagKeys }, call) {
    await deleteTags(call, await taggableDeviceId(call, SerialNumber), TagKeys)
    return {}
  },
})

export const listMFADeviceTags = iamOperation('ListMFADeviceTags', {
  limits: { SerialNumber: serialNumber, Marker: marker, MaxItems: maxItems },
  access: 'read',
  permissions: ({ SerialNumber }, call) => permissionOnDevice(call, 'iam:ListMFADeviceTags', SerialNumber),
  async run({ SerialNumber, ...input }, call) {
    return listTags(call, await taggableDeviceId(call, SerialNumber), input)
  },
})

/** Only virtual devices carry tags. @throws AwsFault NoSuchEntity */
async function taggableDeviceId({ queries, accountId }: Call, serial: string): Promise<string> {
  const device = await findMfaDevice(queries, accountId, serial)
  if (device?.kind !== 'virtual') throw noSuchDevice(serial)
  return device.device_id
}
