import { describe, expect, it } from 'vitest'
import { invalidToken } from '../refusals.ts'
import {
  accountId,
  type Credentials,
  createUser,
  createUserWithDevice,
  describeTwinlock,
  errorOf,
  rootCredentials,
  sendForm,
  startSession,
} from '../twinlock.ts'
import { deleteUser } from './sessions.ts'

const bothNeeded = [
  'AccessDenied',
  403,
  'MultiFactorAuthentication failed, must provide both MFA serial number and one time pass code.',
]
const expired = ['ExpiredToken', 403, 'The security token included in the request is expired']

describeTwinlock('GetSessionToken', (server) => {
  describe('with a right code', () => {
    it('gives credentials that call IAM', async () => {
      const user = await createUserWithDevice(server)
      const { Credentials } = await user.sts.getSessionToken(user.device.mfa())
      expect(Credentials).toEqual({
        AccessKeyId: expect.stringMatching(/^ASIA[A-Z2-7]{16}$/),
        SecretAccessKey: expect.stringMatching(/^[\w+/]{40}$/),
        SessionToken: expect.any(String),
        Expiration: new Date(Math.floor(server.clock.now() / 1000 + 43_200) * 1000),
      })
      const session = await startSession(server, user, user.device, -1)
      expect((await session.iam.getUser({})).User?.UserName).toBe(user.userName)
    })

    it('keeps its MFA after the device is deactivated', async () => {
      const user = await createUserWithDevice(server)
      const session = await startSession(server, user, user.device)
      await server.iam.deactivateMFADevice({ UserName: user.userName, SerialNumber: user.device.serialNumber })
      await server.iam.deleteVirtualMFADevice({ SerialNumber: user.device.serialNumber })
      expect((await session.iam.listMFADevices({})).MFADevices).toEqual([])
    })
  })

  it.each([
    ['TokenCode', { TokenCode: '123456' }],
    ['SerialNumber', { SerialNumber: `arn:aws:iam::${accountId}:mfa/phone` }],
  ])('refuses a lone %s', async (_, mfa) => {
    const user = await createUser(server)
    expect(await errorOf(user.sts.getSessionToken(mfa))).toEqual(bothNeeded)
  })

  it('refuses session credentials, whether they have MFA or not', async () => {
    const user = await createUserWithDevice(server)
    for (const device of [undefined, user.device]) {
      const session = await startSession(server, user, device)
      const refusal = ['AccessDenied', 403, 'Cannot call GetSessionToken with session credentials']
      expect(await errorOf(session.sts.getSessionToken({}))).toEqual(refusal)
      expect(await errorOf(session.sts.getSessionToken(user.device.mfa(1)))).toEqual(refusal)
    }
    // The code was not looked at, so it is still good.
    await startSession(server, user, user.device, 1)
  })

  describe('DurationSeconds', () => {
    it.each([
      [
        '899',
        "Value '899' at 'durationSeconds' failed to satisfy constraint: Member must have value greater than or equal to 900",
      ],
      [
        '129601',
        "Value '129601' at 'durationSeconds' failed to satisfy constraint: Member must have value less than or equal to 129600",
      ],
      [
        '0',
        "Value '0' at 'durationSeconds' failed to satisfy constraint: Member must have value greater than or equal to 900",
      ],
    ])('is refused when it is %s', async (DurationSeconds, message) => {
      const request = server.sts.getSessionToken({ DurationSeconds: Number(DurationSeconds) })
      expect(await errorOf(request)).toEqual(['ValidationError', 400, `1 validation error detected: ${message}`])
    })

    it.each([' 900 ', '900.0', '9e2', '2147483648'])(
      'is malformed when it is %j, without a word on it',
      async (text) => {
        const { status, body } = await sendForm(server, 'sts', { Action: 'GetSessionToken', DurationSeconds: text })
        expect([status, body.includes('<Code>MalformedInput</Code>'), body.includes('<Message')]).toEqual([
          400,
          true,
          false,
        ])
      },
    )

    it.each(['900', '+900', '0900'])('may be written %s', async (text) => {
      const user = await createUser(server)
      const parameters = { Action: 'GetSessionToken', DurationSeconds: text }
      const { status, headers, body } = await sendForm(server, 'sts', parameters, user.credentials)
      expect(status).toBe(200)
      expect(expirationIn(body) - Date.parse(headers.get('Date') ?? '')).toBe(900_000)
    })

    it.each([
      [undefined, 43_200],
      [900, 900],
      [3601, 3601],
      [129_600, 129_600],
    ])('%s makes a session of a user that lasts %i seconds from the Date of the answer', async (given, lasts) => {
      const user = await createUser(server)
      const parameters = { Action: 'GetSessionToken', ...(given && { DurationSeconds: String(given) }) }
      const { headers, body } = await sendForm(server, 'sts', parameters, user.credentials)
      expect(expirationIn(body) - Date.parse(headers.get('Date') ?? '')).toBe(lasts * 1000)
    })

    it.each([
      [undefined, 3600],
      [900, 900],
      [3601, 3600],
      [129_600, 3600],
    ])('%s makes a session of the root user that lasts %i seconds', async (given, lasts) => {
      const parameters = { Action: 'GetSessionToken', ...(given && { DurationSeconds: String(given) }) }
      const { headers, body } = await sendForm(server, 'sts', parameters)
      expect(expirationIn(body) - Date.parse(headers.get('Date') ?? '')).toBe(lasts * 1000)
    })
  })

  it.each([
    [
      '12345',
      "Value '12345' at 'tokenCode' failed to satisfy constraint: Member must have length greater than or equal to 6",
    ],
    [
      '1234567',
      "Value '1234567' at 'tokenCode' failed to satisfy constraint: Member must have length less than or equal to 6",
    ],
    [
      '12345a',
      String.raw`Value '12345a' at 'tokenCode' failed to satisfy constraint: Member must satisfy regular expression pattern: [\d]*`,
    ],
  ])('refuses the TokenCode %s before it counts as an attempt', async (TokenCode, message) => {
    const user = await createUserWithDevice(server)
    const SerialNumber = user.device.serialNumber
    for (let attempt = 0; attempt < 10; attempt++) {
      expect(await errorOf(user.sts.getSessionToken({ SerialNumber, TokenCode }))).toEqual([
        'ValidationError',
        400,
        `1 validation error detected: ${message}`,
      ])
    }
    await startSession(server, user, user.device)
  })

  it.each([1, 100, 2000, 4096])('makes a token of at least %i characters where that is asked for', async (size) => {
    const { Credentials } = await server.sts.getSessionToken({ MinimumSessionTokenSize: size })
    const token = Credentials?.SessionToken ?? ''
    expect(token.length).toBeGreaterThanOrEqual(size)
    expect(token.length).toBeLessThan(Math.max(size + 4, 500))
    const session = server.as({
      accessKeyId: Credentials?.AccessKeyId ?? '',
      secretAccessKey: Credentials?.SecretAccessKey ?? '',
      sessionToken: token,
    })
    expect((await session.sts.getCallerIdentity({})).Account).toBe(accountId)
  })
})

describeTwinlock('Sessions', (server) => {
  it('without MFA may ask who they are, and call nothing of IAM', async () => {
    const user = await createUserWithDevice(server)
    for (const principal of [user, { ...user, ...server.as(rootCredentials) }]) {
      const session = await startSession(server, principal)
      expect((await session.sts.getCallerIdentity({})).Account).toBe(accountId)
      for (const request of [
        () => session.iam.getUser({}),
        () => session.iam.listMFADevices({}),
        () => session.iam.createVirtualMFADevice({ VirtualMFADeviceName: 'by-session' }),
        () => session.iam.deactivateMFADevice({ SerialNumber: user.device.serialNumber }),
        () => session.iam.listUsers({}),
        () => session.iam.listRoles({}),
      ]) {
        expect(await errorOf(request())).toEqual(invalidToken)
      }
    }
  })

  it('end with their last second', async () => {
    const user = await createUserWithDevice(server)
    const sessions = [await startSession(server, user), await startSession(server, user, user.device)]
    server.clock.advance(43_199)
    for (const session of sessions) await session.sts.getCallerIdentity({})
    server.clock.advance(1)
    for (const session of sessions) {
      expect(await errorOf(session.sts.getCallerIdentity({}))).toEqual(expired)
      expect(await errorOf(session.iam.getUser({}))).toEqual(expired)
    }
  })

  it('die with their user, and do not live again with another of the same name', async () => {
    const user = await createUser(server, 'lives-twice')
    const session = await startSession(server, user)
    await deleteUser(server, user)
    expect(await errorOf(session.sts.getCallerIdentity({}))).toEqual(invalidToken)
    await createUser(server, 'lives-twice')
    expect(await errorOf(session.sts.getCallerIdentity({}))).toEqual(invalidToken)
  })

  it('are of one piece: no other key id, secret or token', async () => {
    const user = await createUser(server)
    const { credentials } = await startSession(server, user)
    const other = (await startSession(server, user)).credentials
    const { sessionToken = '' } = credentials
    const changed = `${sessionToken.slice(0, -6)}${sessionToken.at(-6) === 'A' ? 'B' : 'A'}${sessionToken.slice(-5)}`
    const identity = (given: Credentials) => server.as(given).sts.getCallerIdentity({})
    expect(await errorOf(identity({ ...credentials, sessionToken: changed }))).toEqual(invalidToken)
    expect(await errorOf(identity({ ...credentials, sessionToken: other.sessionToken }))).toEqual(invalidToken)
    expect(await errorOf(identity({ ...credentials, accessKeyId: other.accessKeyId }))).toEqual(invalidToken)
    expect(await errorOf(identity({ ...user.credentials, sessionToken }))).toEqual(invalidToken)
    const [code, status] = await errorOf(identity({ ...credentials, secretAccessKey: other.secretAccessKey }))
    expect([code, status]).toEqual(['SignatureDoesNotMatch', 403])
    const { sessionToken: _, ...withoutToken } = credentials
    expect((await errorOf(identity(withoutToken))).slice(0, 2)).toEqual(['InvalidClientTokenId', 403])
  })
})

function expirationIn(body: string): number {
  return Date.parse(/<Expiration>(.*)<\/Expiration>/.exec(body)?.[1] ?? '')
}
