/** Two consecutive codes, older first: what EnableMFADevice and ResyncMFADevice ask for. */
import type { Call } from '../call.ts'
import { type Counter, counterAt, matchConsecutiveCodes } from '../mfa/totp.ts'
import { addConsecutiveFailure, type MfaDeviceRow } from '../storage/mfa-devices.ts'
import { AwsFault } from '../wire/faults.ts'
import { isLocked, spendAttempt } from './attempts.ts'
import { openSeed } from './seeds.ts'

export interface PresentedPair {
  readonly firstCode: string
  readonly secondCode: string
  /** Where to look: around the server's time for a device that is enabled, around the device's own for one that is resynchronised. */
  readonly around: 'server-time' | 'device-time'
  /** A locked device can be resynchronised by another principal than its owner. */
  readonly mayUnlock: boolean
}

/** What an accepted pair changes in the device's row. */
export interface Synchronisation {
  readonly clock_adjustment: number
  readonly last_pair_counter: Counter
}

/**
 * The codes are not consumed: as on AWS, each may still issue one session. The budget is Twinlock's own, since some 2,000
 * pairs are good at any time, and a stolen key could otherwise try as many as it likes.
 * @throws AwsFault InvalidAuthenticationCode
 */
export async function verifyCodePair(call: Call, device: MfaDeviceRow, pair: PresentedPair): Promise<Synchronisation> {
  const isWithinBudget = await spendAttempt(call, `code-pair:${device.serial_key}`)
  if (!isWithinBudget || (isLocked(device, call) && !pair.mayUnlock)) throw invalidPair()

  const known = pair.around === 'device-time' ? device.clock_adjustment : 0
  const match = matchConsecutiveCodes({
    key: openSeed(call.sealer, device),
    firstCode: pair.firstCode,
    secondCode: pair.secondCode,
    counterNow: counterAt(call.now) + known,
    lastPairCounter: device.last_pair_counter ?? undefined,
  })
  if (!match) {
    await addConsecutiveFailure(call.queries, device)
    throw invalidPair()
  }
  return { clock_adjustment: known + match.adjustment, last_pair_counter: match.counter }
}

function invalidPair(): AwsFault {
  return new AwsFault('InvalidAuthenticationCode', 'Authentication code for device is not valid.', {
    keepsWrites: true,
  })
}
