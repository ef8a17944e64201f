import { AwsFault } from '../wire/faults.ts'

/** A refused code must stay counted: its fault leaves the transaction as a value, and is thrown after the commit. */
export async function keepCountedAttempts<T>(run: () => Promise<T>): Promise<T | AwsFault> {
  try {
    return await run()
  } catch (error) {
    if (error instanceof AwsFault && error.keepsWrites) return error
    throw error
  }
}
