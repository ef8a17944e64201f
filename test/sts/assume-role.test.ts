import { describe, expect, it } from 'vitest'
import { invalidCode, unableToValidate } from '../refusals.ts'
import {
  accountId,
  createUser,
  createUserWithDevice,
  describeTwinlock,
  errorOf,
  startSession,
  type TestServer,
} from '../twinlock.ts'
import { assume, claimsOf, createRole, notAuthorized, type RoleOptions, userArn } from './sessions.ts'

async function userAndRole(server: TestServer, options?: RoleOptions) {
  const user = await createUserWithDevice(server)
  return { user, role: await createRole(server, [userArn(user)], options) }
}

const validation = (message: string) => ['ValidationError', 400, message]

describeTwinlock('AssumeRole', (server) => {
  it('answers credentials of a session of the role, whose ARN leaves the path out', async () => {
    const { user, role } = await userAndRole(server, { name: 'Deployer', path: '/ci/' })
    expect(role.arn).toBe(`arn:aws:iam::${accountId}:role/ci/Deployer`)
    const { answer, sts } = await assume(server, user, role, { RoleSessionName: 'build@7' })
    const { $metadata, ...output } = answer
    const Arn = `arn:aws:sts::${accountId}:assumed-role/Deployer/build@7`
    expect(output).toEqual({
      Credentials: {
        AccessKeyId: expect.stringMatching(/^ASIA[A-Z2-7]{16}$/),
        SecretAccessKey: expect.stringMatching(/^[\w+/]{40}$/),
        SessionToken: expect.any(String),
        Expiration: new Date(server.clock.now() + 3_600_000),
      },
      AssumedRoleUser: { AssumedRoleId: `${role.id}:build@7`, Arn },
    })
    expect(await sts.getCallerIdentity({})).toMatchObject({ Arn, UserId: `${role.id}:build@7`, Account: accountId })
  })

  it('refuses the root user and its sessions', async () => {
    const role = await createRole(server, [`arn:aws:iam::${accountId}:root`])
    const refusal = ['AccessDenied', 403, 'Roles may not be assumed by root accounts.']
    expect(await errorOf(assume(server, server, role))).toEqual(refusal)
    expect(await errorOf(assume(server, await startSession(server, server), role))).toEqual(refusal)
  })

  it('says the same of a role that trusts others and of one that is not there', async () => {
    const { role } = await userAndRole(server)
    const stranger = await createUser(server)
    const arns = [
      role.arn,
      `arn:aws:iam::${accountId}:role/no-such-role`,
      `arn:aws:iam::${accountId}:role/path/${role.name}`,
      `arn:aws:iam::210987654321:role/${role.name}`,
      `arn:aws-cn:iam::${accountId}:role/${role.name}`,
      `arn:aws:iam::${accountId}:user/${stranger.userName}`,
      `arn:aws:iam::${accountId}:role/`,
    ]
    for (const arn of arns) {
      const request = assume(server, stranger, { ...role, arn })
      expect(await errorOf(request)).toEqual(notAuthorized(userArn(stranger), arn))
    }
  })

  it('knows a role by its whole ARN only, as it is spelt', async () => {
    const { user, role } = await userAndRole(server, { path: '/Team/' })
    await assume(server, user, role)
    for (const arn of [role.arn.toUpperCase().replace('ARN:AWS:IAM', 'arn:aws:iam'), role.arn.replace('/Team', '')]) {
      expect(await errorOf(assume(server, user, { ...role, arn }))).toEqual(notAuthorized(userArn(user), arn))
    }
  })

  it.each([
    'nothing-valid-in-here',
    'arn::b:::something/test-role',
    'arn:a::::something/test-role',
    'arn:a:::something/test-role',
    'arn:a:a::aaaaaaaaaa:',
  ])('finds %s invalid', async (arn) => {
    const { user, role } = await userAndRole(server)
    expect(await errorOf(assume(server, user, { ...role, arn }))).toEqual(validation(`${arn} is invalid`))
  })

  it('says what is wrong with a session name', async () => {
    const { user, role } = await userAndRole(server)
    expect(await errorOf(assume(server, user, role, { RoleSessionName: 'Session1:2' }))).toEqual(
      validation(
        "1 validation error detected: Value 'Session1:2' at 'roleSessionName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\w+=,.@-]*",
      ),
    )
  })

  it('knows no context provider', async () => {
    const { user, role } = await userAndRole(server)
    const ProvidedContexts = [
      { ProviderArn: 'arn:aws:iam::aws:contextProvider/IdentityCenter', ContextAssertion: 'abcd' },
    ]
    expect((await errorOf(assume(server, user, role, { ProvidedContexts }))).slice(0, 2)).toEqual([
      'ValidationError',
      400,
    ])
  })

  it('asks for the external id that the role asks for', async () => {
    const { user, role } = await userAndRole(server, { condition: { StringEquals: { 'sts:ExternalId': 'Unique-42' } } })
    await assume(server, user, role, { ExternalId: 'Unique-42' })
    for (const options of [{}, { ExternalId: 'unique-43' }]) {
      expect(await errorOf(assume(server, user, role, options))).toEqual(notAuthorized(userArn(user), role.arn))
    }
  })

  describe('for how long', () => {
    const tooLongForRole = validation('The requested DurationSeconds exceeds the MaxSessionDuration set for this role.')
    const tooLongForChain = validation(
      'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.',
    )

    it('says the role, after it has said whether at all', async () => {
      const { user, role } = await userAndRole(server, { maxSessionSeconds: 7200 })
      const { answer, credentials } = await assume(server, user, role, { DurationSeconds: 7200 })
      expect(answer.Credentials?.Expiration).toEqual(new Date(server.clock.now() + 7_200_000))
      expect(claimsOf(credentials).expiresAt - claimsOf(credentials).issuedAt).toBe(7_200_000)
      expect(await errorOf(assume(server, user, role, { DurationSeconds: 7201 }))).toEqual(tooLongForRole)
      const stranger = await createUser(server)
      expect(await errorOf(assume(server, stranger, role, { DurationSeconds: 7201 }))).toEqual(
        notAuthorized(userArn(stranger), role.arn),
      )
    })

    it('is an hour at most in a session, whatever kind it is', async () => {
      const { user, role } = await userAndRole(server, { maxSessionSeconds: 43_200 })
      const next = await createRole(server, [role.arn], { maxSessionSeconds: 43_200 })
      const session = await startSession(server, user, user.device)
      await assume(server, session, role, { DurationSeconds: 3600 })
      expect(await errorOf(assume(server, session, role, { DurationSeconds: 3601 }))).toEqual(tooLongForChain)
      const roleSession = await assume(server, user, role, { DurationSeconds: 43_200 })
      await assume(server, roleSession, next, { DurationSeconds: 3600 })
      expect(await errorOf(assume(server, roleSession, next, { DurationSeconds: 3601 }))).toEqual(tooLongForChain)
    })
  })

  describe('with MFA', () => {
    const bothNeeded = [
      'AccessDenied',
      403,
      'MultiFactorAuthentication failed, must provide both MFA serial number and one time pass code.',
    ]
    const needsMfa = { condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } } }

    it('satisfies a role that asks for it, once per code', async () => {
      const { user, role } = await userAndRole(server, needsMfa)
      expect(await errorOf(assume(server, user, role))).toEqual(notAuthorized(userArn(user), role.arn))
      await assume(server, user, role, user.device.mfa())
      expect(await errorOf(assume(server, user, role, user.device.mfa()))).toEqual(invalidCode)
      expect(await errorOf(user.sts.getSessionToken(user.device.mfa()))).toEqual(invalidCode)
      await user.sts.getSessionToken(user.device.mfa(1))
      expect(await errorOf(assume(server, user, role, user.device.mfa(1)))).toEqual(invalidCode)
    })

    it('gives a session that has no MFA itself', async () => {
      const { user, role } = await userAndRole(server)
      const next = await createRole(server, [role.arn], needsMfa)
      const session = await assume(server, user, role, user.device.mfa())
      expect(claimsOf(session.credentials)).not.toHaveProperty('mfaAuthenticatedAt')
      const { Arn = '' } = session.answer.AssumedRoleUser ?? {}
      expect(await errorOf(assume(server, session, next))).toEqual(notAuthorized(Arn, next.arn))
    })

    it('is that of the session which assumes the role', async () => {
      const { user, role } = await userAndRole(server, needsMfa)
      await assume(server, await startSession(server, user, user.device), role)
      const withoutMfa = await startSession(server, user)
      expect(await errorOf(assume(server, withoutMfa, role))).toEqual(notAuthorized(userArn(user), role.arn))
      await assume(server, withoutMfa, role, user.device.mfa(1))
    })

    it('is refused when it is wrong, although the role does not ask for it', async () => {
      const { user, role } = await userAndRole(server)
      const other = await createUserWithDevice(server)
      const { SerialNumber, TokenCode } = user.device.mfa()
      expect(await errorOf(assume(server, user, role, user.device.wrongMfa()))).toEqual(invalidCode)
      expect(await errorOf(assume(server, user, role, other.device.mfa()))).toEqual(unableToValidate)
      expect(await errorOf(assume(server, user, role, { SerialNumber }))).toEqual(bothNeeded)
      expect(await errorOf(assume(server, user, role, { TokenCode }))).toEqual(bothNeeded)
      const session = await assume(server, user, role)
      expect(await errorOf(assume(server, session, role, user.device.mfa()))).toEqual(unableToValidate)
      await assume(server, user, role, { SerialNumber, TokenCode })
    })

    it('is looked at before the role, and spent though the role refuses', async () => {
      const { user, role } = await userAndRole(server, { maxSessionSeconds: 3600 })
      const closed = await createRole(server, [userArn(await createUser(server))])
      const unknown = { ...role, arn: `arn:aws:iam::${accountId}:role/no-such-role` }
      for (const target of [closed, unknown]) {
        expect(await errorOf(assume(server, user, target, user.device.wrongMfa()))).toEqual(invalidCode)
      }
      const refusals = [
        () => assume(server, user, closed, user.device.mfa(-1)),
        () => assume(server, user, unknown, user.device.mfa(0)),
        () => assume(server, user, role, { ...user.device.mfa(1), DurationSeconds: 3601 }),
      ]
      for (const request of refusals) {
        expect(await errorOf(request())).not.toEqual(invalidCode)
        expect(await errorOf(request())).toEqual(invalidCode)
      }
    })

    it('is not spent on a request that makes no sense', async () => {
      const { user, role } = await userAndRole(server)
      const mfa = user.device.mfa()
      const nonsense = [{ Policy: 'no JSON' }, { TransitiveTagKeys: ['missing'] }, { DurationSeconds: 899 }]
      for (const options of nonsense) await expect(assume(server, user, role, { ...mfa, ...options })).rejects.toThrow()
      await assume(server, user, role, mfa)
    })

    it('has one budget of attempts with GetSessionToken', async () => {
      const { user, role } = await userAndRole(server)
      for (let attempt = 0; attempt < 9; attempt++) {
        const request =
          attempt % 2 === 0
            ? assume(server, user, role, user.device.wrongMfa())
            : user.sts.getSessionToken(user.device.wrongMfa())
        expect(await errorOf(request)).toEqual(invalidCode)
      }
      expect(await errorOf(assume(server, user, role, user.device.mfa()))).toEqual(unableToValidate)
    })

    it('gives one session for one code, however many ask at once', async () => {
      const { user, role } = await userAndRole(server, needsMfa)
      const mfa = user.device.mfa()
      const requests = Array.from({ length: 8 }, () => assume(server, user, role, mfa).catch(() => undefined))
      expect((await Promise.all(requests)).filter((session) => session !== undefined)).toHaveLength(1)
    })
  })
})
