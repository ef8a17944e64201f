/** The devices that somebody has, of whatever kind: they count together, and are listed together. */
import { sql } from 'kysely'
import type { Queries } from './database.ts'
import { type Page, type PageRequest, pageBy } from './paging.ts'

/** Whose devices they are: a user's, or the root user's under the account id. */
export interface DeviceOwner {
  readonly account_id: string
  readonly owner_id: string
}

export interface OwnedDevice {
  readonly device_id: string
  readonly serial_number: string
  readonly serial_key: string
  readonly kind: 'virtual' | 'hardware' | 'fido'
  readonly owner_id: string
  readonly enabled_at: number
}

export async function listDevicesOf(
  queries: Queries,
  { account_id, owner_id }: DeviceOwner,
  page: PageRequest = { after: undefined, limit: 100 },
): Promise<Page<OwnedDevice>> {
  const query = selectOwnedDevices(queries).where('account_id', '=', account_id).where('owner_id', '=', owner_id)
  return pageBy('serial_key', query, page)
}

export async function countDevicesOf(queries: Queries, owner: DeviceOwner): Promise<number> {
  return (await listDevicesOf(queries, owner)).rows.length
}

/** Whoever has a device at all, among those whose ids lie between two, both included. */
export async function findDeviceOwners(
  queries: Queries,
  accountId: string,
  [first, last]: readonly [string, string],
): Promise<ReadonlySet<string>> {
  const rows = await selectOwnedDevices(queries)
    .where('account_id', '=', accountId)
    .where('owner_id', '>=', first)
    .where('owner_id', '<=', last)
    .execute()
  return new Set(rows.map((row) => row.owner_id))
}

/** Undefined: it is gone, or nobody has it. */
export async function findOwnedDevice(
  queries: Queries,
  { account_id, device_id }: { readonly account_id: string; readonly device_id: string },
): Promise<OwnedDevice | undefined> {
  return selectOwnedDevices(queries)
    .where('account_id', '=', account_id)
    .where('device_id', '=', device_id)
    .executeTakeFirst()
}

function selectOwnedDevices(queries: Queries) {
  const columns = ['account_id', 'device_id', 'serial_number', 'serial_key'] as const
  const withCodes = queries
    .selectFrom('mfa_devices')
    .select([...columns, 'kind'])
    .select(sql<string>`owner_id`.as('owner_id'))
    .select(sql<number>`enabled_at`.as('enabled_at'))
    .where('owner_id', 'is not', null)
  const passkeys = queries
    .selectFrom('passkeys')
    .select([...columns, sql<'fido'>`'fido'`.as('kind'), 'owner_id', 'enabled_at'])
  return queries.selectFrom(withCodes.unionAll(passkeys as never).as('device')).selectAll()
}
