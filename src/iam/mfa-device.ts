/** What the operations on MFA devices share. */
import type { Call } from '../call.ts'
import { findMfaDevice } from '../storage/mfa-devices.ts'
import { AwsFault } from '../wire/faults.ts'
import type { Permission } from '../wire/operation.ts'

/** Asks about the device as it is spelt in storage, however the request spells it. */
export async function permissionOnDevice(
  { queries, accountId }: Call,
  action: string,
  serialNumber: string,
): Promise<readonly Permission[]> {
  const device = await findMfaDevice(queries, accountId, serialNumber)
  return [{ action, resource: device?.serial_number ?? serialNumber }]
}

export function noSuchDevice(serialNumber: string): AwsFault {
  return new AwsFault('NoSuchEntity', `VirtualMFADevice with serial number ${serialNumber} doesn't exist.`)
}
