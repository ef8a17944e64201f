import { sql } from 'kysely'
import { Client } from 'pg'
import { describe, expect, it } from 'vitest'
import type { Storage } from '../../src/storage/database.ts'
import { sqliteColumnTypes } from '../../src/storage/migrations/column-types.ts'
import { type Migration, migrate } from '../../src/storage/migrations/migrate.ts'
import { openPostgres } from '../../src/storage/postgres.ts'
import { connect } from '../../src/storage/sqlite-connection.ts'
import { describeEachDatabase, postgres, type TestDatabase } from '../databases.ts'
import { urlOf } from '../postgres-server.ts'
import { insertAccount, range } from './conformance.ts'

describeEachDatabase('opening', (create) => {
  it('refuses a database of a newer version and leaves it alone', async () => {
    const database = await create()
    const storage = await database.open()
    await storage.transaction((queries) =>
      sql`insert into schema_migrations (name) values ('9999-telepathy')`.execute(queries),
    )
    await storage.close()
    await expect(database.open()).rejects.toThrow(
      'The database was written by a newer version of Twinlock (its changes 9999-telepathy are unknown here). ' +
        'Start that version or a later one; to go back to this one, restore a backup from before the upgrade.',
    )
  })

  it('changes nothing the second time', async () => {
    const database = await create()
    const first = await database.open()
    await first.transaction(insertAccount)
    await first.close()
    const second = await database.open()
    const accounts = await second.read((queries) => queries.selectFrom('accounts').selectAll().execute())
    expect(accounts).toHaveLength(1)
  })
})

describe('a migration that fails', () => {
  const good: Migration = async (db) => db.schema.createTable('a').addColumn('x', 'integer').execute()
  const bad: Migration = async (db) => {
    await db.schema.createTable('b').addColumn('x', 'integer').execute()
    throw new Error('half way')
  }

  it('leaves nothing of itself behind, nor of those before it in the same start', async () => {
    const { database, queries } = connect(':memory:')
    const tables = () => database.prepare("select name from sqlite_schema where type = 'table' order by name").all()
    await expect(migrate(queries, sqliteColumnTypes, { '1': good, '2': bad })).rejects.toThrow('half way')
    expect(tables()).toEqual([{ name: 'schema_migrations' }])

    await migrate(queries, sqliteColumnTypes, { '1': good })
    expect(tables()).toEqual([{ name: 'a' }, { name: 'schema_migrations' }])
    await expect(migrate(queries, sqliteColumnTypes, { '1': bad, '2': good })).rejects.toThrow(
      'table "a" already exists',
    )
    database.close()
  })
})

describeEachDatabase('nodes that start at once on an empty database', startTogether, [postgres])

function startTogether(create: () => Promise<TestDatabase>): void {
  it('all succeed', async () => {
    const { location = '' } = await create()
    const client = new Client(location)
    await client.connect()
    await client.query('drop schema public cascade; create schema public')
    await client.end()
    const nodes: Storage[] = await Promise.all(range(8).map(() => openPostgres({ url: location, poolSize: 1 })))
    await nodes[0]?.transaction(insertAccount)
    for (const node of nodes) {
      expect(await node.read((queries) => queries.selectFrom('accounts').selectAll().execute())).toHaveLength(1)
      await node.close()
    }
  })

  it('tells of a database that is not there', async () => {
    const { location = '' } = await create()
    await expect(openPostgres({ url: urlOf(location, 'missing') })).rejects.toThrow('database "missing" does not exist')
  })
}
