/** A device that was made for a user, who is asked for two codes of it at the next sign-in. */
import type { Kysely } from 'kysely'
import type { ColumnTypes } from './column-types.ts'

export async function up(db: Kysely<unknown>, { text }: ColumnTypes): Promise<void> {
  await db.schema.alterTable('mfa_devices').addColumn('prepared_for', text).execute()
  await db.schema
    .createIndex('mfa_devices_prepared_for')
    .unique()
    .on('mfa_devices')
    .columns(['account_id', 'prepared_for'])
    .execute()
}
