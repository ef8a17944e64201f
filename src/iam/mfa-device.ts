/** What the operations on MFA devices share. */
import type { Call } from '../call.ts'
import { findMfaDevice } from '../storage/mfa-devices.ts'
import { AwsFault } from '../wire/faults.ts'
import type { Permission, RequestContext } from '../wire/operation.ts'

/** Asks about the device as it is spelt in storage, however the request spells it. */
export async function permissionOnDevice(
  { queries, accountId }: Call,
  action: string,
  serialNumber: string,
  context: RequestContext = {},
): Promise<readonly Permission[]> {
  const device = await findMfaDevice(queries, accountId, serialNumber)
  if (!device) return [{ action, resource: serialNumber, context }]
  const { serial_number: resource, device_id: resourceId } = device
  return [{ action, resource, resourceName: serialNumber, resourceId, context }]
}

export function noSuchDevice(serialNumber: string): AwsFault {
  return new AwsFault('NoSuchEntity', `VirtualMFADevice with serial number ${serialNumber} doesn't exist.`)
}
