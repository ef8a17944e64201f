/** Groups and who is in them. Names are looked up ignoring case; members are kept by their unique ids. */
import type { Selectable } from 'kysely'
import type { Queries, Tables } from './database.ts'
import { type Page, type PageRequest, pageByName, startsWith } from './paging.ts'
import type { UserKey, UserRow } from './users.ts'

export type GroupRow = Selectable<Tables['groups']>

/** What a group's row is found by, and what hangs on it. */
export type GroupKey = Pick<GroupRow, 'account_id' | 'group_id'>

export async function findGroup(queries: Queries, accountId: string, name: string): Promise<GroupRow | undefined> {
  return queries
    .selectFrom('groups')
    .selectAll()
    .where('account_id', '=', accountId)
    .where('name_key', '=', name.toLowerCase())
    .executeTakeFirst()
}

export async function listGroups(
  queries: Queries,
  accountId: string,
  pathPrefix: string,
  page: PageRequest,
): Promise<Page<GroupRow>> {
  let query = queries.selectFrom('groups').selectAll().where('account_id', '=', accountId)
  if (pathPrefix !== '/') query = query.where((eb) => startsWith(eb.ref('path'), pathPrefix))
  return pageByName(query, page)
}

export async function insertGroup(queries: Queries, group: Omit<GroupRow, 'name_key'>): Promise<void> {
  await queries
    .insertInto('groups')
    .values({ ...group, name_key: group.name.toLowerCase() })
    .execute()
}

export async function renameGroup(
  queries: Queries,
  { account_id, group_id }: GroupKey,
  change: { readonly name: string; readonly path: string },
): Promise<void> {
  await queries
    .updateTable('groups')
    .set({ ...change, name_key: change.name.toLowerCase() })
    .where('account_id', '=', account_id)
    .where('group_id', '=', group_id)
    .execute()
}

/** The group must have neither members nor policies left. */
export async function deleteGroup(queries: Queries, { account_id, group_id }: GroupKey): Promise<void> {
  await queries.deleteFrom('groups').where('account_id', '=', account_id).where('group_id', '=', group_id).execute()
}

export async function listMembers(
  queries: Queries,
  { account_id, group_id }: GroupKey,
  page: PageRequest,
): Promise<Page<UserRow>> {
  const query = queries
    .selectFrom('group_members as member')
    .innerJoin('users', (join) =>
      join.onRef('users.account_id', '=', 'member.account_id').onRef('users.user_id', '=', 'member.user_id'),
    )
    .selectAll('users')
    .where('member.account_id', '=', account_id)
    .where('member.group_id', '=', group_id)
  return pageByName(query, page, 'users.name_key')
}

export async function listGroupsOf(
  queries: Queries,
  { account_id, user_id }: UserKey,
  page: PageRequest,
): Promise<Page<GroupRow>> {
  const query = queries
    .selectFrom('group_members as member')
    .innerJoin('groups', (join) =>
      join.onRef('groups.account_id', '=', 'member.account_id').onRef('groups.group_id', '=', 'member.group_id'),
    )
    .selectAll('groups')
    .where('member.account_id', '=', account_id)
    .where('member.user_id', '=', user_id)
  return pageByName(query, page, 'groups.name_key')
}

/** The names of the groups of several users. */
export async function findGroupNamesOf(
  queries: Queries,
  accountId: string,
  userIds: readonly string[],
): Promise<readonly { readonly user_id: string; readonly name: string }[]> {
  if (userIds.length === 0) return []
  return queries
    .selectFrom('group_members as member')
    .innerJoin('groups', (join) =>
      join.onRef('groups.account_id', '=', 'member.account_id').onRef('groups.group_id', '=', 'member.group_id'),
    )
    .select(['member.user_id', 'groups.name'])
    .where('member.account_id', '=', accountId)
    .where('member.user_id', 'in', userIds)
    .orderBy('groups.name_key')
    .execute()
}

/** By the unique ids of the groups. */
export async function findGroupIdsOf(queries: Queries, { account_id, user_id }: UserKey): Promise<readonly string[]> {
  const rows = await queries
    .selectFrom('group_members')
    .select('group_id')
    .where('account_id', '=', account_id)
    .where('user_id', '=', user_id)
    .execute()
  return rows.map((row) => row.group_id)
}

export async function addMember(queries: Queries, member: UserKey & GroupKey): Promise<void> {
  const { account_id, user_id, group_id } = member
  await queries.insertInto('group_members').values({ account_id, user_id, group_id }).execute()
}

export async function removeMember(queries: Queries, { account_id, user_id, group_id }: UserKey & GroupKey) {
  await queries
    .deleteFrom('group_members')
    .where('account_id', '=', account_id)
    .where('user_id', '=', user_id)
    .where('group_id', '=', group_id)
    .execute()
}
