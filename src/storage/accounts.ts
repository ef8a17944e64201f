/** The account and its root user. */
import type { Insertable, Selectable } from 'kysely'
import type { Queries, Tables } from './database.ts'
import { prepare } from './prepared.ts'

export type AccountRow = Selectable<Tables['accounts']>

export async function findAccount(queries: Queries, accountId: string): Promise<AccountRow | undefined> {
  const { rows } = await selectAccount(queries, { accountId })
  return rows[0]
}

const selectAccount = prepare((queries, { accountId }: { accountId: string }) =>
  queries.selectFrom('accounts').selectAll().where('account_id', '=', accountId),
)

/** The account of this installation, whatever its id. */
export async function findFirstAccount(queries: Queries): Promise<AccountRow | undefined> {
  return queries.selectFrom('accounts').selectAll().orderBy('account_id').limit(1).executeTakeFirst()
}

export async function insertAccount(queries: Queries, account: Insertable<Tables['accounts']>): Promise<void> {
  await queries.insertInto('accounts').values(account).execute()
}

/** Takes its place in the order of the account's changes: others wait until this transaction ends. */
export async function beginChange(queries: Queries, accountId: string): Promise<void> {
  await incrementRevision(queries, { accountId })
}

const incrementRevision = prepare((queries, { accountId }: { accountId: string }) =>
  queries
    .updateTable('accounts')
    .set((eb) => ({ revision: eb('revision', '+', 1) }))
    .where('account_id', '=', accountId),
)

export async function setAlias(queries: Queries, accountId: string, alias: string | null): Promise<void> {
  await queries.updateTable('accounts').set({ alias }).where('account_id', '=', accountId).execute()
}

export async function recordRootPasswordUse(queries: Queries, accountId: string, now: Date): Promise<void> {
  await queries
    .updateTable('accounts')
    .set({ root_password_last_used_at: now.getTime() })
    .where('account_id', '=', accountId)
    .execute()
}
