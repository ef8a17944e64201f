/** Who else is trusted to say who somebody is: OpenID Connect providers, by their URL. */
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
}
