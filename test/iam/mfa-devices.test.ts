import { describe, expect, it } from 'vitest'
import { invalidForUser, invalidPair } from '../refusals.ts'
import {
  accountId,
  createDevice,
  createUser,
  createUserWithDevice,
  describeTwinlock,
  errorOf,
  startSession,
} from '../twinlock.ts'

const inUse = ['EntityAlreadyExists', 409, 'MFA Device is already in use.']
const unknownSerial = `arn:aws:iam::${accountId}:mfa/nowhere`

describeTwinlock('MFA devices', (server) => {
  describe('EnableMFADevice', () => {
    it('gives the device to the user and answers nothing', async () => {
      const user = await createUser(server)
      const device = await createDevice(server)
      const { $metadata, ...answer } = await server.iam.enableMFADevice({ UserName: user.userName, ...device.pair() })
      expect([$metadata.httpStatusCode, answer]).toEqual([200, {}])
      expect((await server.iam.listMFADevices({ UserName: user.userName })).MFADevices).toHaveLength(1)
    })

    it('refuses a device that the user has already, before the codes are looked at', async () => {
      const { userName, device } = await createUserWithDevice(server)
      for (const pair of [device.pair(), device.wrongPair()]) {
        expect(await errorOf(server.iam.enableMFADevice({ UserName: userName.toUpperCase(), ...pair }))).toEqual([
          'EntityAlreadyExists',
          409,
          `MFA Device for user ${userName} already exists.`,
        ])
      }
    })

    it('refuses a device of another user, before the codes are looked at', async () => {
      const { device } = await createUserWithDevice(server)
      const { userName } = await createUser(server)
      for (const pair of [device.pair(1), device.wrongPair()]) {
        expect(await errorOf(server.iam.enableMFADevice({ UserName: userName, ...pair }))).toEqual(inUse)
      }
    })

    it('says which user or that no such device is there', async () => {
      const device = await createDevice(server)
      const { userName } = await createUser(server)
      expect(await errorOf(server.iam.enableMFADevice({ UserName: 'Nobody', ...device.pair() }))).toEqual([
        'NoSuchEntity',
        404,
        'The user with name Nobody cannot be found.',
      ])
      const request = { UserName: userName, ...device.pair(), SerialNumber: unknownSerial }
      expect((await errorOf(server.iam.enableMFADevice(request))).slice(0, 2)).toEqual(['NoSuchEntity', 404])
    })

    it('finds user and device in whatever case, and answers the spelling that is stored', async () => {
      const user = await createUser(server, 'Mixed-Case')
      const device = await createDevice(server, 'Mixed-Case')
      const request = { ...device.pair(), UserName: 'MIXED-case', SerialNumber: device.serialNumber.toUpperCase() }
      await server.iam.enableMFADevice(request)
      const { MFADevices } = await server.iam.listMFADevices({ UserName: 'mixed-case' })
      expect(MFADevices?.map((each) => [each.UserName, each.SerialNumber])).toEqual([
        ['Mixed-Case', device.serialNumber],
      ])
      const SerialNumber = device.serialNumber.toLowerCase()
      await user.sts.getSessionToken({ ...device.mfa(), SerialNumber })
    })

    it('gives a user no ninth device', async () => {
      const { userName } = await createUser(server)
      for (let count = 0; count < 8; count++) {
        await server.iam.enableMFADevice({ UserName: userName, ...(await createDevice(server)).pair() })
      }
      const ninth = await createDevice(server)
      const enable = () => server.iam.enableMFADevice({ UserName: userName, ...ninth.pair() })
      expect((await errorOf(enable())).slice(0, 2)).toEqual(['LimitExceeded', 409])

      const { MFADevices } = await server.iam.listMFADevices({ UserName: userName })
      const SerialNumber = MFADevices?.[0]?.SerialNumber ?? ''
      await server.iam.deactivateMFADevice({ UserName: userName, SerialNumber })
      await enable()
    })

    it.each([
      ['12345', 'Member must have length greater than or equal to 6'],
      ['1234567', 'Member must have length less than or equal to 6'],
      ['12345a', String.raw`Member must satisfy regular expression pattern: [\d]+`],
      ['１２３４５６', String.raw`Member must satisfy regular expression pattern: [\d]+`],
    ])('refuses the code %j, whichever of the two it is', async (code, constraint) => {
      const { userName } = await createUser(server)
      const device = await createDevice(server)
      for (const member of ['AuthenticationCode1', 'AuthenticationCode2']) {
        const request = { UserName: userName, ...device.pair(), [member]: code }
        expect(await errorOf(server.iam.enableMFADevice(request))).toEqual([
          'ValidationError',
          400,
          `1 validation error detected: Value at 'a${member.slice(1)}' failed to satisfy constraint: ${constraint}`,
        ])
      }
    })
  })

  describe('DeactivateMFADevice', () => {
    it('needs no MFA of an administrator, and leaves the device with its tags and history, unassigned', async () => {
      const { userName, device } = await createUserWithDevice(server)
      const { serialNumber: SerialNumber } = device
      const spentPair = device.pair()
      await server.iam.tagMFADevice({ SerialNumber, Tags: [{ Key: 'kept', Value: '1' }] })
      await server.iam.deactivateMFADevice({ UserName: userName, SerialNumber })

      expect((await server.iam.listMFADevices({ UserName: userName })).MFADevices).toEqual([])
      const { VirtualMFADevices } = await server.iam.listVirtualMFADevices({ AssignmentStatus: 'Unassigned' })
      expect(VirtualMFADevices).toContainEqual({ SerialNumber })
      expect((await server.iam.listMFADeviceTags({ SerialNumber })).Tags).toEqual([{ Key: 'kept', Value: '1' }])
      expect(await errorOf(server.iam.enableMFADevice({ UserName: userName, ...spentPair }))).toEqual(invalidPair)
      server.clock.advance(60)
      await server.iam.enableMFADevice({ UserName: userName, ...device.pair() })
    })

    it('is about the caller when no user is named', async () => {
      const user = await createUserWithDevice(server)
      const session = await startSession(server, user, user.device)
      await session.iam.deactivateMFADevice({ SerialNumber: user.device.serialNumber })
      expect((await user.iam.listMFADevices({})).MFADevices).toEqual([])
    })
  })

  describe.each(['deactivateMFADevice', 'resyncMFADevice'] as const)('%s', (operation) => {
    it('refuses a device that is not the user’s', async () => {
      const { userName } = await createUserWithDevice(server)
      const others = (await createUserWithDevice(server)).device
      const unassigned = await createDevice(server)
      for (const request of [
        others.pair(1),
        unassigned.pair(),
        { ...unassigned.pair(), SerialNumber: unknownSerial },
      ]) {
        expect(await errorOf(server.iam[operation]({ UserName: userName, ...request }))).toEqual(invalidForUser)
      }
    })

    it('refuses a device that was deactivated', async () => {
      const { userName, device } = await createUserWithDevice(server)
      await server.iam.deactivateMFADevice({ UserName: userName, SerialNumber: device.serialNumber })
      const request = { UserName: userName, ...device.pair(1) }
      expect(await errorOf(server.iam[operation](request))).toEqual(invalidForUser)
    })

    it('says which user is not there', async () => {
      const { device } = await createUserWithDevice(server)
      const request = { UserName: 'Nobody', ...device.pair(1) }
      expect(await errorOf(server.iam[operation](request))).toEqual([
        'NoSuchEntity',
        404,
        'The user with name Nobody cannot be found.',
      ])
    })
  })

  describe('ListMFADevices', () => {
    it('lists the devices of the caller when no user is named, and those of the user who is', async () => {
      const user = await createUserWithDevice(server)
      const EnableDate = new Date(Math.floor(server.clock.now() / 1000) * 1000)
      const devices = [{ UserName: user.userName, SerialNumber: user.device.serialNumber, EnableDate }]
      const lists = await Promise.all([
        user.iam.listMFADevices({}),
        user.iam.listMFADevices({ UserName: user.userName }),
        server.iam.listMFADevices({ UserName: user.userName }),
      ])
      for (const { MFADevices, IsTruncated, Marker } of lists) {
        expect([MFADevices, IsTruncated, Marker]).toEqual([devices, false, undefined])
      }
      expect((await server.iam.listMFADevices({})).MFADevices).toEqual([])
    })

    it('pages by MaxItems and Marker', async () => {
      const { userName } = await createUser(server)
      for (const name of ['pages-C', 'pages-a', 'pages-B']) {
        await server.iam.enableMFADevice({ UserName: userName, ...(await createDevice(server, name)).pair() })
      }
      const first = await server.iam.listMFADevices({ UserName: userName, MaxItems: 2 })
      const Marker = first.Marker ?? ''
      const second = await server.iam.listMFADevices({ UserName: userName, MaxItems: 2, Marker })
      const names = [first, second].map(({ MFADevices }) =>
        MFADevices?.map((device) => device.SerialNumber?.replace(/.*\//, '')),
      )
      expect(names).toEqual([['pages-a', 'pages-B'], ['pages-C']])
      expect([first.IsTruncated, second.IsTruncated, second.Marker]).toEqual([true, false, undefined])
      const [code, status] = await errorOf(server.iam.listMFADevices({ UserName: userName, Marker: 'AAAA' }))
      expect([code, status]).toEqual(['ValidationError', 400])
    })

    it('says which user is not there', async () => {
      expect(await errorOf(server.iam.listMFADevices({ UserName: 'Nobody' }))).toEqual([
        'NoSuchEntity',
        404,
        'The user with name Nobody cannot be found.',
      ])
    })
  })

  it('refuses a virtual device in GetMFADevice, which is for security keys', async () => {
    const { userName, device } = await createUserWithDevice(server)
    const request = { SerialNumber: device.serialNumber, UserName: userName }
    expect(await errorOf(server.iam.getMFADevice(request))).toEqual([
      'ValidationError',
      400,
      'The MFA device serial number sent in the request is invalid or not supported by this API. Currently, only hardware FIDO security keys are supported. Please use the compatible device or API.',
    ])
  })

  it('keeps a user who has a device from being deleted', async () => {
    const { userName, device } = await createUserWithDevice(server)
    const remove = () => server.iam.deleteUser({ UserName: userName })
    expect(await errorOf(remove())).toEqual([
      'DeleteConflict',
      409,
      'Cannot delete entity, must remove tokens from principal first.',
    ])
    await server.iam.deactivateMFADevice({ UserName: userName, SerialNumber: device.serialNumber })
    expect((await errorOf(remove()))[2]).not.toContain('tokens')
  })

  it('counts devices in the account summary; MFA of users is not that of the root user', async () => {
    const before = (await server.iam.getAccountSummary({})).SummaryMap ?? {}
    await createDevice(server)
    await createUserWithDevice(server)
    const after = (await server.iam.getAccountSummary({})).SummaryMap ?? {}
    expect(after['MFADevices']).toBe((before['MFADevices'] ?? 0) + 2)
    expect(after['MFADevicesInUse']).toBe((before['MFADevicesInUse'] ?? 0) + 1)
    expect(after['AccountMFAEnabled']).toBe(0)
  })
})
