/** What was found out at a time and is read later: the credential report, and what users and roles had access to. */
import type { Kysely } from 'kysely'
import type { ColumnTypes } from './column-types.ts'

export async function up(db: Kysely<unknown>, { text, integer, tableOptions }: ColumnTypes): Promise<void> {
  const table = (name: string) =>
    db.schema
      .createTable(name)
      .modifyEnd(tableOptions)
      .addColumn('account_id', text, (column) => column.notNull().references('accounts.account_id').onDelete('cascade'))

  await table('credential_reports')
    .addColumn('generated_at', integer, (column) => column.notNull())
    .addColumn('content', text, (column) => column.notNull())
    .addPrimaryKeyConstraint('credential_reports_pk', ['account_id'])
    .execute()

  await table('last_access_jobs')
    .addColumn('job_id', text, (column) => column.notNull())
    .addColumn('owner_id', text, (column) => column.notNull())
    .addColumn('created_at', integer, (column) => column.notNull())
    .addColumn('report', text, (column) => column.notNull())
    .addPrimaryKeyConstraint('last_access_jobs_pk', ['account_id', 'job_id'])
    .execute()
  await db.schema
    .createIndex('last_access_jobs_age')
    .on('last_access_jobs')
    .columns(['account_id', 'created_at'])
    .execute()
}
