/** `mfa_serial` of the profile whose credentials are in use: what the AWS CLI and `twinlock mfa session` look for. */
import type { Environment } from '../../config.ts'
import { writeProfile } from '../aws/config-file.ts'
import { credentialSettings } from '../aws/free-profile.ts'
import type { Profile } from '../aws/profile.ts'

/**
 * @param confirm asked before another device is replaced
 * @returns what was done, or why nothing was
 * @throws CommandFailure when the file cannot be written
 */
export async function keepSerialNumber(
  serialNumber: string,
  profile: Profile,
  variables: Environment,
  confirm: (question: string) => Promise<boolean>,
): Promise<string> {
  const setting = `mfa_serial = ${serialNumber}`
  if (isForAnother(profile, variables)) {
    return `Your credentials are variables, and the profile ${profile.name} has others, so it was left as it is: ${setting}`
  }
  const present = profile.settings['mfa_serial']
  if (present === serialNumber) return `The profile ${profile.name} has ${setting} already.`
  const question = `The profile ${profile.name} has mfa_serial = ${present}. Change it to ${serialNumber}? [y/N] `
  if (present !== undefined && !(await confirm(question))) {
    return `The profile ${profile.name} keeps mfa_serial = ${present}; the new device is ${serialNumber}.`
  }
  writeProfile(profile.name, { mfa_serial: serialNumber }, variables)
  return `The profile ${profile.name} has ${setting} now.`
}

/** Variables come before a profile that no option names. One without credentials may be what completes them. */
function isForAnother({ isChosen, settings }: Profile, variables: Environment): boolean {
  if (isChosen || !variables['AWS_ACCESS_KEY_ID']) return false
  return credentialSettings.some((name) => settings[name] !== undefined)
}
