/** The users and roles that trust policies name, by unique id. */
import type { Queries } from './database.ts'

export interface TrustedPrincipalRow {
  readonly kind: 'user' | 'role'
  /** AIDA… or AROA… */
  readonly id: string
  readonly path: string
  readonly name: string
}

/** SQLite takes 32766 parameters in one query, PostgreSQL 65535. */
const idsPerQuery = 1000

/** Those that still exist, in no order. */
export async function findTrustedPrincipals(
  queries: Queries,
  accountId: string,
  ids: readonly string[],
): Promise<readonly TrustedPrincipalRow[]> {
  const found: TrustedPrincipalRow[] = []
  for (let start = 0; start < ids.length; start += idsPerQuery) {
    const some = ids.slice(start, start + idsPerQuery)
    const users = await queries
      .selectFrom('users')
      .select(['user_id as id', 'path', 'name'])
      .where('account_id', '=', accountId)
      .where('user_id', 'in', some)
      .execute()
    const roles = await queries
      .selectFrom('roles')
      .select(['role_id as id', 'path', 'name'])
      .where('account_id', '=', accountId)
      .where('role_id', 'in', some)
      .execute()
    found.push(...users.map((row) => ({ kind: 'user' as const, ...row })))
    found.push(...roles.map((row) => ({ kind: 'role' as const, ...row })))
  }
  return found
}
