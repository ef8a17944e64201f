import { anything, integer } from '../wire/limits.ts'
import { pending } from './pending.ts'

export const getAccountPasswordPolicy = pending('GetAccountPasswordPolicy', {})

export const updateAccountPasswordPolicy = pending('UpdateAccountPasswordPolicy', {
  MinimumPasswordLength: integer({ min: 6, max: 128 }),
  RequireSymbols: anything,
  RequireNumbers: anything,
  RequireUppercaseCharacters: anything,
  RequireLowercaseCharacters: anything,
  AllowUsersToChangePassword: anything,
  MaxPasswordAge: integer({ min: 1, max: 1095 }),
  PasswordReusePrevention: integer({ min: 1, max: 24 }),
  HardExpiry: anything,
})

export const deleteAccountPasswordPolicy = pending('DeleteAccountPasswordPolicy', {})
