/** Proofs of possession that have got something: none does so twice. */
import type { Selectable } from 'kysely'
import type { Queries, Tables } from './database.ts'

/** @returns whether it is new: of two transactions with the same proof, one is told so */
export async function insertDpopProof(queries: Queries, proof: Selectable<Tables['dpop_proofs']>): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await queries
    .insertInto('dpop_proofs')
    .values(proof)
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  return (numInsertedOrUpdatedRows ?? 0n) > 0n
}

export async function deleteOldDpopProofs(queries: Queries, accountId: string, now: Date): Promise<void> {
  await queries
    .deleteFrom('dpop_proofs')
    .where('account_id', '=', accountId)
    .where('forget_at', '<=', now.getTime())
    .execute()
}
