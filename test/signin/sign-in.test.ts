import { describe, expect, it } from 'vitest'
import { accountId, allow, describeTwinlock, errorOf } from '../twinlock.ts'
import { Browser, problemOf } from './browser.ts'
import { addDevice, createPerson, password } from './people.ts'

describeTwinlock('Signing in', (server) => {
  it('asks for the password only while there is no device, and the session has no MFA', async () => {
    const { browser, signIn, userName } = await createPerson(server, allow('iam:*'))
    expect((await signIn()).content).toEqual({ step: 'done' })
    const session = await browser.openConsole()
    expect(session.content).toMatchObject({
      accountId,
      principal: { kind: 'user', userName, arn: `arn:aws:iam::${accountId}:user/${userName}` },
      mfaAuthenticatedAt: null,
      idleTimeoutSeconds: 3600,
    })
    const { result, headers } = await browser.call('GetUser')
    expect(headers.get('cache-control')).toBe('no-store')
    expect(result).toMatchObject({ User: { UserName: userName } })
    const identity = await browser.call('GetCallerIdentity', {}, 'sts')
    expect(identity.result).toMatchObject({ Arn: `arn:aws:iam::${accountId}:user/${userName}` })
  })

  it('asks for a code where there is a device, and the code is consumed', async () => {
    const person = await createPerson(server)
    const device = await addDevice(server, person)
    server.clock.advance(60)
    const { browser } = person
    expect((await person.signIn()).content).toEqual({
      step: 'mfa',
      devices: [{ serialNumber: device.serialNumber, kind: 'virtual', name: device.serialNumber.split('/').at(-1) }],
    })
    expect((await browser.openConsole()).status).toBe(401)

    const present = (code: string) => browser.post('/signin/code', { serialNumber: device.serialNumber, code })
    expect(problemOf(await present(device.wrongCode()))).toEqual(['WrongCode', 401])
    const code = device.code()
    expect((await present(code)).content).toEqual({ step: 'done' })
    const { content } = await browser.openConsole()
    expect(content['mfaAuthenticatedAt']).toBe(new Date(server.clock.now()).toISOString())
    // For STS as well.
    expect(
      await errorOf(person.sts.getSessionToken({ SerialNumber: device.serialNumber, TokenCode: code })),
    ).toMatchObject(['AccessDenied', 403, expect.stringContaining('invalid MFA one time pass code')])
  })

  it('does not take a code that STS took, nor one of another’s device', async () => {
    const person = await createPerson(server)
    const device = await addDevice(server, person)
    const other = await createPerson(server)
    const otherDevice = await addDevice(server, other)
    server.clock.advance(60)
    const code = device.code()
    await person.sts.getSessionToken({ SerialNumber: device.serialNumber, TokenCode: code })
    await person.signIn()
    const { browser } = person
    expect(problemOf(await browser.post('/signin/code', { serialNumber: device.serialNumber, code }))).toEqual([
      'WrongCode',
      401,
    ])
    const foreign = await browser.post('/signin/code', { ...toFields(otherDevice) })
    expect(problemOf(foreign)).toEqual(['ValidationError', 400])
    const unknown = await browser.post('/signin/code', { serialNumber: 'GALT00000000', code })
    expect(unknown.content).toEqual(foreign.content)
    await browser.openConsole()
    expect(browser.csrfToken).toBeUndefined()
    function toFields({ serialNumber, code }: typeof otherDevice) {
      return { serialNumber, code: code.call(otherDevice) }
    }
  })

  it('lets exactly one of two browsers in that show one code at once', async () => {
    const person = await createPerson(server)
    const device = await addDevice(server, person)
    server.clock.advance(60)
    const another = new Browser(server)
    await person.signIn()
    await another.post('/signin/password', { account: accountId, userName: person.userName, password })
    const fields = { serialNumber: device.serialNumber, code: device.code() }
    const answers = await Promise.all([person.browser, another].map((each) => each.post('/signin/code', fields)))
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 401])
  })

  it('offers to resynchronise after three wrong codes, and asks for a code after that', async () => {
    const person = await createPerson(server)
    const device = await addDevice(server, person)
    server.clock.advance(60)
    const { browser } = person
    await person.signIn()
    // The phone is ten minutes ahead.
    const { serialNumber } = device
    const offers: unknown[] = []
    for (const offset of [20, 21, 22]) {
      const { content } = await browser.post('/signin/code', { serialNumber, code: device.code(offset) })
      offers.push((content['error'] as { offerResync: boolean }).offerResync)
    }
    expect(offers).toEqual([false, false, true])
    const resync = (code1: string, code2: string) => browser.post('/signin/resync', { serialNumber, code1, code2 })
    expect(problemOf(await resync(device.wrongCode(), device.wrongCode()))).toEqual(['WrongCode', 401])
    expect((await resync(device.code(19), device.code(20))).content).toMatchObject({ step: 'mfa' })
    expect((await browser.post('/signin/code', { serialNumber, code: device.code(21) })).content).toEqual({
      step: 'done',
    })
  })

  it('says when codes are not looked at any more', async () => {
    const person = await createPerson(server)
    const device = await addDevice(server, person)
    server.clock.advance(180)
    await person.signIn()
    const { serialNumber } = device
    const present = (code: string) => person.browser.post('/signin/code', { serialNumber, code })
    for (let attempt = 1; attempt <= 9; attempt++) {
      expect(problemOf(await present(device.wrongCode()))).toEqual(['WrongCode', 401])
    }
    expect(problemOf(await present(device.code()))).toEqual(['TooManyAttempts', 429])
    server.clock.advance(180)
    expect((await present(device.code())).content).toEqual({ step: 'done' })
  })

  it('ends a sign-in after a quarter of an hour, and with the password that it began with', async () => {
    const person = await createPerson(server)
    const device = await addDevice(server, person)
    server.clock.advance(60)
    const { serialNumber } = device
    const present = () => person.browser.post('/signin/code', { serialNumber, code: device.code() })
    await person.signIn()
    server.clock.advance(15 * 60)
    expect(problemOf(await present())).toEqual(['SignInExpired', 401])
    await person.signIn()
    await server.iam.updateLoginProfile({ UserName: person.userName, Password: password })
    expect(problemOf(await present())).toEqual(['SignInExpired', 401])
  })

  it('gives the browser new secrets each time, which no script reads', async () => {
    const person = await createPerson(server)
    const { browser } = person
    browser.cookies.set('twinlock-session', 'chosen-by-somebody-else')
    const first = await person.signIn()
    const [cookie = ''] = first.headers.getSetCookie()
    expect(cookie).toMatch(/^twinlock-session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax$/)
    const kept = browser.cookies.get('twinlock-session')
    await person.signIn()
    expect(browser.cookies.get('twinlock-session')).not.toBe(kept)
  })

  it('is not done for a page of another site', async () => {
    const person = await createPerson(server)
    person.browser.origin = 'https://evil.example'
    const answer = await person.signIn()
    expect([...problemOf(answer), person.browser.cookies.size]).toEqual(['AccessDenied', 403, 0])
  })

  it.each([
    [{}, 'account must be a text of 1 to 320 characters.'],
    [{ account: accountId, userName: 7, password }, 'userName must be a text of 1 to 320 characters.'],
    [
      { account: accountId, userName: 'x', password: 'x'.repeat(129) },
      'password must be a text of 1 to 128 characters.',
    ],
  ])('says what is wrong with %j', async (fields, message) => {
    const { status, content } = await new Browser(server).post('/signin/password', fields)
    expect([status, content]).toEqual([400, { error: { code: 'ValidationError', message } }])
  })

  it('asks for a new password where an administrator wants it, and holds it to the rules', async () => {
    const person = await createPerson(server, allow('iam:ChangePassword'))
    await server.iam.updateLoginProfile({ UserName: person.userName, PasswordResetRequired: true })
    const { browser } = person
    expect((await person.signIn()).content).toEqual({ step: 'new-password', reason: 'reset required' })
    expect((await browser.openConsole()).status).toBe(401)
    expect(problemOf(await browser.post('/signin/new-password', { newPassword: 'short' }))).toEqual([
      'PasswordPolicyViolation',
      400,
    ])
    const newPassword = 'Another-horse-2'
    expect((await browser.post('/signin/new-password', { newPassword })).content).toEqual({ step: 'done' })
    expect((await browser.openConsole()).status).toBe(200)
    expect(problemOf(await person.signIn())).toEqual(['InvalidCredentials', 401])
    expect((await person.signIn(newPassword)).content).toEqual({ step: 'done' })
  })

  it('takes no new password where none is due, or where an administrator has to set it', async () => {
    const person = await createPerson(server, allow('iam:*'))
    const device = await addDevice(server, person)
    const { browser, userName: UserName } = person
    await person.signIn()
    await server.iam.deactivateMFADevice({ UserName, SerialNumber: device.serialNumber })
    const set = async () => problemOf(await browser.post('/signin/new-password', { newPassword: 'Another-horse-2' }))
    expect(await set()).toEqual(['SignInExpired', 401])
    await server.iam.updateLoginProfile({ UserName, PasswordResetRequired: true })
    expect((await person.signIn()).content).toMatchObject({ step: 'new-password' })
    await server.iam.updateAccountPasswordPolicy({ MaxPasswordAge: 1, HardExpiry: true })
    server.clock.advance(86_400)
    await server.iam.updateAccountPasswordPolicy({ MaxPasswordAge: 2 })
    expect((await person.signIn()).content).toMatchObject({ step: 'new-password' })
    await server.iam.updateAccountPasswordPolicy({ MaxPasswordAge: 1, HardExpiry: true })
    expect(await set()).toEqual(['PasswordExpired', 403])
    await server.iam.deleteAccountPasswordPolicy({})
  })

  it('says of a name with a NUL what is wrong with it, on every database', async () => {
    const answer = await new Browser(server).post('/signin/password', { account: accountId, userName: 'a\0', password })
    expect(problemOf(answer)).toEqual(['ValidationError', 400])
  })

  it('refuses a new password to whoever may not change it', async () => {
    const person = await createPerson(server, null)
    await server.iam.updateLoginProfile({ UserName: person.userName, PasswordResetRequired: true })
    await person.signIn()
    const answer = await person.browser.post('/signin/new-password', { newPassword: 'Another-horse-2' })
    expect(problemOf(answer)).toEqual(['AccessDenied', 403])
  })

  it('asks for the device before the new password', async () => {
    const person = await createPerson(server, allow('iam:*'))
    const device = await addDevice(server, person)
    server.clock.advance(60)
    await server.iam.updateLoginProfile({ UserName: person.userName, PasswordResetRequired: true })
    const { browser } = person
    expect((await person.signIn()).content).toMatchObject({ step: 'mfa' })
    const early = await browser.post('/signin/new-password', { newPassword: 'Another-horse-2' })
    expect(problemOf(early)).toEqual(['ValidationError', 400])
    const fields = { serialNumber: device.serialNumber, code: device.code() }
    expect((await browser.post('/signin/code', fields)).content).toMatchObject({ step: 'new-password' })
    expect((await browser.post('/signin/new-password', { newPassword: 'Another-horse-2' })).content).toEqual({
      step: 'done',
    })
    expect((await browser.openConsole()).content['mfaAuthenticatedAt']).not.toBeNull()
  })

  it('knows the root user by the e-mail address', async () => {
    const browser = new Browser(server)
    const fields = { rootEmail: 'ROOT@localhost', password: 'Test-root-password-1' }
    expect(problemOf(await browser.post('/signin/password', { ...fields, password: 'wrong' }))).toEqual([
      'InvalidCredentials',
      401,
    ])
    expect((await browser.post('/signin/password', fields)).content).toEqual({ step: 'done' })
    expect((await browser.openConsole()).content).toMatchObject({ principal: { kind: 'root' } })
  })

  describe('tells nobody which names there are', () => {
    it('by what it answers, or by how often', async () => {
      const person = await createPerson(server)
      const unknown = new Browser(server)
      const answers = await Promise.all(
        [person.userName, 'nobody-of-that-name'].map(async (userName) => {
          const seen: unknown[] = []
          for (let attempt = 1; attempt <= 11; attempt++) {
            const answer = await unknown.post('/signin/password', { account: accountId, userName, password: 'wrong' })
            seen.push([answer.status, answer.content])
          }
          return seen
        }),
      )
      expect(answers[0]).toEqual(answers[1])
      expect(answers[0]?.at(8)).toMatchObject([401, { error: { code: 'InvalidCredentials' } }])
      expect(answers[0]?.at(9)).toMatchObject([429, { error: { code: 'TooManyAttempts' } }])
      // Not even the right one is looked at now.
      expect(problemOf(await person.signIn())).toEqual(['TooManyAttempts', 429])
      server.clock.advance(180)
      expect((await person.signIn()).status).toBe(200)
    })
  })
})
