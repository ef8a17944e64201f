/** A signed request to the running server: `twinlock admin` never opens the database. */
import { STSClient } from '@aws-sdk/client-sts'
import { systemClock } from '../clock.ts'
import { environment } from '../config.ts'
import { type SigningCredentials, signRequest } from '../sigv4/sign.ts'
import { CommandFailure } from './exit.ts'

export interface ConnectionOptions {
  readonly endpointUrl?: string
  readonly profile?: string
  readonly region?: string
}

/**
 * The answer to `POST /_twinlock/admin/<command>`.
 *
 * @throws CommandFailure
 */
export async function administer(command: string, content: object, options: ConnectionOptions): Promise<unknown> {
  const url = parseEndpoint(options)
  url.pathname = `/_twinlock/admin/${command}`
  const { credentials, region } = await findCredentials(options)
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

function parseEndpoint({ endpointUrl }: ConnectionOptions): URL {
  const text =
    endpointUrl ?? environment['AWS_ENDPOINT_URL_IAM'] ?? environment['AWS_ENDPOINT_URL'] ?? 'http://localhost:6320'
  const url = URL.parse(text)
  if (url && /^https?:$/.test(url.protocol)) return url
  throw new CommandFailure('usage', `The endpoint must be a URL such as http://localhost:6320, not ${text}`)
}

/** The SDK's chain: variables, profiles, SSO, processes, instance metadata. */
async function findCredentials({
  profile,
  region,
}: ConnectionOptions): Promise<{ credentials: SigningCredentials; region: string }> {
  const { config } = new STSClient({
    ...(profile !== undefined && { profile }),
    ...(region !== undefined && { region }),
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

async function send(url: URL, headers: Record<string, string>, body: Uint8Array<ArrayBuffer>): Promise<Response> {
  try {
    return await fetch(url, { method: 'POST', headers, body, redirect: 'error', signal: AbortSignal.timeout(30_000) })
  } catch (error) {
    const cause = error instanceof Error && error.cause !== undefined ? error.cause : error
    throw new CommandFailure(
      'failure',
      `Cannot connect to ${url.origin} (${messageOf(cause)}). Is the server running there? Name another with --endpoint-url`,
      { cause: error },
    )
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
  throw new CommandFailure('serviceError', `${code}: ${message}`)
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

/** Several addresses that all refuse come as an AggregateError without a message. */
function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return error.message || ('code' in error ? String(error.code) : error.name)
}
