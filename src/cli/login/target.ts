/** For which profile somebody signs in, at which server, and what the profile lacks for that. */
import type { Environment } from '../../config.ts'
import { chooseConnection, localEndpoint } from '../aws/connection.ts'
import { refuseOtherCredentials, requireProfileName } from '../aws/free-profile.ts'
import { loadProfile, type Profile } from '../aws/profile.ts'
import { CommandFailure } from '../exit.ts'

export interface LoginOptions {
  readonly remote?: true
  readonly profile?: string
  readonly endpointUrl?: string
  readonly region?: string
  /** False for `--no-browser`. */
  readonly browser: boolean
}

export interface Target {
  readonly profile: Profile
  readonly endpoint: URL
  /** What the profile needs besides the session, so that whoever refreshes it does so here. */
  readonly writes: Readonly<Record<string, string>>
}

/** @throws CommandFailure, CommandError */
export async function chooseTarget(options: LoginOptions, variables: Environment): Promise<Target> {
  const profile = await loadProfile(options.profile, variables, { isNew: true })
  requireProfileName(profile.name)
  refuseOtherCredentials(profile, 'login_session')
  const given = { aws: false, endpointUrl: options.endpointUrl, region: options.region }
  const connection = chooseConnection('signin', given, profile, variables)
  if (connection.endpoint !== undefined && connection.isAws) {
    throw new CommandFailure('usage', `${connection.endpoint} is AWS: to sign in there, use aws login`)
  }
  const endpoint = new URL(connection.endpoint ?? localEndpoint)
  return { profile, endpoint, writes: missingSettings(profile, endpoint, connection.region) }
}

function missingSettings(profile: Profile, endpoint: URL, region: string): Record<string, string> {
  const writes: Record<string, string> = {}
  if (profile.settings['region'] === undefined) writes['region'] = region
  const ofService = profile.endpointOf('signin')
  if (ofService !== undefined) {
    if (isSame(ofService, endpoint)) return writes
    const section = `[services ${profile.settings['services']}]`
    throw new CommandFailure(
      'failure',
      `${section} in the AWS configuration says that signin is at ${ofService}: change it there`,
    )
  }
  if (!isSame(profile.settings['endpoint_url'], endpoint)) writes['endpoint_url'] = endpoint.href.replace(/\/$/, '')
  return writes
}

function isSame(text: string | undefined, endpoint: URL): boolean {
  return text !== undefined && URL.parse(text)?.href === endpoint.href
}
