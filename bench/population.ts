/** Who is in the database of a measured server: known to the server, which stores them, and to the load, which signs as them. */
import { parseSeed } from '../src/mfa/seed.ts'
import { counterAt, hotp } from '../src/mfa/totp.ts'
import { accessKeyIdentity } from '../src/secrets/access-key.ts'
import type { Sealer } from '../src/secrets/seal.ts'
import type { SigningCredentials } from '../src/sigv4/sign.ts'
import type { Queries, Storage, Tables } from '../src/storage/database.ts'
import { sealSeed } from '../src/verification/seeds.ts'

export const accountId = '123456789012'

/** Users with an access key each, and devices of those who send requests, in turn. */
export interface Population {
  readonly users: number
  readonly devices: number
}

/** One of a user's own for each, so that policies decide on what is measured. */
const policy = JSON.stringify({
  Version: '2012-10-17',
  Statement: {
    Effect: 'Allow',
    Action: ['iam:CreateVirtualMFADevice', 'iam:ListVirtualMFADevices'],
    Resource: `arn:aws:iam::${accountId}:mfa/*`,
  },
})

/** Codes that a device shows within AWS's tolerance of two steps either way: each of them is good once. */
const codeOffsets = [-2, -1, 0, 1, 2]

/** The clock stands still during a round, and so far moves in between: a new window of attempts, and five new codes. */
const roundMilliseconds = 180_000
const firstRound = Date.UTC(2026, 0, 15, 12, 0, 15)

/** One seed for all devices, each with a sealed copy of its own: what it costs is the same, and the load computes less. */
const seed = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ'
const seedKey = parseSeed(seed)

export const timeOfRound = (round: number): number => firstRound + round * roundMilliseconds
export const serialNumber = (device: number): string => `arn:aws:iam::${accountId}:mfa/device-${pad(device)}`

/** The users who send the requests of a few minutes: all of them or a thousand, from the first to the last. */
export function callersOf({ users }: Population): readonly number[] {
  const count = Math.min(users, 1000)
  return rangeOf(0, count).map((index) => Math.floor((index * users) / count))
}

export function credentialsOf(user: number): SigningCredentials {
  return { accessKeyId: `AKIABENCH${pad(user)}XXX`, secretAccessKey: `secret-access-key-of-benchmark-${pad(user)}` }
}

/** Different codes that every device takes in this round. Two steps may share their six digits, which are then good once. */
export function codesOfRound(round: number): readonly string[] {
  return [...new Set(codeOffsets.map((offset) => hotp(seedKey, counterAt(timeOfRound(round)) + offset)))]
}

export async function populate(storage: Storage, sealer: Sealer, population: Population): Promise<void> {
  const time = timeOfRound(0)
  const callers = callersOf(population)
  await insert(storage, population.users, async (queries, range) => {
    await queries.insertInto('users').values(range.map(toUser)).execute()
    await queries.insertInto('access_keys').values(range.map(toAccessKey)).execute()
    await queries.insertInto('inline_policies').values(range.map(toPolicy)).execute()
  })
  await insert(storage, population.devices, async (queries, range) => {
    await queries.insertInto('mfa_devices').values(range.map(toDevice)).execute()
  })

  function toUser(user: number): Tables['users'] {
    const name = `user-${pad(user)}`
    return {
      account_id: accountId,
      user_id: userId(user),
      name,
      name_key: name,
      path: '/',
      created_at: time,
      password_last_used_at: null,
      permissions_boundary_id: null,
    }
  }

  function toPolicy(user: number): Tables['inline_policies'] {
    return { account_id: accountId, entity_id: userId(user), name: 'devices', name_key: 'devices', document: policy }
  }

  function toAccessKey(user: number): Tables['access_keys'] {
    const { accessKeyId, secretAccessKey } = credentialsOf(user)
    return {
      account_id: accountId,
      access_key_id: accessKeyId,
      owner_id: userId(user),
      status: 'Active',
      sealed_secret: sealer.seal(secretAccessKey, accessKeyIdentity(accountId, accessKeyId)),
      created_at: time,
      last_used_at: null,
      last_used_service: null,
      last_used_region: null,
    }
  }

  function toDevice(device: number): Tables['mfa_devices'] {
    const deviceId = `device-${pad(device)}`
    return {
      account_id: accountId,
      device_id: deviceId,
      serial_number: serialNumber(device),
      serial_key: serialNumber(device).toLowerCase(),
      kind: 'virtual',
      sealed_seed: sealSeed(sealer, seed, accountId, deviceId),
      created_at: time,
      owner_id: userId(callers[device % callers.length] ?? 0),
      enabled_at: time,
      clock_adjustment: 0,
      last_pair_counter: null,
      consecutive_failures: 0,
      used_through_counter: null,
      prepared_for: null,
    }
  }
}

/** By hundreds: a statement must not have too many parameters, nor a transaction take too long. */
async function insert(
  storage: Storage,
  count: number,
  insertRange: (queries: Queries, range: readonly number[]) => Promise<void>,
): Promise<void> {
  for (let from = 0; from < count; from += 500) {
    const range = rangeOf(from, Math.min(from + 500, count))
    await storage.transaction((queries) => insertRange(queries, range))
  }
}

const rangeOf = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => from + index)
const userId = (user: number) => `AIDABENCH${pad(user)}XXX`
const pad = (index: number) => String(index).padStart(8, '0')
