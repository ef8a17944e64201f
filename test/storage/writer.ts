/** A process to be killed: writes to the SQLite file named by its argument, and prints each name once it is committed. */
import { writeSync } from 'node:fs'
import { openSqlite } from '../../src/storage/sqlite.ts'

const [, , file = ''] = process.argv
const storage = await openSqlite({ file })

async function writeForEver(worker: number): Promise<void> {
  for (let i = 0; ; i++) {
    const name = `${worker}-${i}`
    await storage.transaction((queries) => queries.insertInto('server_settings').values({ name, value: 'x' }).execute())
    writeSync(process.stdout.fd, `${name}\n`)
  }
}

await Promise.all([0, 1, 2, 3].map(writeForEver))
