/** The SDK's client for a command, with the credentials that the AWS CLI would take. */
import { readFileSync } from 'node:fs'
import * as Iam from '@aws-sdk/client-iam'
import * as Sts from '@aws-sdk/client-sts'
import type { Environment } from '../../config.ts'
import type { ServiceName } from '../../wire/model.ts'
import { type Connection, chooseConnection } from './connection.ts'
import type { Globals } from './globals.ts'
import { promptForCode } from './mfa-prompt.ts'
import type { Parameters } from './parameter-values.ts'
import type { Profile } from './profile.ts'

export interface ClientOptions {
  readonly service: ServiceName
  readonly connection: Connection
  /** Where the role of a profile is assumed. */
  readonly stsEndpoint: string | undefined
  readonly profile: Profile
  readonly globals: Globals
  readonly variables: Environment
}

export interface Client {
  call(action: string, parameters: Parameters): Promise<unknown>
  /** By how many milliseconds the server's clock was ahead at the latest answer, to about a second. */
  clockOffset(): number
  /** Assumes the role of the profile, where it has one. To be called once, before anything is sent. */
  assumeRole?(): Promise<void>
}

/** What the clients of both services have in common. */
interface SdkClient {
  readonly config: { credentials(): Promise<unknown>; readonly systemClockOffset: number }
  send(command: never): Promise<unknown>
}

export function createClient(options: ClientOptions): Client {
  const { service, connection, stsEndpoint, profile, globals, variables } = options
  const given = chooseCredentials(globals, variables)
  const isAssumingRole = profile.settings['role_arn'] !== undefined && !('credentials' in given)
  const configuration = {
    region: connection.region,
    profile: profile.name,
    ...endpointOptions(connection.endpoint),
    requestHandler: handlerOptions(globals),
    logger: silent,
    ...given,
    // The SDK hands these on to the provider that assumes the role of a profile.
    mfaCodeProvider: promptForCode,
    ...(isAssumingRole && { clientConfig: endpointOptions(stsEndpoint) }),
    // And to the one that refreshes a session of `aws login`: by itself it would look at AWS_PROFILE's endpoint.
    ...(profile.settings['login_session'] !== undefined && {
      clientConfig: endpointOptions(chooseConnection('signin', globals, profile, variables).endpoint),
    }),
  }
  const isIam = service === 'iam'
  const create = (configuration: object): SdkClient => {
    return isIam ? new Iam.IAMClient(configuration) : new Sts.STSClient(configuration)
  }
  let client = create(configuration)
  const commands: Readonly<Record<string, unknown>> = isIam ? { ...Iam } : { ...Sts }
  const call = (action: string, parameters: Parameters) => {
    const Command = commands[`${action}Command`] as new (parameters: Parameters) => never
    return client.send(new Command(parameters))
  }
  const assumeRole = async () => {
    // Once: the SDK would ask for another code five minutes before the session ends.
    client = create({ ...configuration, credentials: await client.config.credentials() })
  }
  return { call, clockOffset: () => client.config.systemClockOffset, ...(isAssumingRole && { assumeRole }) }
}

/** Without one the SDK would look for what connection.ts may have left aside on purpose: `--aws` must lead to AWS. */
function endpointOptions(endpoint: string | undefined) {
  return endpoint === undefined ? { ignoreConfiguredEndpointUrls: true } : { endpoint }
}

const ignore = () => {}
/** The SDK would warn on stderr of what is the AWS CLI's rule: that a profile wins over variables. */
const silent = { trace: ignore, debug: ignore, info: ignore, warn: ignore, error: ignore }

/** The variables come before a profile, unless that was chosen by option; the SDK alone would warn and do otherwise. */
function chooseCredentials({ profile, isSigned }: Globals, variables: Environment) {
  if (!isSigned) {
    const signer = { sign: async <T>(request: T) => request }
    return { signer: signer as never, credentials: { accessKeyId: 'none', secretAccessKey: 'none' } }
  }
  const accessKeyId = variables['AWS_ACCESS_KEY_ID']
  const secretAccessKey = variables['AWS_SECRET_ACCESS_KEY']
  if (profile !== undefined || !accessKeyId || !secretAccessKey) return {}
  const sessionToken = variables['AWS_SESSION_TOKEN']
  return { credentials: { accessKeyId, secretAccessKey, ...(sessionToken && { sessionToken }) } }
}

function handlerOptions({ verifyCertificates, caBundle, readTimeout, connectTimeout }: Globals) {
  return {
    requestTimeout: readTimeout * 1000,
    connectionTimeout: connectTimeout * 1000,
    throwOnRequestTimeout: true,
    httpsAgent: {
      rejectUnauthorized: verifyCertificates,
      ...(caBundle !== undefined && { ca: readFileSync(caBundle) }),
    },
  }
}
