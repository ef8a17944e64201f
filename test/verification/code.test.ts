import { describe, expect, it } from 'vitest'
import { invalidCode, unableToValidate } from '../refusals.ts'
import {
  Authenticator,
  accountId,
  administer,
  createDevice,
  createUser,
  createUserWithDevice,
  describeTwinlock,
  errorOf,
  startSession,
} from '../twinlock.ts'

describeTwinlock('A code for a session', (server) => {
  describe('is good', () => {
    it.each([-2, -1, 0, 1, 2])('at %i steps from now', async (offset) => {
      const user = await createUserWithDevice(server)
      await startSession(server, user, user.device, offset)
    })

    it('once, in whatever order the codes of the window come', async () => {
      const user = await createUserWithDevice(server)
      for (const offset of [1, -2, 2, 0]) {
        await startSession(server, user, user.device, offset)
        expect(await errorOf(startSession(server, user, user.device, offset))).toEqual(invalidCode)
      }
      await startSession(server, user, user.device, -1)
    })

    it('once after it has enabled the device, and once after it has resynchronised it', async () => {
      const user = await createUserWithDevice(server)
      for (const offset of [-1, 0]) {
        await startSession(server, user, user.device, offset)
        expect(await errorOf(startSession(server, user, user.device, offset))).toEqual(invalidCode)
      }
      server.clock.advance(60)
      await user.iam.resyncMFADevice({ UserName: user.userName, ...user.device.pair() })
      for (const offset of [-1, 0]) {
        await startSession(server, user, user.device, offset)
        expect(await errorOf(startSession(server, user, user.device, offset))).toEqual(invalidCode)
      }
    })

    it('once although the device was deactivated and enabled again, for whomever', async () => {
      const user = await createUserWithDevice(server)
      const other = await createUser(server)
      await startSession(server, user, user.device, 2)
      await server.iam.deactivateMFADevice({ UserName: user.userName, SerialNumber: user.device.serialNumber })
      server.clock.advance(60)
      await server.iam.enableMFADevice({ UserName: other.userName, ...user.device.pair() })
      expect(await errorOf(startSession(server, other, user.device))).toEqual(invalidCode)
      await startSession(server, other, user.device, 1)
    })

    it('once, with the step that it is for going by', async () => {
      const user = await createUserWithDevice(server)
      await startSession(server, user, user.device, 2)
      for (const offset of [1, 0, -1, -2]) {
        server.clock.advance(30)
        expect(await errorOf(startSession(server, user, user.device, offset))).toEqual(invalidCode)
      }
    })
  })

  describe('is refused', () => {
    it.each([-3, 3])('at %i steps from now', async (offset) => {
      const user = await createUserWithDevice(server)
      expect(await errorOf(startSession(server, user, user.device, offset))).toEqual(invalidCode)
    })

    it('when it is wrong', async () => {
      const user = await createUserWithDevice(server)
      expect(await errorOf(user.sts.getSessionToken(user.device.wrongMfa()))).toEqual(invalidCode)
    })

    it('when it is of another device of the user', async () => {
      const user = await createUserWithDevice(server)
      const second = await createDevice(server)
      await server.iam.enableMFADevice({ UserName: user.userName, ...second.pair() })
      const mixed = { SerialNumber: user.device.serialNumber, TokenCode: second.code() }
      expect(await errorOf(user.sts.getSessionToken(mixed))).toEqual(invalidCode)
      await startSession(server, user, second)
    })
  })

  describe('cannot be validated', () => {
    it('on a device of another user, and is not used up by the try', async () => {
      const owner = await createUserWithDevice(server)
      const thief = await createUserWithDevice(server)
      expect(await errorOf(startSession(server, thief, owner.device))).toEqual(unableToValidate)
      expect(await errorOf(startSession(server, server, owner.device))).toEqual(unableToValidate)
      await startSession(server, owner, owner.device)
    })

    it('on a device that is nobody’s, was deactivated, or is not there', async () => {
      const user = await createUserWithDevice(server)
      const fresh = await createDevice(server)
      const unknown = { SerialNumber: `arn:aws:iam::${accountId}:mfa/nowhere`, TokenCode: '123456' }
      expect(await errorOf(startSession(server, user, fresh))).toEqual(unableToValidate)
      expect(await errorOf(user.sts.getSessionToken(unknown))).toEqual(unableToValidate)
      await server.iam.deactivateMFADevice({ UserName: user.userName, SerialNumber: user.device.serialNumber })
      expect(await errorOf(startSession(server, user, user.device))).toEqual(unableToValidate)
    })
  })

  describe('that stands for two counters', () => {
    // Found by search: with this seed the codes of the steps before and two after this one are the same.
    const seed = '2GWEOTONZGLS7KXLUKUF6UDL2MF2NSTX'
    const middle = Date.UTC(2026, 1, 1, 0, 0, 15)

    it('is spent on both when both are in the window', async () => {
      const { user, token } = await createUserWithToken('GAHT00000010')
      moveTo(middle)
      expect(token.code(-1)).toBe(token.code(2))
      await startSession(server, user, token, -1)
      expect(await errorOf(startSession(server, user, token, 2))).toEqual(invalidCode)
      // Now only the later of the two is in the window.
      moveTo(middle + 60_000)
      expect(await errorOf(startSession(server, user, token, 0))).toEqual(invalidCode)
      await startSession(server, user, token, 1)
    })

    it('is spent on the second by the try to use it again', async () => {
      const { user, token } = await createUserWithToken('GAHT00000011')
      // Only the earlier of the two is in the window.
      moveTo(middle - 60_000)
      await startSession(server, user, token, 1)
      moveTo(middle)
      expect(await errorOf(startSession(server, user, token, -1))).toEqual(invalidCode)
      moveTo(middle + 60_000)
      expect(await errorOf(startSession(server, user, token, 0))).toEqual(invalidCode)
    })

    async function createUserWithToken(serialNumber: string) {
      moveTo(middle - 3_600_000)
      const user = await createUser(server)
      const token = new Authenticator(serialNumber, seed, server.clock)
      expect((await administer(server, 'register-hardware-token', { serialNumber, seed })).status).toBe(200)
      await server.iam.enableMFADevice({ UserName: user.userName, ...token.pair() })
      return { user, token }
    }

    function moveTo(time: number): void {
      server.clock.advance((time - server.clock.now()) / 1000)
    }
  })
})
