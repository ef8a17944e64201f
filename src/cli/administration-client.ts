/** A signed request to the running server: `twinlock admin` never opens the database. */
import { STSClient } from '@aws-sdk/client-sts'
import { systemClock } from '../clock.ts'
import { environment } from '../config.ts'
import { type SigningCredentials, signRequest } from '../sigv4/sign.ts'
import type { ConnectOptions } from './aws/call.ts'
import { chooseConnection, localEndpoint } from './aws/connection.ts'
import { loadProfile } from './aws/profile.ts'
import { CommandFailure } from './exit.ts'
import { explainNetworkError, messageOf } from './network-error.ts'

export type ConnectionOptions = Omit<ConnectOptions, 'aws'>

/** The server's own no, with its code: whatever was asked for was not done. */
export class AdministrationRefusal extends CommandFailure {
  readonly code: string

  constructor(code: string, message: string) {
    super('serviceError', `${code}: ${message}`)
    this.code = code
  }
}

/**
 * The answer to `POST /_twinlock/admin/<command>`.
 *
 * @throws CommandFailure
 */
export async function administer(command: string, content: object, options: ConnectionOptions): Promise<unknown> {
  const endpoint = await chooseEndpoint(options)
  return administerAs(await findCredentials(options), command, content, endpoint)
}

export interface Signer {
  readonly credentials: SigningCredentials
  readonly region: string
}

/** The same with these credentials. @throws CommandFailure */
export async function administerAs(
  { credentials, region }: Signer,
  command: string,
  content: object,
  endpoint: URL,
): Promise<unknown> {
  const url = new URL(`/_twinlock/admin/${command}`, endpoint)
  const body = Buffer.from(JSON.stringify(content))
  const request = {
    method: 'POST',
    path: url.pathname,
    query: '',
    headers: [
      ['Host', url.host],
      ['Content-Type', 'application/json'],
    ] as const,
    body,
  }
  const headers = signRequest(request, credentials, { service: 'twinlock', region }, new Date(systemClock.now()))
  return readAnswer(await send(url, Object.fromEntries(headers), body), url)
}

async function chooseEndpoint({ endpointUrl, profile }: ConnectionOptions): Promise<URL> {
  const { settings, endpointOf } = await loadProfile(profile, environment, { isNew: true })
  const text =
    endpointUrl ??
    (environment['AWS_ENDPOINT_URL_IAM'] || environment['AWS_ENDPOINT_URL'] || undefined) ??
    endpointOf('iam') ??
    settings['endpoint_url'] ??
    localEndpoint
  const url = URL.parse(text)
  if (url && /^https?:$/.test(url.protocol)) return url
  throw new CommandFailure('usage', `The endpoint must be a URL such as http://localhost:6320, not ${text}`)
}

/** The SDK's chain: variables, profiles, SSO, `aws login`, processes, instance metadata. @throws CommandFailure */
export async function findCredentials({ profile, region, endpointUrl }: ConnectionOptions): Promise<Signer> {
  const { config } = new STSClient({
    ...(profile !== undefined && { profile }),
    ...(region !== undefined && { region }),
    ...(await refreshEndpoint({ profile, region, endpointUrl })),
  })
  try {
    const credentials = await config.credentials()
    // The server takes any region; the SDK has none when nobody configured one.
    return { credentials, region: await config.region().catch(() => 'us-east-1') }
  } catch (error) {
    throw new CommandFailure(
      'failure',
      `No credentials: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or name a profile with --profile (${messageOf(error)})`,
      { cause: error },
    )
  }
}

/**
 * Where a session of `aws login` is refreshed: the SDK itself would look at another profile's endpoint, and send AWS the
 * refresh token of this server.
 */
async function refreshEndpoint({ profile: chosen, region, endpointUrl }: Unset<ConnectionOptions>): Promise<object> {
  const profile = await loadProfile(chosen, environment, { isNew: true })
  if (profile.settings['login_session'] === undefined) return {}
  const { endpoint = localEndpoint } = chooseConnection(
    'signin',
    { aws: false, endpointUrl, region },
    profile,
    environment,
  )
  return { clientConfig: { endpoint } }
}

type Unset<T> = { readonly [K in keyof T]?: T[K] | undefined }

async function send(url: URL, headers: Record<string, string>, body: Uint8Array<ArrayBuffer>): Promise<Response> {
  try {
    return await fetch(url, { method: 'POST', headers, body, redirect: 'error', signal: AbortSignal.timeout(30_000) })
  } catch (error) {
    throw explainNetworkError(error, url)
  }
}

async function readAnswer(response: Response, url: URL): Promise<unknown> {
  const text = await response.text()
  const content = parse(text)
  if (response.ok && content !== undefined) return content
  const { code, message } = readError(content)
  if (code === undefined) {
    throw new CommandFailure(
      'serviceError',
      `${url.origin} answered HTTP ${response.status}: it does not seem to be Twinlock`,
    )
  }
  throw new AdministrationRefusal(String(code), String(message))
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function readError(content: unknown): { code?: unknown; message?: unknown } {
  if (typeof content !== 'object' || content === null || !('error' in content)) return {}
  return typeof content.error === 'object' && content.error !== null ? content.error : {}
}
