import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { counterAt } from '../../src/mfa/totp.ts'
import { databases, postgres, type TestDatabase } from '../databases.ts'
import { invalidCode, invalidPair, mfaRequired, unableToValidate } from '../refusals.ts'
import {
  type Clients,
  type Credentials,
  createDevice,
  createUser,
  createUserWithDevice,
  describeTwinlock,
  errorOf,
  FrozenClock,
  startTwinlock,
  type TestServer,
} from '../twinlock.ts'

type Answer = 'ok' | [code: string, status: number, message: string]

describe.each(databases)('Requests that race, on $name', (kind) => {
  let database: TestDatabase
  let servers: readonly TestServer[] = []
  let server: TestServer

  // SQLite is for one server; PostgreSQL for several, which the requests are spread over.
  beforeAll(async () => {
    database = await kind.create()
    const clock = new FrozenClock()
    const first = await startTwinlock(database, { clock })
    servers = kind === postgres ? [first, await startTwinlock(database, { clock })] : [first]
    server = first
  })
  afterAll(async () => {
    for (const each of servers) await each.close()
    await database.destroy()
  })

  /** The same credentials as clients of each server in turn. */
  function spread(credentials: Credentials, count: number): readonly Clients[] {
    const clients = servers.map((each) => each.as(credentials))
    return Array.from({ length: count }, (_, index) => clients[index % clients.length] ?? server)
  }

  it('with one code: it yields one session, whoever is asked', async () => {
    const user = await createUserWithDevice(server)
    const mfa = user.device.mfa()
    const answers = await atOnce(
      spread(user.credentials, 200).map(
        ({ sts }) =>
          () =>
            sts.getSessionToken(mfa),
      ),
    )
    expect(tally(answers)).toEqual({ ok: 1, [invalidCode[2]]: 8, [unableToValidate[2]]: 191 })
  })

  it('with one code, where the budget stops nothing: it yields one session', async () => {
    for (let round = 0; round < 10; round++) {
      const user = await createUserWithDevice(server)
      const mfa = user.device.mfa(-1)
      const answers = await atOnce(
        spread(user.credentials, 9).map(
          ({ sts }) =>
            () =>
              sts.getSessionToken(mfa),
        ),
      )
      expect(tally(answers)).toEqual({ ok: 1, [invalidCode[2]]: 8 })
    }
  })

  it('with the five codes of the window: each yields one session', async () => {
    const user = await createUserWithDevice(server)
    const codes = [-2, -1, 0, 1, 2].map((offset) => user.device.mfa(offset))
    const clients = spread(user.credentials, 5)
    const answers = await atOnce(codes.map((mfa, index) => () => (clients[index] ?? user).sts.getSessionToken(mfa)))
    expect(tally(answers)).toEqual({ ok: 5 })
  })

  it('with wrong codes: nine are looked at', async () => {
    const user = await createUserWithDevice(server)
    const mfa = user.device.wrongMfa()
    const answers = await atOnce(
      spread(user.credentials, 50).map(
        ({ sts }) =>
          () =>
            sts.getSessionToken(mfa),
      ),
    )
    expect(tally(answers)).toEqual({ [invalidCode[2]]: 9, [unableToValidate[2]]: 41 })
  })

  it('with wrong pairs: nine count as failures', async () => {
    const user = await createUserWithDevice(server)
    server.clock.advance(180)
    const request = { UserName: user.userName, ...user.device.wrongPair() }
    const answers = await atOnce(
      spread(user.credentials, 30).map(
        ({ iam }) =>
          () =>
            iam.resyncMFADevice(request),
      ),
    )
    expect(tally(answers)).toEqual({ [invalidPair[2]]: 30 })
    const { consecutive_failures } = await server.storage.read((queries) =>
      queries.selectFrom('mfa_devices').selectAll().where('owner_id', '=', user.userId).executeTakeFirstOrThrow(),
    )
    expect(consecutive_failures).toBe(9)
  })

  it('to resynchronise by the same pair: one does', async () => {
    const user = await createUserWithDevice(server)
    server.clock.advance(180)
    const request = { UserName: user.userName, ...user.device.pair() }
    const answers = await atOnce(
      spread(user.credentials, 9).map(
        ({ iam }) =>
          () =>
            iam.resyncMFADevice(request),
      ),
    )
    expect(tally(answers)).toEqual({ ok: 1, [invalidPair[2]]: 8 })
  })

  it('to enable one device for twenty users: one gets it', async () => {
    const device = await createDevice(server)
    const users = await Promise.all(Array.from({ length: 20 }, () => createUser(server)))
    const answers = await atOnce(
      users.map(({ userName, credentials }, index) => {
        const [clients] = spread(credentials, index + 1).slice(-1)
        return () => (clients ?? server).iam.enableMFADevice({ UserName: userName, ...device.pair() })
      }),
    )
    expect(tally(answers)).toEqual({ ok: 1, 'MFA Device is already in use.': 19 })
    const lists = await Promise.all(users.map(({ userName }) => server.iam.listMFADevices({ UserName: userName })))
    expect(lists.flatMap(({ MFADevices }) => MFADevices ?? [])).toHaveLength(1)
  })

  it('to enable twelve devices for one user: eight are', async () => {
    const { userName } = await createUser(server)
    const devices = await Promise.all(Array.from({ length: 12 }, () => createDevice(server)))
    const answers = await atOnce(
      devices.map((device, index) => {
        const { iam } = servers[index % servers.length] ?? server
        return () => iam.enableMFADevice({ UserName: userName, ...device.pair() })
      }),
    )
    expect(answers.map(codeOf).sort()).toEqual([...Array(4).fill('LimitExceeded'), ...Array(8).fill('ok')])
    expect((await server.iam.listMFADevices({ UserName: userName })).MFADevices).toHaveLength(8)
  })

  it('to enable two first devices by the user’s own key: the second would need MFA', async () => {
    for (let round = 0; round < 10; round++) {
      const user = await createUser(server)
      const devices = [await createDevice(server), await createDevice(server)]
      const clients = spread(user.credentials, 2)
      const answers = await atOnce(
        devices.map((device, index) => () => {
          return (clients[index] ?? user).iam.enableMFADevice({ UserName: user.userName, ...device.pair() })
        }),
      )
      expect(tally(answers)).toEqual({ ok: 1, [mfaRequired[2]]: 1 })
    }
  })

  it('to deactivate and delete a device while it is verified: sessions or refusals, and no failure', async () => {
    for (let round = 0; round < 20; round++) {
      const user = await createUserWithDevice(server)
      const { serialNumber: SerialNumber } = user.device
      const verify = spread(user.credentials, 8).map(({ sts }, index) => () => {
        return sts.getSessionToken(user.device.mfa((index % 5) - 2))
      })
      const remove = async () => {
        await server.iam.deactivateMFADevice({ UserName: user.userName, SerialNumber })
        await server.iam.deleteVirtualMFADevice({ SerialNumber })
      }
      const answers = await atOnce([...verify, remove])
      expect(servers.flatMap(({ log }) => log.filter((line) => line.includes('"err"')))).toEqual([])
      expect(answers.at(-1)).toBe('ok')
      const expected = ['ok', invalidCode[2], unableToValidate[2]]
      for (const message of Object.keys(tally(answers))) expect(expected).toContain(message)
      expect(tally(await atOnce(verify))).toEqual({ [unableToValidate[2]]: 8 })
    }
  })
})

describeTwinlock(
  'A device that is deleted between being read and its code being consumed',
  (server) => {
    it('validates nothing', async () => {
      const user = await createUserWithDevice(server)
      const { serialNumber: SerialNumber } = user.device
      const { account_id, device_id } = await server.storage.read((queries) =>
        queries.selectFrom('mfa_devices').selectAll().where('owner_id', '=', user.userId).executeTakeFirstOrThrow(),
      )
      // Whoever inserts the same row waits for this transaction, which itself, as a replica's, locks no device.
      const blocker = new Client(server.location)
      await blocker.connect()
      await blocker.query('begin')
      await blocker.query('set local session_replication_role = replica')
      const row = [account_id, device_id, counterAt(server.clock.now()), 0]
      await blocker.query('insert into mfa_used_codes values ($1, $2, $3, $4)', row)
      const answer = atOnce([() => user.sts.getSessionToken(user.device.mfa())])
      const waiting = 'select 1 from pg_locks where not granted and transactionid = pg_current_xact_id()::xid'
      while ((await blocker.query(waiting)).rowCount === 0);
      await server.iam.deactivateMFADevice({ UserName: user.userName, SerialNumber })
      await server.iam.deleteVirtualMFADevice({ SerialNumber })
      await blocker.query('rollback')
      await blocker.end()
      expect(await answer).toEqual([unableToValidate])
    })
  },
  { kinds: [postgres] },
)

async function atOnce(requests: readonly (() => Promise<unknown>)[]): Promise<readonly Answer[]> {
  return Promise.all(
    requests.map(async (request) => {
      const sent = request()
      const isRefused = await sent.then(
        () => false,
        () => true,
      )
      return isRefused ? errorOf(sent) : 'ok'
    }),
  )
}

const messageOf = (answer: Answer) => (answer === 'ok' ? 'ok' : answer[2])
const codeOf = (answer: Answer) => (answer === 'ok' ? 'ok' : answer[0])

function tally(answers: readonly Answer[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const message of answers.map(messageOf)) counts[message] = (counts[message] ?? 0) + 1
  return counts
}
