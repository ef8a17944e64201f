/** The account's own rules for passwords, and what is remembered of the passwords that a user has had. */
import { type Kysely, sql } from 'kysely'
import type { ColumnTypes } from './column-types.ts'

export async function up(db: Kysely<unknown>, { text, integer, tableOptions }: ColumnTypes): Promise<void> {
  const flags = [
    'require_symbols',
    'require_numbers',
    'require_uppercase',
    'require_lowercase',
    'users_may_change_password',
    'hard_expiry',
  ]
  let policies = db.schema
    .createTable('password_policies')
    .modifyEnd(tableOptions)
    .addColumn('account_id', text, (column) =>
      column.primaryKey().references('accounts.account_id').onDelete('cascade'),
    )
    .addColumn('minimum_length', integer, (column) => column.notNull())
    .addColumn('max_age_days', integer)
    .addColumn('reuse_prevention', integer)
  for (const flag of flags) {
    policies = policies.addColumn(flag, integer, (column) => column.notNull().check(sql`${sql.ref(flag)} in (0, 1)`))
  }
  await policies.execute()

  // Hangs on the user, not on the login profile: one that is deleted and created again must not forget.
  await db.schema
    .createTable('password_history')
    .modifyEnd(tableOptions)
    .addColumn('account_id', text, (column) => column.notNull())
    .addColumn('user_id', text, (column) => column.notNull())
    .addColumn('number', integer, (column) => column.notNull())
    .addColumn('tag', text, (column) => column.notNull())
    .addPrimaryKeyConstraint('password_history_pk', ['account_id', 'user_id', 'number'])
    .addForeignKeyConstraint(
      'password_history_user',
      ['account_id', 'user_id'],
      'users',
      ['account_id', 'user_id'],
      (constraint) => constraint.onDelete('cascade'),
    )
    .execute()
}
