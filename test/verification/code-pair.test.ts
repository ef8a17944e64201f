import { expect, it } from 'vitest'
import { invalidCode, invalidPair } from '../refusals.ts'
import { createDevice, createUser, createUserWithDevice, describeTwinlock, errorOf, startSession } from '../twinlock.ts'

describeTwinlock('A pair of codes that enables a device', (server) => {
  it.each([
    ['the same code twice', 0, 0],
    ['two codes, the newer first', 0, -1],
    ['two codes with others between them', -3, 0],
    ['two codes with another between them', -1, 1],
  ])('must not be %s', async (_, first, second) => {
    const { userName } = await createUser(server)
    const device = await createDevice(server)
    const pair = device.codes(device.code(first), device.code(second))
    expect(await errorOf(server.iam.enableMFADevice({ UserName: userName, ...pair }))).toEqual(invalidPair)
    expect((await server.iam.listMFADevices({ UserName: userName })).MFADevices).toEqual([])
    await server.iam.enableMFADevice({ UserName: userName, ...device.pair() })
  })

  it.each([
    ['right and wrong', (code: string, wrong: string) => [code, wrong] as const],
    ['wrong and right', (code: string, wrong: string) => [wrong, code] as const],
    ['both wrong', (_: string, wrong: string) => [wrong, wrong] as const],
  ])('must not be %s', async (_, choose) => {
    const { userName } = await createUser(server)
    const device = await createDevice(server)
    const pair = device.codes(...choose(device.code(), device.wrongCode()))
    expect(await errorOf(server.iam.enableMFADevice({ UserName: userName, ...pair }))).toEqual(invalidPair)
  })

  it('must be of this device', async () => {
    const { userName } = await createUser(server)
    const [device, other] = [await createDevice(server), await createDevice(server)]
    const request = { UserName: userName, ...other.pair(), SerialNumber: device.serialNumber }
    expect(await errorOf(server.iam.enableMFADevice(request))).toEqual(invalidPair)
  })

  it.each([-998, 1000])('may be %i steps from now, and the device then runs so', async (offset) => {
    const user = await createUser(server)
    const device = await createDevice(server)
    await server.iam.enableMFADevice({ UserName: user.userName, ...device.pair(offset) })
    await startSession(server, user, device, offset + 2)
  })

  it.each([-999, 1001])('may not be %i steps from now', async (offset) => {
    const { userName } = await createUser(server)
    const device = await createDevice(server)
    const request = { UserName: userName, ...device.pair(offset) }
    expect(await errorOf(server.iam.enableMFADevice(request))).toEqual(invalidPair)
  })

  it('is searched around the server’s time, wherever the device was before', async () => {
    const user = await createUser(server)
    const device = await createDevice(server)
    await server.iam.enableMFADevice({ UserName: user.userName, ...device.pair(900) })
    await server.iam.deactivateMFADevice({ UserName: user.userName, SerialNumber: device.serialNumber })
    server.clock.advance(86_400)
    await server.iam.enableMFADevice({ UserName: user.userName, ...device.pair(-900) })
    await startSession(server, user, device, -900)
  })

  it('associates a device out of step when it is old, until a current pair resynchronises it', async () => {
    const user = await createUser(server)
    const device = await createDevice(server)
    const tenMinutes = 20
    await server.iam.enableMFADevice({ UserName: user.userName, ...device.pair(-tenMinutes) })
    for (const offset of [-tenMinutes - 3, -tenMinutes + 3, -2, 0]) {
      expect(await errorOf(startSession(server, user, device, offset))).toEqual(invalidCode)
    }
    for (const offset of [-2, 0, 2]) await startSession(server, user, device, offset - tenMinutes)

    await user.iam.resyncMFADevice({ UserName: user.userName, ...device.pair() })
    await startSession(server, user, device)
    expect(await errorOf(startSession(server, user, device, 1 - tenMinutes))).toEqual(invalidCode)
  })

  it('must be newer than the last one, also for another user after the device was deactivated', async () => {
    const { userName, device } = await createUserWithDevice(server)
    await server.iam.deactivateMFADevice({ UserName: userName, SerialNumber: device.serialNumber })
    const other = await createUser(server)
    for (const UserName of [userName, other.userName]) {
      for (const offset of [-1, 0, 1]) {
        const request = { UserName, ...device.pair(offset) }
        expect(await errorOf(server.iam.enableMFADevice(request)), `${offset}`).toEqual(invalidPair)
      }
    }
    await server.iam.enableMFADevice({ UserName: other.userName, ...device.pair(2) })
  })
})

describeTwinlock('A pair of codes that resynchronises a device', (server) => {
  it('must be newer than the last one: neither the same, nor older, nor overlapping', async () => {
    const { userName, device } = await createUserWithDevice(server)
    const resync = (offset: number) => server.iam.resyncMFADevice({ UserName: userName, ...device.pair(offset) })
    for (const offset of [0, -1, -10, 1]) expect(await errorOf(resync(offset)), `${offset}`).toEqual(invalidPair)
    await resync(2)
    for (const offset of [2, 3]) expect(await errorOf(resync(offset)), `${offset}`).toEqual(invalidPair)
    await resync(4)
  })

  it('must not be the same code twice or the newer first', async () => {
    const { userName, device } = await createUserWithDevice(server)
    for (const pair of [
      device.codes(device.code(2), device.code(2)),
      device.codes(device.code(3), device.code(2)),
      device.wrongPair(),
    ]) {
      expect(await errorOf(server.iam.resyncMFADevice({ UserName: userName, ...pair }))).toEqual(invalidPair)
    }
  })

  it('is searched around the time of the device, and moves it', async () => {
    const user = await createUser(server)
    const device = await createDevice(server)
    await server.iam.enableMFADevice({ UserName: user.userName, ...device.pair(900) })
    const resync = (offset: number) => user.iam.resyncMFADevice({ UserName: user.userName, ...device.pair(offset) })
    expect(await errorOf(resync(1901))).toEqual(invalidPair)
    await resync(1900)
    await startSession(server, user, device, 1901)
    expect(await errorOf(startSession(server, user, device, 901))).toEqual(invalidCode)
  })

  it('leaves the device as it was when it is refused', async () => {
    const user = await createUserWithDevice(server)
    await errorOf(user.iam.resyncMFADevice({ UserName: user.userName, ...user.device.wrongPair() }))
    await startSession(server, user, user.device)
  })
})
