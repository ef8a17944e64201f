/**
 * IAM roles. Names are looked up ignoring case. A trust policy is kept with the unique ids of the users and roles that it
 * names, see `policy/trusted-principals.ts`.
 */
import type { Selectable } from 'kysely'
import type { Queries, Tables } from './database.ts'
import { type Page, type PageRequest, pageByName, startsWith } from './paging.ts'
import { prepare } from './prepared.ts'

export type RoleRow = Selectable<Tables['roles']>

/** What a role's row is found by, and what hangs on it. */
export type RoleKey = Pick<RoleRow, 'account_id' | 'role_id'>

export async function findRole(queries: Queries, accountId: string, name: string): Promise<RoleRow | undefined> {
  return queries
    .selectFrom('roles')
    .selectAll()
    .where('account_id', '=', accountId)
    .where('name_key', '=', name.toLowerCase())
    .executeTakeFirst()
}

export async function findRoleById(queries: Queries, accountId: string, roleId: string): Promise<RoleRow | undefined> {
  const { rows } = await selectRoleById(queries, { accountId, roleId })
  return rows[0]
}

const selectRoleById = prepare((queries, { accountId, roleId }: { accountId: string; roleId: string }) =>
  queries.selectFrom('roles').selectAll().where('account_id', '=', accountId).where('role_id', '=', roleId),
)

export async function listRoles(
  queries: Queries,
  accountId: string,
  pathPrefix: string,
  page: PageRequest,
): Promise<Page<RoleRow>> {
  let query = queries.selectFrom('roles').selectAll().where('account_id', '=', accountId)
  if (pathPrefix !== '/') query = query.where((eb) => startsWith(eb.ref('path'), pathPrefix))
  return pageByName(query, page)
}

export async function countRoles(queries: Queries, accountId: string): Promise<number> {
  const { n } = await queries
    .selectFrom('roles')
    .select((eb) => eb.fn.countAll().as('n'))
    .where('account_id', '=', accountId)
    .executeTakeFirstOrThrow()
  return Number(n)
}

export async function insertRole(queries: Queries, role: Omit<RoleRow, 'name_key'>): Promise<void> {
  await queries
    .insertInto('roles')
    .values({ ...role, name_key: role.name.toLowerCase() })
    .execute()
}

/** A role keeps its name and path for life. */
export type RoleChange = Partial<
  Pick<RoleRow, 'trust_policy' | 'description' | 'max_session_seconds' | 'permissions_boundary_id'>
>

export async function updateRole(
  queries: Queries,
  { account_id, role_id }: RoleKey,
  change: RoleChange,
): Promise<void> {
  await queries
    .updateTable('roles')
    .set(change)
    .where('account_id', '=', account_id)
    .where('role_id', '=', role_id)
    .execute()
}

/** What GetRole answers as RoleLastUsed. `region` is the one of the request's signature. */
export async function recordRoleUse(
  queries: Queries,
  { account_id, role_id }: RoleKey,
  now: Date,
  region: string,
): Promise<void> {
  await queries
    .updateTable('roles')
    .set({ last_used_at: now.getTime(), last_used_region: region })
    .where('account_id', '=', account_id)
    .where('role_id', '=', role_id)
    .execute()
}

/** The role must have no ties left but its tags, which are not deleted here. */
export async function deleteRole(queries: Queries, { account_id, role_id }: RoleKey): Promise<void> {
  await queries.deleteFrom('roles').where('account_id', '=', account_id).where('role_id', '=', role_id).execute()
}
