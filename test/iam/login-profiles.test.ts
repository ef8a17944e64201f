import { describe, expect, it } from 'vitest'
import { verifyPassword } from '../../src/secrets/password.ts'
import { openConnections } from '../open-connections.ts'
import { faultOfSigned, iamAction, post } from '../raw-request.ts'
import { createUser, describeTwinlock, errorOf, type TestServer, type TestUser } from '../twinlock.ts'

const noProfile = (name: string) => ['NoSuchEntity', 404, `Login Profile for User ${name} cannot be found.`]
const noSuchUser = ['NoSuchEntity', 404, 'The user with name nobody cannot be found.']
const violation = ['PasswordPolicyViolation', 400]
const Password = 'Correct-horse-1'
const mayChangePassword = {
  Version: '2012-10-17',
  Statement: { Effect: 'Allow', Action: 'iam:ChangePassword', Resource: '*' },
}

let users = 0
const newUser = async (server: TestServer) => {
  const UserName = `Sign-in-${++users}`
  await server.iam.createUser({ UserName })
  return UserName
}

const rowOf = (server: TestServer, userName: string) =>
  server.storage.read((queries) =>
    queries
      .selectFrom('login_profiles')
      .innerJoin('users', 'users.user_id', 'login_profiles.user_id')
      .selectAll('login_profiles')
      .where('users.name', '=', userName)
      .executeTakeFirst(),
  )

describeTwinlock('login profiles', (server) => {
  it('are made, shown and removed, and never show the password', async () => {
    const UserName = await newUser(server)
    expect(await errorOf(server.iam.getLoginProfile({ UserName }))).toEqual(noProfile(UserName))
    const profile = { UserName, CreateDate: new Date(server.clock.now()), PasswordResetRequired: false }
    const created = await server.iam.createLoginProfile({ UserName: UserName.toUpperCase(), Password })
    expect(created.LoginProfile).toEqual(profile)
    expect((await server.iam.getLoginProfile({ UserName: UserName.toLowerCase() })).LoginProfile).toEqual(profile)
    await server.iam.deleteLoginProfile({ UserName })
    expect(await errorOf(server.iam.getLoginProfile({ UserName }))).toEqual(noProfile(UserName))
    expect(await errorOf(server.iam.deleteLoginProfile({ UserName }))).toEqual(noProfile(UserName))
  })

  it('are one to a user', async () => {
    const UserName = await newUser(server)
    await server.iam.createLoginProfile({ UserName, Password })
    const before = await rowOf(server, UserName)
    const again = server.iam.createLoginProfile({ UserName, Password: 'Another-horse-2' })
    expect((await errorOf(again)).slice(0, 2)).toEqual(['EntityAlreadyExists', 409])
    expect(await rowOf(server, UserName)).toEqual(before)
  })

  it('keep the password as Argon2id alone', async () => {
    const UserName = await newUser(server)
    await server.iam.createLoginProfile({ UserName, Password })
    const row = await rowOf(server, UserName)
    expect(row?.password_hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/)
    expect(await verifyPassword(Password, row?.password_hash)).toBe(true)
    expect(await verifyPassword(`${Password} `, row?.password_hash)).toBe(false)
    expect(JSON.stringify(row)).not.toContain(Password)
    expect(server.log.join('')).not.toContain(Password)
  })

  it('remember that a new password is asked for at sign-in', async () => {
    const UserName = await newUser(server)
    const resetRequired = async () =>
      (await server.iam.getLoginProfile({ UserName })).LoginProfile?.PasswordResetRequired
    await server.iam.createLoginProfile({ UserName, Password, PasswordResetRequired: true })
    expect(await resetRequired()).toBe(true)
    // What is not given stays.
    await server.iam.updateLoginProfile({ UserName, Password: 'Another-horse-2' })
    expect(await resetRequired()).toBe(true)
    await server.iam.updateLoginProfile({ UserName, PasswordResetRequired: false })
    expect(await resetRequired()).toBe(false)
    expect(await verifyPassword('Another-horse-2', (await rowOf(server, UserName))?.password_hash)).toBe(true)
    await server.iam.updateLoginProfile({ UserName })
    expect(await resetRequired()).toBe(false)
  })

  it('are updated where there is one', async () => {
    const UserName = await newUser(server)
    const update = server.iam.updateLoginProfile({ UserName, Password })
    expect(await errorOf(update)).toEqual(noProfile(UserName))
    await server.iam.createLoginProfile({ UserName, Password })
    const before = await rowOf(server, UserName)
    await server.iam.updateLoginProfile({ UserName, Password: 'Another-horse-2' })
    const after = await rowOf(server, UserName)
    expect(await verifyPassword(Password, after?.password_hash)).toBe(false)
    expect(await verifyPassword('Another-horse-2', after?.password_hash)).toBe(true)
    expect(after?.created_at).toBe(before?.created_at)
  })

  it('are nobody’s', async () => {
    const UserName = 'nobody'
    expect(await errorOf(server.iam.createLoginProfile({ UserName, Password }))).toEqual(noSuchUser)
    expect(await errorOf(server.iam.getLoginProfile({ UserName }))).toEqual(noSuchUser)
    expect(await errorOf(server.iam.updateLoginProfile({ UserName, Password }))).toEqual(noSuchUser)
    expect(await errorOf(server.iam.deleteLoginProfile({ UserName }))).toEqual(noSuchUser)
  })

  it('are not the root user’s, whose password is none of them', async () => {
    const needsName = ['ValidationError', 400]
    expect((await errorOf(server.iam.getLoginProfile({}))).slice(0, 2)).toEqual(needsName)
    expect((await errorOf(server.iam.createLoginProfile({ Password }))).slice(0, 2)).toEqual(needsName)
    expect((await errorOf(server.iam.deleteLoginProfile({}))).slice(0, 2)).toEqual(needsName)
  })

  it('need a password', async () => {
    const UserName = await newUser(server)
    expect((await errorOf(server.iam.createLoginProfile({ UserName })))[1]).toBe(400)
    expect(await rowOf(server, UserName)).toBeUndefined()
  })
})

describeTwinlock('the password policy', (server) => {
  const set = async (password: string) => {
    const UserName = await newUser(server)
    const [code, status] = await faultOfSigned(
      server,
      post(iamAction('CreateLoginProfile', { UserName, Password: password })),
    ).catch(() => ['accepted', 200])
    expect((await rowOf(server, UserName)) !== undefined).toBe(code === 'accepted')
    return [code, status]
  }

  it.each(['aB3aB3aB', `aB3${'x'.repeat(125)}`, 'abcd123!', 'ABCD123|', "abcdEF''", 'aB3 aB3 aB', 'pÄsswört12A'])(
    'takes %j',
    async (password) => {
      expect(await set(password)).toEqual(['accepted', 200])
    },
  )

  it.each(['aB3aB3a', 'abcdefgh', 'abcdefgh1', 'ABCDEFGH1', '12345678!', 'abcdefg?1', 'abc def gh 1'])(
    'refuses %j',
    async (password) => {
      expect(await set(password)).toEqual(violation)
    },
  )

  it('refuses more than 128 characters, and what passwords cannot hold', async () => {
    expect(await set(`aB3${'x'.repeat(126)}`)).toEqual(['ValidationError', 400])
    expect(await set('')).toEqual(['ValidationError', 400])
    expect(await set('aB3aB3aB\0')).toEqual(['ValidationError', 400])
    expect(await set('aB3aB3aB\u{1F511}')).toEqual(['ValidationError', 400])
  })

  it('never repeats the password', async () => {
    const UserName = await newUser(server)
    const [, , message] = await errorOf(server.iam.createLoginProfile({ UserName, Password: 'hunter2hunter2' }))
    expect(message).toMatch(/^Password does not conform to the account password policy\./)
    expect(message).not.toContain('hunter2')
    const [, , tooLong] = await errorOf(server.iam.createLoginProfile({ UserName, Password: 'Hunter2'.repeat(30) }))
    expect(tooLong).not.toContain('Hunter2')
    expect(server.log.join('')).not.toMatch(/hunter2/i)
  })

  it('refuses the account’s alias, id and e-mail address, in whatever case', async () => {
    await server.iam.createAccountAlias({ AccountAlias: 'twinlock-acme1' })
    expect(await set('twinlock-acme1')).toEqual(violation)
    expect(await set('Twinlock-Acme1')).toEqual(violation)
    expect(await set('Twinlock-Acme12')).toEqual(['accepted', 200])
    await server.storage.transaction((queries) =>
      queries
        .updateTable('accounts')
        .set({ root_email: 'Root-1_x|y' })
        .execute()
        .then(() => undefined),
    )
    expect(await set('ROOT-1_X|y')).toEqual(violation)
  })

  it('holds for updates as well', async () => {
    const UserName = await newUser(server)
    await server.iam.createLoginProfile({ UserName, Password })
    const before = await rowOf(server, UserName)
    const update = server.iam.updateLoginProfile({ UserName, Password: 'too-simple', PasswordResetRequired: true })
    expect((await errorOf(update)).slice(0, 2)).toEqual(violation)
    expect(await rowOf(server, UserName)).toEqual(before)
  })
})

describeTwinlock('ChangePassword', (server) => {
  const newPassword = 'Another-horse-2'

  it('is not for the root user', async () => {
    const request = server.iam.changePassword({ OldPassword: 'Test-root-password-1', NewPassword: newPassword })
    expect((await errorOf(request)).slice(0, 2)).toEqual(['InvalidUserType', 400])
  })

  it('is for users whom a policy allows it', async () => {
    const user = await createUser(server)
    await server.iam.createLoginProfile({ UserName: user.userName, Password })
    const [code, status, message] = await errorOf(
      user.iam.changePassword({ OldPassword: Password, NewPassword: newPassword }),
    )
    expect([code, status]).toEqual(['AccessDenied', 403])
    expect(message).toContain('is not authorized to perform: iam:ChangePassword on resource: user ')
  })

  describe('once it is allowed', () => {
    const signedIn = async (): Promise<TestUser> => {
      const user = await createUser(server, undefined, mayChangePassword)
      await server.iam.createLoginProfile({ UserName: user.userName, Password, PasswordResetRequired: true })
      return user
    }

    const change = async ({ iam }: TestUser, OldPassword: string, NewPassword: string) => {
      const answer = iam.changePassword({ OldPassword, NewPassword })
      return answer.then(
        () => 'changed',
        () => errorOf(answer),
      )
    }

    const isPassword = async ({ userName }: TestUser, password: string) =>
      verifyPassword(password, (await rowOf(server, userName))?.password_hash)

    it('takes the old password for the new one', async () => {
      const user = await signedIn()
      expect(await change(user, Password, newPassword)).toBe('changed')
      expect(await isPassword(user, newPassword)).toBe(true)
      expect(await isPassword(user, Password)).toBe(false)
      const row = await rowOf(server, user.userName)
      expect([row?.password_reset_required, row?.password_changed_at]).toEqual([0, server.clock.now()])
      expect(((await change(user, Password, 'Third-horse-3')) as string[]).slice(0, 2)).toEqual(['AccessDenied', 403])
      expect(await change(user, newPassword, Password)).toBe('changed')
    })

    it('refuses a wrong old password, and a new one against the policy', async () => {
      const user = await signedIn()
      const before = await rowOf(server, user.userName)
      expect(((await change(user, 'Wrong-horse-9', newPassword)) as string[]).slice(0, 2)).toEqual([
        'AccessDenied',
        403,
      ])
      expect(((await change(user, Password, 'too-simple')) as string[]).slice(0, 2)).toEqual(violation)
      expect(await rowOf(server, user.userName)).toEqual(before)
    })

    it('says nothing of the new password to who does not know the old one', async () => {
      const user = await signedIn()
      expect(((await change(user, 'Wrong-horse-9', 'too-simple')) as string[]).slice(0, 2)).toEqual([
        'AccessDenied',
        403,
      ])
    })

    it('has nine tries in three minutes: the tenth is refused with the right one too', async () => {
      const user = await signedIn()
      for (let attempt = 1; attempt <= 9; attempt++) await change(user, `Wrong-horse-${attempt}`, newPassword)
      const tenth = (await change(user, Password, newPassword)) as string[]
      expect(tenth.slice(0, 2)).toEqual(['AccessDenied', 403])
      expect(await isPassword(user, Password)).toBe(true)
      // Another user’s tries are their own.
      expect(await change(await signedIn(), Password, newPassword)).toBe('changed')
      server.clock.advance(180)
      expect(await change(user, Password, newPassword)).toBe('changed')
    })

    it('has nine tries when they come all at once, too', async () => {
      const user = await signedIn()
      await openConnections(server)
      const wrong = Array.from({ length: 9 }, (_, index) => change(user, `Wrong-horse-${index}`, newPassword))
      await Promise.all(wrong)
      expect(((await change(user, Password, newPassword)) as string[])[0]).toBe('AccessDenied')
      expect(await isPassword(user, Password)).toBe(true)
    })

    it('does not let a comparison with an older password count', async () => {
      const user = await signedIn()
      const outcomes = await Promise.all(
        ['Race-horse-1', 'Race-horse-2', 'Race-horse-3'].map((password) => change(user, Password, password)),
      )
      // Whoever was faster, the others compared with a password that is no more.
      expect(outcomes.filter((outcome) => outcome === 'changed')).toHaveLength(1)
    })

    it('is refused where there is no password', async () => {
      const user = await createUser(server, undefined, mayChangePassword)
      expect(await change(user, Password, newPassword)).toEqual(noProfile(user.userName))
    })
  })
})
