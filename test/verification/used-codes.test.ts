import { expect, it } from 'vitest'
import { counterAt } from '../../src/mfa/totp.ts'
import { invalidCode } from '../refusals.ts'
import { createUserWithDevice, describeTwinlock, errorOf, startSession } from '../twinlock.ts'

const hour = 3600

describeTwinlock('Used codes', (server) => {
  it('stay used when the clock goes a year ahead and back, with a session in between', async () => {
    const user = await createUserWithDevice(server)
    await startSession(server, user, user.device)
    const year = 365 * 24 * hour
    server.clock.advance(year)
    await startSession(server, user, user.device)
    server.clock.advance(-year)
    expect(await errorOf(startSession(server, user, user.device))).toEqual(invalidCode)
    await startSession(server, user, user.device, 1)
    server.clock.advance(year)
    expect(await errorOf(startSession(server, user, user.device))).toEqual(invalidCode)
    server.clock.advance(-year)
  })

  it('stay used when a pair of codes moves the device back to them', async () => {
    const user = await createUserWithDevice(server)
    for (const offset of [0, 1, 2]) await startSession(server, user, user.device, offset)
    server.clock.advance(8 * hour)
    // The owner's phone is set back by eight hours: a pair just newer than the last one.
    const back = -8 * 120
    await server.iam.resyncMFADevice({ UserName: user.userName, ...user.device.pair(back + 2) })
    for (const offset of [0, 1, 2]) {
      expect(await errorOf(startSession(server, user, user.device, back + offset))).toEqual(invalidCode)
    }
    await startSession(server, user, user.device, back + 3)
  })

  it('are forgotten after 25 hours, and stay used when the clock goes back', async () => {
    const user = await createUserWithDevice(server)
    const first = counterAt(server.clock.now())
    await startSession(server, user, user.device)
    await startSession(server, user, user.device, 2)
    server.clock.advance(24.5 * hour)
    await startSession(server, user, user.device)
    expect(await rowsOf(user.userId)).toEqual([first, first + 2, first + 2940])
    server.clock.advance(1.5 * hour)
    await startSession(server, user, user.device)
    expect(await rowsOf(user.userId)).toEqual([first + 2940, first + 3120])

    server.clock.advance(-26 * hour)
    // The one between the two that were forgotten was never used, but nothing tells that any more.
    for (const offset of [0, 1, 2]) {
      expect(await errorOf(startSession(server, user, user.device, offset))).toEqual(invalidCode)
    }
    server.clock.advance(180)
    await startSession(server, user, user.device)
  })

  it('leave no row behind when they were refused', async () => {
    const user = await createUserWithDevice(server)
    await errorOf(user.sts.getSessionToken(user.device.wrongMfa()))
    await errorOf(startSession(server, user, user.device, 3))
    expect(await rowsOf(user.userId)).toEqual([])
  })

  it('go with the device', async () => {
    const user = await createUserWithDevice(server)
    const { serialNumber: SerialNumber } = user.device
    await startSession(server, user, user.device)
    const { device_id } = await server.storage.read((queries) =>
      queries.selectFrom('mfa_devices').selectAll().where('owner_id', '=', user.userId).executeTakeFirstOrThrow(),
    )
    await server.iam.deactivateMFADevice({ UserName: user.userName, SerialNumber })
    await server.iam.deleteVirtualMFADevice({ SerialNumber })
    const left = await server.storage.read((queries) =>
      queries.selectFrom('mfa_used_codes').selectAll().where('device_id', '=', device_id).execute(),
    )
    expect(left).toEqual([])
  })

  async function rowsOf(userId: string): Promise<number[]> {
    const rows = await server.storage.read((queries) =>
      queries
        .selectFrom('mfa_used_codes')
        .innerJoin('mfa_devices', 'mfa_devices.device_id', 'mfa_used_codes.device_id')
        .select('mfa_used_codes.counter')
        .where('mfa_devices.owner_id', '=', userId)
        .orderBy('counter')
        .execute(),
    )
    return rows.map((row) => row.counter)
  }
})
