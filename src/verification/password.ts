/** A password that is asked for before it is changed. */
import type { Call } from '../call.ts'
import { AwsFault } from '../wire/faults.ts'
import { spendAttempt } from './attempts.ts'

/**
 * Counts the attempt, then judges it. The comparison itself is slow work, done before the transaction; it tells nothing
 * when the budget is spent.
 * @throws AwsFault AccessDenied
 */
export async function acceptPassword(call: Call, userId: string, isRight: boolean): Promise<void> {
  if (!(await spendAttempt(call, `password:${userId}`))) {
    throw new AwsFault('AccessDenied', 'The password was tried too often. Please try again in three minutes.', {
      keepsWrites: true,
    })
  }
  if (!isRight) throw new AwsFault('AccessDenied', 'The old password was incorrect.', { keepsWrites: true })
}
