/** The credential report, and what it is made of. */
import type { Selectable } from 'kysely'
import type { AccessKeyRow } from './access-keys.ts'
import type { Queries, Tables } from './database.ts'
import type { LoginProfileRow } from './login-profiles.ts'
import { findDeviceOwners } from './owned-devices.ts'
import { type Page, type PageRequest, pageBy } from './paging.ts'
import type { UserRow } from './users.ts'

export type CredentialReportRow = Selectable<Tables['credential_reports']>

export async function findCredentialReport(
  queries: Queries,
  accountId: string,
): Promise<CredentialReportRow | undefined> {
  return queries.selectFrom('credential_reports').selectAll().where('account_id', '=', accountId).executeTakeFirst()
}

/** The same without its content, which can be large. */
export async function findCredentialReportTime(queries: Queries, accountId: string): Promise<number | undefined> {
  const row = await queries
    .selectFrom('credential_reports')
    .select('generated_at')
    .where('account_id', '=', accountId)
    .executeTakeFirst()
  return row?.generated_at
}

/**
 * Takes the place of the one before unless that was generated within `lifetime` milliseconds of this one.
 * @returns whether it did: of two who generate at once, one does
 */
export async function putCredentialReport(
  queries: Queries,
  report: CredentialReportRow,
  lifetime: number,
): Promise<boolean> {
  const { generated_at, content } = report
  const { numInsertedOrUpdatedRows = 0n } = await queries
    .insertInto('credential_reports')
    .values(report)
    .onConflict((conflict) =>
      conflict
        .column('account_id')
        .doUpdateSet({ generated_at, content })
        .where((eb) =>
          eb.or([
            eb('credential_reports.generated_at', '<=', generated_at - lifetime),
            eb('credential_reports.generated_at', '>=', generated_at + lifetime),
          ]),
        ),
    )
    .executeTakeFirst()
  return numInsertedOrUpdatedRows > 0n
}

export interface UserCredentials {
  readonly user: UserRow
  readonly profile: Pick<LoginProfileRow, 'password_changed_at'> | undefined
  /** Sorted by their ids. */
  readonly keys: readonly AccessKeyRow[]
  readonly hasDevice: boolean
}

/** By the users' unique ids: a user who is renamed meanwhile comes once all the same. */
export async function listUserCredentials(
  queries: Queries,
  accountId: string,
  request: PageRequest,
): Promise<Page<UserCredentials>> {
  const users = queries.selectFrom('users').selectAll().where('account_id', '=', accountId)
  const page = await pageBy('user_id', users, request)
  const [first, last] = [page.rows[0], page.rows.at(-1)]
  if (!first || !last) return { rows: [], next: undefined }
  const keys = await queries
    .selectFrom('access_keys')
    .selectAll()
    .where('account_id', '=', accountId)
    .where('owner_id', '>=', first.user_id)
    .where('owner_id', '<=', last.user_id)
    .orderBy('access_key_id')
    .execute()
  const profiles = await queries
    .selectFrom('login_profiles')
    .select(['user_id', 'password_changed_at'])
    .where('account_id', '=', accountId)
    .where('user_id', '>=', first.user_id)
    .where('user_id', '<=', last.user_id)
    .execute()
  const deviceOwners = await findDeviceOwners(queries, accountId, [first.user_id, last.user_id])
  const profileOf = new Map(profiles.map((profile) => [profile.user_id, profile]))
  const keysOf = Map.groupBy(keys, (key) => key.owner_id)
  const rows = page.rows.map((user) => ({
    user,
    profile: profileOf.get(user.user_id),
    keys: keysOf.get(user.user_id) ?? [],
    hasDevice: deviceOwners.has(user.user_id),
  }))
  return { rows, next: page.next }
}
