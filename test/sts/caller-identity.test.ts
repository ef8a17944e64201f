import { describe, expect, it } from 'vitest'
import {
  accountId,
  createUser,
  createUserWithDevice,
  describeTwinlock,
  errorOf,
  rootCredentials,
  sendForm,
  startSession,
} from '../twinlock.ts'

describeTwinlock('GetCallerIdentity', (server) => {
  const identityOf = async ({ sts }: Pick<typeof server, 'sts'>) => {
    const { $metadata, ...identity } = await sts.getCallerIdentity({})
    return identity
  }

  it('names the root user by the account', async () => {
    const root = { Arn: `arn:aws:iam::${accountId}:root`, UserId: accountId, Account: accountId }
    expect(await identityOf(server)).toEqual(root)
    expect(await identityOf(await startSession(server, server))).toEqual(root)
  })

  it('names a user, who needs no permission for it, and the sessions of the user', async () => {
    const user = await createUserWithDevice(server)
    const expected = {
      Arn: `arn:aws:iam::${accountId}:user/${user.userName}`,
      UserId: user.userId,
      Account: accountId,
    }
    expect(user.userId).toMatch(/^AIDA[A-Z2-7]{17}$/)
    expect(await identityOf(user)).toEqual(expected)
    expect(await identityOf(await startSession(server, user))).toEqual(expected)
    expect(await identityOf(await startSession(server, user, user.device))).toEqual(expected)
  })

  it('follows the user to another path and name', async () => {
    const user = await createUser(server)
    const session = await startSession(server, user)
    await server.iam.updateUser({ UserName: user.userName, NewPath: '/staff/', NewUserName: 'Renamed' })
    for (const clients of [user, session]) {
      expect((await identityOf(clients)).Arn).toBe(`arn:aws:iam::${accountId}:user/staff/Renamed`)
    }
  })

  it('answers Arn, UserId and Account in this order', async () => {
    const { body } = await sendForm(server, 'sts', { Action: 'GetCallerIdentity' })
    expect([...body.matchAll(/<(Arn|UserId|Account)>/g)].map((match) => match[1])).toEqual(['Arn', 'UserId', 'Account'])
  })
})

describeTwinlock('GetAccessKeyInfo', (server) => {
  describe('reads the account', () => {
    it('of a key that is known, in whatever state', async () => {
      const { credentials, userName } = await createUser(server)
      const AccessKeyId = credentials.accessKeyId
      await server.iam.updateAccessKey({ UserName: userName, AccessKeyId, Status: 'Inactive' })
      expect((await server.sts.getAccessKeyInfo({ AccessKeyId })).Account).toBe(accountId)
      await server.iam.deleteAccessKey({ UserName: userName, AccessKeyId })
      expect((await server.sts.getAccessKeyInfo({ AccessKeyId })).Account).toBe(accountId)
    })

    it('of the root user’s key, which its owner chose, and of a session', async () => {
      const AccessKeyId = rootCredentials.accessKeyId
      expect((await server.sts.getAccessKeyInfo({ AccessKeyId })).Account).toBe(accountId)
      const { credentials } = await startSession(server, server)
      const ofSession = await server.sts.getAccessKeyInfo({ AccessKeyId: credentials.accessKeyId })
      expect(ofSession.Account).toBe(accountId)
    })
  })

  it('is not for sessions', async () => {
    const session = await startSession(server, server)
    const request = session.sts.getAccessKeyInfo({ AccessKeyId: rootCredentials.accessKeyId })
    expect(await errorOf(request)).toEqual([
      'AccessDenied',
      403,
      'Cannot call GetAccessKeyInfo with session credentials',
    ])
  })
})
