/** https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_passwords_account-policy.html */
import {
  deletePasswordPolicy,
  findPasswordPolicy,
  type PasswordPolicyRow,
  putPasswordPolicy,
} from '../storage/password-policies.ts'
import { AwsFault } from '../wire/faults.ts'
import { anything, integer } from '../wire/limits.ts'
import { iamOperation } from './operation.ts'

export const getAccountPasswordPolicy = iamOperation('GetAccountPasswordPolicy', {
  limits: {},
  access: 'read',
  permissions: () => [{ action: 'iam:GetAccountPasswordPolicy', resource: '*' }],
  async run(_, { queries, accountId }) {
    const policy = await findPasswordPolicy(queries, accountId)
    if (!policy) {
      throw new AwsFault('NoSuchEntity', `The Password Policy with domain name ${accountId} cannot be found.`)
    }
    return { PasswordPolicy: toPasswordPolicy(policy) }
  },
})

/** Replaces the whole policy: what is left out gets its default, not the value that it had. */
export const updateAccountPasswordPolicy = iamOperation('UpdateAccountPasswordPolicy', {
  limits: {
    MinimumPasswordLength: integer({ min: 6, max: 128 }),
    RequireSymbols: anything,
    RequireNumbers: anything,
    RequireUppercaseCharacters: anything,
    RequireLowercaseCharacters: anything,
    AllowUsersToChangePassword: anything,
    MaxPasswordAge: integer({ min: 1, max: 1095 }),
    PasswordReusePrevention: integer({ min: 1, max: 24 }),
    HardExpiry: anything,
  },
  access: 'write',
  permissions: () => [{ action: 'iam:UpdateAccountPasswordPolicy', resource: '*' }],
  async run(input, { queries, accountId }) {
    await putPasswordPolicy(queries, {
      account_id: accountId,
      minimum_length: input.MinimumPasswordLength ?? 6,
      max_age_days: input.MaxPasswordAge ?? null,
      reuse_prevention: input.PasswordReusePrevention ?? null,
      require_symbols: input.RequireSymbols ? 1 : 0,
      require_numbers: input.RequireNumbers ? 1 : 0,
      require_uppercase: input.RequireUppercaseCharacters ? 1 : 0,
      require_lowercase: input.RequireLowercaseCharacters ? 1 : 0,
      users_may_change_password: input.AllowUsersToChangePassword ? 1 : 0,
      hard_expiry: input.HardExpiry ? 1 : 0,
    })
    return {}
  },
})

export const deleteAccountPasswordPolicy = iamOperation('DeleteAccountPasswordPolicy', {
  limits: {},
  access: 'write',
  permissions: () => [{ action: 'iam:DeleteAccountPasswordPolicy', resource: '*' }],
  async run(_, { queries, accountId }) {
    if (!(await findPasswordPolicy(queries, accountId))) {
      throw new AwsFault('NoSuchEntity', 'The account policy with name PasswordPolicy cannot be found.')
    }
    await deletePasswordPolicy(queries, accountId)
    return {}
  },
})

function toPasswordPolicy(policy: PasswordPolicyRow) {
  return {
    MinimumPasswordLength: policy.minimum_length,
    RequireSymbols: policy.require_symbols === 1,
    RequireNumbers: policy.require_numbers === 1,
    RequireUppercaseCharacters: policy.require_uppercase === 1,
    RequireLowercaseCharacters: policy.require_lowercase === 1,
    AllowUsersToChangePassword: policy.users_may_change_password === 1,
    ExpirePasswords: policy.max_age_days !== null,
    ...(policy.max_age_days === null ? {} : { MaxPasswordAge: policy.max_age_days }),
    ...(policy.reuse_prevention === null ? {} : { PasswordReusePrevention: policy.reuse_prevention }),
    HardExpiry: policy.hard_expiry === 1,
  }
}
