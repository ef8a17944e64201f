/**
 * The signature in the query string: presigned requests.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-authentication-methods.html
 *
 * X-Amz-Expires is not read: IAM and STS hold presigned requests to the same 15 minutes as all others.
 */
import { AwsFault } from '../wire/faults.ts'
import type { QueryParameters } from './canonical-request.ts'
import { parseSignedHeaders, type UncheckedClaim } from './claim.ts'

/** Of duplicates the first one wins. All of them stay in the canonical request. */
export function findParameter(parameters: QueryParameters, name: string): string | undefined {
  return parameters.find(([candidate]) => candidate === name)?.[1]
}

/** @throws AwsFault MissingAuthenticationToken for another algorithm, IncompleteSignature for a missing part. */
export function readPresignedQuery(parameters: QueryParameters): UncheckedClaim {
  if (findParameter(parameters, 'X-Amz-Algorithm') !== 'AWS4-HMAC-SHA256') {
    throw new AwsFault('MissingAuthenticationToken', 'Request is missing Authentication Token')
  }
  const missing: string[] = []
  const require = (name: string): string => {
    const value = findParameter(parameters, name)
    if (value === undefined) missing.push(`AWS query-string parameters must include '${name}'. `)
    return value ?? ''
  }
  const claim: UncheckedClaim = {
    source: 'query',
    credential: require('X-Amz-Credential'),
    signature: require('X-Amz-Signature'),
    signedHeaders: parseSignedHeaders(require('X-Amz-SignedHeaders')),
    requestTime: require('X-Amz-Date'),
    sessionToken: findParameter(parameters, 'X-Amz-Security-Token'),
  }
  if (missing.length > 0) {
    throw new AwsFault('IncompleteSignature', `${missing.join('')}Re-examine the query-string parameters.`)
  }
  return claim
}
