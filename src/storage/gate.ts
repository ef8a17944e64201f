/**
 * The door that every piece of work on a database passes, whichever database it is: it counts what is inside, so that
 * closing can wait for it, and refuses work that would start from within other work. Such a call would wait for itself
 * on SQLite and could exhaust the pool on PostgreSQL, both only under load, so it fails at once and everywhere.
 */
import { AsyncLocalStorage } from 'node:async_hooks'
import type { Queries } from './database.ts'

type Work<T> = (queries: Queries) => Promise<T>

export interface Gate {
  /** Calls `run` with the marked `work`. Rejects with an Error when the gate is shut or the caller is inside already. */
  pass<T>(work: Work<T>, run: (work: Work<T>) => Promise<T>): Promise<T>
  /** Refuses newcomers and resolves when the last work inside has ended. */
  shut(): Promise<void>
}

export function createGate(): Gate {
  const surroundings = new AsyncLocalStorage<{ isOpen: boolean }>()
  const left = Promise.withResolvers<void>()
  let inside = 0
  let isShut = false

  return {
    async pass(work, run) {
      if (isShut) throw new Error('The database is closed.')
      if (surroundings.getStore()?.isOpen) {
        throw new Error('read() and transaction() cannot be called inside of one another: use the queries handed in.')
      }
      // A task that outlives the work inherits its surroundings, but may use the database again once the work has ended.
      const surrounding = { isOpen: true }
      inside++
      try {
        return await run((queries) => surroundings.run(surrounding, work, queries))
      } finally {
        surrounding.isOpen = false
        inside--
        if (isShut && inside === 0) left.resolve()
      }
    },

    shut() {
      isShut = true
      if (inside === 0) left.resolve()
      return left.promise
    },
  }
}
