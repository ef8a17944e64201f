/** How often something was tried in the current window of time. */
import type { Queries, Tables } from './database.ts'

/**
 * Counts one attempt, atomically, and locks its subject until the transaction ends. What comes late for a window that has
 * just ended counts in the one that is running: two nodes whose clocks differ by seconds would else restart each other's
 * count with every attempt.
 * @returns the attempts of this window, this one included
 */
export async function countAttempt(
  queries: Queries,
  { windowMilliseconds, ...attempt }: Omit<Tables['attempts'], 'count'> & { readonly windowMilliseconds: number },
): Promise<number> {
  const nextWindow = attempt.window_start + windowMilliseconds
  const { count } = await queries
    .insertInto('attempts')
    .values({ ...attempt, count: 1 })
    .onConflict((conflict) =>
      conflict.columns(['account_id', 'subject']).doUpdateSet((eb) => {
        const isRunning = eb('attempts.window_start', 'in', [attempt.window_start, nextWindow])
        return {
          window_start: eb
            .case()
            .when(isRunning)
            .then(eb.ref('attempts.window_start'))
            .else(attempt.window_start)
            .end(),
          count: eb
            .case()
            .when(isRunning)
            .then(eb('attempts.count', '+', 1))
            .else(1)
            .end(),
        }
      }),
    )
    .returning('count')
    .executeTakeFirstOrThrow()
  return count
}
