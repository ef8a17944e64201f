import type { DeviceHolder } from '../iam/device-holder.ts'
import { enableDevice } from '../iam/mfa-devices.ts'
import { createVirtualMFADevice } from '../iam/virtual-mfa-devices.ts'
import { mfaDeviceArn } from '../identity/arn.ts'
import { parseSeed } from '../mfa/seed.ts'
import { counterAt, hotp } from '../mfa/totp.ts'
import type { CompleteDevice } from './complete-seed.ts'
import type { Placed } from './shapes.ts'
import { tagsMember } from './sow-permissions.ts'
import type { Sowing } from './sowing.ts'

/** Nobody scans it. */
const qrCode = new Uint8Array()

/** Creates the device, and enables it with its last two codes as its holder would have done. */
export async function sowDevice(
  sowing: Sowing,
  { path, value: device }: Placed<CompleteDevice>,
  holder: DeviceHolder | undefined,
): Promise<void> {
  const { VirtualMFADeviceName, Path, Tags, Base32StringSeed: seed } = device
  const input = { VirtualMFADeviceName, Path, ...tagsMember(Tags) }
  const created = await sowing.perform(createVirtualMFADevice, input, path, { prepared: { seed, qrCode } })
  const SerialNumber = created?.VirtualMFADevice?.SerialNumber
  if (SerialNumber === undefined || !holder) return
  const key = parseSeed(seed)
  const counter = counterAt(sowing.call.now)
  const codes = {
    SerialNumber,
    AuthenticationCode1: hotp(key, counter - 1),
    AuthenticationCode2: hotp(key, counter),
  }
  await sowing.attempt(path, () => enableDevice(sowing.call, holder, codes))
}

export function serialNumberOf({ Path, VirtualMFADeviceName }: CompleteDevice, accountId: string): string {
  return mfaDeviceArn(accountId, Path, VirtualMFADeviceName)
}
