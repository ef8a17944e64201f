import type { Call } from '../call.ts'
import { verifyCode } from '../verification/code.ts'
import { AwsFault } from '../wire/faults.ts'

/**
 * @returns when the caller's code was verified: now, or undefined when none was given
 * @throws AwsFault AccessDenied
 */
export async function verifyMfa(
  call: Call,
  serialNumber: string | undefined,
  code: string | undefined,
): Promise<Date | undefined> {
  if (serialNumber === undefined && code === undefined) return undefined
  if (serialNumber === undefined || code === undefined) {
    throw new AwsFault(
      'AccessDenied',
      'MultiFactorAuthentication failed, must provide both MFA serial number and one time pass code.',
    )
  }
  await verifyCode(call, { ownerId: call.caller.principal.userId, serialNumber, code })
  return call.now
}
