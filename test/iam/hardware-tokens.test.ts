import { describe, expect, it } from 'vitest'
import {
  Authenticator,
  administer,
  createUser,
  describeTwinlock,
  errorOf,
  sendForm,
  startSession,
  type TestServer,
} from '../twinlock.ts'

const seed = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ'

describeTwinlock('Hardware TOTP tokens', (server) => {
  describe('once registered by an administrator', () => {
    it('are enabled, verified and listed like any device', async () => {
      const user = await createUser(server)
      const token = await register(server, 'GAHT12345678')
      await user.iam.enableMFADevice({ UserName: user.userName, ...token.pair() })
      const session = await startSession(server, user, token)
      const { MFADevices } = await session.iam.listMFADevices({})
      expect(MFADevices?.map((device) => device.SerialNumber)).toEqual(['GAHT12345678'])
      await session.iam.deactivateMFADevice({ SerialNumber: 'gaht12345678' })
    })

    it('are not among the virtual devices, and are neither deleted nor tagged', async () => {
      const { serialNumber: SerialNumber } = await register(server, 'GAKT87654321')
      const { VirtualMFADevices } = await server.iam.listVirtualMFADevices({ MaxItems: 1000 })
      expect(VirtualMFADevices?.map((device) => device.SerialNumber)).not.toContain(SerialNumber)
      const Tags = [{ Key: 'key', Value: 'value' }]
      const refused = await Promise.all([
        errorOf(server.iam.deleteVirtualMFADevice({ SerialNumber })),
        errorOf(server.iam.tagMFADevice({ SerialNumber, Tags })),
        errorOf(server.iam.untagMFADevice({ SerialNumber, TagKeys: ['key'] })),
        errorOf(server.iam.listMFADeviceTags({ SerialNumber })),
      ])
      for (const [code, status] of refused) expect([code, status]).toEqual(['NoSuchEntity', 404])
    })

    it('have no operation that shows their seed', async () => {
      const user = await createUser(server)
      const token = await register(server, 'GAHT00000001')
      await user.iam.enableMFADevice({ UserName: user.userName, ...token.pair() })
      for (const Action of ['ListMFADevices', 'ListVirtualMFADevices']) {
        expect((await sendForm(server, 'iam', { Action })).body).not.toContain(seed)
      }
      expect(server.log.join('')).not.toContain(seed)
    })
  })

  it('are registered by nobody but the root user', async () => {
    const user = await createUser(server)
    const content = { serialNumber: 'GAHT00000002', seed }
    expect((await administer(server, 'register-hardware-token', content, user.credentials)).status).toBe(403)
    const token = new Authenticator(content.serialNumber, seed, server.clock)
    const request = { UserName: user.userName, ...token.pair() }
    expect((await errorOf(user.iam.enableMFADevice(request))).slice(0, 2)).toEqual(['NoSuchEntity', 404])
  })
})

async function register(server: TestServer, serialNumber: string): Promise<Authenticator> {
  const { status } = await administer(server, 'register-hardware-token', { serialNumber, seed })
  expect(status).toBe(200)
  return new Authenticator(serialNumber, seed, server.clock)
}
