/** How often something was tried in the current window of time. */
import type { Queries, Tables } from './database.ts'

/**
 * Counts one attempt, atomically, and locks its subject until the transaction ends.
 * @returns the attempts of this window, this one included
 */
export async function countAttempt(queries: Queries, attempt: Omit<Tables['attempts'], 'count'>): Promise<number> {
  const { count } = await queries
    .insertInto('attempts')
    .values({ ...attempt, count: 1 })
    .onConflict((conflict) =>
      conflict.columns(['account_id', 'subject']).doUpdateSet((eb) => ({
        window_start: attempt.window_start,
        count: eb
          .case()
          .when('attempts.window_start', '=', attempt.window_start)
          .then(eb('attempts.count', '+', 1))
          .else(1)
          .end(),
      })),
    )
    .returning('count')
    .executeTakeFirstOrThrow()
  return count
}
