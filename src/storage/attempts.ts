/** How often something was tried in the current window of time. */
import type { Queries, Tables } from './database.ts'
import { prepare } from './prepared.ts'

/** Half an hour in windows of three minutes: nodes whose clocks differ by more do not accept the same client's signature. */
const toleratedWindows = 10

type Attempt = Omit<Tables['attempts'], 'count'>

interface CountedAttempt extends Attempt {
  readonly windowMilliseconds: number
}

/**
 * Counts one attempt, atomically, and locks its subject until the transaction ends. What comes late, for a window that has
 * ended, counts in the one that is running: two nodes whose clocks differ would else restart each other's count with every
 * attempt.
 * @returns the attempts of this window, this one included
 */
export async function countAttempt(queries: Queries, attempt: CountedAttempt): Promise<number> {
  return readCount(await upsertAttempt(queries, boundsOf(attempt)))
}

/** The same for attempts to sign in, whose subjects are as many as whoever tries can think of: old ones are forgotten. */
export async function countSignInAttempt(queries: Queries, attempt: CountedAttempt): Promise<number> {
  const count = readCount(await upsertSignInAttempt(queries, boundsOf(attempt)))
  await queries
    .deleteFrom('sign_in_attempts')
    .where('account_id', '=', attempt.account_id)
    .where('window_start', '<', attempt.window_start - toleratedWindows * attempt.windowMilliseconds)
    .execute()
  return count
}

/** The attempts to sign in of the current window so far, by subject; none: no entry. Counts nothing. */
export async function findSignInAttempts(
  queries: Queries,
  {
    account_id,
    subjects,
    window_start,
    windowMilliseconds,
  }: Omit<CountedAttempt, 'subject'> & { readonly subjects: readonly string[] },
): Promise<ReadonlyMap<string, number>> {
  const rows = await queries
    .selectFrom('sign_in_attempts')
    .select(['subject', 'count'])
    .where('account_id', '=', account_id)
    .where('subject', 'in', subjects)
    .where('window_start', '>=', window_start)
    .where('window_start', '<=', window_start + toleratedWindows * windowMilliseconds)
    .execute()
  return new Map(rows.map(({ subject, count }) => [subject, count]))
}

function boundsOf({ windowMilliseconds, ...attempt }: CountedAttempt) {
  return { ...attempt, latest_window: attempt.window_start + toleratedWindows * windowMilliseconds }
}

function readCount({ rows: [row] }: { readonly rows: readonly { readonly count: number }[] }): number {
  if (!row) throw new Error('The attempt was not counted')
  return row.count
}

const prepareUpsert = (table: 'attempts' | 'sign_in_attempts') =>
  prepare(
    (queries, { account_id, subject, window_start, latest_window }: Attempt & { readonly latest_window: number }) =>
      queries
        .insertInto(table)
        .values({ account_id, subject, window_start, count: 1 })
        .onConflict((conflict) =>
          conflict.columns(['account_id', 'subject']).doUpdateSet((eb) => {
            const isRunning = eb.between(`${table}.window_start`, window_start, latest_window)
            return {
              window_start: eb
                .case()
                .when(isRunning)
                .then(eb.ref(`${table}.window_start`))
                .else(window_start)
                .end(),
              count: eb
                .case()
                .when(isRunning)
                .then(eb(`${table}.count`, '+', 1))
                .else(1)
                .end(),
            }
          }),
        )
        .returning('count'),
  )

const upsertAttempt = prepareUpsert('attempts')
const upsertSignInAttempt = prepareUpsert('sign_in_attempts')
