/** Passkeys and security keys, and the challenge of a session that is enrolling one. */
import type { Kysely } from 'kysely'
import type { ColumnTypes } from './column-types.ts'

export async function up(db: Kysely<unknown>, { text, integer, tableOptions }: ColumnTypes): Promise<void> {
  await db.schema
    .createTable('passkeys')
    .modifyEnd(tableOptions)
    .addColumn('account_id', text, (column) => column.notNull().references('accounts.account_id').onDelete('cascade'))
    .addColumn('device_id', text, (column) => column.notNull())
    .addColumn('serial_number', text, (column) => column.notNull())
    .addColumn('serial_key', text, (column) => column.notNull())
    .addColumn('owner_id', text, (column) => column.notNull())
    .addColumn('enabled_at', integer, (column) => column.notNull())
    .addColumn('credential_id', text, (column) => column.notNull())
    .addColumn('public_key', text, (column) => column.notNull())
    .addColumn('sign_count', integer, (column) => column.notNull())
    .addColumn('transports', text, (column) => column.notNull())
    .addPrimaryKeyConstraint('passkeys_pk', ['account_id', 'device_id'])
    .addUniqueConstraint('passkeys_serial_key', ['account_id', 'serial_key'])
    .addUniqueConstraint('passkeys_credential', ['account_id', 'credential_id'])
    .execute()
  await db.schema.createIndex('passkeys_owner').on('passkeys').columns(['account_id', 'owner_id']).execute()

  await db.schema.alterTable('sign_in_sessions').addColumn('challenge', text).execute()
}
