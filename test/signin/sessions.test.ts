import { expect, it } from 'vitest'
import { beginChange } from '../../src/storage/accounts.ts'
import {
  accountId,
  administer,
  allow,
  createDevice,
  createUser,
  describeTwinlock,
  rootCredentials,
  type TestServer,
} from '../twinlock.ts'
import { Browser, problemOf } from './browser.ts'
import { addDevice, createPerson, password, showPassword } from './people.ts'

const hour = 3600

async function signedIn(server: TestServer, policy: object | null = allow('iam:*'), withDevice = false) {
  const user = await createPerson(server, policy)
  const device = withDevice ? await addDevice(server, user) : undefined
  const open = async () => {
    const browser = new Browser(server)
    await showPassword(browser, user.userName)
    if (device) {
      server.clock.advance(60)
      await browser.post('/signin/code', { serialNumber: device.serialNumber, code: device.code() })
    }
    expect((await browser.openConsole()).status).toBe(200)
    return browser
  }
  return { user, device, open, browser: await open() }
}

async function isSignedIn(browser: Browser): Promise<boolean> {
  return (await browser.get('/console/session')).status === 200
}

async function rootBrowser(server: TestServer): Promise<Browser> {
  const browser = new Browser(server)
  await browser.post('/signin/password', { rootEmail: 'root@localhost', password: 'Test-root-password-1' })
  await browser.openConsole()
  return browser
}

describeTwinlock('A session', (server) => {
  it('ends after an hour without a request, and not while there are some', async () => {
    const { browser } = await signedIn(server)
    for (let minutes = 0; minutes < 120; minutes += 59) {
      server.clock.advance(59 * 60)
      expect(await isSignedIn(browser)).toBe(true)
    }
    server.clock.advance(hour)
    expect(await isSignedIn(browser)).toBe(false)
    expect((await browser.call('GetUser')).error).toMatchObject({ Code: 'ExpiredToken' })
  })

  it('ends after twelve hours, however busy it is', async () => {
    const { browser } = await signedIn(server)
    for (let minutes = 0; minutes < 720 - 45; minutes += 45) {
      server.clock.advance(45 * 60)
      expect(await isSignedIn(browser)).toBe(true)
    }
    server.clock.advance(45 * 60)
    expect(await isSignedIn(browser)).toBe(false)
  })

  it('ends with the sign-out, and its cookie is worth nothing then', async () => {
    const { browser } = await signedIn(server)
    const kept = new Map(browser.cookies)
    const { status } = await browser.post('/console/sign-out', {})
    expect(status).toBe(204)
    expect(browser.cookies.size).toBe(0)
    for (const [name, value] of kept) browser.cookies.set(name, value)
    expect(await isSignedIn(browser)).toBe(false)
  })

  it('ends when an administrator sets another password, be it the same', async () => {
    const { browser, user } = await signedIn(server)
    await server.iam.updateLoginProfile({ UserName: user.userName, Password: password })
    expect(await isSignedIn(browser)).toBe(false)
  })

  it('goes on where its own user changes the password, and the others end', async () => {
    const { browser, open } = await signedIn(server)
    const other = await open()
    const changed = await browser.call('ChangePassword', { OldPassword: password, NewPassword: 'Another-horse-2' })
    expect(changed.status).toBe(200)
    expect(await isSignedIn(browser)).toBe(true)
    expect(await isSignedIn(other)).toBe(false)
  })

  it('ends when its device is removed, and stays so when the device is enabled again', async () => {
    const { browser, user, device } = await signedIn(server, allow('iam:*'), true)
    await server.iam.deactivateMFADevice({ UserName: user.userName, SerialNumber: device?.serialNumber })
    expect(await isSignedIn(browser)).toBe(false)
    server.clock.advance(60)
    await server.iam.enableMFADevice({ UserName: user.userName, ...device?.pair() } as never)
    expect(await isSignedIn(browser)).toBe(false)
  })

  it('ends with its user, also for one who is created again under the name', async () => {
    const { browser, user } = await signedIn(server, null)
    const UserName = user.userName
    await server.iam.deleteLoginProfile({ UserName })
    expect(await isSignedIn(browser)).toBe(false)
    await server.iam.deleteAccessKey({ UserName, AccessKeyId: user.credentials.accessKeyId })
    await server.iam.deleteUser({ UserName })
    await server.iam.createUser({ UserName })
    await server.iam.createLoginProfile({ UserName, Password: password })
    expect(await isSignedIn(browser)).toBe(false)
  })

  it('makes room for the hundred and first of its user, when it was not used for longest', async () => {
    const { user, browser, open } = await signedIn(server)
    const { storage } = server
    const ofUser = await storage.read((queries) =>
      queries
        .selectFrom('sign_in_sessions')
        .selectAll()
        .where('principal_id', '=', user.userId)
        .executeTakeFirstOrThrow(),
    )
    await storage.transaction(async (queries) => {
      for (let number = 0; number < 150; number++) {
        const unlike = { session_id: `session-${number}`, secret_hash: `hash-${number}` }
        const last_used_at = ofUser.last_used_at - 150 + number
        await queries
          .insertInto('sign_in_sessions')
          .values({ ...ofUser, ...unlike, last_used_at })
          .execute()
      }
    })
    const other = await open()
    const { content } = await other.post('/console/admin/list-sign-in-sessions', {})
    const ids = (content['sessions'] as { sessionId: string }[]).map(({ sessionId }) => sessionId)
    expect(ids).toHaveLength(100)
    expect(ids).toEqual(expect.arrayContaining([ofUser.session_id, 'session-149', 'session-52']))
    expect(ids).not.toContain('session-51')
    expect(await isSignedIn(browser)).toBe(true)
  })

  it('changes nothing more once it has ended, also what waited for its turn', async () => {
    const { browser, open, user } = await signedIn(server)
    const other = await open()
    const pending = await server.storage.transaction(async (queries) => {
      await beginChange(queries, accountId)
      // It is let in, and waits for this transaction to end.
      const asked = browser.call('CreateAccessKey')
      for (let turns = 0; turns < 20; turns++) await isSignedIn(other)
      await queries.deleteFrom('sign_in_sessions').where('principal_id', '=', user.userId).execute()
      return { asked }
    })
    expect((await pending.asked).error).toMatchObject({ Code: 'ExpiredToken' })
    expect((await server.iam.listAccessKeys({ UserName: user.userName })).AccessKeyMetadata).toHaveLength(1)
  })

  it('is listed, and ended from another one', async () => {
    const { browser, open } = await signedIn(server, null)
    const other = await open()
    const { content } = await browser.post('/console/admin/list-sign-in-sessions', {})
    const sessions = content['sessions'] as { sessionId: string; isCurrent: boolean; mfa: boolean; kind: string }[]
    expect(sessions).toHaveLength(2)
    expect(sessions.filter(({ isCurrent }) => isCurrent)).toMatchObject([{ mfa: false, kind: 'console' }])
    const foreign = sessions.find(({ isCurrent }) => !isCurrent)
    const ended = await browser.post('/console/admin/end-sign-in-session', { sessionId: foreign?.sessionId })
    expect(ended.status).toBe(200)
    expect([await isSignedIn(browser), await isSignedIn(other)]).toEqual([true, false])
  })

  it('is listed and ended by whom the policies allow it, and by nobody else', async () => {
    const { browser, user } = await signedIn(server, null)
    const stranger = await createUser(server, undefined, null)
    const refused = await administer(server, 'list-sign-in-sessions', { userName: user.userName }, stranger.credentials)
    expect([refused.status, JSON.parse(refused.body).error.code]).toEqual([403, 'AccessDenied'])
    const garbled = await administer(server, 'list-sign-in-sessions', { userName: 'a\0' })
    expect([garbled.status, JSON.parse(garbled.body).error.code]).toEqual([400, 'ValidationError'])
    await server.iam.createUser({ UserName: 'Hidden', Path: '/merger/' })
    const lists = ['hidden', 'nobody'].map(async (userName) =>
      (await administer(server, 'list-sign-in-sessions', { userName }, stranger.credentials)).body.replace(
        userName,
        '',
      ),
    )
    expect(await lists[0]).toBe(await lists[1])
    const { sessions } = JSON.parse(
      (await administer(server, 'list-sign-in-sessions', { userName: user.userName }, rootCredentials)).body,
    )
    const { sessionId } = sessions[0]
    const end = (credentials: typeof rootCredentials, id = sessionId) =>
      administer(server, 'end-sign-in-session', { sessionId: id }, credentials)
    const answers = [await end(stranger.credentials), await end(stranger.credentials, 'no-such-session')]
    expect(answers.map(({ status }) => status)).toEqual([403, 403])
    const told = answers.map(({ body }, index) => body.replace(index === 0 ? sessionId : 'no-such-session', 'ID'))
    expect(told[0]).toBe(told[1])
    expect(await isSignedIn(browser)).toBe(true)
    const admin = await createUser(server, undefined, allow('twinlock:EndSignInSession'))
    expect((await end(admin.credentials)).status).toBe(200)
    expect(await isSignedIn(browser)).toBe(false)
  })
})

describeTwinlock('The console’s requests', (server) => {
  it('need the token that only its own pages know', async () => {
    const { browser } = await signedIn(server)
    const token = browser.csrfToken
    browser.csrfToken = undefined
    expect((await browser.call('GetUser')).error).toMatchObject({ Code: 'AccessDenied' })
    expect(problemOf(await browser.post('/console/admin/list-sign-in-sessions', {}))).toEqual(['AccessDenied', 403])
    expect(problemOf(await browser.post('/console/sign-out', {}))).toEqual(['AccessDenied', 403])
    browser.csrfToken = `${token?.slice(0, -1)}${token?.endsWith('A') ? 'B' : 'A'}`
    expect((await browser.call('GetUser')).error).toMatchObject({ Code: 'AccessDenied' })
    browser.csrfToken = token
    browser.origin = 'https://evil.example'
    expect((await browser.call('GetUser')).error).toMatchObject({ Code: 'AccessDenied' })
    browser.origin = server.endpoint
    expect((await browser.call('GetUser')).status).toBe(200)
    expect(await isSignedIn(browser)).toBe(true)
  })

  it('are refused with 200 where a page asks for that, since browsers log each 4xx, and with the status in a header', async () => {
    const { browser } = await signedIn(server, null)
    const plain = await browser.post('/console/admin/lookup-events', {})
    expect([plain.status, plain.headers.get('x-twinlock-status')]).toEqual([403, null])
    const toPage = await browser.post('/console/admin/lookup-events', {}, { 'X-Twinlock-Page': '1' })
    expect([toPage.status, toPage.headers.get('x-twinlock-status')]).toEqual([200, '403'])
    expect(toPage.content).toMatchObject({ error: { code: 'AccessDenied' } })
    const nobody = await new Browser(server).get('/console/session', { 'X-Twinlock-Page': '1' })
    expect([nobody.status, nobody.headers.get('x-twinlock-status')]).toEqual([200, '401'])
    // AWS's clients are not asked.
    const body = new URLSearchParams({ Action: 'ListUsers', Version: '2010-05-08' })
    const unsigned = await fetch(server.endpoint, { method: 'POST', headers: { 'X-Twinlock-Page': '1' }, body })
    expect([unsigned.status, unsigned.headers.get('x-twinlock-status')]).toEqual([403, null])
  })

  it('do not take another session’s token', async () => {
    const [one, two] = [await signedIn(server), await signedIn(server)]
    one.browser.csrfToken = two.browser.csrfToken
    expect((await one.browser.call('GetUser')).error).toMatchObject({ Code: 'AccessDenied' })
  })

  it('are decided by the policies, which see the MFA of the session', async () => {
    const policy = {
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Action: 'iam:*', Resource: '*' },
        {
          Effect: 'Deny',
          NotAction: 'iam:GetUser',
          Resource: '*',
          Condition: { BoolIfExists: { 'aws:MultiFactorAuthPresent': 'false' } },
        },
      ],
    }
    const without = await signedIn(server, policy)
    const refused = await without.browser.call('ListUsers')
    expect([refused.status, refused.error?.Code]).toEqual([403, 'AccessDenied'])
    expect(refused.error?.Message).toContain('with an explicit deny in an identity-based policy')
    const withMfa = await signedIn(server, policy, true)
    expect((await withMfa.browser.call('ListUsers')).status).toBe(200)
  })

  it('cannot be made with the cookie on the path of AWS’s clients', async () => {
    const { browser } = await signedIn(server)
    const cookie = Array.from(browser.cookies, ([name, value]) => `${name}=${value}`).join('; ')
    const response = await fetch(server.endpoint, {
      method: 'POST',
      headers: { 'Content-Type': 'application/x-www-form-urlencoded', Cookie: cookie },
      body: 'Action=GetUser&Version=2010-05-08',
    })
    expect(response.status).toBe(403)
    expect(await response.text()).toContain('MissingAuthenticationToken')
  })

  it('let the root user enrol a device, which then counts and is asked for', async () => {
    const browser = await rootBrowser(server)
    const before = await browser.call('GetAccountSummary')
    expect(before.result).toMatchObject({ SummaryMap: { AccountMFAEnabled: 0 } })
    const device = await createDevice(server)
    const pair = device.pair()
    const enabled = await browser.call('EnableMFADevice', { UserName: accountId, ...pair })
    expect(enabled.status).toBe(200)
    expect((await browser.call('GetAccountSummary')).result).toMatchObject({ SummaryMap: { AccountMFAEnabled: 1 } })
    expect((await browser.call('ListMFADevices')).result).toMatchObject({
      MFADevices: [{ UserName: accountId, SerialNumber: device.serialNumber }],
    })
    // The rule that a device is removed with MFA only is the root user's as well.
    const early = await browser.call('DeactivateMFADevice', { SerialNumber: device.serialNumber })
    expect(early.error).toMatchObject({ Code: 'AccessDenied' })
    server.clock.advance(60)
    const again = new Browser(server)
    const step = await again.post('/signin/password', { rootEmail: 'root@localhost', password: 'Test-root-password-1' })
    expect(step.content).toMatchObject({ step: 'mfa' })
    await again.post('/signin/code', { serialNumber: device.serialNumber, code: device.code() })
    await again.openConsole()
    expect((await again.call('DeactivateMFADevice', { SerialNumber: device.serialNumber })).status).toBe(200)
    expect((await again.call('GetAccountSummary')).error ?? {}).toMatchObject({ Code: 'ExpiredToken' })
  })
})
