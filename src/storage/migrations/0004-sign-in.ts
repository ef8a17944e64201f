/** Who is signed in, who is about to, and how often it was tried. */
import { type Kysely, sql } from 'kysely'
import type { ColumnTypes } from './column-types.ts'

export async function up(db: Kysely<unknown>, { text, integer, tableOptions }: ColumnTypes): Promise<void> {
  const table = <Name extends string>(name: Name) =>
    db.schema
      .createTable(name)
      .modifyEnd(tableOptions)
      .addColumn('account_id', text, (column) => column.notNull().references('accounts.account_id').onDelete('cascade'))

  // The principal may be the root user, so neither table hangs on the users.
  await table('sign_in_sessions')
    .addColumn('session_id', text, (column) => column.notNull())
    .addColumn('kind', text, (column) => column.notNull().check(sql`kind in ('console', 'cli')`))
    .addColumn('secret_hash', text, (column) => column.notNull())
    .addColumn('access_key_id', text, (column) => column.notNull())
    .addColumn('principal_id', text, (column) => column.notNull())
    .addColumn('password_mark', text, (column) => column.notNull())
    .addColumn('mfa_device_id', text)
    .addColumn('mfa_authenticated_at', integer)
    .addColumn('created_at', integer, (column) => column.notNull())
    .addColumn('last_used_at', integer, (column) => column.notNull())
    .addColumn('expires_at', integer, (column) => column.notNull())
    .addColumn('source_ip', text, (column) => column.notNull())
    .addColumn('user_agent', text)
    .addColumn('client_id', text)
    .addColumn('dpop_thumbprint', text)
    .addPrimaryKeyConstraint('sign_in_sessions_pk', ['account_id', 'session_id'])
    .addUniqueConstraint('sign_in_sessions_secret', ['account_id', 'secret_hash'])
    .execute()
  await db.schema
    .createIndex('sign_in_sessions_principal')
    .on('sign_in_sessions')
    .columns(['account_id', 'principal_id'])
    .execute()
  await db.schema
    .createIndex('sign_in_sessions_expiry')
    .on('sign_in_sessions')
    .columns(['account_id', 'expires_at'])
    .execute()

  await table('sign_ins')
    .addColumn('secret_hash', text, (column) => column.notNull())
    .addColumn('principal_id', text, (column) => column.notNull())
    .addColumn('password_mark', text, (column) => column.notNull())
    .addColumn('mfa_device_id', text)
    .addColumn('mfa_authenticated_at', integer)
    .addColumn('wrong_codes', integer, (column) => column.notNull())
    .addColumn('challenge', text)
    .addColumn('expires_at', integer, (column) => column.notNull())
    .addPrimaryKeyConstraint('sign_ins_pk', ['account_id', 'secret_hash'])
    .execute()
  await db.schema.createIndex('sign_ins_expiry').on('sign_ins').columns(['account_id', 'expires_at']).execute()

  // Not in `attempts`: names that nobody has are counted as well, so that these rows must be found and forgotten by their age.
  await table('sign_in_attempts')
    .addColumn('subject', text, (column) => column.notNull())
    .addColumn('window_start', integer, (column) => column.notNull())
    .addColumn('count', integer, (column) => column.notNull())
    .addPrimaryKeyConstraint('sign_in_attempts_pk', ['account_id', 'subject'])
    .execute()
  await db.schema
    .createIndex('sign_in_attempts_age')
    .on('sign_in_attempts')
    .columns(['account_id', 'window_start'])
    .execute()
}
