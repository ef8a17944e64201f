/** A password that is to be set, by whom and where ever: what the account demands of it, and what is remembered of it. */
import type { Call } from '../call.ts'
import { hashPassword, tagPassword } from '../secrets/password.ts'
import {
  type CharacterClass,
  defaultPasswordRules,
  describePasswordViolation,
  type PasswordRules,
} from '../secrets/password-policy.ts'
import { findAccount } from '../storage/accounts.ts'
import type { LoginProfileRow } from '../storage/login-profiles.ts'
import {
  findPasswordPolicy,
  insertPasswordTag,
  listPasswordTags,
  type PasswordPolicyRow,
} from '../storage/password-policies.ts'
import type { UserRow } from '../storage/users.ts'
import { AwsFault } from '../wire/faults.ts'

/** The present password and AWS's longest history. They are kept under every policy, so that a later one knows them. */
const rememberedPasswords = 1 + 24

export interface NewPassword {
  readonly userId: string
  readonly password: string
  readonly hash: string
  readonly tag: string
}

/** The slow part, before the transaction. Takes the same time whatever the password, the user and his history are. */
export async function hashNewPassword(call: Call, userId: string, password: string): Promise<NewPassword> {
  const key = call.sealer.deriveKey('password-history')
  const owner = `${call.accountId}:${userId}`
  const [hash, tag] = await Promise.all([hashPassword(password), tagPassword(password, owner, key)])
  return { userId, password, hash, tag }
}

/**
 * Holds the password to the policy that the account has now, in the transaction that sets it, and remembers it.
 * @returns what to store in the login profile
 * @throws AwsFault PasswordPolicyViolation, EntityTemporarilyUnmodifiable
 */
export async function acceptNewPassword(
  { queries, accountId, now }: Call,
  user: UserRow,
  { userId, password, hash, tag }: NewPassword,
): Promise<Pick<LoginProfileRow, 'password_hash' | 'password_changed_at'>> {
  // Its tag is another user's: the name has changed hands.
  if (user.user_id !== userId) throw modifiedMeanwhile(user)
  const policy = await findPasswordPolicy(queries, accountId)
  const account = await findAccount(queries, accountId)
  const names = [accountId, account?.alias, account?.root_email].filter((name) => typeof name === 'string')
  const violation = describePasswordViolation(password, policy ? toRules(policy) : defaultPasswordRules, names)
  if (violation !== undefined) throw policyViolation(violation)
  if (policy?.reuse_prevention) {
    // Beside the earlier passwords the present one, which is no new one either.
    const tags = await listPasswordTags(queries, user, 1 + policy.reuse_prevention)
    if (tags.includes(tag)) {
      throw policyViolation(
        `Password should not be the present one or one of the last ${policy.reuse_prevention} before it`,
      )
    }
  }
  await insertPasswordTag(queries, user, tag, rememberedPasswords)
  return { password_hash: hash, password_changed_at: now.getTime() }
}

export function modifiedMeanwhile(user: UserRow): AwsFault {
  return new AwsFault(
    'EntityTemporarilyUnmodifiable',
    `Login Profile for User ${user.name} is being modified. Please try again.`,
  )
}

/** What the policy does not demand is not demanded: it takes the place of the default, and may be weaker. */
function toRules(policy: PasswordPolicyRow): PasswordRules {
  const requirements: readonly (readonly [CharacterClass, 0 | 1])[] = [
    ['uppercase', policy.require_uppercase],
    ['lowercase', policy.require_lowercase],
    ['number', policy.require_numbers],
    ['symbol', policy.require_symbols],
  ]
  const requiredClasses = requirements.filter(([, isRequired]) => isRequired).map(([name]) => name)
  return { minimumLength: policy.minimum_length, requiredClasses, minimumClasses: 0 }
}

function policyViolation(violation: string): AwsFault {
  return new AwsFault(
    'PasswordPolicyViolation',
    `Password does not conform to the account password policy. ${violation}`,
  )
}
