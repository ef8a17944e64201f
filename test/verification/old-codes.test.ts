/** Codes that somebody saw long ago, in the hands of somebody who holds the user's key but not the device. */
import { expect, it } from 'vitest'
import { createUserWithDevice, describeTwinlock, errorOf, startSession } from '../twinlock.ts'

const invalidPair = ['InvalidAuthenticationCode', 403, 'Authentication code for device is not valid.']

describeTwinlock('codes that were seen long ago', (server) => {
  it('do not become good by resynchronising the device back to them', async () => {
    const { clock, iam } = server
    const user = await createUserWithDevice(server)
    clock.advance(600)
    const seen = { pair: user.device.pair(), unused: user.device.code(), next: user.device.code(1) }
    clock.advance(4 * 3600)
    // The code seen unused is spent by the resynchronisation itself.
    await user.iam.resyncMFADevice({ UserName: user.userName, ...seen.pair })
    const old = { SerialNumber: user.device.serialNumber, TokenCode: seen.unused }
    expect((await errorOf(user.sts.getSessionToken(old)))[0]).toBe('AccessDenied')
    await iam.resyncMFADevice({ UserName: user.userName, ...user.device.pair() })
    clock.advance(30)
    await startSession(server, user, user.device)
  })

  it('are refused when the owner has used a newer one since; another principal may still set the clock back', async () => {
    const { clock, iam } = server
    const user = await createUserWithDevice(server)
    clock.advance(600)
    const pair = user.device.pair()
    clock.advance(4 * 3600)
    await startSession(server, user, user.device)
    expect(await errorOf(user.iam.resyncMFADevice({ UserName: user.userName, ...pair }))).toEqual(invalidPair)
    await iam.resyncMFADevice({ UserName: user.userName, ...pair })
  })
})
