/**
 * Brings a database's tables up to date: every migration that it has not seen, in order, in one transaction.
 *
 * Not Kysely's Migrator, because that takes a PostgreSQL advisory lock, which YugabyteDB refuses and CockroachDB ignores.
 * A row lock serves as well. A migration that was released is never changed again; the next one gets the next number.
 */
import { type Kysely, sql } from 'kysely'
import type { Queries } from '../database.ts'
import * as m0001 from './0001-first-tables.ts'
import * as m0002 from './0002-policies.ts'
import * as m0003 from './0003-password-policy.ts'
import * as m0004 from './0004-sign-in.ts'
import * as m0005 from './0005-audit-events.ts'
import * as m0006 from './0006-passkeys.ts'
import * as m0007 from './0007-oauth.ts'
import * as m0008 from './0008-reports.ts'
import * as m0009 from './0009-credentials.ts'
import * as m0010 from './0010-prepared-devices.ts'
import * as m0011 from './0011-identity-providers.ts'
import type { ColumnTypes } from './column-types.ts'

/** Migrations see the tables as they were in their time, so no type describes them. */
export type Migration = (db: Kysely<unknown>, columnTypes: ColumnTypes) => Promise<void>

/** Every migration by its name, oldest first. */
const released: Readonly<Record<string, Migration>> = {
  '0001-first-tables': m0001.up,
  '0002-policies': m0002.up,
  '0003-password-policy': m0003.up,
  '0004-sign-in': m0004.up,
  '0005-audit-events': m0005.up,
  '0006-passkeys': m0006.up,
  '0007-oauth': m0007.up,
  '0008-reports': m0008.up,
  '0009-credentials': m0009.up,
  '0010-prepared-devices': m0010.up,
  '0011-identity-providers': m0011.up,
}

/**
 * Rejects when the database was written by a newer version, or with the error of the migration that failed; either
 * way the database is as it was. Processes that start together wait for one another.
 */
export async function migrate(
  database: Queries,
  columnTypes: ColumnTypes,
  migrations: Readonly<Record<string, Migration>> = released,
): Promise<void> {
  const db = database as unknown as Kysely<unknown>
  const createHistory = () =>
    sql`create table if not exists schema_migrations (name ${columnTypes.text} primary key)`.execute(db)
  // IF NOT EXISTS does not keep two simultaneous CREATEs from colliding on PostgreSQL; the second look finds the table.
  await createHistory().catch(createHistory)

  await db.transaction().execute(async (transaction) => {
    // The row named '' is locked until the end: https://www.postgresql.org/docs/current/explicit-locking.html#LOCKING-ROWS
    await sql`insert into schema_migrations (name) values ('') on conflict (name) do update set name = excluded.name`.execute(
      transaction,
    )
    const { rows } = await sql<{ name: string }>`select name from schema_migrations where name <> ''`.execute(
      transaction,
    )
    const applied = new Set(rows.map((row) => row.name))
    refuseUnknown(applied, migrations)
    for (const [name, up] of Object.entries(migrations)) {
      if (applied.has(name)) continue
      await up(transaction, columnTypes)
      await sql`insert into schema_migrations (name) values (${name})`.execute(transaction)
    }
  })
}

function refuseUnknown(applied: ReadonlySet<string>, migrations: Readonly<Record<string, Migration>>): void {
  const unknown = [...applied].filter((name) => !(name in migrations)).sort()
  if (unknown.length === 0) return
  throw new Error(
    `The database was written by a newer version of Twinlock (its changes ${unknown.join(', ')} are unknown here). ` +
      'Start that version or a later one; to go back to this one, restore a backup from before the upgrade.',
  )
}
