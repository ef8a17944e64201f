/** A single code: what a session is issued for. */
import type { Call } from '../call.ts'
import { type Counter, counterAt, matchSingleCode } from '../mfa/totp.ts'
import {
  addConsecutiveFailure,
  deleteUsedCodesBefore,
  findMfaDevice,
  insertUsedCode,
  type MfaDeviceRow,
  resetConsecutiveFailures,
  updateMfaDevice,
} from '../storage/mfa-devices.ts'
import { AwsFault, type FaultOptions } from '../wire/faults.ts'
import { isLocked, notLookedAt, spendAttempt, toleratedSteps } from './attempts.ts'
import { openSeed } from './seeds.ts'

/**
 * Used codes are kept for this many steps (25 hours): longer than Resync can move a device's clock back. What is
 * forgotten counts as used all the same, so a clock that jumps ahead and back makes no code good again.
 */
const keptSteps = 3000

const counted: FaultOptions = { keepsWrites: true }

export interface PresentedCode {
  /** The unique id of whoever the device must belong to. */
  readonly ownerId: string
  readonly serialNumber: string
  readonly code: string
}

/**
 * Verifies and consumes the code; returns when it is good. Unused codes of the window may come in any order, each once.
 * @throws AwsFault AccessDenied, in AWS's two wordings
 */
export async function verifyCode(call: Call, { ownerId, serialNumber, code }: PresentedCode): Promise<void> {
  const isWithinBudget = await spendAttempt(call, `code:${serialNumber.toLowerCase()}`)
  // Read after the attempt was counted: its row lock makes the verifications of one device take turns.
  const device = await findMfaDevice(call.queries, call.accountId, serialNumber)
  // Not the owner's device: the attempt is rolled back, so that nobody uses up another's budget.
  if (device?.owner_id !== ownerId) throw unableToValidate()
  if (!isWithinBudget || isLocked(device, call)) throw unableToValidate({ ...counted, cause: notLookedAt })

  const counters = matchSingleCode({
    key: openSeed(call.sealer, device),
    code,
    counterNow: counterAt(call.now) + device.clock_adjustment,
    window: toleratedSteps,
  })
  if (!(await consume(call, device, counters))) {
    await addConsecutiveFailure(call.queries, device)
    throw invalidCode(counted)
  }
  if (device.consecutive_failures > 0) await resetConsecutiveFailures(call.queries, device)
}

/** Six digits that stand for two counters of the window are spent on both: a code that was seen must not work again. */
async function consume(call: Call, device: MfaDeviceRow, counters: readonly Counter[]): Promise<boolean> {
  const { account_id, device_id, used_through_counter } = device
  const used_at = call.now.getTime()
  let areUnused = counters.length > 0
  for (const counter of counters) {
    const isNew = counter > (used_through_counter ?? -1)
    areUnused = isNew && (await insertUsedCode(call.queries, { account_id, device_id, counter, used_at })) && areUnused
  }
  if (areUnused) await forgetOldCodes(call, device, Math.min(...counters) - keptSteps)
  return areUnused
}

async function forgetOldCodes({ queries }: Call, device: MfaDeviceRow, before: Counter): Promise<void> {
  const forgotten = await deleteUsedCodesBefore(queries, device, before)
  if (forgotten !== undefined) await updateMfaDevice(queries, device, { used_through_counter: forgotten })
}

/** The trailing space is AWS's, and clients compare it. */
function invalidCode(options: FaultOptions): AwsFault {
  return new AwsFault('AccessDenied', 'MultiFactorAuthentication failed with invalid MFA one time pass code. ', options)
}

/** So are the two spaces. */
function unableToValidate(options?: FaultOptions): AwsFault {
  return new AwsFault(
    'AccessDenied',
    'MultiFactorAuthentication failed, unable to validate MFA code.  Please verify your MFA serial number is valid and associated with this user.',
    options,
  )
}
