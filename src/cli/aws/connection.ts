/**
 * Whom a command talks to. Without an endpoint that is the server on this machine: a try must never write to somebody's
 * account. AWS is reached by `--aws`, by a `--profile` that names a region, or by an endpoint that is AWS's.
 */
import type { Environment } from '../../config.ts'
import { invalidValue } from './command-error.ts'
import type { EndpointName, Profile } from './profile.ts'

export const localEndpoint = 'http://localhost:6320'

export interface Connection {
  /** Undefined for the one that the SDK knows for the region. */
  readonly endpoint: string | undefined
  readonly isAws: boolean
  readonly region: string
}

export interface ConnectionOptions {
  readonly aws: boolean
  readonly endpointUrl: string | undefined
  readonly region: string | undefined
}

/** @throws CommandError for an endpoint that is no URL. */
export function chooseConnection(
  service: EndpointName,
  { aws, endpointUrl, region }: ConnectionOptions,
  profile: Profile,
  variables: Environment,
): Connection {
  if (aws && endpointUrl !== undefined) {
    throw invalidValue('--aws and --endpoint-url exclude each other: AWS has endpoints of its own')
  }
  // An empty variable is none.
  const chosenRegion =
    region ?? (variables['AWS_REGION'] || variables['AWS_DEFAULT_REGION'] || profile.settings['region'] || 'us-east-1')
  const configured = aws ? undefined : (endpointUrl ?? configuredEndpoint(service, profile, variables))
  const isForAws = aws || (profile.isChosen && profile.settings['region'] !== undefined)
  const endpoint = configured ?? (isForAws ? undefined : localEndpoint)
  const isAws = endpoint === undefined || isHostOfAws(parseEndpoint(endpoint))
  return { endpoint, isAws, region: chosenRegion }
}

function configuredEndpoint(service: EndpointName, profile: Profile, variables: Environment): string | undefined {
  const ignored =
    variables['AWS_IGNORE_CONFIGURED_ENDPOINT_URLS'] ?? profile.settings['ignore_configured_endpoint_urls']
  if (ignored?.toLowerCase() === 'true') return undefined
  return (
    variables[`AWS_ENDPOINT_URL_${service.toUpperCase()}`] ||
    variables['AWS_ENDPOINT_URL'] ||
    profile.endpointOf(service) ||
    profile.settings['endpoint_url']
  )
}

function parseEndpoint(text: string): URL {
  if (!/^[a-z][a-z\d+.-]*:/i.test(text)) {
    throw invalidValue(
      `Bad value for --endpoint-url "${text}": scheme is missing.  Must be of the form http://<hostname>/ or https://<hostname>/`,
    )
  }
  const url = URL.parse(text)
  if (url && /^https?:$/.test(url.protocol)) return url
  throw invalidValue(`Invalid endpoint: ${text}`)
}

function isHostOfAws({ hostname }: URL): boolean {
  return /(^|\.)(amazonaws\.com|amazonaws\.com\.cn|amazonaws\.eu|api\.aws|aws\.dev)$/.test(hostname)
}
