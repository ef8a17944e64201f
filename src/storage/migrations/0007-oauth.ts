/** Authorization codes of `aws login`, and the proofs of its keys that were accepted. */
import type { Kysely } from 'kysely'
import type { ColumnTypes } from './column-types.ts'

export async function up(db: Kysely<unknown>, { text, integer, tableOptions }: ColumnTypes): Promise<void> {
  const table = <Name extends string>(name: Name) =>
    db.schema
      .createTable(name)
      .modifyEnd(tableOptions)
      .addColumn('account_id', text, (column) => column.notNull().references('accounts.account_id').onDelete('cascade'))

  // A code goes with the session in which it was asked for, however that ends.
  await table('authorization_codes')
    .addColumn('code_hash', text, (column) => column.notNull())
    .addColumn('session_id', text, (column) => column.notNull())
    .addColumn('client_id', text, (column) => column.notNull())
    .addColumn('redirect_uri', text, (column) => column.notNull())
    .addColumn('challenge', text, (column) => column.notNull())
    .addColumn('expires_at', integer, (column) => column.notNull())
    .addColumn('redeemed_session_id', text)
    .addColumn('redeemed_thumbprint', text)
    .addPrimaryKeyConstraint('authorization_codes_pk', ['account_id', 'code_hash'])
    .addForeignKeyConstraint(
      'authorization_codes_session',
      ['account_id', 'session_id'],
      'sign_in_sessions',
      ['account_id', 'session_id'],
      (constraint) => constraint.onDelete('cascade'),
    )
    .execute()
  await db.schema
    .createIndex('authorization_codes_session_index')
    .on('authorization_codes')
    .columns(['account_id', 'session_id'])
    .execute()
  await db.schema
    .createIndex('authorization_codes_expiry')
    .on('authorization_codes')
    .columns(['account_id', 'expires_at'])
    .execute()

  await table('dpop_proofs')
    .addColumn('proof_hash', text, (column) => column.notNull())
    .addColumn('forget_at', integer, (column) => column.notNull())
    .addPrimaryKeyConstraint('dpop_proofs_pk', ['account_id', 'proof_hash'])
    .execute()
  await db.schema.createIndex('dpop_proofs_age').on('dpop_proofs').columns(['account_id', 'forget_at']).execute()
}
