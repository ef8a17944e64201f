/** Whose access key gets the session, and at which server. Found without the SDK: every command of every tool waits for it. */
import type { Environment } from '../../config.ts'
import type { ConnectOptions } from '../aws/call.ts'
import { type Connection, chooseConnection } from '../aws/connection.ts'
import { loadProfile, type Profile } from '../aws/profile.ts'
import { CommandFailure } from '../exit.ts'

export interface SessionOptions extends ConnectOptions {
  readonly serialNumber?: string
  readonly durationSeconds?: string
}

export interface SessionSource {
  readonly profile: Profile
  readonly accessKey: AccessKey
  /** Of STS. */
  readonly connection: Connection
  /** Undefined where neither an option nor the profile names a device. */
  readonly serialNumber: string | undefined
  /** Undefined for what the server gives by itself. */
  readonly durationSeconds: number | undefined
  readonly options: SessionOptions
}

export interface AccessKey {
  readonly id: string
  /** Otherwise it is in the variables. */
  readonly isOfProfile: boolean
}

/** @throws CommandFailure, CommandError */
export async function findSource(options: SessionOptions, variables: Environment): Promise<SessionSource> {
  const { aws = false, endpointUrl, region, serialNumber, durationSeconds } = options
  const profile = await loadProfile(options.profile, variables)
  const { settings } = profile
  return {
    profile,
    accessKey: findAccessKey(profile, variables),
    connection: chooseConnection('sts', { aws, endpointUrl, region }, profile, variables),
    serialNumber: serialNumber ?? settings['mfa_serial'],
    durationSeconds: readDuration(durationSeconds ?? settings['duration_seconds']),
    options,
  }
}

/** As client.ts takes it: the variables come before a profile, unless that was chosen by option. */
function findAccessKey(profile: Profile, variables: Environment): AccessKey {
  const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN } = variables
  if (!profile.isChosen && AWS_ACCESS_KEY_ID && AWS_SECRET_ACCESS_KEY) {
    if (!AWS_SESSION_TOKEN) return { id: AWS_ACCESS_KEY_ID, isOfProfile: false }
    throw noSource('The variables hold a session already (AWS_SESSION_TOKEN)')
  }
  const { name, settings } = profile
  if (settings['role_arn'] !== undefined) {
    const remedy = 'Let its source_profile be the one that has the session: then it needs no code of its own'
    throw noSource(`The profile ${name} assumes a role (role_arn). ${remedy}`)
  }
  const { aws_access_key_id, aws_secret_access_key, aws_session_token, credential_process } = settings
  if (aws_session_token !== undefined) throw noSource(`The profile ${name} is a session already (aws_session_token)`)
  if (aws_access_key_id !== undefined && aws_secret_access_key !== undefined) {
    return { id: aws_access_key_id, isOfProfile: true }
  }
  if (credential_process !== undefined && isOwnProcess(credential_process)) {
    throw noSource(`The profile ${name} gets its credentials from this command, which would call itself`)
  }
  throw noSource(`The profile ${name} has no access key (aws_access_key_id and aws_secret_access_key)`)
}

/** Whether a `credential_process` is `twinlock credential-process`. */
export function isOwnProcess(command: string): boolean {
  return /\btwinlock\b.*\bcredential-process\b/.test(command)
}

function noSource(problem: string): CommandFailure {
  return new CommandFailure(
    'failure',
    `${problem}. A session is got with a user's own access key: name the profile that has one with --profile`,
  )
}

function readDuration(text: string | undefined): number | undefined {
  if (text === undefined || /^\d{1,9}$/.test(text)) return text === undefined ? undefined : Number(text)
  throw new CommandFailure('usage', `The duration is a number of seconds, such as 3600, not ${text}`)
}
