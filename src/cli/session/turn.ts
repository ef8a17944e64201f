/**
 * One process at a time asks for a code. The others wait, and learn what became of the question: with a session they need
 * none, and a failure is theirs too, so that nobody is asked twenty times after having said no.
 *
 * The lock is the kernel's, held by an open transaction of SQLite: it ends with the process, however that ends, and with it
 * whatever the process had not yet told. SQLite's own way of waiting sleeps between two looks.
 */
import { closeSync, openSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { CommandFailure } from '../exit.ts'

export interface Turn {
  /**
   * Waits for one's turn, and blocks the process meanwhile. @returns the failure that another process had while this one waited
   * @throws CommandFailure when the turn does not come
   */
  take(): string | undefined
  /** Ends the turn, and tells the failure to those who wait. */
  fail(message: string): void
  end(): void
}

/** https://www.sqlite.org/rescode.html#busy */
const sqliteBusy = 5

/** From now on a failure of others counts. @throws CommandFailure */
export function lineUp(file: string, waitMilliseconds: number): Turn {
  const database = open(file, waitMilliseconds)
  // The number of failures: in the file's header, so that it can be read while another process writes, or before any has.
  const countFailures = () => Number(database.prepare('PRAGMA user_version').get()?.['user_version'])
  const before = countFailures()
  const take = () => {
    try {
      database.exec('BEGIN IMMEDIATE')
    } catch (error) {
      throw explain(error, file)
    }
    return countFailures() === before ? undefined : String(database.prepare('SELECT * FROM failure').get()?.['message'])
  }
  const fail = (message: string) => {
    database.exec('CREATE TABLE IF NOT EXISTS failure (message TEXT NOT NULL)')
    database.exec('DELETE FROM failure')
    database.prepare('INSERT INTO failure VALUES (?)').run(message)
    database.exec(`PRAGMA user_version = ${before + 1}`)
    database.exec('COMMIT')
  }
  return { take, fail, end: () => database.close() }
}

function open(file: string, timeout: number): DatabaseSync {
  try {
    closeSync(openSync(file, 'a', 0o600))
    const database = new DatabaseSync(file, { timeout })
    database.prepare('PRAGMA user_version').get()
    return database
  } catch (error) {
    throw explain(error, file)
  }
}

function explain(error: unknown, file: string): CommandFailure {
  const isBusy = error instanceof Error && 'errcode' in error && error.errcode === sqliteBusy
  return new CommandFailure(
    'failure',
    isBusy
      ? 'Another process has been asking for the code for minutes: answer or end it where it asks, and try again'
      : `${file} cannot be used (${error instanceof Error ? error.message : error}): delete it`,
    { cause: error },
  )
}
