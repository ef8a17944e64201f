import { expect, it } from 'vitest'
import { invalidCode, invalidPair, unableToValidate } from '../refusals.ts'
import {
  type Authenticator,
  administer,
  createDevice,
  createUser,
  createUserWithDevice,
  describeTwinlock,
  errorOf,
  startSession,
  type TestServer,
  type TestUser,
} from '../twinlock.ts'

type Owner = TestUser & { readonly device: Authenticator }

const windowSeconds = 180

/** Wrong codes, nine in each window of attempts: none is refused for the budget. */
async function fail(server: TestServer, user: Owner, times: number): Promise<void> {
  for (let rest = times; rest > 0; rest -= 9) {
    server.clock.advance(windowSeconds)
    const tries = Array.from({ length: Math.min(rest, 9) }, () => user.sts.getSessionToken(user.device.wrongMfa()))
    for (const answer of await Promise.all(tries.map(errorOf))) expect(answer).toEqual(invalidCode)
  }
  server.clock.advance(windowSeconds)
}

describeTwinlock('A device after a hundred failures in a row', (server) => {
  it('takes no code any more, of whatever kind the failures were', async () => {
    const user = await createUserWithDevice(server)
    const wrongPair = () => user.iam.resyncMFADevice({ UserName: user.userName, ...user.device.wrongPair() })
    await startSession(server, user, user.device)
    // Reused codes and wrong pairs count too; what is refused for the budget does not.
    for (let count = 0; count < 8; count++) {
      expect(await errorOf(startSession(server, user, user.device))).toEqual(invalidCode)
    }
    for (let count = 0; count < 8; count++) expect(await errorOf(wrongPair())).toEqual(invalidPair)
    for (let count = 0; count < 90; count++) {
      expect(await errorOf(startSession(server, user, user.device))).toEqual(unableToValidate)
    }
    await fail(server, user, 100 - 8 - 8 - 1)
    expect(await errorOf(wrongPair())).toEqual(invalidPair)

    server.clock.advance(windowSeconds)
    expect(await errorOf(startSession(server, user, user.device))).toEqual(unableToValidate)
    server.clock.advance(365 * 86_400)
    expect(await errorOf(startSession(server, user, user.device))).toEqual(unableToValidate)
  })

  it('takes one after ninety-nine, and then counts from nothing', async () => {
    const user = await createUserWithDevice(server)
    await fail(server, user, 99)
    await startSession(server, user, user.device)
    await fail(server, user, 99)
    await user.iam.resyncMFADevice({ UserName: user.userName, ...user.device.pair() })
    await fail(server, user, 99)
    await startSession(server, user, user.device)
  })
})

describeTwinlock(
  'A device that is locked, here after five failures',
  (server) => {
    const resync = ({ iam }: Pick<TestUser, 'iam'>, user: Owner, pair = user.device.pair()) =>
      iam.resyncMFADevice({ UserName: user.userName, ...pair })

    async function createUserWithLockedDevice(): Promise<Owner> {
      const user = await createUserWithDevice(server)
      await fail(server, user, 5)
      expect(await errorOf(startSession(server, user, user.device))).toEqual(unableToValidate)
      return user
    }

    it('was not after four', async () => {
      const user = await createUserWithDevice(server)
      await fail(server, user, 4)
      await startSession(server, user, user.device)
    })

    it('is not resynchronised by its owner, by key or in a session with MFA', async () => {
      const user = await createUserWithDevice(server)
      const session = await startSession(server, user, user.device)
      await fail(server, user, 5)
      for (const clients of [user, session]) {
        expect(await errorOf(resync(clients, user))).toEqual(invalidPair)
      }
      expect(await errorOf(startSession(server, user, user.device))).toEqual(unableToValidate)
    })

    it('is unlocked by a right pair from another principal', async () => {
      const user = await createUserWithLockedDevice()
      expect(await errorOf(resync(server, user, user.device.wrongPair()))).toEqual(invalidPair)
      expect(await errorOf(startSession(server, user, user.device))).toEqual(unableToValidate)
      await resync(server, user)
      await startSession(server, user, user.device)
      await fail(server, user, 4)
      await startSession(server, user, user.device)
    })

    it('is unlocked when another principal deactivates it', async () => {
      const user = await createUserWithLockedDevice()
      const { serialNumber: SerialNumber } = user.device
      await server.iam.deactivateMFADevice({ UserName: user.userName, SerialNumber })
      await user.iam.enableMFADevice({ UserName: user.userName, ...user.device.pair() })
      await startSession(server, user, user.device)
    })

    it('stays locked when its owner deactivates it in a session of before, whoever then enables it', async () => {
      const user = await createUserWithDevice(server)
      const session = await startSession(server, user, user.device)
      await fail(server, user, 5)
      await session.iam.deactivateMFADevice({ SerialNumber: user.device.serialNumber })
      const enable = ({ iam }: Pick<TestUser, 'iam'>, { userName }: TestUser) =>
        errorOf(iam.enableMFADevice({ UserName: userName, ...user.device.pair() }))
      const other = await createUser(server)
      expect(await enable(user, user)).toEqual(invalidPair)
      expect(await enable(other, other)).toEqual(invalidPair)
      expect(await enable(server, user)).toEqual(invalidPair)
    })

    it('is locked by wrong pairs alone, also before it was ever enabled', async () => {
      const user = await createUser(server)
      const device = await createDevice(server)
      const enable = (pair: object) => user.iam.enableMFADevice({ UserName: user.userName, ...device.pair(), ...pair })
      for (let count = 0; count < 5; count++) expect(await errorOf(enable(device.wrongPair()))).toEqual(invalidPair)
      server.clock.advance(windowSeconds)
      expect(await errorOf(enable({}))).toEqual(invalidPair)
    })

    it('was not after four wrong pairs, a right one and four wrong codes', async () => {
      const user = await createUser(server)
      const device = await createDevice(server)
      const enable = (pair: object) => user.iam.enableMFADevice({ UserName: user.userName, ...device.pair(), ...pair })
      for (let count = 0; count < 4; count++) expect(await errorOf(enable(device.wrongPair()))).toEqual(invalidPair)
      await enable({})
      await fail(server, { ...user, device }, 4)
      await startSession(server, user, device)
    })

    it('leaves the other devices of the user alone', async () => {
      const user = await createUserWithLockedDevice()
      const second = await createDevice(server)
      await server.iam.enableMFADevice({ UserName: user.userName, ...second.pair() })
      await startSession(server, user, second)
    })

    it('is not locked by others who know its serial number', async () => {
      const user = await createUserWithDevice(server)
      const thief = await createUserWithDevice(server)
      for (let count = 0; count < 6; count++) {
        await errorOf(thief.sts.getSessionToken(user.device.wrongMfa()))
        await errorOf(resync(thief, user, user.device.wrongPair()))
        await errorOf(thief.iam.enableMFADevice({ UserName: thief.userName, ...user.device.wrongPair() }))
      }
      await startSession(server, user, user.device)
      server.clock.advance(60)
      await resync(user, user)
    })

    it('is unlocked by an administrator of the server, in whatever case its serial number is given', async () => {
      const user = await createUserWithLockedDevice()
      const serialNumber = user.device.serialNumber.toUpperCase()
      const unlock = await administer(server, 'unlock-device', { serialNumber })
      expect([unlock.status, JSON.parse(unlock.body)]).toEqual([200, { serialNumber, hadFailures: true }])
      await startSession(server, user, user.device)
      const again = await administer(server, 'unlock-device', { serialNumber })
      expect(JSON.parse(again.body)).toEqual({ serialNumber, hadFailures: false })
    })

    it('is not unlocked so by its owner', async () => {
      const user = await createUserWithLockedDevice()
      const content = { serialNumber: user.device.serialNumber }
      const refused = await administer(server, 'unlock-device', content, user.credentials)
      expect([refused.status, JSON.parse(refused.body).error.code]).toEqual([403, 'AccessDenied'])
      expect(await errorOf(startSession(server, user, user.device))).toEqual(unableToValidate)
    })
  },
  { mfaLockout: '5' },
)

describeTwinlock(
  'A device without a lockout',
  (server) => {
    it('takes a right code after any number of failures', async () => {
      const user = await createUserWithDevice(server)
      await fail(server, user, 120)
      await startSession(server, user, user.device)
      await user.iam.resyncMFADevice({ UserName: user.userName, ...user.device.pair() })
    })
  },
  { mfaLockout: '0' },
)
