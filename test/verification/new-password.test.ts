import { describe, expect, it } from 'vitest'
import type { Call } from '../../src/call.ts'
import { Sealer } from '../../src/secrets/seal.ts'
import { findUserById } from '../../src/storage/users.ts'
import { acceptNewPassword, hashNewPassword, type NewPassword } from '../../src/verification/new-password.ts'
import { AwsFault } from '../../src/wire/faults.ts'
import { accountId, createUser, describeTwinlock, masterKey, type TestServer } from '../twinlock.ts'

const sealer = new Sealer(Buffer.from(masterKey, 'base64'))

const hash = (server: TestServer, userId: string, password: string) =>
  server.storage.read((queries) => hashNewPassword({ queries, accountId, sealer } as Call, userId, password))

/** The code of the fault, or "accepted". */
const accept = async ({ storage, clock }: TestServer, userId: string, newPassword: NewPassword) =>
  storage
    .transaction(async (queries) => {
      const user = await findUserById(queries, accountId, userId)
      if (!user) throw new Error('No such user')
      await acceptNewPassword({ queries, accountId, now: new Date(clock.now()) } as Call, user, newPassword)
      return 'accepted'
    })
    .catch((error: unknown) => (error instanceof AwsFault ? error.code : Promise.reject(error)))

describeTwinlock('a new password', (server) => {
  it('is held to the policy at the time when it is set, not when it was hashed', async () => {
    const { userId } = await createUser(server)
    await server.iam.updateAccountPasswordPolicy({})
    const weak = await hash(server, userId, 'abcdef')
    await server.iam.updateAccountPasswordPolicy({ RequireNumbers: true })
    expect(await accept(server, userId, weak)).toBe('PasswordPolicyViolation')
    await server.iam.updateAccountPasswordPolicy({})
    expect(await accept(server, userId, weak)).toBe('accepted')
    const again = await hash(server, userId, 'abcdef')
    await server.iam.updateAccountPasswordPolicy({ PasswordReusePrevention: 1 })
    expect(await accept(server, userId, again)).toBe('PasswordPolicyViolation')
  })

  it('is compared with what was set since it was hashed', async () => {
    const { userId } = await createUser(server)
    await server.iam.updateAccountPasswordPolicy({ PasswordReusePrevention: 1 })
    const first = await hash(server, userId, 'abcdef')
    const second = await hash(server, userId, 'abcdef')
    expect(await accept(server, userId, first)).toBe('accepted')
    expect(await accept(server, userId, second)).toBe('PasswordPolicyViolation')
  })

  it('is for the user whom it was hashed for', async () => {
    const user = await createUser(server)
    const successor = await createUser(server)
    const newPassword = await hash(server, user.userId, 'Correct-horse-1')
    expect(await accept(server, successor.userId, newPassword)).toBe('EntityTemporarilyUnmodifiable')
  })
})

describe('the tag of a password', () => {
  const tagOf = async (userId: string, password: string, key = sealer) =>
    (await hashNewPassword({ accountId, sealer: key } as Call, userId, password)).tag

  it('depends on the password, the user and the master key', async () => {
    const tag = await tagOf('AIDAONE', 'Correct-horse-1')
    expect(await tagOf('AIDAONE', 'Correct-horse-1')).toBe(tag)
    expect(await tagOf('AIDAONE', 'Correct-horse-2')).not.toBe(tag)
    expect(await tagOf('AIDATWO', 'Correct-horse-1')).not.toBe(tag)
    expect(await tagOf('AIDAONE', 'Correct-horse-1', new Sealer(Buffer.alloc(32, 8)))).not.toBe(tag)
  })
})
