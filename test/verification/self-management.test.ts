import { describe, expect, it } from 'vitest'
import { invalidForUser, mfaRequired } from '../refusals.ts'
import {
  accountId,
  createDevice,
  createUser,
  createUserWithDevice,
  describeTwinlock,
  errorOf,
  startSession,
} from '../twinlock.ts'

const unknownSerial = `arn:aws:iam::${accountId}:mfa/nowhere`

describeTwinlock('A user who has an MFA device', (server) => {
  describe('by the long-term key', () => {
    it('enables no other: a new one, the same one or one that is not there', async () => {
      const user = await createUserWithDevice(server)
      const second = await createDevice(server)
      const others = (await createUserWithDevice(server)).device
      for (const pair of [
        second.pair(),
        second.wrongPair(),
        user.device.pair(1),
        others.pair(1),
        { ...second.pair(), SerialNumber: unknownSerial },
      ]) {
        expect(await errorOf(user.iam.enableMFADevice({ UserName: user.userName, ...pair }))).toEqual(mfaRequired)
      }
      expect((await user.iam.listMFADevices({})).MFADevices).toHaveLength(1)
    })

    it('deactivates none: not the own, by name or without, and not one that is not there', async () => {
      const user = await createUserWithDevice(server)
      const { serialNumber } = user.device
      for (const request of [
        { SerialNumber: serialNumber },
        { SerialNumber: serialNumber, UserName: user.userName },
        { SerialNumber: serialNumber, UserName: user.userName.toUpperCase() },
        { SerialNumber: unknownSerial },
      ]) {
        expect(await errorOf(user.iam.deactivateMFADevice(request))).toEqual(mfaRequired)
      }
      await startSession(server, user, user.device)
    })

    it('resynchronises the own', async () => {
      const user = await createUserWithDevice(server)
      server.clock.advance(60)
      await user.iam.resyncMFADevice({ UserName: user.userName, ...user.device.pair() })
    })
  })

  it('does it all in a session with MFA, down to the device of the session and the last one', async () => {
    const user = await createUserWithDevice(server)
    const second = await createDevice(server)
    const session = await startSession(server, user, user.device)
    await session.iam.enableMFADevice({ UserName: user.userName, ...second.pair() })
    await session.iam.deactivateMFADevice({ SerialNumber: user.device.serialNumber })
    await session.iam.deactivateMFADevice({ UserName: user.userName, SerialNumber: second.serialNumber })
    expect((await user.iam.listMFADevices({})).MFADevices).toEqual([])
  })

  it('enrols by the long-term key again once the last device is gone', async () => {
    const user = await createUserWithDevice(server)
    const second = await createDevice(server)
    await server.iam.deactivateMFADevice({ UserName: user.userName, SerialNumber: user.device.serialNumber })
    expect(await errorOf(user.iam.deactivateMFADevice({ SerialNumber: second.serialNumber }))).toEqual(invalidForUser)
    await user.iam.enableMFADevice({ UserName: user.userName, ...second.pair() })
  })

  it('cannot do it in a session that began before, without MFA', async () => {
    const user = await createUser(server)
    const session = await startSession(server, user)
    const device = await createDevice(server)
    await user.iam.enableMFADevice({ UserName: user.userName, ...device.pair() })
    const request = session.iam.deactivateMFADevice({ SerialNumber: device.serialNumber })
    expect((await errorOf(request))[0]).toBe('InvalidClientTokenId')
  })

  it('is managed by an administrator without MFA', async () => {
    const user = await createUserWithDevice(server)
    const second = await createDevice(server)
    await server.iam.enableMFADevice({ UserName: user.userName, ...second.pair() })
    for (const { serialNumber } of [user.device, second]) {
      await server.iam.deactivateMFADevice({ UserName: user.userName, SerialNumber: serialNumber })
    }
  })
})

describeTwinlock('A user without a device', (server) => {
  it('makes one and enables it by the long-term key alone', async () => {
    const user = await createUser(server)
    const device = await createDevice({ ...server, ...user })
    await user.iam.enableMFADevice({ UserName: user.userName, ...device.pair() })
    await startSession(server, user, device)
  })
})
