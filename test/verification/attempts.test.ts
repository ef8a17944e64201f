import { expect, it } from 'vitest'
import { describeEachDatabase, postgres } from '../databases.ts'
import { invalidCode, invalidPair, unableToValidate } from '../refusals.ts'
import {
  type Authenticator,
  createDevice,
  createUser,
  createUserWithDevice,
  describeTwinlock,
  errorOf,
  FrozenClock,
  startSession,
  startTwinlock,
  type TestUser,
} from '../twinlock.ts'

const windowSeconds = 180
const nine = Array.from({ length: 9 }, (_, index) => index)

describeTwinlock('Nine codes in three minutes', (server) => {
  it('may be tried on a device, whether they are right, wrong or used', async () => {
    const user = await createUserWithDevice(server)
    for (const offset of [-2, -1, 0]) await startSession(server, user, user.device, offset)
    for (const _ of [1, 2, 3]) expect(await errorOf(startSession(server, user, user.device))).toEqual(invalidCode)
    for (const _ of [1, 2, 3]) expect(await tryWrongCode(user)).toEqual(invalidCode)
    expect(await errorOf(startSession(server, user, user.device, 1))).toEqual(unableToValidate)
    expect(await tryWrongCode(user)).toEqual(unableToValidate)
  })

  it('are counted for each device alone', async () => {
    const user = await createUserWithDevice(server)
    const sibling = await createDevice(server)
    await server.iam.enableMFADevice({ UserName: user.userName, ...sibling.pair() })
    await spendBudget(user)
    expect(await errorOf(startSession(server, user, user.device))).toEqual(unableToValidate)
    await startSession(server, user, sibling)
  })

  it('are counted however the serial number is spelt', async () => {
    const user = await createUserWithDevice(server)
    const SerialNumber = user.device.serialNumber.toUpperCase()
    for (const _ of nine) await errorOf(user.sts.getSessionToken({ ...user.device.wrongMfa(), SerialNumber }))
    expect(await errorOf(startSession(server, user, user.device))).toEqual(unableToValidate)
  })

  it('are counted on, although the device is deleted and created again', async () => {
    const user = await createUserWithDevice(server)
    const { serialNumber: SerialNumber } = user.device
    await spendBudget(user)
    await server.iam.deactivateMFADevice({ UserName: user.userName, SerialNumber })
    await server.iam.deleteVirtualMFADevice({ SerialNumber })
    const replacement = await createDevice(server, SerialNumber.replace(/.*\//, ''))
    expect(replacement.serialNumber).toBe(SerialNumber)
    await server.iam.enableMFADevice({ UserName: user.userName, ...replacement.pair() })
    expect(await errorOf(startSession(server, user, replacement))).toEqual(unableToValidate)
    moveToNextWindow()
    await startSession(server, user, replacement)
  })

  it('are nine again in the next window of the clock, not three minutes after the first', async () => {
    moveToNextWindow()
    server.clock.advance(windowSeconds - 45)
    const user = await createUserWithDevice(server)
    await spendBudget(user)
    server.clock.advance(29)
    expect(await errorOf(startSession(server, user, user.device))).toEqual(unableToValidate)
    server.clock.advance(1)
    await startSession(server, user, user.device)
    for (const _ of nine.slice(1)) expect(await tryWrongCode(user)).toEqual(invalidCode)
    expect(await tryWrongCode(user)).toEqual(unableToValidate)
  })

  it('are not used up by other users who know the serial number', async () => {
    const owner = await createUserWithDevice(server)
    const thief = await createUserWithDevice(server)
    for (const _ of [...nine, ...nine]) {
      expect(await errorOf(thief.sts.getSessionToken(owner.device.wrongMfa()))).toEqual(unableToValidate)
    }
    await startSession(server, owner, owner.device)
    for (const _ of nine.slice(1)) expect(await tryWrongCode(owner)).toEqual(invalidCode)
    expect(await tryWrongCode(owner)).toEqual(unableToValidate)
  })

  it('are no matter for a clock that is put back, or goes a year ahead and back', async () => {
    const user = await createUserWithDevice(server)
    await spendBudget(user)
    const year = 365 * 86_400
    server.clock.advance(year)
    await startSession(server, user, user.device)
    server.clock.advance(-year - 3600)
    await startSession(server, user, user.device)
    server.clock.advance(3600 + windowSeconds)
    await startSession(server, user, user.device)
  })

  function moveToNextWindow(): void {
    const seconds = server.clock.now() / 1000
    server.clock.advance(windowSeconds - (seconds % windowSeconds) + 15)
  }
})

describeTwinlock('Nine pairs of codes in three minutes', (server) => {
  it('may be tried to enable a device, and then not even a right one', async () => {
    const { userName } = await createUser(server)
    const device = await createDevice(server)
    const enable = (pair: object) => server.iam.enableMFADevice({ UserName: userName, ...device.pair(), ...pair })
    for (const _ of nine) expect(await errorOf(enable(device.wrongPair()))).toEqual(invalidPair)
    expect(await errorOf(enable(device.pair()))).toEqual(invalidPair)
    server.clock.advance(windowSeconds)
    await enable(device.pair())
  })

  it('may be tried to resynchronise it, by whomever, and then not even a right one', async () => {
    const user = await createUserWithDevice(server)
    const resync = ({ iam }: Pick<TestUser, 'iam'>, pair: object) =>
      iam.resyncMFADevice({ UserName: user.userName, ...user.device.pair(), ...pair })
    server.clock.advance(windowSeconds)
    for (const index of nine) {
      expect(await errorOf(resync(index % 2 ? user : server, user.device.wrongPair()))).toEqual(invalidPair)
    }
    for (const clients of [user, server]) expect(await errorOf(resync(clients, {}))).toEqual(invalidPair)
    server.clock.advance(windowSeconds)
    await resync(user, {})
  })

  it('leave the nine codes for sessions alone, and those leave them alone', async () => {
    const user = await createUserWithDevice(server)
    const resync = (pair: object) =>
      user.iam.resyncMFADevice({ UserName: user.userName, ...user.device.pair(), ...pair })
    server.clock.advance(windowSeconds)
    for (const _ of nine) await errorOf(resync(user.device.wrongPair()))
    await startSession(server, user, user.device)
    for (const _ of nine.slice(1)) await tryWrongCode(user)
    expect(await tryWrongCode(user)).toEqual(unableToValidate)
    server.clock.advance(windowSeconds)
    await spendBudget(user)
    await resync({})
  })

  it('are counted on, although the device is deleted and created again', async () => {
    const { userName } = await createUser(server)
    const device = await createDevice(server, 'pairs-again')
    for (const _ of nine) await errorOf(server.iam.enableMFADevice({ UserName: userName, ...device.wrongPair() }))
    await server.iam.deleteVirtualMFADevice({ SerialNumber: device.serialNumber })
    const replacement = await createDevice(server, 'pairs-again')
    const enable = () => server.iam.enableMFADevice({ UserName: userName, ...replacement.pair() })
    expect(await errorOf(enable())).toEqual(invalidPair)
    server.clock.advance(windowSeconds)
    await enable()
  })
})

describeEachDatabase(
  'Nine codes in three minutes',
  (create) => {
    it('are nine on two servers together, whose clocks differ by seconds at the turn of the window', async () => {
      const database = await create()
      const endOfWindow = Date.UTC(2026, 0, 15, 12, 2, 59)
      const late = await startTwinlock(database, { clock: new FrozenClock(endOfWindow) })
      const early = await startTwinlock(database, { clock: new FrozenClock(endOfWindow + 2000) })
      const user = await createUserWithDevice(late)
      const clients = [late.as(user.credentials), early.as(user.credentials)]
      const messages: string[] = []
      for (let attempt = 0; attempt < 20; attempt++) {
        for (const { sts } of clients) {
          messages.push((await errorOf(sts.getSessionToken(user.device.wrongMfa())))[2])
        }
      }
      // Nine of the window that ends and nine of the one that begins, where nobody else has begun it.
      expect(messages.filter((message) => message === invalidCode[2]).length).toBeLessThanOrEqual(18)
    })
  },
  [postgres],
)

type Owner = TestUser & { readonly device: Authenticator }

function tryWrongCode(user: Owner) {
  return errorOf(user.sts.getSessionToken(user.device.wrongMfa()))
}

async function spendBudget(user: Owner): Promise<void> {
  for (const answer of await Promise.all(nine.map(() => tryWrongCode(user)))) expect(answer).toEqual(invalidCode)
}
