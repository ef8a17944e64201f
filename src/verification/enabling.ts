/** A device becomes somebody's second factor: by EnableMFADevice, or at the first sign-in with one that was prepared. */
import type { Call } from '../call.ts'
import { type MfaDeviceRow, resetConsecutiveFailures, updateMfaDevice } from '../storage/mfa-devices.ts'
import { type PresentedPair, verifyCodePair } from './code-pair.ts'

/** @throws AwsFault InvalidAuthenticationCode */
export async function enableWithPair(
  call: Call,
  device: MfaDeviceRow,
  ownerId: string,
  pair: Omit<PresentedPair, 'mayUnlock'>,
): Promise<void> {
  const synchronisation = await verifyCodePair(call, device, { ...pair, mayUnlock: false })
  const enabled_at = call.now.getTime()
  await updateMfaDevice(call.queries, device, { ...synchronisation, owner_id: ownerId, enabled_at, prepared_for: null })
  await resetConsecutiveFailures(call.queries, device)
}
