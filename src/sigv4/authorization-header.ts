/**
 * The signature in the Authorization header.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html#add-signature-to-request
 */
import { hash } from 'node:crypto'
import { AwsFault } from '../wire/faults.ts'
import { parseSignedHeaders, type UncheckedClaim } from './claim.ts'
import { isoTimeFromHttpDate } from './request-time.ts'

/**
 * @param headers canonical values by lower-case name
 * @throws AwsFault IncompleteSignature for another algorithm, a malformed item or a missing part.
 */
export function readAuthorizationHeader(headers: ReadonlyMap<string, string>, authorization: string): UncheckedClaim {
  // White space separates items as well as commas do; AWS reads "Credential=not valid/…" as two items.
  const [algorithm = '', ...items] = authorization.split(/[ ,]+/).filter((item) => item !== '')
  if (algorithm !== 'AWS4-HMAC-SHA256') {
    throw new AwsFault('IncompleteSignature', `Unsupported AWS 'algorithm': '${algorithm}'.`)
  }
  // Of duplicates the last one wins.
  const parts = new Map(items.map((item) => splitItem(item, authorization)))
  const credential = parts.get('Credential')
  const signature = parts.get('Signature')
  const signedHeaders = parts.get('SignedHeaders')
  const requestTime = readRequestTime(headers)
  if (credential === undefined || signature === undefined || signedHeaders === undefined || requestTime === undefined) {
    const missing = [
      credential === undefined && "Authorization header requires 'Credential' parameter. ",
      signature === undefined && "Authorization header requires 'Signature' parameter. ",
      signedHeaders === undefined && "Authorization header requires 'SignedHeaders' parameter. ",
      requestTime === undefined &&
        "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. ",
    ].filter((sentence) => sentence !== false)
    const digest = hash('sha256', Buffer.from(authorization, 'latin1'), 'base64')
    throw new AwsFault(
      'IncompleteSignature',
      `${missing.join('')}(Hashed with SHA-256 and encoded with Base64) Authorization=${digest}`,
    )
  }
  return {
    source: 'header',
    credential,
    signature,
    signedHeaders: parseSignedHeaders(signedHeaders),
    requestTime,
    sessionToken: headers.get('x-amz-security-token'),
  }
}

function splitItem(item: string, authorization: string): [key: string, value: string] {
  const equalSign = item.indexOf('=')
  if (equalSign === -1) {
    throw new AwsFault(
      'IncompleteSignature',
      `'${item}' not a valid key=value pair (missing equal-sign) in Authorization header: '${authorization}'.`,
    )
  }
  return [item.slice(0, equalSign), item.slice(equalSign + 1)]
}

/** X-Amz-Date, else Date, which may also be an HTTP date: the string to sign has it in ISO 8601 all the same. */
function readRequestTime(headers: ReadonlyMap<string, string>): string | undefined {
  const date = headers.get('date')
  return headers.get('x-amz-date') ?? (date === undefined ? undefined : (isoTimeFromHttpDate(date) ?? date))
}
