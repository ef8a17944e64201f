/** Ends the session of a profile: at the server, and on this machine. */
import { environment } from '../../config.ts'
import { findCredentials } from '../administration-client.ts'
import { CommandError } from '../aws/command-error.ts'
import { chooseConnection, localEndpoint } from '../aws/connection.ts'
import { loadProfile } from '../aws/profile.ts'
import { CommandFailure } from '../exit.ts'
import { endOwnSession } from './own-session.ts'
import { deleteSession } from './session-cache.ts'

export interface LogoutOptions {
  readonly profile?: string
  readonly endpointUrl?: string
}

/** What is on this machine goes whatever the server says. @throws CommandFailure */
export async function logout(options: LogoutOptions): Promise<void> {
  const { name, arn, endpoint } = await findSession(options)
  let problem: unknown
  try {
    const { credentials } = await findCredentials({ profile: name, endpointUrl: endpoint.href })
    await endOwnSession(endpoint, credentials)
  } catch (error) {
    if (!(error instanceof CommandFailure)) throw error
    problem = error
  }
  deleteSession(arn, environment)
  if (!problem) {
    process.stdout.write(`The profile ${name} is signed out: the session of ${arn} has ended.\n`)
    return
  }
  process.stdout.write(`The profile ${name} is signed out on this machine.\n`)
  const reason = problem instanceof Error ? problem.message : String(problem)
  process.stderr.write(
    `Whether the session has ended at ${endpoint.origin} is not known: ${reason}\n` +
      'It is in the list of the console, and of twinlock admin list-sign-in-sessions.\n',
  )
}

async function findSession({ profile: chosen, endpointUrl }: LogoutOptions) {
  try {
    const profile = await loadProfile(chosen, environment)
    const arn = profile.settings['login_session']
    if (arn === undefined) {
      throw new CommandFailure('failure', `The profile ${profile.name} has no session of twinlock login or aws login`)
    }
    const given = { aws: false, endpointUrl, region: undefined }
    const { endpoint, isAws } = chooseConnection('signin', given, profile, environment)
    if (endpoint !== undefined && isAws) {
      throw new CommandFailure('failure', `The profile ${profile.name} is of AWS: use aws logout`)
    }
    return { name: profile.name, arn, endpoint: new URL(endpoint ?? localEndpoint) }
  } catch (error) {
    if (error instanceof CommandError) throw new CommandFailure('failure', error.message, { cause: error })
    throw error
  }
}
