import type { Call } from '../call.ts'
import type { UserPrincipal } from '../identity/principal.ts'
import { markPassword, verifyPassword } from '../secrets/password.ts'
import {
  deleteLoginProfile as deleteLoginProfileRow,
  findLoginProfile,
  insertLoginProfile,
  type LoginProfileRow,
  updateLoginProfile as updateLoginProfileRow,
} from '../storage/login-profiles.ts'
import { updateSignInSession } from '../storage/sign-in-sessions.ts'
import type { UserRow } from '../storage/users.ts'
import { acceptNewPassword, hashNewPassword, modifiedMeanwhile } from '../verification/new-password.ts'
import { acceptPassword } from '../verification/password.ts'
import { AwsFault } from '../wire/faults.ts'
import { anything } from '../wire/limits.ts'
import { password, userName } from '../wire/named-limits.ts'
import { iamOperation } from './operation.ts'
import { permissionOnUser, requireTargetUser } from './target-user.ts'

export const createLoginProfile = iamOperation('CreateLoginProfile', {
  limits: { UserName: userName, Password: password, PasswordResetRequired: anything },
  access: 'write',
  permissions: ({ UserName }, call) => permissionOnUser(call, 'iam:CreateLoginProfile', UserName),
  prepare: hashForTarget,
  async run({ UserName, PasswordResetRequired = false }, call, newPassword) {
    if (!newPassword) throw new AwsFault('InvalidInput', 'A login profile needs a Password.')
    const user = await requireTargetUser(call, UserName)
    if (await findLoginProfile(call.queries, user)) {
      throw new AwsFault('EntityAlreadyExists', `Login Profile for user ${user.name} already exists.`)
    }
    const profile: LoginProfileRow = {
      account_id: call.accountId,
      user_id: user.user_id,
      password_reset_required: PasswordResetRequired ? 1 : 0,
      created_at: call.now.getTime(),
      ...(await acceptNewPassword(call, user, newPassword)),
    }
    await insertLoginProfile(call.queries, profile)
    return { LoginProfile: toLoginProfile(user.name, profile) }
  },
})

export const getLoginProfile = iamOperation('GetLoginProfile', {
  limits: { UserName: userName },
  access: 'read',
  permissions: ({ UserName }, call) => permissionOnUser(call, 'iam:GetLoginProfile', UserName),
  async run({ UserName }, call) {
    const user = await requireTargetUser(call, UserName)
    return { LoginProfile: toLoginProfile(user.name, await requireProfile(call, user)) }
  },
})

export const updateLoginProfile = iamOperation('UpdateLoginProfile', {
  limits: { UserName: userName, Password: password, PasswordResetRequired: anything },
  access: 'write',
  permissions: ({ UserName }, call) => permissionOnUser(call, 'iam:UpdateLoginProfile', UserName),
  prepare: hashForTarget,
  async run({ UserName, PasswordResetRequired }, call, newPassword) {
    const user = await requireTargetUser(call, UserName)
    const profile = await requireProfile(call, user)
    await updateLoginProfileRow(call.queries, user, {
      password_reset_required: (PasswordResetRequired ?? profile.password_reset_required === 1) ? 1 : 0,
      ...(newPassword && (await acceptNewPassword(call, user, newPassword))),
    })
    return {}
  },
})

export const deleteLoginProfile = iamOperation('DeleteLoginProfile', {
  limits: { UserName: userName },
  access: 'write',
  permissions: ({ UserName }, call) => permissionOnUser(call, 'iam:DeleteLoginProfile', UserName),
  async run({ UserName }, call) {
    const user = await requireTargetUser(call, UserName)
    await requireProfile(call, user)
    await deleteLoginProfileRow(call.queries, user)
    return {}
  },
})

export const changePassword = iamOperation('ChangePassword', {
  limits: { OldPassword: password, NewPassword: password },
  access: 'write',
  permissions(_, call) {
    requireIamUser(call)
    return permissionOnUser(call, 'iam:ChangePassword', undefined)
  },
  async prepare({ OldPassword, NewPassword }, call) {
    const { userId } = requireIamUser(call)
    const known = await findLoginProfile(call.queries, { account_id: call.accountId, user_id: userId })
    const isRight = await verifyPassword(OldPassword, known?.password_hash)
    // Hashed whether or not the old one was right: the time must not tell before the budget is asked.
    return { isRight, knownHash: known?.password_hash, newPassword: await hashNewPassword(call, userId, NewPassword) }
  },
  async run(_, call, { isRight, knownHash, newPassword }) {
    const user = await requireTargetUser(call, undefined)
    const profile = await requireProfile(call, user)
    // The comparison was made before the transaction: it says nothing about a password that was set since.
    if (profile.password_hash !== knownHash) throw modifiedMeanwhile(user)
    await acceptPassword(call, user.user_id, isRight)
    const accepted = await acceptNewPassword(call, user, newPassword)
    await updateLoginProfileRow(call.queries, user, { ...accepted, password_reset_required: 0 })
    await keepSignedIn(call, accepted.password_hash)
    return {}
  },
})

/** Whoever changes the own password in the console goes on there; every other session ends with the old password. */
async function keepSignedIn({ queries, accountId, caller }: Call, passwordHash: string): Promise<void> {
  const signIn = caller.session?.signIn
  if (signIn?.kind !== 'console') return
  const key = { account_id: accountId, session_id: signIn.sessionId }
  await updateSignInSession(queries, key, { password_mark: markPassword(passwordHash) })
}

/** @throws AwsFault InvalidUserType */
function requireIamUser({ caller: { principal } }: Call): UserPrincipal {
  if (principal.kind === 'user') return principal
  throw new AwsFault('InvalidUserType', 'Only IAM Users can change their own password.')
}

/** Undefined where no password is given. */
async function hashForTarget(
  { UserName, Password }: { UserName?: string | undefined; Password?: string | undefined },
  call: Call,
) {
  if (Password === undefined) return undefined
  const { user_id } = await requireTargetUser(call, UserName)
  return hashNewPassword(call, user_id, Password)
}

/** @throws AwsFault NoSuchEntity */
async function requireProfile(call: Call, user: UserRow): Promise<LoginProfileRow> {
  const profile = await findLoginProfile(call.queries, user)
  if (!profile) throw new AwsFault('NoSuchEntity', `Login Profile for User ${user.name} cannot be found.`)
  return profile
}

function toLoginProfile(name: string, profile: LoginProfileRow) {
  return {
    UserName: name,
    CreateDate: new Date(profile.created_at),
    PasswordResetRequired: profile.password_reset_required === 1,
  }
}
