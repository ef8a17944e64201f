/** How often something was tried in the current window of time. */
import type { Queries, Tables } from './database.ts'
import { prepare } from './prepared.ts'

/** Half an hour in windows of three minutes: nodes whose clocks differ by more do not accept the same client's signature. */
const toleratedWindows = 10

/**
 * Counts one attempt, atomically, and locks its subject until the transaction ends. What comes late, for a window that has
 * ended, counts in the one that is running: two nodes whose clocks differ would else restart each other's count with every
 * attempt.
 * @returns the attempts of this window, this one included
 */
export async function countAttempt(
  queries: Queries,
  { windowMilliseconds, ...attempt }: Omit<Tables['attempts'], 'count'> & { readonly windowMilliseconds: number },
): Promise<number> {
  const latest_window = attempt.window_start + toleratedWindows * windowMilliseconds
  const { rows } = await upsertAttempt(queries, { ...attempt, latest_window })
  const [row] = rows
  if (!row) throw new Error('The attempt was not counted')
  return row.count
}

type Attempt = Omit<Tables['attempts'], 'count'> & { readonly latest_window: number }

const upsertAttempt = prepare((queries, { account_id, subject, window_start, latest_window }: Attempt) =>
  queries
    .insertInto('attempts')
    .values({ account_id, subject, window_start, count: 1 })
    .onConflict((conflict) =>
      conflict.columns(['account_id', 'subject']).doUpdateSet((eb) => {
        const isRunning = eb.between('attempts.window_start', window_start, latest_window)
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
