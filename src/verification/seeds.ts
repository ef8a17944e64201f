/** Seeds of MFA devices: sealed in storage, opened only to verify. */

import type { KeyObject } from 'node:crypto'
import { randomUUID } from 'node:crypto'
import { parseSeed } from '../mfa/seed.ts'
import type { Sealer } from '../secrets/seal.ts'
import type { MfaDeviceRow } from '../storage/mfa-devices.ts'

/** One for each seed, never used again: used codes hang on it. */
export function newDeviceId(): string {
  return randomUUID()
}

/** @param seed - base32 */
export function sealSeed(sealer: Sealer, seed: string, accountId: string, deviceId: string): string {
  return sealer.seal(seed, seedIdentity(accountId, deviceId))
}

export function openSeed(sealer: Sealer, device: MfaDeviceRow): KeyObject {
  return parseSeed(sealer.unseal(device.sealed_seed, seedIdentity(device.account_id, device.device_id)).toString())
}

function seedIdentity(accountId: string, deviceId: string): string {
  return `mfa-seed:${accountId}:${deviceId}`
}
