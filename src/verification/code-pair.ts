/** Two consecutive codes, older first: what EnableMFADevice and ResyncMFADevice ask for. */
import type { Call } from '../call.ts'
import { type Counter, counterAt, matchConsecutiveCodes } from '../mfa/totp.ts'
import { addConsecutiveFailure, findNewestUsedCounter, type MfaDeviceRow } from '../storage/mfa-devices.ts'
import { AwsFault } from '../wire/faults.ts'
import { isLocked, notLookedAt, spendAttempt, toleratedSteps } from './attempts.ts'
import { openSeed } from './seeds.ts'

export interface PresentedPair {
  readonly firstCode: string
  readonly secondCode: string
  /**
   * Where to look: around the server's time for a device that is enabled, around the device's own for one that is
   * resynchronised. `present`: where a session is begun with the pair, no further than a session's code may be, so that codes
   * that somebody has seen hours ago begin none.
   */
  readonly around: 'server-time' | 'device-time' | 'present'
  /** A locked device can be resynchronised by another principal than its owner. */
  readonly mayUnlock: boolean
}

/** What an accepted pair changes in the device's row. */
export interface Synchronisation {
  readonly clock_adjustment: number
  readonly last_pair_counter: Counter
  readonly used_through_counter?: Counter
}

/**
 * The codes are not consumed: as on AWS, each may still issue one session; those that are `present` are, having begun one.
 * The budget is Twinlock's own, since some 2,000 pairs are good at any time, and a stolen key could otherwise try as many as
 * it likes.
 * @throws AwsFault InvalidAuthenticationCode
 */
export async function verifyCodePair(call: Call, device: MfaDeviceRow, pair: PresentedPair): Promise<Synchronisation> {
  const isWithinBudget = await spendAttempt(call, `code-pair:${device.serial_key}`)
  if (!isWithinBudget || (isLocked(device, call) && !pair.mayUnlock)) throw invalidPair(notLookedAt)

  const known = pair.around === 'device-time' ? device.clock_adjustment : 0
  const match = matchConsecutiveCodes({
    key: openSeed(call.sealer, device),
    firstCode: pair.firstCode,
    secondCode: pair.secondCode,
    counterNow: counterAt(call.now) + known,
    lastPairCounter: device.last_pair_counter ?? undefined,
  })
  const isPresent = pair.around === 'present'
  const isTooFar = isPresent && match !== undefined && Math.abs(match.adjustment) > toleratedSteps
  if (!match || isTooFar || (await isOutlived(call, device, pair, match.counter))) {
    await addConsecutiveFailure(call.queries, device)
    throw invalidPair()
  }
  const synchronisation = { clock_adjustment: known + match.adjustment, last_pair_counter: match.counter }
  const isSetBack = isOwnResync(pair) && match.adjustment < -toleratedSteps
  if (!isSetBack && !isPresent) return synchronisation
  // Too old for a session, so that somebody may have seen it long ago, or spent on one: it must not become good for one now.
  return { ...synchronisation, used_through_counter: Math.max(device.used_through_counter ?? -1, match.counter) }
}

/**
 * Whoever holds a user's key, but not the device, could set its clock back to codes that were seen hours ago, since
 * ResyncMFADevice asks for no MFA. So a user's own pair must not be older than the last code that issued a session; another
 * principal may set the clock back.
 */
async function isOutlived(call: Call, device: MfaDeviceRow, pair: PresentedPair, counter: Counter): Promise<boolean> {
  if (!isOwnResync(pair)) return false
  const newestUsed = await findNewestUsedCounter(call.queries, device)
  return newestUsed !== undefined && counter < newestUsed - toleratedSteps
}

function isOwnResync({ around, mayUnlock }: PresentedPair): boolean {
  return around === 'device-time' && !mayUnlock
}

function invalidPair(cause?: string): AwsFault {
  return new AwsFault('InvalidAuthenticationCode', 'Authentication code for device is not valid.', {
    keepsWrites: true,
    cause,
  })
}
