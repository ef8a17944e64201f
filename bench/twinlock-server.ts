/** Twinlock as a process of its own, with users and devices, and a clock that stands still until it is set. */
import { readConfig } from '../src/config.ts'
import { createLogger } from '../src/log.ts'
import { startServer } from '../src/main.ts'
import { Sealer } from '../src/secrets/seal.ts'
import { openPostgres } from '../src/storage/postgres.ts'
import { openSqlite } from '../src/storage/sqlite.ts'
import { answerOrders } from './measured-process.ts'
import { type Population, populate, timeOfRound } from './population.ts'

export interface TwinlockOrder extends Population {
  readonly database: { readonly file: string } | { readonly url: string }
}

const { database, ...population } = JSON.parse(process.argv[2] ?? '') as TwinlockOrder
const masterKey = Buffer.alloc(32, 7)
let now = timeOfRound(0)

// The storage is opened here, to be filled: the server then keeps it like its own, in a file and durable.
const storage = 'file' in database ? await openSqlite(database) : await openPostgres(database)
const config = readConfig(
  { port: '0', ephemeral: true },
  {
    TWINLOCK_MASTER_KEY: masterKey.toString('base64'),
    TWINLOCK_ROOT_ACCESS_KEY_ID: 'AKIABENCHROOTBENCHRO',
    TWINLOCK_ROOT_SECRET_ACCESS_KEY: 'secret-access-key-of-the-root-user',
    TWINLOCK_ROOT_PASSWORD: 'Root-password-of-the-benchmark-1',
  },
)
const { endpoint } = await startServer({ config, storage, clock: { now: () => now }, log: createLogger('warn') })
await populate(storage, new Sealer(masterKey), population)

answerOrders(Number(new URL(endpoint).port), (round) => {
  now = round.now
})
