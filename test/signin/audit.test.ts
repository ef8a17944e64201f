import { expect, it } from 'vitest'
import { accountId, administer, allow, describeTwinlock, type TestServer } from '../twinlock.ts'
import { Browser } from './browser.ts'
import { addDevice, createPerson, password } from './people.ts'
import { SecurityKey } from './security-key.ts'

interface Event {
  readonly eventName: string
  readonly eventSource: string
  readonly eventType: string
  readonly errorMessage?: string
  readonly userIdentity: Record<string, unknown>
  readonly responseElements: Record<string, unknown> | null
  readonly additionalEventData?: Record<string, unknown>
}

/** Oldest first. */
async function eventsOf(server: TestServer, key: string, value: string): Promise<Event[]> {
  const { body } = await administer(server, 'lookup-events', { lookupAttribute: { key, value }, maxResults: 50 })
  return (JSON.parse(body) as { events: Event[] }).events.reverse()
}

const signInNames = ['ConsoleLogin', 'CheckMfa', 'ChangePassword']
const named = (events: readonly Event[]) => events.filter(({ eventName }) => signInNames.includes(eventName))

describeTwinlock('The audit log of signing in', (server) => {
  it('has every attempt, good or bad, with the device that was shown', async () => {
    const { userName, userId, browser, signIn } = await createPerson(server, allow('iam:*'))
    const device = await addDevice(server, { userName })
    server.clock.advance(60)
    await signIn('wrong')
    await signIn()
    const present = (code: string) => browser.post('/signin/code', { serialNumber: device.serialNumber, code })
    await present(device.wrongCode())
    await present(device.code())
    const events = named(await eventsOf(server, 'Username', userName))
    expect(
      events.map(({ eventName, responseElements, errorMessage }) => [eventName, responseElements, errorMessage]),
    ).toEqual([
      ['ConsoleLogin', { ConsoleLogin: 'Failure' }, 'Failed authentication'],
      ['CheckMfa', { CheckMfa: 'Failure' }, 'Failed authentication'],
      ['CheckMfa', { CheckMfa: 'Success' }, undefined],
      ['ConsoleLogin', { ConsoleLogin: 'Success' }, undefined],
    ])
    expect(events.at(-1)).toMatchObject({
      eventSource: 'signin.amazonaws.com',
      eventType: 'AwsConsoleSignIn',
      userIdentity: { type: 'IAMUser', principalId: userId, userName },
      additionalEventData: {
        MFAUsed: 'Yes',
        MFAIdentifier: device.serialNumber,
        LoginTo: `${server.endpoint}/console`,
      },
    })
    const text = JSON.stringify(await eventsOf(server, 'Username', userName))
    for (const secret of [password, 'wrong"', device.code()]) expect(text).not.toContain(secret)
  })

  it('does not name whom nobody is: it may be a password that was typed there', async () => {
    const userName = 'my-secret-password'
    await new Browser(server).post('/signin/password', { account: accountId, userName, password })
    const [event] = (await eventsOf(server, 'EventName', 'ConsoleLogin')).slice(-1)
    expect(event).toMatchObject({
      errorMessage: 'Failed authentication',
      userIdentity: { type: 'IAMUser', accountId, userName: 'HIDDEN_DUE_TO_SECURITY_REASONS' },
    })
    expect(JSON.stringify(event)).not.toContain(userName)
  })

  it('has the first attempt of a window that was not looked at, and not the flood behind it', async () => {
    const { userName, signIn } = await createPerson(server, allow('iam:*'))
    server.clock.advance(180)
    for (let attempt = 1; attempt <= 14; attempt++) await signIn('wrong')
    const events = named(await eventsOf(server, 'Username', userName))
    expect(events.map(({ errorMessage }) => errorMessage)).toEqual([
      ...Array<string>(9).fill('Failed authentication'),
      'Too many attempts',
    ])
  })

  it('has passkeys that were enrolled, shown and refused, and new passwords', async () => {
    const { userName, browser, signIn } = await createPerson(server, allow('iam:*'))
    server.clock.advance(180)
    await signIn()
    await browser.openConsole()
    const key = new SecurityKey(server.endpoint)
    const { content } = await browser.post('/console/passkeys/options', {})
    await browser.post('/console/passkeys', { name: 'key', response: key.register(content['challenge']) })
    await server.iam.updateLoginProfile({ UserName: userName, PasswordResetRequired: true })
    await signIn()
    const challenge = async () => (await browser.post('/signin/passkey-options', {})).content['challenge']
    const forged = key.authenticate('another challenge')
    await challenge()
    await browser.post('/signin/passkey', { response: forged })
    await browser.post('/signin/passkey', { response: key.authenticate(await challenge()) })
    await browser.post('/signin/new-password', { newPassword: 'Another-horse-2' })
    const events = await eventsOf(server, 'Username', userName)
    expect(events.filter(({ eventName }) => eventName === 'EnableMFADevice')).toHaveLength(1)
    expect(named(events).map(({ eventName, responseElements }) => [eventName, responseElements])).toEqual([
      ['ConsoleLogin', { ConsoleLogin: 'Success' }],
      ['CheckMfa', { CheckMfa: 'Failure' }],
      ['CheckMfa', { CheckMfa: 'Success' }],
      ['ChangePassword', null],
      ['ConsoleLogin', { ConsoleLogin: 'Success' }],
    ])
  })

  it('is not filled with passkeys that are refused by whoever knows a password', async () => {
    const { browser, signIn, userName } = await createPerson(server, allow('iam:*'))
    await signIn()
    const key = new SecurityKey(server.endpoint)
    await browser.openConsole()
    const { content } = await browser.post('/console/passkeys/options', {})
    await browser.post('/console/passkeys', { name: 'key', response: key.register(content['challenge']) })
    await signIn()
    for (let tries = 0; tries < 33; tries++) await browser.post('/signin/passkey', { response: { id: 'none' } })
    const events = await eventsOf(server, 'Username', userName)
    expect(events.filter(({ eventName }) => eventName === 'CheckMfa')).toHaveLength(30)
  })

  it('has the password that has expired for good', async () => {
    const { userName, signIn } = await createPerson(server, allow('iam:*'))
    await server.iam.updateAccountPasswordPolicy({ MaxPasswordAge: 1, HardExpiry: true })
    server.clock.advance(86_400)
    expect((await signIn()).content).toMatchObject({ error: { code: 'PasswordExpired' } })
    await server.iam.deleteAccountPasswordPolicy({})
    const events = named(await eventsOf(server, 'Username', userName))
    expect(events.at(-1)?.errorMessage).toContain('Your password has expired')
  })
})
