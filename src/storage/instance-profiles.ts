/** Instance profiles, each with at most one role in it. Names are looked up ignoring case. */
import type { Selectable } from 'kysely'
import type { Queries, Tables } from './database.ts'
import { type Page, type PageRequest, pageByName, startsWith } from './paging.ts'
import type { RoleKey, RoleRow } from './roles.ts'

export type InstanceProfileRow = Selectable<Tables['instance_profiles']>
export type InstanceProfileKey = Pick<InstanceProfileRow, 'account_id' | 'instance_profile_id'>

export async function findInstanceProfile(
  queries: Queries,
  accountId: string,
  name: string,
): Promise<InstanceProfileRow | undefined> {
  return queries
    .selectFrom('instance_profiles')
    .selectAll()
    .where('account_id', '=', accountId)
    .where('name_key', '=', name.toLowerCase())
    .executeTakeFirst()
}

export interface InstanceProfileFilter {
  readonly pathPrefix?: string
  /** Only those with this role in them. */
  readonly roleId?: string
}

export async function listInstanceProfiles(
  queries: Queries,
  accountId: string,
  { pathPrefix = '/', roleId }: InstanceProfileFilter,
  page: PageRequest,
): Promise<Page<InstanceProfileRow>> {
  let query = queries.selectFrom('instance_profiles').selectAll().where('account_id', '=', accountId)
  if (pathPrefix !== '/') query = query.where((eb) => startsWith(eb.ref('path'), pathPrefix))
  if (roleId !== undefined) query = query.where('role_id', '=', roleId)
  return pageByName(query, page)
}

/** Every profile that one of these roles is in. */
export async function findInstanceProfilesOf(
  queries: Queries,
  accountId: string,
  roleIds: readonly string[],
): Promise<readonly InstanceProfileRow[]> {
  if (roleIds.length === 0) return []
  return queries
    .selectFrom('instance_profiles')
    .selectAll()
    .where('account_id', '=', accountId)
    .where('role_id', 'in', roleIds)
    .orderBy('name_key')
    .execute()
}

/** The roles in these profiles, by their ids. */
export async function findRolesIn(
  queries: Queries,
  accountId: string,
  profiles: readonly InstanceProfileRow[],
): Promise<ReadonlyMap<string, RoleRow>> {
  const ids = [...new Set(profiles.map((profile) => profile.role_id).filter((id) => id !== null))]
  if (ids.length === 0) return new Map()
  const rows = await queries
    .selectFrom('roles')
    .selectAll()
    .where('account_id', '=', accountId)
    .where('role_id', 'in', ids)
    .execute()
  return new Map(rows.map((row) => [row.role_id, row]))
}

export async function countInstanceProfiles(queries: Queries, accountId: string): Promise<number> {
  const { n } = await queries
    .selectFrom('instance_profiles')
    .select((eb) => eb.fn.countAll().as('n'))
    .where('account_id', '=', accountId)
    .executeTakeFirstOrThrow()
  return Number(n)
}

export async function insertInstanceProfile(
  queries: Queries,
  profile: Omit<InstanceProfileRow, 'name_key'>,
): Promise<void> {
  await queries
    .insertInto('instance_profiles')
    .values({ ...profile, name_key: profile.name.toLowerCase() })
    .execute()
}

/** `undefined` takes the role out. */
export async function setRoleOfInstanceProfile(
  queries: Queries,
  { account_id, instance_profile_id }: InstanceProfileKey,
  role: RoleKey | undefined,
): Promise<void> {
  await queries
    .updateTable('instance_profiles')
    .set({ role_id: role?.role_id ?? null })
    .where('account_id', '=', account_id)
    .where('instance_profile_id', '=', instance_profile_id)
    .execute()
}

export async function deleteInstanceProfile(
  queries: Queries,
  { account_id, instance_profile_id }: InstanceProfileKey,
): Promise<void> {
  await queries
    .deleteFrom('instance_profiles')
    .where('account_id', '=', account_id)
    .where('instance_profile_id', '=', instance_profile_id)
    .execute()
}
