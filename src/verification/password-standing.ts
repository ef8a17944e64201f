/** Whether a right password still opens the console. Access keys work whatever the answer is. */
import type { LoginProfileRow } from '../storage/login-profiles.ts'
import type { PasswordPolicyRow } from '../storage/password-policies.ts'

/**
 * `expired` and `reset required`: only once a new password is set. `expired for good`: not before an administrator has set
 * one; with an access key the user can, too, by ChangePassword, which HardExpiry does not forbid.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_PasswordPolicy.html
 */
export type PasswordStanding = 'good' | 'expired' | 'expired for good' | 'reset required'

const day = 86_400_000

/** A password is valid for `max_age_days`, under the policy that the account has now; `undefined`: for ever. */
export function passwordStanding(
  profile: Pick<LoginProfileRow, 'password_changed_at' | 'password_reset_required'>,
  policy: Pick<PasswordPolicyRow, 'max_age_days' | 'hard_expiry'> | undefined,
  now: Date,
): PasswordStanding {
  const maxAge = policy?.max_age_days ?? Number.POSITIVE_INFINITY
  const isExpired = now.getTime() - profile.password_changed_at >= maxAge * day
  if (isExpired && policy?.hard_expiry === 1) return 'expired for good'
  if (profile.password_reset_required === 1) return 'reset required'
  return isExpired ? 'expired' : 'good'
}
