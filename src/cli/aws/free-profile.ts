/** A profile that is to get credentials: which of two kinds a client takes differs from one to the next. */
import { CommandFailure } from '../exit.ts'
import type { Profile } from './profile.ts'

/** Any of them makes it a profile with credentials. */
export const credentialSettings = [
  'aws_access_key_id',
  'credential_process',
  'credential_source',
  'login_session',
  'role_arn',
  'sso_account_id',
  'sso_session',
  'sso_start_url',
  'web_identity_token_file',
] as const

/** @throws CommandFailure when the profile has credentials, but for those of the given kind, which will be replaced. */
export function refuseOtherCredentials(
  { name, settings }: Profile,
  own: (typeof credentialSettings)[number] | undefined,
): void {
  const other = credentialSettings.find((setting) => setting !== own && settings[setting] !== undefined)
  if (other === undefined) return
  throw new CommandFailure(
    'failure',
    `The profile ${name} has other credentials already (${other}). Name another profile, or take them out.`,
  )
}

/** @throws CommandFailure for what would be another line of the configuration, or none that tools can read. */
export function requireProfileName(name: string): void {
  if (/^[\w@+.%:/-]+$/.test(name)) return
  throw new CommandFailure('usage', `A profile is named with letters, digits and _ - @ + . % : /, not ${name}`)
}
