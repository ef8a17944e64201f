import { expect, it } from 'vitest'
import { administer, describeTwinlock } from '../../twinlock.ts'
import { Command, codeFor, codeOf, decide, login, sameDevice, signIn } from './command.ts'

describeTwinlock('The audit log', (server) => {
  interface Record {
    readonly eventName: string
    readonly errorMessage?: string
    readonly requestParameters?: object
    readonly additionalEventData?: object
  }

  /** Of this user, oldest first. */
  async function eventsOf(userName: string): Promise<Record[]> {
    const lookupAttribute = { key: 'Username', value: userName }
    const { body } = await administer(server, 'lookup-events', { lookupAttribute })
    const { events } = JSON.parse(body) as { events: Record[] }
    return events.filter(({ eventName }) => /OAuth2/.test(eventName)).reverse()
  }

  it('knows of the consent, of the credentials that it gave, and of each refresh', async () => {
    const { user, command, tokens } = await login(server)
    await command.refresh(tokens.refreshToken)
    const events = await eventsOf(user.userName)
    const success = { additionalEventData: { success: 'true' } }
    expect(events).toMatchObject([
      {
        eventName: 'AuthorizeOAuth2Access',
        eventSource: 'signin.amazonaws.com',
        requestParameters: { client_id: sameDevice, redirect_uri: command.redirectUri },
        userIdentity: { type: 'IAMUser', userName: user.userName },
        ...success,
      },
      {
        eventName: 'CreateOAuth2Token',
        requestParameters: { client_id: sameDevice, grant_type: 'authorization_code' },
        ...success,
      },
      { eventName: 'CreateOAuth2Token', requestParameters: { grant_type: 'refresh_token' }, ...success },
    ])
    const text = JSON.stringify(events)
    for (const secret of [command.state, command.verifier, tokens.refreshToken, tokens.accessToken.sessionToken]) {
      expect(text).not.toContain(secret)
    }
  })

  it('knows of what was refused to whom', async () => {
    const { user, browser, tokens } = await login(server)
    await new Command(server).refresh(tokens.refreshToken)
    await decide(browser, new Command(server).query(), false)
    const events = await eventsOf(user.userName)
    expect(events.slice(2)).toMatchObject([
      {
        eventName: 'CreateOAuth2Token',
        errorMessage: expect.stringContaining('another key'),
        additionalEventData: { success: 'false' },
      },
      { eventName: 'AuthorizeOAuth2Access', errorMessage: 'The person did not allow it' },
    ])
    const none = await signIn(server, { policy: null })
    await decide(none.browser, new Command(server).query())
    expect(await eventsOf(none.user.userName)).toMatchObject([
      { eventName: 'AuthorizeOAuth2Access', errorMessage: expect.stringContaining('is not authorized to perform') },
    ])
  })

  it('knows of a code that was stolen', async () => {
    const { user, browser } = await signIn(server)
    const command = new Command(server)
    const code = await codeFor(browser, command)
    await new Command(server).exchange(code)
    expect(await eventsOf(user.userName)).toMatchObject([
      { eventName: 'AuthorizeOAuth2Access' },
      { eventName: 'CreateOAuth2Token', errorMessage: expect.stringContaining('codeVerifier') },
    ])
  })

  it('knows of credentials that are used after their session', async () => {
    const { user, clients, tokens } = await login(server)
    await server.iam.updateLoginProfile({ UserName: user.userName, Password: 'Another-horse-2' })
    expect(await codeOf(clients.iam.getUser())).toEqual(['ExpiredToken', 403])
    const lookupAttribute = { key: 'AccessKeyId', value: tokens.accessToken.accessKeyId }
    const { body } = await administer(server, 'lookup-events', { lookupAttribute })
    expect(JSON.parse(body)).toMatchObject({ events: [{ eventName: 'GetUser', errorCode: 'ExpiredToken' }] })
  })
})
