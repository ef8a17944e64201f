import type { UpdateAccountPasswordPolicyRequest } from '@aws-sdk/client-iam'
import { afterEach, expect, it } from 'vitest'
import { accountId, allow, createUser, describeTwinlock, errorOf, putPolicy, type TestServer } from '../twinlock.ts'

const noPolicy = ['NoSuchEntity', 404, `The Password Policy with domain name ${accountId} cannot be found.`]
const Password = 'Correct-horse-1'

/** Each test begins without a policy. */
const forgetPolicy = (server: TestServer) => () => server.iam.deleteAccountPasswordPolicy({}).catch(() => {})

const defaults = {
  MinimumPasswordLength: 6,
  RequireSymbols: false,
  RequireNumbers: false,
  RequireUppercaseCharacters: false,
  RequireLowercaseCharacters: false,
  AllowUsersToChangePassword: false,
  ExpirePasswords: false,
  HardExpiry: false,
}

describeTwinlock('the account password policy', (server) => {
  afterEach(forgetPolicy(server))

  const policy = async () => (await server.iam.getAccountPasswordPolicy({})).PasswordPolicy
  const refused = async (input: UpdateAccountPasswordPolicyRequest) => {
    const [code, status, message] = await errorOf(server.iam.updateAccountPasswordPolicy(input))
    expect([code, status]).toEqual(['ValidationError', 400])
    return message
  }

  it('is nobody’s at first, and is gone when it is deleted', async () => {
    const nothingToDelete = ['NoSuchEntity', 404, 'The account policy with name PasswordPolicy cannot be found.']
    expect(await errorOf(server.iam.getAccountPasswordPolicy({}))).toEqual(noPolicy)
    expect(await errorOf(server.iam.deleteAccountPasswordPolicy({}))).toEqual(nothingToDelete)
    await server.iam.updateAccountPasswordPolicy({})
    await server.iam.deleteAccountPasswordPolicy({})
    expect(await errorOf(server.iam.getAccountPasswordPolicy({}))).toEqual(noPolicy)
    expect(await errorOf(server.iam.deleteAccountPasswordPolicy({}))).toEqual(nothingToDelete)
  })

  it('is replaced as a whole: what is left out gets its default', async () => {
    const everything = {
      MinimumPasswordLength: 128,
      RequireSymbols: true,
      RequireNumbers: true,
      RequireUppercaseCharacters: true,
      RequireLowercaseCharacters: true,
      AllowUsersToChangePassword: true,
      MaxPasswordAge: 1095,
      PasswordReusePrevention: 24,
      HardExpiry: true,
    }
    await server.iam.updateAccountPasswordPolicy(everything)
    expect(await policy()).toEqual({ ...everything, ExpirePasswords: true })
    await server.iam.updateAccountPasswordPolicy({ MaxPasswordAge: 1, RequireNumbers: true })
    expect(await policy()).toEqual({ ...defaults, MaxPasswordAge: 1, RequireNumbers: true, ExpirePasswords: true })
    await server.iam.updateAccountPasswordPolicy({})
    expect(await policy()).toEqual(defaults)
  })

  it('has AWS’s limits', async () => {
    expect(await refused({ MinimumPasswordLength: 5 })).toBe(
      "1 validation error detected: Value at 'minimumPasswordLength' failed to satisfy constraint: Member must have value greater than or equal to 6",
    )
    expect(await refused({ MinimumPasswordLength: 129 })).toContain('less than or equal to 128')
    expect(await refused({ MaxPasswordAge: 0 })).toContain("'maxPasswordAge'")
    expect(await refused({ MaxPasswordAge: 1096 })).toContain('less than or equal to 1095')
    expect(await refused({ PasswordReusePrevention: 0 })).toContain("'passwordReusePrevention'")
    expect(await refused({ PasswordReusePrevention: 25 })).toContain('less than or equal to 24')
    expect(await errorOf(server.iam.getAccountPasswordPolicy({}))).toEqual(noPolicy)
  })

  it('is read and written by whom a policy allows it', async () => {
    const user = await createUser(server)
    const requests = [
      () => user.iam.getAccountPasswordPolicy({}),
      () => user.iam.updateAccountPasswordPolicy({}),
      () => user.iam.deleteAccountPasswordPolicy({}),
    ]
    for (const request of requests) expect((await errorOf(request()))[0]).toBe('AccessDenied')
    await putPolicy(server, user.userName, allow('iam:*AccountPasswordPolicy'))
    await user.iam.updateAccountPasswordPolicy({ RequireSymbols: true })
    expect((await user.iam.getAccountPasswordPolicy({})).PasswordPolicy?.RequireSymbols).toBe(true)
    await user.iam.deleteAccountPasswordPolicy({})
  })
})

describeTwinlock('AllowUsersToChangePassword', (server) => {
  afterEach(forgetPolicy(server))

  const signedIn = async (policy: object | null = null, path = '/') => {
    const user = await createUser(server, undefined, policy)
    if (path !== '/') await server.iam.updateUser({ UserName: user.userName, NewPath: path })
    await server.iam.createLoginProfile({ UserName: user.userName, Password })
    return user
  }
  const NewPassword = 'Another-horse-2'
  const allowUsers = () => server.iam.updateAccountPasswordPolicy({ AllowUsersToChangePassword: true })

  it.each(['/', '/sales/north/'])(
    'lets a user of the path %s change the own password and read the policy',
    async (path) => {
      const user = await signedIn(null, path)
      const change = () => user.iam.changePassword({ OldPassword: Password, NewPassword })
      expect((await errorOf(change()))[0]).toBe('AccessDenied')
      await allowUsers()
      expect((await user.iam.getAccountPasswordPolicy({})).PasswordPolicy?.AllowUsersToChangePassword).toBe(true)
      await change()
    },
  )

  it('ends at once, when the policy says so no more and when it is deleted', async () => {
    const user = await signedIn()
    await allowUsers()
    await user.iam.getAccountPasswordPolicy({})
    await server.iam.updateAccountPasswordPolicy({})
    expect((await errorOf(user.iam.getAccountPasswordPolicy({})))[0]).toBe('AccessDenied')
    const change = user.iam.changePassword({ OldPassword: Password, NewPassword })
    expect((await errorOf(change))[0]).toBe('AccessDenied')
    await allowUsers()
    await user.iam.getAccountPasswordPolicy({})
    await server.iam.deleteAccountPasswordPolicy({})
    expect((await errorOf(user.iam.getAccountPasswordPolicy({})))[0]).toBe('AccessDenied')
  })

  it('grants nothing else', async () => {
    const user = await signedIn()
    await allowUsers()
    const denied = [
      () => user.iam.updateAccountPasswordPolicy({}),
      () => user.iam.updateLoginProfile({ UserName: user.userName, Password: NewPassword }),
      () => user.iam.getLoginProfile({ UserName: user.userName }),
    ]
    for (const request of denied) expect((await errorOf(request()))[0]).toBe('AccessDenied')
  })

  it('stands back behind an explicit deny', async () => {
    const Statement = { Effect: 'Deny', Action: ['iam:ChangePassword', 'iam:GetAccountPasswordPolicy'], Resource: '*' }
    const user = await signedIn({ Version: '2012-10-17', Statement })
    await allowUsers()
    const change = user.iam.changePassword({ OldPassword: Password, NewPassword })
    expect((await errorOf(change))[2]).toContain('with an explicit deny in an identity-based policy')
    expect((await errorOf(user.iam.getAccountPasswordPolicy({})))[0]).toBe('AccessDenied')
  })

  it('is for users, not for roles', async () => {
    const user = await signedIn(allow('sts:AssumeRole'))
    await allowUsers()
    const trust = {
      Version: '2012-10-17',
      Statement: { Effect: 'Allow', Principal: { AWS: accountId }, Action: 'sts:AssumeRole' },
    }
    const RoleName = 'reader'
    const { Role } = await server.iam.createRole({ RoleName, AssumeRolePolicyDocument: JSON.stringify(trust) })
    const { Credentials } = await user.sts.assumeRole({ RoleArn: Role?.Arn, RoleSessionName: 'reading' })
    const session = server.as({
      accessKeyId: Credentials?.AccessKeyId ?? '',
      secretAccessKey: Credentials?.SecretAccessKey ?? '',
      sessionToken: Credentials?.SessionToken ?? '',
    })
    expect((await errorOf(session.iam.getAccountPasswordPolicy({})))[0]).toBe('AccessDenied')
  })
})
