/** Who else is trusted to say who somebody is: OpenID Connect providers by their URL, SAML providers by their name. */
import type { Kysely } from 'kysely'
import type { ColumnTypes } from './column-types.ts'

export async function up(db: Kysely<unknown>, { text, integer, tableOptions }: ColumnTypes): Promise<void> {
  await db.schema
    .createTable('openid_connect_providers')
    .modifyEnd(tableOptions)
    .addColumn('account_id', text, (column) => column.notNull().references('accounts.account_id').onDelete('cascade'))
    .addColumn('url', text, (column) => column.notNull())
    .addColumn('client_ids', text, (column) => column.notNull())
    .addColumn('thumbprints', text, (column) => column.notNull())
    .addColumn('created_at', integer, (column) => column.notNull())
    .addPrimaryKeyConstraint('openid_connect_providers_pk', ['account_id', 'url'])
    .execute()

  await db.schema
    .createTable('saml_providers')
    .modifyEnd(tableOptions)
    .addColumn('account_id', text, (column) => column.notNull().references('accounts.account_id').onDelete('cascade'))
    .addColumn('name', text, (column) => column.notNull())
    .addColumn('name_key', text, (column) => column.notNull())
    .addColumn('uuid', text, (column) => column.notNull())
    .addColumn('metadata', text, (column) => column.notNull())
    .addColumn('valid_until', integer, (column) => column.notNull())
    .addColumn('created_at', integer, (column) => column.notNull())
    .addPrimaryKeyConstraint('saml_providers_pk', ['account_id', 'name_key'])
    .execute()
}
