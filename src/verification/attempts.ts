/**
 * The one place that checks and consumes a factor: codes (`code.ts`, `code-pair.ts`), passwords (`password.ts`), and the
 * rule on managing one's own devices (`self-management.ts`). IAM, STS and sign-in call it inside their transaction; the
 * algorithms are in `mfa/`, the rows in `storage/`.
 *
 * This file: how often something may be tried. Budgets and locks live in the database, so that neither a restart nor a
 * second node gives anyone more attempts.
 */
import type { Call } from '../call.ts'
import { countAttempt } from '../storage/attempts.ts'
import type { MfaDeviceRow } from '../storage/mfa-devices.ts'

/** What AWS was seen to allow on one device: nine verifications in a fixed window of three minutes. */
export const attemptsPerWindow = 9
const windowMilliseconds = 180_000

/** Steps of 30 seconds that AWS tolerates on either side of the device's adjusted time. */
export const toleratedSteps = 2

/** What is tried: a code for a session, a pair of codes for Enable or Resync, a password. */
export type Subject = `code:${string}` | `code-pair:${string}` | `password:${string}`

/**
 * Counts one attempt; success, failure and what is refused all count.
 * @returns whether the attempt is within the budget: if not, the factor must not be looked at
 */
export async function spendAttempt(call: Call, subject: Subject): Promise<boolean> {
  const count = await countAttempt(call.queries, { account_id: call.accountId, subject, ...windowOf(call.now) })
  return count <= attemptsPerWindow
}

/** The window of time in which attempts are counted. */
export function windowOf(now: Date): { readonly window_start: number; readonly windowMilliseconds: number } {
  return { window_start: now.getTime() - (now.getTime() % windowMilliseconds), windowMilliseconds }
}

/**
 * After so many failures in a row a device takes no more codes from its owner.
 * https://pages.nist.gov/800-63-4/sp800-63b.html#throttle
 */
export function isLocked(device: MfaDeviceRow, call: Call): boolean {
  return call.mfaLockout > 0 && device.consecutive_failures >= call.mfaLockout
}

/** The cause of a fault: the factor was not looked at, since it was tried too often or the device is locked. */
export const notLookedAt = 'not looked at'
