import type { Call } from '../call.ts'
import type { UserPrincipal } from '../identity/principal.ts'
import { hashPassword, verifyPassword } from '../secrets/password.ts'
import { describePasswordViolation } from '../secrets/password-policy.ts'
import { findAccount } from '../storage/accounts.ts'
import {
  deleteLoginProfile as deleteLoginProfileRow,
  findLoginProfile,
  insertLoginProfile,
  type LoginProfileRow,
  updateLoginProfile as updateLoginProfileRow,
} from '../storage/login-profiles.ts'
import type { UserRow } from '../storage/users.ts'
import { acceptPassword } from '../verification/password.ts'
import { AwsFault } from '../wire/faults.ts'
import { anything } from '../wire/limits.ts'
import { password, userName } from '../wire/named-limits.ts'
import { iamOperation } from './operation.ts'
import { mustSpecifyUserName, permissionOnUser, targetUser } from './target-user.ts'

export const createLoginProfile = iamOperation('CreateLoginProfile', {
  limits: { UserName: userName, Password: password, PasswordResetRequired: anything },
  access: 'write',
  permissions: ({ UserName }, call) => permissionOnUser(call, 'iam:CreateLoginProfile', UserName),
  prepare: async ({ Password }, call) => Password && hashNewPassword(Password, call),
  async run({ UserName, PasswordResetRequired = false }, call, passwordHash) {
    if (passwordHash === undefined) throw new AwsFault('InvalidInput', 'A login profile needs a Password.')
    const user = await requireTargetUser(call, UserName)
    if (await findLoginProfile(call.queries, user)) {
      throw new AwsFault('EntityAlreadyExists', `Login Profile for user ${user.name} already exists.`)
    }
    const profile: LoginProfileRow = {
      account_id: call.accountId,
      user_id: user.user_id,
      password_hash: passwordHash,
      password_reset_required: PasswordResetRequired ? 1 : 0,
      created_at: call.now.getTime(),
      password_changed_at: call.now.getTime(),
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
  prepare: async ({ Password }, call) => Password && hashNewPassword(Password, call),
  async run({ UserName, PasswordResetRequired }, call, passwordHash) {
    const user = await requireTargetUser(call, UserName)
    const profile = await requireProfile(call, user)
    await updateLoginProfileRow(call.queries, user, {
      password_hash: passwordHash ?? profile.password_hash,
      password_changed_at: passwordHash === undefined ? profile.password_changed_at : call.now.getTime(),
      password_reset_required: (PasswordResetRequired ?? profile.password_reset_required === 1) ? 1 : 0,
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
    return { isRight, knownHash: known?.password_hash, newHash: await hashPassword(NewPassword) }
  },
  async run({ NewPassword }, call, { isRight, knownHash, newHash }) {
    const user = await requireTargetUser(call, undefined)
    const profile = await requireProfile(call, user)
    // The comparison was made before the transaction: it says nothing about a password that was set since.
    if (profile.password_hash !== knownHash) {
      throw new AwsFault(
        'EntityTemporarilyUnmodifiable',
        `Login Profile for User ${user.name} is being modified. Please try again.`,
      )
    }
    await acceptPassword(call, user.user_id, isRight)
    await requireGoodPassword(NewPassword, call)
    await updateLoginProfileRow(call.queries, user, {
      password_hash: newHash,
      password_changed_at: call.now.getTime(),
      password_reset_required: 0,
    })
    return {}
  },
})

/** @throws AwsFault InvalidUserType */
function requireIamUser({ caller: { principal } }: Call): UserPrincipal {
  if (principal.kind === 'user') return principal
  throw new AwsFault('InvalidUserType', 'Only IAM Users can change their own password.')
}

async function hashNewPassword(newPassword: string, call: Call): Promise<string> {
  await requireGoodPassword(newPassword, call)
  return hashPassword(newPassword)
}

/** @throws AwsFault PasswordPolicyViolation */
async function requireGoodPassword(newPassword: string, { queries, accountId }: Call): Promise<void> {
  const account = await findAccount(queries, accountId)
  const names = [accountId, account?.alias, account?.root_email].filter((name) => typeof name === 'string')
  const violation = describePasswordViolation(newPassword, names)
  if (violation === undefined) return
  throw new AwsFault(
    'PasswordPolicyViolation',
    `Password does not conform to the account password policy. ${violation}`,
  )
}

/** The root user's password is no login profile. */
async function requireTargetUser(call: Call, name: string | undefined) {
  const user = await targetUser(call, name)
  if (!user) throw mustSpecifyUserName()
  return user
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
