/** The profile of ~/.aws/config through which every tool gets the session. */
import { realpathSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import type { Environment } from '../../config.ts'
import { chooseConnection } from '../aws/connection.ts'
import { refuseOtherCredentials, requireProfileName } from '../aws/free-profile.ts'
import { loadProfile } from '../aws/profile.ts'
import { CommandFailure } from '../exit.ts'
import { isOwnProcess, type SessionSource } from './source.ts'

export function sessionProfileSettings(source: SessionSource, variables: Environment): Record<string, string> {
  const { endpoint, region } = source.connection
  return {
    credential_process: `${ownCommand(variables)} credential-process ${sourceOptions(source)}`,
    region,
    ...(endpoint !== undefined && { endpoint_url: endpoint }),
  }
}

/** The options with which the same session is found from anywhere, whatever variables are set there. */
export function sourceOptions({ profile, connection, options, accessKey }: SessionSource): string {
  const { aws, serialNumber, durationSeconds } = options
  const byProfile = { aws: false, endpointUrl: undefined, region: undefined }
  const { endpoint } = chooseConnection('sts', byProfile, { ...profile, isChosen: true }, {})
  const isElsewhere = endpoint !== connection.endpoint
  return [
    ...(accessKey.isOfProfile ? ['--profile', profile.name] : []),
    ...(serialNumber === undefined ? [] : ['--serial-number', serialNumber]),
    ...(durationSeconds === undefined ? [] : ['--duration-seconds', durationSeconds]),
    ...(isElsewhere && connection.endpoint !== undefined ? ['--endpoint-url', connection.endpoint] : []),
    ...(aws || (isElsewhere && connection.endpoint === undefined) ? ['--aws'] : []),
  ]
    .map(quote)
    .join(' ')
}

/** Before a code is spent. @throws CommandFailure, CommandError */
export async function checkSessionProfile(name: string, source: SessionSource, variables: Environment): Promise<void> {
  requireProfileName(name)
  if (!source.accessKey.isOfProfile) {
    const reason = 'The access key is in variables, which a profile cannot refer to, and which tools prefer to it'
    throw new CommandFailure('failure', `${reason}: name a profile that has one with --profile`)
  }
  if (name === source.profile.name) {
    throw new CommandFailure('usage', `The profile ${name} has the access key: the session needs one of its own`)
  }
  const profile = await loadProfile(name, variables, { isNew: true })
  const isOurs = isOwnProcess(profile.settings['credential_process'] ?? '')
  refuseOtherCredentials(profile, isOurs ? 'credential_process' : undefined)
}

/** `twinlock` where every shell finds this one by it. What npx puts into PATH is there only meanwhile. */
export function ownCommand({ PATH = '' }: Environment): string {
  const script = realpathSync(process.argv[1] ?? '')
  const directories = PATH.split(delimiter).filter((directory) => !/node_modules[/\\]\.bin$/.test(directory))
  const found = directories.map((directory) => join(directory, 'twinlock')).find(exists)
  if (found !== undefined && realpathSync(found) === script) return 'twinlock'
  return `${quote(process.execPath)} ${quote(script)}`
}

function exists(path: string): boolean {
  try {
    return realpathSync(path) !== ''
  } catch {
    return false
  }
}

/** As shells, and the tools that read `credential_process` without one, take it. */
function quote(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `"${word}"`
}
