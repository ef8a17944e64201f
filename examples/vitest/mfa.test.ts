import { STS } from '@aws-sdk/client-sts'
import { start } from 'twinlock/testing'
import { expect, test } from 'vitest'

test('a code opens one session', async () => {
  const seed = { Users: [{ UserName: 'alice', AccessKeys: [{}], MFADevices: [{}] }] }
  const server = await start({ clock: 'frozen', seed })
  const { clientOptions, authenticator } = server.user('alice')
  const input = { SerialNumber: authenticator.serialNumber, TokenCode: await authenticator.code() }
  const sts = new STS(clientOptions)
  expect(await sts.getSessionToken(input)).toHaveProperty('Credentials.SessionToken')
  await expect(sts.getSessionToken(input)).rejects.toThrow('invalid MFA one time pass code')
  await server.stop()
})
