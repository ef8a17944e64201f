/** Passkeys and security keys. Each has an owner from the beginning to the end. */
import type { Selectable } from 'kysely'
import type { Queries, Tables } from './database.ts'
import type { DeviceOwner } from './owned-devices.ts'

export type PasskeyRow = Selectable<Tables['passkeys']>
export type PasskeyKey = Pick<PasskeyRow, 'account_id' | 'device_id'>

export async function findPasskey(
  queries: Queries,
  accountId: string,
  serialNumber: string,
): Promise<PasskeyRow | undefined> {
  return queries
    .selectFrom('passkeys')
    .selectAll()
    .where('account_id', '=', accountId)
    .where('serial_key', '=', serialNumber.toLowerCase())
    .executeTakeFirst()
}

/** At most eight. */
export async function listPasskeys(queries: Queries, { account_id, owner_id }: DeviceOwner): Promise<PasskeyRow[]> {
  return queries
    .selectFrom('passkeys')
    .selectAll()
    .where('account_id', '=', account_id)
    .where('owner_id', '=', owner_id)
    .orderBy('serial_key')
    .execute()
}

export async function insertPasskey(queries: Queries, passkey: Omit<PasskeyRow, 'serial_key'>): Promise<void> {
  await queries
    .insertInto('passkeys')
    .values({ ...passkey, serial_key: passkey.serial_number.toLowerCase() })
    .execute()
}

/** @returns false when another use came between, or the passkey is gone */
export async function advanceSignCount(
  queries: Queries,
  { account_id, device_id }: PasskeyKey,
  from: number,
  to: number,
): Promise<boolean> {
  const { numUpdatedRows } = await queries
    .updateTable('passkeys')
    .set({ sign_count: to })
    .where('account_id', '=', account_id)
    .where('device_id', '=', device_id)
    .where('sign_count', '=', from)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

export async function deletePasskey(queries: Queries, { account_id, device_id }: PasskeyKey): Promise<void> {
  await queries.deleteFrom('passkeys').where('account_id', '=', account_id).where('device_id', '=', device_id).execute()
}
