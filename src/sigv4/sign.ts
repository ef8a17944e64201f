/** Signs requests of our own client, with the signature in the Authorization header. */
import type { ReceivedRequest } from './canonical-request.ts'
import { formatIsoTime } from './request-time.ts'
import { computeSignature, deriveSigningKey, type SignedClaim } from './verify.ts'

export interface SigningCredentials {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken?: string | undefined
}

export interface SigningScope {
  readonly service: string
  readonly region: string
}

const ownHeaders: readonly string[] = ['authorization', 'x-amz-date', 'x-amz-security-token']

/**
 * The headers to send: those of the request, all of them signed, and those of the signature, which replace any that were
 * there. So give it only headers that arrive as they are: no `connection`, no `expect`.
 *
 * @throws Error when the request has no Host header: a mistake of ours, no verifier would take it.
 */
export function signRequest(
  request: ReceivedRequest,
  credentials: SigningCredentials,
  scope: SigningScope,
  now: Date,
): readonly (readonly [name: string, value: string])[] {
  const requestTime = formatIsoTime(now)
  const headers: [name: string, value: string][] = request.headers
    .filter(([name]) => !ownHeaders.includes(name.toLowerCase()))
    .map(([name, value]) => [name, value])
  headers.push(['X-Amz-Date', requestTime])
  if (credentials.sessionToken !== undefined) headers.push(['X-Amz-Security-Token', credentials.sessionToken])

  const claim: SignedClaim = {
    source: 'header',
    date: requestTime.slice(0, 8),
    region: scope.region,
    service: scope.service,
    requestTime,
    signedHeaders: [...new Set(headers.map(([name]) => name.toLowerCase()))].sort(),
  }
  if (!claim.signedHeaders.includes('host')) throw new Error('A request needs a Host header to be signed')
  const signature = computeSignature(
    { ...request, headers },
    claim,
    deriveSigningKey(credentials.secretAccessKey, claim),
  )
  const parts = [
    `Credential=${credentials.accessKeyId}/${claim.date}/${claim.region}/${claim.service}/aws4_request`,
    `SignedHeaders=${claim.signedHeaders.join(';')}`,
    `Signature=${signature}`,
  ]
  return [...headers, ['Authorization', `AWS4-HMAC-SHA256 ${parts.join(', ')}`]]
}
