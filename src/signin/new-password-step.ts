/** The last step, where an administrator or the password policy demands it: a new password. */
import { requirePermissions } from '../authorization/decide.ts'
import { unrestricted } from '../identity/principal.ts'
import { markPassword } from '../secrets/password.ts'
import { beginChange } from '../storage/accounts.ts'
import type { Queries } from '../storage/database.ts'
import { updateLoginProfile } from '../storage/login-profiles.ts'
import { acceptNewPassword, hashNewPassword } from '../verification/new-password.ts'
import { AwsFault } from '../wire/faults.ts'
import { recordHappening } from './events.ts'
import { findFactor, finish, type Outcome, requireNewPasswordDue, requireUnderWay, type UnderWay } from './outcome.ts'
import type { UserPerson } from './person.ts'
import { SignInProblem, signInExpired } from './problem.ts'
import { callOf, type SignInServer, type Visit } from './server.ts'
import type { ShownDevice } from './session.ts'

/**
 * As AWS has it, the user needs the permission to call iam:ChangePassword for that, or the account's leave for everybody.
 * @throws SignInProblem PasswordPolicyViolation, AccessDenied, ValidationError, SignInExpired
 */
export async function setNewPassword(
  server: SignInServer,
  secret: string | undefined,
  password: string,
  visit: Visit,
): Promise<Outcome> {
  const { storage, accountId } = server
  const { person } = await storage.read((queries) => requireUnderWay(queries, server, secret, visit.now))
  const userId = person.principal.userId
  const hashed = await storage.read((queries) =>
    hashNewPassword(callOf(server, queries, person.principal, visit), userId, password),
  )
  return storage.transaction(async (queries) => {
    await beginChange(queries, accountId)
    const { signIn, user, device } = await requireReady(queries, server, secret, visit)
    const session = {
      issuedAt: visit.now,
      expiresAt: visit.now,
      mfaAuthenticatedAt: device?.at,
      ...unrestricted,
      signIn: undefined,
    }
    const call = callOf(server, queries, user.principal, visit, session)
    const { arn } = user.principal
    const accepted = await rewordFaults(async () => {
      await requirePermissions(call, [{ action: 'iam:ChangePassword', resource: arn, resourceId: userId }])
      return acceptNewPassword(call, user.user, hashed)
    })
    await updateLoginProfile(queries, user.user, { ...accepted, password_reset_required: 0 })
    await recordHappening(queries, server, visit, { eventName: 'ChangePassword' }, { principal: user.principal })
    const passwordMark = markPassword(accepted.password_hash)
    return finish(queries, server, { principal: user.principal, passwordMark }, device, visit, signIn)
  })
}

interface Ready extends Pick<UnderWay, 'signIn'> {
  readonly user: UserPerson
  readonly device: ShownDevice | undefined
}

/** Nobody sets a password who has a device and did not show it. */
async function requireReady(
  queries: Queries,
  server: SignInServer,
  secret: string | undefined,
  visit: Visit,
): Promise<Ready> {
  const { signIn, person } = await requireUnderWay(queries, server, secret, visit.now)
  if (person.kind === 'root') throw signInExpired()
  const { mfa_device_id: deviceId, mfa_authenticated_at: at } = signIn
  const device = deviceId === null || at === null ? undefined : { deviceId, at: new Date(at) }
  if (!device && (await findFactor(queries, person))) {
    throw new SignInProblem('ValidationError', 'Show your MFA device first.')
  }
  // Whoever came here by a step of his own choice, since the device that was asked for is gone, was not asked for one.
  await requireNewPasswordDue(queries, person, visit.now)
  return { signIn, user: person, device }
}

async function rewordFaults<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof AwsFault)) throw error
    if (error.code === 'PasswordPolicyViolation') throw new SignInProblem('PasswordPolicyViolation', error.message)
    if (error.code === 'AccessDenied') {
      throw new SignInProblem('AccessDenied', `${error.message}. Ask an administrator to set a password for you.`)
    }
    throw error
  }
}
