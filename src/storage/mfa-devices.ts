/** MFA devices, and the codes that were used on them. Serial numbers are looked up ignoring case. */
import type { Selectable, Updateable } from 'kysely'
import type { Queries, Tables } from './database.ts'
import type { DeviceOwner } from './owned-devices.ts'
import { type Page, type PageRequest, toPage } from './paging.ts'
import { prepare } from './prepared.ts'

export type MfaDeviceRow = Selectable<Tables['mfa_devices']>
export type MfaDeviceKey = Pick<MfaDeviceRow, 'account_id' | 'device_id'>

/** What a list tells of a device. The user's columns are null while nobody has it, and when the root user has it. */
export type ListedMfaDevice = Pick<
  MfaDeviceRow,
  'account_id' | 'serial_number' | 'serial_key' | 'owner_id' | 'enabled_at'
> & {
  readonly user_name: string | null
  readonly user_path: string | null
  readonly user_created_at: number | null
  readonly user_password_last_used_at: number | null
}

export async function findMfaDevice(
  queries: Queries,
  accountId: string,
  serialNumber: string,
): Promise<MfaDeviceRow | undefined> {
  const { rows } = await selectMfaDevice(queries, { accountId, serialKey: serialNumber.toLowerCase() })
  return rows[0]
}

const selectMfaDevice = prepare((queries, { accountId, serialKey }: { accountId: string; serialKey: string }) =>
  queries.selectFrom('mfa_devices').selectAll().where('account_id', '=', accountId).where('serial_key', '=', serialKey),
)

/** The one that waits for this user, if any does. */
export async function findDevicePreparedFor(
  queries: Queries,
  { account_id, owner_id }: DeviceOwner,
): Promise<MfaDeviceRow | undefined> {
  return queries
    .selectFrom('mfa_devices')
    .selectAll()
    .where('account_id', '=', account_id)
    .where('prepared_for', '=', owner_id)
    .where('owner_id', 'is', null)
    .executeTakeFirst()
}

/** It stays, as anybody's. */
export async function withdrawPreparedDevice(queries: Queries, { account_id, owner_id }: DeviceOwner): Promise<void> {
  await queries
    .updateTable('mfa_devices')
    .set({ prepared_for: null })
    .where('account_id', '=', account_id)
    .where('prepared_for', '=', owner_id)
    .execute()
}

export async function listVirtualMfaDevices(
  queries: Queries,
  accountId: string,
  assignment: Assignment,
  { after = '', limit }: PageRequest,
): Promise<Page<ListedMfaDevice>> {
  const { rows } = await selectVirtualDevices[assignment](queries, { accountId, after, rowCount: limit + 1 })
  return toPage(rows, limit, (row) => row.serial_key)
}

export type Assignment = 'Assigned' | 'Unassigned' | 'Any'

/** Only what is answered: every column of every row costs as much as the rest of its way out. */
const prepareList = (assignment: Assignment) =>
  prepare((queries, list: { accountId: string; after: string; rowCount: number }) => {
    const query = queries
      .selectFrom('mfa_devices as device')
      .leftJoin('users', (join) =>
        join.onRef('users.account_id', '=', 'device.account_id').onRef('users.user_id', '=', 'device.owner_id'),
      )
      .select(['device.account_id', 'serial_number', 'serial_key', 'owner_id', 'enabled_at'])
      .select([
        'users.name as user_name',
        'users.path as user_path',
        'users.created_at as user_created_at',
        'users.password_last_used_at as user_password_last_used_at',
      ])
      .where('device.account_id', '=', list.accountId)
      .where('kind', '=', 'virtual')
      .where('serial_key', '>', list.after)
      .orderBy('serial_key')
      .limit(list.rowCount)
    if (assignment === 'Any') return query
    return query.where('owner_id', assignment === 'Assigned' ? 'is not' : 'is', null)
  })

const selectVirtualDevices = {
  Any: prepareList('Any'),
  Assigned: prepareList('Assigned'),
  Unassigned: prepareList('Unassigned'),
}

export async function insertMfaDevice(queries: Queries, device: NewMfaDevice): Promise<void> {
  await insertDevice(queries, { ...device, serial_key: device.serial_number.toLowerCase() })
}

export type NewMfaDevice = Pick<
  MfaDeviceRow,
  'account_id' | 'device_id' | 'serial_number' | 'kind' | 'sealed_seed' | 'created_at'
>

const insertDevice = prepare((queries, device: NewMfaDevice & Pick<MfaDeviceRow, 'serial_key'>) =>
  queries.insertInto('mfa_devices').values({
    account_id: device.account_id,
    device_id: device.device_id,
    serial_number: device.serial_number,
    serial_key: device.serial_key,
    kind: device.kind,
    sealed_seed: device.sealed_seed,
    created_at: device.created_at,
    clock_adjustment: 0,
    consecutive_failures: 0,
  }),
)

export async function updateMfaDevice(
  queries: Queries,
  device: MfaDeviceKey,
  change: Omit<Updateable<Tables['mfa_devices']>, 'account_id' | 'device_id' | 'consecutive_failures'>,
): Promise<void> {
  await queries
    .updateTable('mfa_devices')
    .set(change)
    .where('account_id', '=', device.account_id)
    .where('device_id', '=', device.device_id)
    .execute()
}

export async function deleteMfaDevice(queries: Queries, device: MfaDeviceKey): Promise<void> {
  await queries
    .deleteFrom('mfa_devices')
    .where('account_id', '=', device.account_id)
    .where('device_id', '=', device.device_id)
    .execute()
}

export async function addConsecutiveFailure(queries: Queries, device: MfaDeviceKey): Promise<void> {
  await queries
    .updateTable('mfa_devices')
    .set((eb) => ({ consecutive_failures: eb('consecutive_failures', '+', 1) }))
    .where('account_id', '=', device.account_id)
    .where('device_id', '=', device.device_id)
    .execute()
}

/** @returns whether there were any */
export async function resetConsecutiveFailures(queries: Queries, device: MfaDeviceKey): Promise<boolean> {
  const { numUpdatedRows } = await queries
    .updateTable('mfa_devices')
    .set({ consecutive_failures: 0 })
    .where('account_id', '=', device.account_id)
    .where('device_id', '=', device.device_id)
    .where('consecutive_failures', '>', 0)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

/** One atomic insert. @returns false when the code was used before */
export async function insertUsedCode(queries: Queries, code: Tables['mfa_used_codes']): Promise<boolean> {
  const { numAffectedRows } = await insertCode(queries, code)
  return (numAffectedRows ?? 0n) > 0n
}

const insertCode = prepare((queries, { account_id, device_id, counter, used_at }: Tables['mfa_used_codes']) =>
  queries
    .insertInto('mfa_used_codes')
    .values({ account_id, device_id, counter, used_at })
    .onConflict((conflict) => conflict.doNothing()),
)

/** The newest counter that issued a session, among those that are not forgotten. */
export async function findNewestUsedCounter(queries: Queries, device: MfaDeviceKey): Promise<number | undefined> {
  const row = await queries
    .selectFrom('mfa_used_codes')
    .select((eb) => eb.fn.max('counter').as('newest'))
    .where('account_id', '=', device.account_id)
    .where('device_id', '=', device.device_id)
    .executeTakeFirst()
  return row?.newest ?? undefined
}

/** Forgets used codes before a counter. @returns the highest counter that was forgotten */
export async function deleteUsedCodesBefore(
  queries: Queries,
  device: MfaDeviceKey,
  counter: number,
): Promise<number | undefined> {
  const { account_id, device_id } = device
  const { rows } = await deleteUsedCodes(queries, { account_id, device_id, counter })
  return rows.length === 0 ? undefined : Math.max(...rows.map((row) => row.counter))
}

const deleteUsedCodes = prepare((queries, code: MfaDeviceKey & { readonly counter: number }) =>
  queries
    .deleteFrom('mfa_used_codes')
    .where('account_id', '=', code.account_id)
    .where('device_id', '=', code.device_id)
    .where('counter', '<', code.counter)
    .returning('counter'),
)
