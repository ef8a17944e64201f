/** How often something was tried in the current window of time. */
import type { Queries, Tables } from './database.ts'
import { prepare } from './prepared.ts'

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
  const next_window = attempt.window_start + windowMilliseconds
  const { rows } = await upsertAttempt(queries, { ...attempt, next_window })
  const [row] = rows
  if (!row) throw new Error('The attempt was not counted')
  return row.count
}

type Attempt = Omit<Tables['attempts'], 'count'> & { readonly next_window: number }

const upsertAttempt = prepare((queries, { account_id, subject, window_start, next_window }: Attempt) =>
  queries
    .insertInto('attempts')
    .values({ account_id, subject, window_start, count: 1 })
    .onConflict((conflict) =>
      conflict.columns(['account_id', 'subject']).doUpdateSet((eb) => {
        const isRunning = eb('attempts.window_start', 'in', [window_start, next_window])
        return {
          window_start: eb.case().when(isRunning).then(eb.ref('attempts.window_start')).else(window_start).end(),
          count: eb
            .case()
            .when(isRunning)
            .then(eb('attempts.count', '+', 1))
            .else(1)
            .end(),
        }
      }),
    )
    .returning('count'),
)
