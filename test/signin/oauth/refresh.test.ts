import { describe, expect, it } from 'vitest'
import { administer, describeTwinlock, errorOf } from '../../twinlock.ts'
import { Command, codeOf, crossDevice, login, loginPolicy, refusalOf, type Tokens } from './command.ts'

const ended = ['AccessDeniedException', 401, 'TOKEN_EXPIRED']
const changed = ['AccessDeniedException', 403, 'USER_CREDENTIALS_CHANGED']
const invalid = ['ValidationException', 400, 'INVALID_REQUEST']

describeTwinlock('A session of aws login', (server) => {
  async function sessionIdOf(userName: string): Promise<string> {
    const { body } = await administer(server, 'list-sign-in-sessions', { userName })
    const { sessions } = JSON.parse(body) as { sessions: { kind: string; sessionId: string }[] }
    return sessions.find(({ kind }) => kind === 'cli')?.sessionId ?? ''
  }

  it('goes on with the same refresh token, for as many commands as there are', async () => {
    const { command, tokens, arn } = await login(server, { withDevice: true })
    server.clock.advance(890)
    const answers = await Promise.all(Array.from({ length: 4 }, () => command.refresh(tokens.refreshToken)))
    for (const { status, content } of answers) {
      expect(status).toBe(200)
      const { accessToken, ...rest } = content as unknown as Tokens
      expect(rest).toEqual({ tokenType: 'aws_sigv4', expiresIn: 900, refreshToken: tokens.refreshToken })
      expect((await server.as(accessToken).sts.getCallerIdentity()).Arn).toBe(arn)
    }
  })

  it('has MFA as it was at the sign-in, and as old as that is', async () => {
    const condition = { NumericLessThan: { 'aws:MultiFactorAuthAge': '1800' } }
    const policy = {
      ...loginPolicy,
      Statement: [
        { Effect: 'Allow', Action: 'signin:*', Resource: '*' },
        { Effect: 'Allow', Action: 'iam:*', Resource: '*', Condition: condition },
      ],
    }
    const { command, tokens, clients } = await login(server, { policy, withDevice: true })
    expect((await clients.iam.getUser()).User).toBeDefined()
    server.clock.advance(1801)
    const { content } = await command.refresh(tokens.refreshToken)
    const later = server.as((content as unknown as Tokens).accessToken)
    expect(await codeOf(later.iam.getUser())).toEqual(['AccessDenied', 403])
  })

  it('is over after twelve hours', async () => {
    const { command, tokens } = await login(server)
    server.clock.advance(12 * 3600 - 1)
    expect((await command.refresh(tokens.refreshToken)).content['expiresIn']).toBe(1)
    server.clock.advance(1)
    expect(refusalOf(await command.refresh(tokens.refreshToken))).toEqual(ended)
  })

  it('does not idle away', async () => {
    const { command, tokens } = await login(server)
    server.clock.advance(11 * 3600)
    expect((await command.refresh(tokens.refreshToken)).status).toBe(200)
  })

  describe('is the key’s', () => {
    it('and of no use to another', async () => {
      const { command, tokens } = await login(server)
      const thief = new Command(server)
      const answer = await thief.refresh(tokens.refreshToken)
      expect(refusalOf(answer)).toEqual(invalid)
      expect(answer.content['message']).toContain('another key')
      expect((await command.refresh(tokens.refreshToken)).status).toBe(200)
    })

    it('and the client’s', async () => {
      const { command, tokens } = await login(server)
      expect(refusalOf(await command.refresh(tokens.refreshToken, { clientId: crossDevice }))).toEqual(invalid)
    })

    it('and not had by guessing, nor with a cookie of the browser', async () => {
      const { command, browser } = await login(server)
      expect(refusalOf(await command.refresh('a'.repeat(43)))).toEqual(ended)
      const cookie = browser.cookies.get('twinlock-session') ?? ''
      expect(cookie).not.toBe('')
      expect(refusalOf(await command.refresh(cookie))).toEqual(ended)
    })

    it('and the refresh token is no cookie', async () => {
      const { browser, tokens } = await login(server)
      browser.cookies.set('twinlock-session', tokens.refreshToken)
      expect((await browser.get('/console/session')).status).toBe(401)
    })
  })

  describe('is over at once, for its credentials too,', () => {
    it('when it is ended', async () => {
      const { command, tokens, clients, user, browser } = await login(server)
      expect((await clients.sts.getCallerIdentity()).Arn).toBeDefined()
      const sessionId = await sessionIdOf(user.userName)
      expect((await administer(server, 'end-sign-in-session', { sessionId })).status).toBe(200)
      expect(await errorOf(clients.sts.getCallerIdentity())).toEqual([
        'ExpiredToken',
        403,
        'The security token included in the request is expired',
      ])
      expect(refusalOf(await command.refresh(tokens.refreshToken))).toEqual(ended)
      // The one in the browser is another.
      expect((await browser.get('/console/session')).status).toBe(200)
    })

    it('when the password changes', async () => {
      const { command, tokens, clients, user } = await login(server)
      await server.iam.updateLoginProfile({ UserName: user.userName, Password: 'Another-horse-2' })
      expect(await codeOf(clients.sts.getCallerIdentity())).toEqual(['ExpiredToken', 403])
      expect(refusalOf(await command.refresh(tokens.refreshToken))).toEqual(changed)
    })

    it('when the password is set to what it was', async () => {
      const { command, tokens, user } = await login(server)
      await server.iam.deleteLoginProfile({ UserName: user.userName })
      await server.iam.createLoginProfile({ UserName: user.userName, Password: 'Correct-horse-1' })
      expect(refusalOf(await command.refresh(tokens.refreshToken))).toEqual(changed)
    })

    it('when the device is removed that was shown', async () => {
      const { command, tokens, clients, user, device } = await login(server, { withDevice: true })
      const SerialNumber = device?.serialNumber ?? ''
      await server.iam.deactivateMFADevice({ UserName: user.userName, SerialNumber })
      expect(await codeOf(clients.sts.getCallerIdentity())).toEqual(['ExpiredToken', 403])
      expect(refusalOf(await command.refresh(tokens.refreshToken))).toEqual(changed)
      // Enabled again, it is not the one that was shown.
      server.clock.advance(60)
      await server.iam.enableMFADevice({ UserName: user.userName, ...device?.pair() } as never)
      expect(refusalOf(await command.refresh(tokens.refreshToken))).toEqual(changed)
    })

    it('when the user is deleted, and stays so when there is another of that name', async () => {
      const { command, tokens, clients, user } = await login(server)
      const { userName: UserName, credentials } = user
      await server.iam.deleteLoginProfile({ UserName })
      await server.iam.deleteAccessKey({ UserName, AccessKeyId: credentials.accessKeyId })
      await server.iam.deleteUserPolicy({ UserName, PolicyName: 'test' })
      await server.iam.deleteUser({ UserName })
      await server.iam.createUser({ UserName })
      await server.iam.createLoginProfile({ UserName, Password: 'Correct-horse-1' })
      expect(await codeOf(clients.sts.getCallerIdentity())).toEqual(['ExpiredToken', 403])
      expect(refusalOf(await command.refresh(tokens.refreshToken))).toEqual(changed)
    })
  })

  it('goes on no longer than the policies allow', async () => {
    const { command, tokens, user } = await login(server)
    const { userName: UserName } = user
    await server.iam.putUserPolicy({
      UserName,
      PolicyName: 'no-more',
      PolicyDocument: JSON.stringify({
        Version: '2012-10-17',
        Statement: { Effect: 'Deny', Action: 'signin:CreateOAuth2Token', Resource: '*' },
      }),
    })
    expect(refusalOf(await command.refresh(tokens.refreshToken))).toEqual([
      'AccessDeniedException',
      403,
      'INSUFFICIENT_PERMISSIONS',
    ])
    await server.iam.deleteUserPolicy({ UserName, PolicyName: 'no-more' })
    expect((await command.refresh(tokens.refreshToken)).status).toBe(200)
  })

  it('is in the list, with what began it, and its own user ends it', async () => {
    const { browser, command, tokens } = await login(server, { withDevice: true })
    server.clock.advance(300)
    await command.refresh(tokens.refreshToken)
    const { content } = await browser.post('/console/admin/list-sign-in-sessions', {})
    const sessions = content['sessions'] as Record<string, unknown>[]
    const session = sessions.find(({ kind }) => kind === 'cli')
    expect(session).toMatchObject({
      mfa: true,
      isCurrent: false,
      lastUsedAt: new Date(server.clock.now()).toISOString(),
      sourceIp: expect.any(String),
    })
    const { sessionId } = session as { sessionId: string }
    expect((await browser.post('/console/admin/end-sign-in-session', { sessionId })).status).toBe(200)
    expect(refusalOf(await command.refresh(tokens.refreshToken))).toEqual(ended)
  })
})
