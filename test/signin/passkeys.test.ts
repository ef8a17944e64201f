import { expect, it } from 'vitest'
import { accountId, allow, createDevice, describeTwinlock, errorOf, type TestServer } from '../twinlock.ts'
import { Browser, problemOf } from './browser.ts'
import { createPerson, enrol, showPassword } from './people.ts'
import { cborBytes, cborText, SecurityKey } from './security-key.ts'

async function beginSignIn(server: TestServer, userName: string) {
  const browser = new Browser(server)
  return { browser, step: (await showPassword(browser, userName)).content }
}

/** Somebody with a passkey, and a browser that has shown the password. */
async function withPasskey(server: TestServer) {
  const user = await createPerson(server)
  const key = new SecurityKey(server.endpoint)
  const first = await beginSignIn(server, user.userName)
  const enrolled = await enrol(first.browser, key)
  expect(enrolled.status).toBe(200)
  const serialNumber = String(enrolled.content['serialNumber'])
  return { user, key, serialNumber, ...(await beginSignIn(server, user.userName)) }
}

async function challengeOf(browser: Browser): Promise<unknown> {
  return (await browser.post('/signin/passkey-options', {})).content['challenge']
}

describeTwinlock('A passkey', (server) => {
  it('is enrolled in the console, listed, and asked for, and the session then has MFA', async () => {
    const { user, key, serialNumber, browser, step } = await withPasskey(server)
    expect(serialNumber).toMatch(
      new RegExp(`^arn:aws:iam::${accountId}:u2f/user/${user.userName}/my-key-[A-Z2-7]{26}$`),
    )
    expect(step).toEqual({ step: 'mfa', devices: [{ serialNumber, kind: 'fido', name: 'my-key' }] })
    const { MFADevices } = await server.iam.listMFADevices({ UserName: user.userName })
    const EnableDate = new Date(server.clock.now())
    expect(MFADevices).toEqual([{ UserName: user.userName, SerialNumber: serialNumber, EnableDate }])
    expect(await server.iam.getMFADevice({ UserName: user.userName, SerialNumber: serialNumber })).toMatchObject({
      UserName: user.userName,
      SerialNumber: serialNumber,
      EnableDate,
    })

    const response = key.authenticate(await challengeOf(browser))
    expect((await browser.post('/signin/passkey', { response })).content).toEqual({ step: 'done' })
    expect((await browser.openConsole()).content['mfaAuthenticatedAt']).toBe(EnableDate.toISOString())
  })

  it('is not enrolled with certificates, which name addresses that the server would go to', async () => {
    const user = await createPerson(server)
    const { browser } = await beginSignIn(server, user.userName)
    const key = new SecurityKey(server.endpoint)
    await browser.openConsole()
    const x5c = Buffer.concat([Buffer.of(0xa1), cborText('x5c'), Buffer.of(0x81), cborBytes(Buffer.alloc(32))])
    const formats = ['android-key', 'android-safetynet', 'apple', 'fido-u2f', 'packed', 'tpm']
    for (const format of formats) {
      const { content } = await browser.post('/console/passkeys/options', {})
      const response = key.register(content['challenge'], { format, statement: x5c })
      expect((await browser.post('/console/passkeys', { name: 'mine', response })).content).toEqual({
        error: { code: 'ValidationError', message: expect.stringContaining('it came with certificates of its maker') },
      })
    }
    // What cannot be read is not taken for one without.
    for (const response of [{}, { response: null }, { response: { attestationObject: 'AA' } }]) {
      await browser.post('/console/passkeys/options', {})
      expect(problemOf(await browser.post('/console/passkeys', { name: 'mine', response }))).toEqual([
        'ValidationError',
        400,
      ])
    }
    expect((await enrol(browser, key)).status).toBe(200)
  })

  it('has an id of at most 1,023 bytes, and says what it likes of its transports', async () => {
    const user = await createPerson(server)
    const { browser } = await beginSignIn(server, user.userName)
    const origin = server.endpoint
    await browser.openConsole()
    const register = async (key: SecurityKey, transports: unknown) => {
      const { content } = await browser.post('/console/passkeys/options', {})
      return browser.post('/console/passkeys', {
        name: 'mine',
        response: key.register(content['challenge'], { transports }),
      })
    }
    const tooLong = await register(new SecurityKey(origin, origin, { idLength: 4096 }), ['usb'])
    expect(tooLong.content).toMatchObject({
      error: { code: 'ValidationError', message: expect.stringContaining('longer than those of any authenticator') },
    })
    const key = new SecurityKey(origin, origin, { idLength: 1023 })
    expect((await register(key, 'usb')).status).toBe(200)
    const next = await beginSignIn(server, user.userName)
    const response = key.authenticate(await challengeOf(next.browser))
    expect((await next.browser.post('/signin/passkey', { response })).content).toEqual({ step: 'done' })
  })

  it('signs in once with what it has signed', async () => {
    const { user, key, browser } = await withPasskey(server)
    const response = key.authenticate(await challengeOf(browser))
    expect((await browser.post('/signin/passkey', { response })).status).toBe(200)
    expect(problemOf(await browser.post('/signin/passkey', { response }))).toEqual(['SignInExpired', 401])
    const again = await beginSignIn(server, user.userName)
    expect(problemOf(await again.browser.post('/signin/passkey', { response }))).toEqual(['WrongCode', 401])
    await challengeOf(again.browser)
    expect(problemOf(await again.browser.post('/signin/passkey', { response }))).toEqual(['WrongCode', 401])
  })

  it('has one try for each challenge', async () => {
    const { key, browser } = await withPasskey(server)
    const challenge = await challengeOf(browser)
    const forged = new SecurityKey(server.endpoint).authenticate(challenge) as { id: string }
    const { id } = key.authenticate(challenge) as { id: string }
    const answer = await browser.post('/signin/passkey', { response: { ...forged, id, rawId: id } })
    expect(problemOf(answer)).toEqual(['WrongCode', 401])
    const late = await browser.post('/signin/passkey', { response: key.authenticate(challenge) })
    expect(problemOf(late)).toEqual(['WrongCode', 401])
  })

  it('is refused when its count goes back: somebody has a copy', async () => {
    const { user, key, browser } = await withPasskey(server)
    const response = key.authenticate(await challengeOf(browser))
    expect((await browser.post('/signin/passkey', { response })).status).toBe(200)
    const copied = await beginSignIn(server, user.userName)
    key.count -= 1
    const stale = key.authenticate(await challengeOf(copied.browser))
    expect(problemOf(await copied.browser.post('/signin/passkey', { response: stale }))).toEqual(['WrongCode', 401])
  })

  it('made for another origin is not enrolled', async () => {
    const { userName } = await createPerson(server)
    const { browser } = await beginSignIn(server, userName)
    const key = new SecurityKey(server.endpoint, 'https://evil.example')
    expect(problemOf(await enrol(browser, key))).toEqual(['ValidationError', 400])
    expect((await server.iam.listMFADevices({ UserName: userName })).MFADevices).toEqual([])
  })

  it('is enrolled with the permission for it only, and with MFA by whoever has a device', async () => {
    const stranger = await createPerson(server, null)
    const { browser } = await beginSignIn(server, stranger.userName)
    await browser.openConsole()
    expect(problemOf(await browser.post('/console/passkeys/options', {}))).toEqual(['AccessDenied', 403])

    const user = await createPerson(server)
    const early = await beginSignIn(server, user.userName)
    await early.browser.openConsole()
    const device = await createDevice(server)
    await server.iam.enableMFADevice({ UserName: user.userName, ...device.pair() })
    const answer = await early.browser.post('/console/passkeys/options', {})
    expect(problemOf(answer)).toEqual(['AccessDenied', 403])
  })

  it('counts towards the eight devices, and keeps its user from being deleted', async () => {
    const { user, key, browser } = await withPasskey(server)
    const UserName = user.userName
    for (let count = 2; count <= 8; count++)
      await server.iam.enableMFADevice({ UserName, ...(await createDevice(server)).pair() })
    const ninth = await createDevice(server)
    const full = ['LimitExceeded', 409, 'Cannot exceed quota for MFADevicesPerUser: 8']
    expect(await errorOf(server.iam.enableMFADevice({ UserName, ...ninth.pair() }))).toEqual(full)
    await browser.post('/signin/passkey', { response: key.authenticate(await challengeOf(browser)) })
    await browser.openConsole()
    expect(problemOf(await browser.post('/console/passkeys/options', {}))).toEqual(full.slice(0, 2))
    const { MFADevices = [] } = await server.iam.listMFADevices({ UserName, MaxItems: 5 })
    expect(MFADevices).toHaveLength(5)
    for (const { SerialNumber } of MFADevices) {
      if (!SerialNumber?.includes(':u2f/')) await server.iam.deactivateMFADevice({ UserName, SerialNumber })
    }
    const rest = await server.iam.listMFADevices({ UserName })
    for (const { SerialNumber } of rest.MFADevices ?? []) {
      if (!SerialNumber?.includes(':u2f/')) await server.iam.deactivateMFADevice({ UserName, SerialNumber })
    }
    expect(await errorOf(server.iam.deleteUser({ UserName }))).toEqual([
      'DeleteConflict',
      409,
      'Cannot delete entity, must remove tokens from principal first.',
    ])
  })

  it('is of no use for STS, and is removed in the console only', async () => {
    const { user, key, serialNumber, browser } = await withPasskey(server)
    const refused = await errorOf(user.sts.getSessionToken({ SerialNumber: serialNumber, TokenCode: '123456' }))
    expect(refused.slice(0, 2)).toEqual(['AccessDenied', 403])
    const removal = { UserName: user.userName, SerialNumber: serialNumber }
    expect(await errorOf(server.iam.deactivateMFADevice(removal))).toEqual([
      'AccessDenied',
      403,
      'Passkeys and security keys are enrolled and removed in the console only.',
    ])
    await browser.post('/signin/passkey', { response: key.authenticate(await challengeOf(browser)) })
    await browser.openConsole()
    expect((await browser.call('DeactivateMFADevice', removal)).status).toBe(200)
    expect((await server.iam.listMFADevices({ UserName: user.userName })).MFADevices).toEqual([])
    // What it has vouched for ends with it.
    expect((await browser.get('/console/session')).status).toBe(401)
  })

  it('of the root user goes by the name that its lists have', async () => {
    const browser = new Browser(server)
    await browser.post('/signin/password', { rootEmail: 'root@localhost', password: 'Test-root-password-1' })
    const key = new SecurityKey(server.endpoint)
    const { content } = await enrol(browser, key)
    expect(content['serialNumber']).toMatch(/^arn:aws:iam::\d{12}:u2f\/root\/my-key-/)
    expect((await browser.call('GetAccountSummary')).result).toMatchObject({ SummaryMap: { AccountMFAEnabled: 1 } })
  })

  it('is enrolled once', async () => {
    const user = await createPerson(server, allow('iam:*'))
    const { browser } = await beginSignIn(server, user.userName)
    const key = new SecurityKey(server.endpoint)
    await browser.openConsole()
    const { content } = await browser.post('/console/passkeys/options', {})
    const response = key.register(content['challenge'])
    expect((await browser.post('/console/passkeys', { name: 'one', response })).status).toBe(200)
    expect(problemOf(await browser.post('/console/passkeys', { name: 'two', response }))).toEqual([
      'ValidationError',
      400,
    ])
  })
})
