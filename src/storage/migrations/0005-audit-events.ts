/** What was done, by whom: the audit log. */
import { type Kysely, sql } from 'kysely'
import type { ColumnTypes } from './column-types.ts'

export async function up(db: Kysely<unknown>, { text, integer, tableOptions }: ColumnTypes): Promise<void> {
  await db.schema
    .createTable('audit_events')
    .modifyEnd(tableOptions)
    .addColumn('account_id', text, (column) => column.notNull().references('accounts.account_id').onDelete('cascade'))
    .addColumn('event_id', text, (column) => column.notNull())
    .addColumn('event_time', integer, (column) => column.notNull())
    .addColumn('event_source', text, (column) => column.notNull())
    .addColumn('event_name', text, (column) => column.notNull())
    .addColumn('user_name', text)
    .addColumn('access_key_id', text)
    .addColumn('read_only', integer, (column) => column.notNull().check(sql`read_only in (0, 1)`))
    .addColumn('resources', text, (column) => column.notNull())
    .addColumn('record', text, (column) => column.notNull())
    // The ids sort by time, so this is the order of the log.
    .addPrimaryKeyConstraint('audit_events_pk', ['account_id', 'event_id'])
    .execute()
  // Whoever looks for events goes through them in their order. An index by user or by key would cost each request that is
  // recorded more than all the rest of the row, since each of its entries would change another page; those that grow at their
  // end cost little.
  await db.schema
    .createIndex('audit_events_name')
    .on('audit_events')
    .columns(['account_id', 'event_name', 'event_id'])
    .execute()
  await db.schema
    .createIndex('audit_events_search')
    .on('audit_events')
    .columns(['account_id', 'event_id', 'user_name', 'access_key_id', 'event_source', 'read_only'])
    .execute()
}
