/** What users have besides keys and passwords: SSH keys, signing certificates, service-specific credentials; and server certificates. */
import { type Kysely, sql } from 'kysely'
import type { ColumnTypes } from './column-types.ts'

export async function up(db: Kysely<unknown>, { text, integer, tableOptions }: ColumnTypes): Promise<void> {
  const table = <Name extends string>(name: Name) =>
    db.schema
      .createTable(name)
      .modifyEnd(tableOptions)
      .addColumn('account_id', text, (column) => column.notNull().references('accounts.account_id').onDelete('cascade'))
  const isStatus = sql`status in ('Active', 'Inactive')`

  // A user cannot be deleted before all this is: whoever forgot to look is refused by the database.
  await table('ssh_public_keys')
    .addColumn('ssh_public_key_id', text, (column) => column.notNull())
    .addColumn('user_id', text, (column) => column.notNull())
    .addColumn('public_key', text, (column) => column.notNull())
    .addColumn('status', text, (column) => column.notNull().check(isStatus))
    .addColumn('uploaded_at', integer, (column) => column.notNull())
    .addPrimaryKeyConstraint('ssh_public_keys_pk', ['account_id', 'ssh_public_key_id'])
    .addForeignKeyConstraint('ssh_public_keys_user', ['account_id', 'user_id'], 'users', ['account_id', 'user_id'])
    .execute()
  await db.schema
    .createIndex('ssh_public_keys_user_index')
    .on('ssh_public_keys')
    .columns(['account_id', 'user_id'])
    .execute()

  // The id is the certificate's own: one certificate belongs to one user of the account.
  await table('signing_certificates')
    .addColumn('certificate_id', text, (column) => column.notNull())
    .addColumn('owner_id', text, (column) => column.notNull())
    .addColumn('body', text, (column) => column.notNull())
    .addColumn('status', text, (column) => column.notNull().check(isStatus))
    .addColumn('uploaded_at', integer, (column) => column.notNull())
    .addPrimaryKeyConstraint('signing_certificates_pk', ['account_id', 'certificate_id'])
    .execute()
  await db.schema
    .createIndex('signing_certificates_owner')
    .on('signing_certificates')
    .columns(['account_id', 'owner_id'])
    .execute()

  await table('service_specific_credentials')
    .addColumn('credential_id', text, (column) => column.notNull())
    .addColumn('user_id', text, (column) => column.notNull())
    .addColumn('service_name', text, (column) => column.notNull())
    .addColumn('login_name', text, (column) => column.notNull())
    .addColumn('login_key', text, (column) => column.notNull())
    .addColumn('secret_hash', text, (column) => column.notNull())
    .addColumn('status', text, (column) => column.notNull().check(isStatus))
    .addColumn('created_at', integer, (column) => column.notNull())
    .addColumn('expires_at', integer)
    .addPrimaryKeyConstraint('service_specific_credentials_pk', ['account_id', 'credential_id'])
    .addUniqueConstraint('service_specific_credentials_login', ['account_id', 'service_name', 'login_key'])
    .addForeignKeyConstraint('service_specific_credentials_user', ['account_id', 'user_id'], 'users', [
      'account_id',
      'user_id',
    ])
    .execute()
  await db.schema
    .createIndex('service_specific_credentials_user_index')
    .on('service_specific_credentials')
    .columns(['account_id', 'user_id'])
    .execute()

  await table('server_certificates')
    .addColumn('server_certificate_id', text, (column) => column.notNull())
    .addColumn('name', text, (column) => column.notNull())
    .addColumn('name_key', text, (column) => column.notNull())
    .addColumn('path', text, (column) => column.notNull())
    .addColumn('body', text, (column) => column.notNull())
    .addColumn('chain', text)
    .addColumn('sealed_private_key', text, (column) => column.notNull())
    .addColumn('uploaded_at', integer, (column) => column.notNull())
    .addColumn('expires_at', integer, (column) => column.notNull())
    .addPrimaryKeyConstraint('server_certificates_pk', ['account_id', 'server_certificate_id'])
    .addUniqueConstraint('server_certificates_name_key', ['account_id', 'name_key'])
    .execute()
}
