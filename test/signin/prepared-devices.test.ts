/** A device that was prepared for somebody, who is asked for two codes of it at the first sign-in. */
import { expect, it } from 'vitest'
import {
  Authenticator,
  accountId,
  administer,
  allow,
  createUser,
  describeTwinlock,
  errorOf,
  type TestServer,
} from '../twinlock.ts'
import { Browser, problemOf } from './browser.ts'
import { addDevice, createPerson, showPassword } from './people.ts'

const arnOf = (name: string) => `arn:aws:iam::${accountId}:mfa/${name}`

async function prepare(server: TestServer, userName: string, deviceName = userName): Promise<Authenticator> {
  const { status, body } = await administer(server, 'prepare-mfa-device', { userName, deviceName })
  expect(status, body).toBe(200)
  const { serialNumber, base32StringSeed } = JSON.parse(body) as { serialNumber: string; base32StringSeed: string }
  return new Authenticator(serialNumber, base32StringSeed, server.clock)
}

/** Two codes, as the page sends them. */
function pairOf(device: Authenticator, offset = 0) {
  return { serialNumber: device.serialNumber, code1: device.code(offset - 1), code2: device.code(offset) }
}

function wrongPairOf(device: Authenticator) {
  return { ...pairOf(device), code2: device.wrongCode() }
}

describeTwinlock('A device that was prepared', (server) => {
  it('is asked for two codes at the first sign-in, which then has MFA, and for one at the next', async () => {
    const person = await createPerson(server)
    const device = await prepare(server, person.userName)
    const { browser } = person
    expect((await person.signIn()).content).toEqual({
      step: 'enrol',
      device: { serialNumber: arnOf(person.userName), kind: 'virtual', name: person.userName },
    })
    expect((await browser.openConsole()).status).toBe(401)
    expect((await browser.post('/signin/enrol', pairOf(device))).content).toEqual({ step: 'done' })
    const session = await browser.openConsole()
    expect(session.content['mfaAuthenticatedAt']).toBe(new Date(server.clock.now()).toISOString())
    const { MFADevices } = await server.iam.listMFADevices({ UserName: person.userName })
    expect(MFADevices?.map(({ SerialNumber }) => SerialNumber)).toEqual([device.serialNumber])

    expect((await person.signIn()).content).toMatchObject({ step: 'mfa' })
    server.clock.advance(30)
    const { serialNumber } = device
    expect((await browser.post('/signin/code', { serialNumber, code: device.code() })).content).toEqual({
      step: 'done',
    })
  })

  it('gives nothing more for the two codes: neither a sign-in nor a session', async () => {
    const person = await createPerson(server)
    const device = await prepare(server, person.userName)
    await person.signIn()
    const { code1, code2, serialNumber } = pairOf(device)
    await person.browser.post('/signin/enrol', { serialNumber, code1, code2 })
    const another = new Browser(server)
    await showPassword(another, person.userName)
    for (const code of [code1, code2]) {
      expect(problemOf(await another.post('/signin/code', { serialNumber, code }))).toEqual(['WrongCode', 401])
      expect(await errorOf(person.sts.getSessionToken({ SerialNumber: serialNumber, TokenCode: code }))).toMatchObject([
        'AccessDenied',
        403,
        expect.stringContaining('invalid MFA one time pass code'),
      ])
    }
  })

  it.each([
    ['a wrong code', (device: Authenticator) => wrongPairOf(device)],
    ['the same code twice', (device: Authenticator) => ({ ...pairOf(device), code1: device.code() })],
    [
      'the newer first',
      (device: Authenticator) => ({ ...pairOf(device), code1: device.code(), code2: device.code(-1) }),
    ],
    ['codes of two minutes ago', (device: Authenticator) => pairOf(device, -4)],
    ['codes of eight hours ago', (device: Authenticator) => pairOf(device, -900)],
    ['codes of two minutes hence', (device: Authenticator) => pairOf(device, 4)],
  ])('is not enabled by %s', async (_, codes) => {
    const person = await createPerson(server)
    const device = await prepare(server, person.userName)
    await person.signIn()
    const refused = await person.browser.post('/signin/enrol', codes(device))
    expect(problemOf(refused)).toEqual(['WrongCode', 401])
    expect((refused.content['error'] as { message: string }).message).toContain('not two codes in a row of this device')
    expect((await person.browser.openConsole()).status).toBe(401)
    expect((await server.iam.listMFADevices({ UserName: person.userName })).MFADevices).toEqual([])
    // And is asked for still.
    expect((await person.browser.post('/signin/enrol', pairOf(device))).content).toEqual({ step: 'done' })
  })

  it('ends the sessions that the password alone has opened', async () => {
    const person = await createPerson(server)
    expect((await person.signIn()).content).toEqual({ step: 'done' })
    expect((await person.browser.openConsole()).status).toBe(200)
    await prepare(server, person.userName)
    expect((await person.browser.openConsole()).status).toBe(401)
    expect((await person.signIn()).content).toMatchObject({ step: 'enrol' })
  })

  it('is looked at nine times in three minutes', async () => {
    const person = await createPerson(server)
    const device = await prepare(server, person.userName)
    await person.signIn()
    const { browser } = person
    for (let attempt = 1; attempt <= 9; attempt++) {
      expect(problemOf(await browser.post('/signin/enrol', wrongPairOf(device)))).toEqual(['WrongCode', 401])
    }
    expect(problemOf(await browser.post('/signin/enrol', pairOf(device)))).toEqual(['TooManyAttempts', 429])
    // EnableMFADevice has the same budget.
    expect(await errorOf(server.iam.enableMFADevice({ UserName: person.userName, ...device.pair() }))).toMatchObject([
      'InvalidAuthenticationCode',
      403,
      'Authentication code for device is not valid.',
    ])
    server.clock.advance(180)
    expect((await browser.post('/signin/enrol', pairOf(device))).content).toEqual({ step: 'done' })
  })

  it('cannot be passed by with the password alone', async () => {
    const person = await createPerson(server, allow('iam:ChangePassword'))
    await server.iam.updateLoginProfile({ UserName: person.userName, PasswordResetRequired: true })
    const device = await prepare(server, person.userName)
    const { browser } = person
    await person.signIn()
    const other = await prepare(server, (await createPerson(server)).userName)
    const attempts = [
      browser.post('/signin/new-password', { newPassword: 'Another-horse-2' }),
      browser.post('/signin/code', { serialNumber: device.serialNumber, code: device.code() }),
      browser.post('/signin/resync', pairOf(device)),
      browser.post('/signin/passkey-options', {}),
    ]
    for (const attempt of await Promise.all(attempts)) {
      expect(problemOf(attempt)).toEqual(['ValidationError', 400])
    }
    // Nor by a device that was prepared for another.
    expect(problemOf(await browser.post('/signin/enrol', pairOf(other)))).toEqual(['SignInExpired', 401])
    expect((await browser.post('/signin/enrol', pairOf(device))).content).toEqual({
      step: 'new-password',
      reason: 'reset required',
    })
    const changed = await browser.post('/signin/new-password', { newPassword: 'Another-horse-2' })
    expect(changed.content).toEqual({ step: 'done' })
    expect((await browser.openConsole()).content['mfaAuthenticatedAt']).toEqual(expect.any(String))
  })

  it('lets one of two browsers in that show the same codes at once', async () => {
    const person = await createPerson(server)
    const device = await prepare(server, person.userName)
    const another = new Browser(server)
    await person.signIn()
    await showPassword(another, person.userName)
    const answers = await Promise.all(
      [person.browser, another].map((each) => each.post('/signin/enrol', pairOf(device))),
    )
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 401])
  })

  it('is not asked for once it is deleted, or enabled in another way', async () => {
    const gone = await createPerson(server)
    const { serialNumber: SerialNumber } = await prepare(server, gone.userName)
    await gone.signIn()
    await server.iam.deleteVirtualMFADevice({ SerialNumber })
    expect((await gone.signIn()).content).toEqual({ step: 'done' })

    const person = await createPerson(server)
    const device = await prepare(server, person.userName)
    await person.signIn()
    await person.iam.enableMFADevice({ UserName: person.userName, ...device.pair() })
    expect(problemOf(await person.browser.post('/signin/enrol', pairOf(device)))).toEqual(['SignInExpired', 401])
    expect((await person.signIn()).content).toMatchObject({ step: 'mfa' })
  })

  it('is not asked for, nor accepted, once its user has another', async () => {
    const person = await createPerson(server)
    const device = await prepare(server, person.userName)
    await person.signIn()
    const other = await addDevice(server, person)
    expect(problemOf(await person.browser.post('/signin/enrol', pairOf(device)))).toEqual(['SignInExpired', 401])
    expect((await person.signIn()).content).toMatchObject({ devices: [{ serialNumber: other.serialNumber }] })
    const { MFADevices } = await server.iam.listMFADevices({ UserName: person.userName })
    expect(MFADevices?.map(({ SerialNumber }) => SerialNumber)).toEqual([other.serialNumber])
  })

  it('is no device of anybody else', async () => {
    const person = await createPerson(server)
    const thief = await createUser(server)
    const device = await prepare(server, person.userName)
    expect(await errorOf(thief.iam.enableMFADevice({ UserName: thief.userName, ...device.pair() }))).toEqual([
      'EntityAlreadyExists',
      409,
      'MFA Device is already in use.',
    ])
    expect((await person.signIn()).content).toMatchObject({ step: 'enrol' })
  })

  it('is anybody’s again once its user is deleted', async () => {
    await server.iam.createUser({ UserName: 'short-lived' })
    const device = await prepare(server, 'short-lived')
    await server.iam.deleteUser({ UserName: 'short-lived' })
    const { userName: UserName } = await createUser(server)
    await server.iam.enableMFADevice({ UserName, ...device.pair() })
    const { MFADevices = [] } = await server.iam.listMFADevices({ UserName })
    expect(MFADevices.map(({ SerialNumber }) => SerialNumber)).toEqual([device.serialNumber])
  })

  it('is in the audit log: that it was made, and that it was enabled; not its secret', async () => {
    const person = await createPerson(server)
    const device = await prepare(server, person.userName)
    await person.signIn()
    await person.browser.post('/signin/enrol', wrongPairOf(device))
    await person.browser.post('/signin/enrol', pairOf(device))
    const { body } = await administer(server, 'lookup-events', { maxItems: 50 })
    const { events } = JSON.parse(body) as { events: { eventName: string; errorMessage?: string }[] }
    const about = events.filter((event) => JSON.stringify(event).includes(person.userName))
    const names = about.map(({ eventName, errorMessage }) => `${eventName}${errorMessage ? ': refused' : ''}`)
    expect(names.slice(0, 5)).toEqual([
      'ConsoleLogin',
      'CheckMfa',
      'EnableMFADevice',
      'CheckMfa: refused',
      'PrepareMFADevice',
    ])
    expect(body).not.toMatch(/[A-Z2-7]{64}/)
  })
})

describeTwinlock('Preparing a device', (server) => {
  const prepareAs = async (credentials: Parameters<typeof administer>[3], userName: string, deviceName = userName) => {
    const { status, body } = await administer(server, 'prepare-mfa-device', { userName, deviceName }, credentials)
    return [status, (JSON.parse(body) as { error?: { code: string; message: string } }).error] as const
  }

  it('takes the permission to make the device and the one to enable it for that user', async () => {
    const { userName } = await createUser(server)
    const target = `arn:aws:iam::${accountId}:user/${userName}`
    const maker = await createUser(server, undefined, allow('iam:CreateVirtualMFADevice'))
    expect(await prepareAs(maker.credentials, userName)).toEqual([
      403,
      {
        code: 'AccessDenied',
        message: expect.stringContaining(
          `is not authorized to perform: iam:EnableMFADevice on resource: user ${userName}`,
        ),
      },
    ])
    const enabler = await createUser(server, undefined, allow('iam:EnableMFADevice', target))
    expect(await prepareAs(enabler.credentials, userName)).toMatchObject([403, { code: 'AccessDenied' }])
    expect((await server.iam.listVirtualMFADevices({ AssignmentStatus: 'Unassigned' })).VirtualMFADevices).toEqual([])
    const both = await createUser(server, undefined, {
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Action: 'iam:EnableMFADevice', Resource: target },
        { Effect: 'Allow', Action: 'iam:CreateVirtualMFADevice', Resource: arnOf(userName) },
      ],
    })
    expect(await prepareAs(both.credentials, userName, 'other')).toMatchObject([403, { code: 'AccessDenied' }])
    expect(await prepareAs(both.credentials, userName)).toEqual([200, undefined])
  })

  it('is for whoever has no device, once', async () => {
    const person = await createPerson(server)
    await addDevice(server, person)
    expect(await prepareAs(undefined, person.userName)).toEqual([
      409,
      { code: 'EntityAlreadyExists', message: `${person.userName} has an MFA device already.` },
    ])
    const other = await createPerson(server)
    await prepare(server, other.userName)
    const again = await Promise.all([1, 2].map((number) => prepareAs(undefined, other.userName, `x-${number}`)))
    for (const refusal of again) {
      expect(refusal).toMatchObject([
        409,
        { message: expect.stringContaining(`was prepared for ${other.userName} already`) },
      ])
    }
    const third = await createPerson(server)
    const both = await Promise.all([1, 2].map((number) => prepareAs(undefined, third.userName, `y-${number}`)))
    expect(both.map(([status]) => status).sort()).toEqual([200, 409])
  })

  it('says what is wrong with the names', async () => {
    expect(await prepareAs(undefined, 'nobody')).toEqual([
      404,
      { code: 'NoSuchEntity', message: 'The user with name nobody cannot be found.' },
    ])
    const { userName } = await createUser(server)
    expect(await prepareAs(undefined, userName, 'a b')).toMatchObject([400, { code: 'ValidationError' }])
    expect(await prepareAs(undefined, 'a b', 'a')).toMatchObject([400, { code: 'ValidationError' }])
    await server.iam.createVirtualMFADevice({ VirtualMFADeviceName: userName })
    expect(await prepareAs(undefined, userName)).toEqual([
      409,
      { code: 'EntityAlreadyExists', message: 'MFA device already exists.' },
    ])
  })
})
