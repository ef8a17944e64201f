/** The accounts, their users with passwords and access keys, MFA devices and what was tried on them. */
import { type Kysely, sql } from 'kysely'
import type { ColumnTypes } from './column-types.ts'

export async function up(db: Kysely<unknown>, { text, integer, tableOptions }: ColumnTypes): Promise<void> {
  const table = <Name extends string>(name: Name) => db.schema.createTable(name).modifyEnd(tableOptions)

  await table('server_settings')
    .addColumn('name', text, (column) => column.primaryKey())
    .addColumn('value', text, (column) => column.notNull())
    .execute()

  await table('accounts')
    .addColumn('account_id', text, (column) => column.primaryKey())
    .addColumn('alias', text, (column) => column.unique())
    .addColumn('revision', integer, (column) => column.notNull().defaultTo(0))
    .addColumn('created_at', integer, (column) => column.notNull())
    .addColumn('root_email', text, (column) => column.notNull())
    .addColumn('root_password_hash', text, (column) => column.notNull())
    .addColumn('root_password_last_used_at', integer)
    .execute()

  await table('users')
    .addColumn('account_id', text, (column) => column.notNull().references('accounts.account_id').onDelete('cascade'))
    .addColumn('user_id', text, (column) => column.notNull())
    .addColumn('name', text, (column) => column.notNull())
    .addColumn('name_key', text, (column) => column.notNull())
    .addColumn('path', text, (column) => column.notNull())
    .addColumn('created_at', integer, (column) => column.notNull())
    .addColumn('password_last_used_at', integer)
    .addPrimaryKeyConstraint('users_pk', ['account_id', 'user_id'])
    .addUniqueConstraint('users_name_key', ['account_id', 'name_key'])
    .execute()

  await table('tags')
    .addColumn('account_id', text, (column) => column.notNull().references('accounts.account_id').onDelete('cascade'))
    .addColumn('resource_id', text, (column) => column.notNull())
    .addColumn('tag_key', text, (column) => column.notNull())
    .addColumn('key_key', text, (column) => column.notNull())
    .addColumn('tag_value', text, (column) => column.notNull())
    .addPrimaryKeyConstraint('tags_pk', ['account_id', 'resource_id', 'key_key'])
    .execute()

  // The key id alone is the primary key: a request names nothing else, and the account is found by it.
  await table('access_keys')
    .addColumn('access_key_id', text, (column) => column.primaryKey())
    .addColumn('account_id', text, (column) => column.notNull().references('accounts.account_id').onDelete('cascade'))
    .addColumn('owner_id', text, (column) => column.notNull())
    .addColumn('status', text, (column) => column.notNull().check(sql`status in ('Active', 'Inactive')`))
    .addColumn('sealed_secret', text, (column) => column.notNull())
    .addColumn('created_at', integer, (column) => column.notNull())
    .addColumn('last_used_at', integer)
    .addColumn('last_used_service', text)
    .addColumn('last_used_region', text)
    .execute()
  await db.schema.createIndex('access_keys_owner').on('access_keys').columns(['account_id', 'owner_id']).execute()

  await table('login_profiles')
    .addColumn('account_id', text, (column) => column.notNull())
    .addColumn('user_id', text, (column) => column.notNull())
    .addColumn('password_hash', text, (column) => column.notNull())
    .addColumn('password_reset_required', integer, (column) =>
      column.notNull().check(sql`password_reset_required in (0, 1)`),
    )
    .addColumn('created_at', integer, (column) => column.notNull())
    .addColumn('password_changed_at', integer, (column) => column.notNull())
    .addPrimaryKeyConstraint('login_profiles_pk', ['account_id', 'user_id'])
    .addForeignKeyConstraint(
      'login_profiles_user',
      ['account_id', 'user_id'],
      'users',
      ['account_id', 'user_id'],
      (constraint) => constraint.onDelete('cascade'),
    )
    .execute()

  await table('mfa_devices')
    .addColumn('account_id', text, (column) => column.notNull().references('accounts.account_id').onDelete('cascade'))
    .addColumn('device_id', text, (column) => column.notNull())
    .addColumn('serial_number', text, (column) => column.notNull())
    .addColumn('serial_key', text, (column) => column.notNull())
    .addColumn('kind', text, (column) => column.notNull().check(sql`kind in ('virtual', 'hardware')`))
    .addColumn('sealed_seed', text, (column) => column.notNull())
    .addColumn('created_at', integer, (column) => column.notNull())
    .addColumn('owner_id', text)
    .addColumn('enabled_at', integer)
    .addColumn('clock_adjustment', integer, (column) => column.notNull())
    .addColumn('last_pair_counter', integer)
    .addColumn('consecutive_failures', integer, (column) => column.notNull().check(sql`consecutive_failures >= 0`))
    .addColumn('used_through_counter', integer)
    .addPrimaryKeyConstraint('mfa_devices_pk', ['account_id', 'device_id'])
    .addUniqueConstraint('mfa_devices_serial_key', ['account_id', 'serial_key'])
    .execute()
  await db.schema.createIndex('mfa_devices_owner').on('mfa_devices').columns(['account_id', 'owner_id']).execute()

  await table('mfa_used_codes')
    .addColumn('account_id', text, (column) => column.notNull())
    .addColumn('device_id', text, (column) => column.notNull())
    .addColumn('counter', integer, (column) => column.notNull())
    .addColumn('used_at', integer, (column) => column.notNull())
    .addPrimaryKeyConstraint('mfa_used_codes_pk', ['account_id', 'device_id', 'counter'])
    .addForeignKeyConstraint(
      'mfa_used_codes_device',
      ['account_id', 'device_id'],
      'mfa_devices',
      ['account_id', 'device_id'],
      (constraint) => constraint.onDelete('cascade'),
    )
    .execute()

  await table('attempts')
    .addColumn('account_id', text, (column) => column.notNull().references('accounts.account_id').onDelete('cascade'))
    .addColumn('subject', text, (column) => column.notNull())
    .addColumn('window_start', integer, (column) => column.notNull())
    .addColumn('count', integer, (column) => column.notNull().check(sql`count >= 0`))
    .addPrimaryKeyConstraint('attempts_pk', ['account_id', 'subject'])
    .execute()
}
