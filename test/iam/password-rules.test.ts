import type { UpdateAccountPasswordPolicyRequest } from '@aws-sdk/client-iam'
import { afterEach, expect, it } from 'vitest'
import { verifyPassword } from '../../src/secrets/password.ts'
import { insertPasswordTag } from '../../src/storage/password-policies.ts'
import { openConnections } from '../open-connections.ts'
import { accountId, allow, createUser, describeTwinlock, errorOf, type TestServer, type TestUser } from '../twinlock.ts'

const Password = 'Correct-horse-1'
const refusal = 'Password does not conform to the account password policy. '

const setPolicy = (server: TestServer, policy: UpdateAccountPasswordPolicyRequest) =>
  server.iam.updateAccountPasswordPolicy(policy)
const forgetPolicy = (server: TestServer) => () => server.iam.deleteAccountPasswordPolicy({}).catch(() => {})

const signedIn = async (server: TestServer, password = Password): Promise<TestUser> => {
  const user = await createUser(server, undefined, allow('iam:ChangePassword'))
  await server.iam.createLoginProfile({ UserName: user.userName, Password: password })
  return user
}

/** "set", or why not. */
const outcomeOf = async (request: Promise<unknown>): Promise<string> =>
  request.then(
    () => 'set',
    async () => {
      const [code, status, message] = await errorOf(request)
      expect(code === 'PasswordPolicyViolation' ? status : 409).toBe(code === 'PasswordPolicyViolation' ? 400 : 409)
      return code === 'PasswordPolicyViolation' ? message.replace(refusal, '') : code
    },
  )

describeTwinlock('the rules of a custom password policy', (server) => {
  afterEach(forgetPolicy(server))

  const create = async (password: string) => {
    const { userName } = await createUser(server)
    return outcomeOf(server.iam.createLoginProfile({ UserName: userName, Password: password }))
  }

  it('take the place of the default ones, and may be weaker', async () => {
    expect(await create('abcdef')).toContain('minimum length of 8')
    await setPolicy(server, {})
    expect(await create('abcdef')).toBe('set')
    expect(await create('abcde')).toBe('Password should have a minimum length of 6')
    await server.iam.deleteAccountPasswordPolicy({})
    expect(await create('abcdef')).toContain('minimum length of 8')
  })

  it.each([
    [{ MinimumPasswordLength: 14 }, 'aB3!aB3!aB3!a', 'aB3!aB3!aB3!aB', 'have a minimum length of 14'],
    [{ MinimumPasswordLength: 128 }, 'a'.repeat(127), 'a'.repeat(128), 'have a minimum length of 128'],
    [{ RequireUppercaseCharacters: true }, 'abc123!äÄ', 'abc123!A', 'have at least one uppercase letter'],
    [{ RequireLowercaseCharacters: true }, 'ABC123!äÄ', 'ABC123!a', 'have at least one lowercase letter'],
    [{ RequireNumbers: true }, 'abcABC!²', 'abcABC1', 'have at least one number'],
    [
      { RequireSymbols: true },
      'abcABC1~',
      "abcABC1'",
      "at least one of the symbols ! @ # $ % ^ & * ( ) _ + - = [ ] { } | '",
    ],
  ])('are each their own: %j', async (policy, bad, good, message) => {
    await setPolicy(server, policy)
    expect(await create(bad)).toContain(message)
    expect(await create(good)).toBe('set')
  })

  it('hold all at once, whoever sets the password, and from the next change on', async () => {
    const user = await signedIn(server)
    const { userName: UserName } = user
    await setPolicy(server, {
      RequireSymbols: true,
      RequireNumbers: true,
      RequireUppercaseCharacters: true,
      RequireLowercaseCharacters: true,
      MinimumPasswordLength: 16,
    })
    const change = (OldPassword: string, NewPassword: string) =>
      outcomeOf(user.iam.changePassword({ OldPassword, NewPassword }))
    const update = (password: string) => outcomeOf(server.iam.updateLoginProfile({ UserName, Password: password }))
    for (const bad of [
      'Another-horse-2',
      'another-horse-22',
      'ANOTHER-HORSE-22',
      'Another-horse-bb',
      'AnotherXhorseX22',
    ]) {
      expect(await change(Password, bad)).toMatch(/^Password should have/)
      expect(await update(bad)).toMatch(/^Password should have/)
    }
    await server.iam.updateLoginProfile({ UserName, PasswordResetRequired: true })
    expect(await change(Password, 'Another-horse-22')).toBe('set')
    expect(await update('Another-horse-33')).toBe('set')
  })
})

describeTwinlock('PasswordReusePrevention', (server) => {
  afterEach(forgetPolicy(server))

  const nth = (n: number) => `Correct-horse-${n}`
  const change = async (user: TestUser, from: number, to: number) => {
    server.clock.advance(60)
    return outcomeOf(user.iam.changePassword({ OldPassword: nth(from), NewPassword: nth(to) }))
  }
  const reused = (n: number) => `Password should not be the present one or one of the last ${n} before it`

  it('refuses the present password and as many before it', async () => {
    const user = await signedIn(server, nth(1))
    await setPolicy(server, { PasswordReusePrevention: 2 })
    expect(await change(user, 1, 1)).toBe(reused(2))
    expect(await change(user, 1, 2)).toBe('set')
    expect(await change(user, 2, 3)).toBe('set')
    for (const n of [1, 2, 3]) expect(await change(user, 3, n)).toBe(reused(2))
    expect(await change(user, 3, 4)).toBe('set')
    expect(await change(user, 4, 2)).toBe(reused(2))
    expect(await change(user, 4, 1)).toBe('set')
  })

  it('refuses nothing without a policy, and then knows what was set before it', async () => {
    const user = await signedIn(server, nth(1))
    expect(await change(user, 1, 1)).toBe('set')
    expect(await change(user, 1, 2)).toBe('set')
    await setPolicy(server, { PasswordReusePrevention: 24 })
    expect(await change(user, 2, 1)).toBe(reused(24))
    await setPolicy(server, { MinimumPasswordLength: 8 })
    expect(await change(user, 2, 1)).toBe('set')
  })

  it('remembers 24 passwords beside the present one, and no more', async () => {
    const { userId, userName: UserName } = await signedIn(server, nth(1))
    await setPolicy(server, { PasswordReusePrevention: 24 })
    const setOthers = (tags: readonly string[]) =>
      server.storage.transaction(async (queries) => {
        const user = { account_id: accountId, user_id: userId }
        for (const tag of tags) await insertPasswordTag(queries, user, tag, 25)
      })
    const update = () => outcomeOf(server.iam.updateLoginProfile({ UserName, Password: nth(1) }))
    await setOthers(Array.from({ length: 24 }, (_, index) => `tag ${index}`))
    expect(await update()).toBe(reused(24))
    await setOthers(['tag 24'])
    expect(await update()).toBe('set')
    const rows = await server.storage.read((queries) =>
      queries.selectFrom('password_history').select('number').where('user_id', '=', userId).orderBy('number').execute(),
    )
    expect(rows.map((row) => row.number)).toEqual(Array.from({ length: 25 }, (_, index) => index + 3))
  })

  it('holds for administrators, and for a login profile that is created again', async () => {
    const { userName: UserName } = await signedIn(server, nth(1))
    await setPolicy(server, { PasswordReusePrevention: 5 })
    const update = (n: number) => outcomeOf(server.iam.updateLoginProfile({ UserName, Password: nth(n) }))
    expect(await update(1)).toBe(reused(5))
    expect(await update(2)).toBe('set')
    await server.iam.deleteLoginProfile({ UserName })
    const create = (n: number) => outcomeOf(server.iam.createLoginProfile({ UserName, Password: nth(n) }))
    expect(await create(1)).toBe(reused(5))
    expect(await create(2)).toBe(reused(5))
    expect(await create(3)).toBe('set')
  })

  it('is each user’s own, and ends with the user', async () => {
    const user = await signedIn(server, nth(1))
    const other = await signedIn(server, nth(2))
    await setPolicy(server, { PasswordReusePrevention: 24 })
    expect(await change(user, 1, 2)).toBe('set')
    const tags = await server.storage.read((queries) => queries.selectFrom('password_history').selectAll().execute())
    const tagsOf = (userId: string) => tags.filter((row) => row.user_id === userId).map((row) => row.tag)
    expect(tagsOf(user.userId)).toHaveLength(2)
    // The same password leaves no trace by which two users could be told to share it.
    expect(tagsOf(user.userId)).not.toContain(tagsOf(other.userId)[0])
    expect(JSON.stringify(tags)).not.toContain('horse')

    const { userName: UserName } = other
    await server.iam.deleteLoginProfile({ UserName })
    await server.iam.deleteAccessKey({ UserName, AccessKeyId: other.credentials.accessKeyId })
    await server.iam.deleteUserPolicy({ UserName, PolicyName: 'test' })
    await server.iam.deleteUser({ UserName })
    const left = await server.storage.read((queries) => queries.selectFrom('password_history').selectAll().execute())
    expect(left.some((row) => row.user_id === other.userId)).toBe(false)
    await server.iam.createUser({ UserName })
    expect(await outcomeOf(server.iam.createLoginProfile({ UserName, Password: nth(2) }))).toBe('set')
  })

  it('says nothing to who does not know the present password', async () => {
    const user = await signedIn(server, nth(1))
    await setPolicy(server, { PasswordReusePrevention: 24 })
    const change = user.iam.changePassword({ OldPassword: 'Wrong-horse-9', NewPassword: nth(1) })
    expect(await errorOf(change)).toEqual(['AccessDenied', 403, 'The old password was incorrect.'])
  })

  it('holds when passwords race', async () => {
    const user = await signedIn(server, nth(1))
    const { userName: UserName } = user
    await setPolicy(server, { PasswordReusePrevention: 24 })
    await openConnections(server)
    const updates = Array.from({ length: 6 }, (_, index) =>
      outcomeOf(server.iam.updateLoginProfile({ UserName, Password: nth(2 + (index % 2)) })),
    )
    const outcomes = await Promise.all(updates)
    expect(outcomes.filter((outcome) => outcome === 'set')).toHaveLength(2)
    expect(outcomes.filter((outcome) => outcome === reused(24))).toHaveLength(4)
    const row = await server.storage.read((queries) =>
      queries.selectFrom('login_profiles').selectAll().where('user_id', '=', user.userId).executeTakeFirst(),
    )
    const present = (await verifyPassword(nth(2), row?.password_hash)) ? 2 : 3
    const changes = await Promise.all([4, 5, 4, 5].map((n) => change(user, present, n)))
    expect(changes.filter((outcome) => outcome === 'set')).toHaveLength(1)
  })
})

describeTwinlock('an expired password', (server) => {
  afterEach(forgetPolicy(server))

  it('can still be changed with an access key, also under HardExpiry', async () => {
    const user = await signedIn(server)
    await setPolicy(server, { MaxPasswordAge: 1, HardExpiry: true })
    server.clock.advance(86_400)
    expect(await outcomeOf(user.iam.changePassword({ OldPassword: Password, NewPassword: 'Another-horse-2' }))).toBe(
      'set',
    )
  })
})
