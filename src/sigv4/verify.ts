/**
 * AWS Signature Version 4, for services of the Query protocol: what a request claims, and whether its signature holds.
 *
 * This folder owns the bytes that are signed, both notations of a signature, their checks in AWS's order, and signing
 * for our own client. It does not know keys, tokens, principals or storage: `server/authenticate.ts` looks those up
 * between `readClaim` and `isSignatureValid`.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html
 */
import { createHmac, createSecretKey, hash, type KeyObject, timingSafeEqual } from 'node:crypto'
import { AwsFault } from '../wire/faults.ts'
import { readAuthorizationHeader } from './authorization-header.ts'
import { canonicalHeaders, canonicalRequest, parseQuery, type ReceivedRequest } from './canonical-request.ts'
import type { SignatureClaim, UncheckedClaim } from './claim.ts'
import { findParameter, readPresignedQuery } from './presigned.ts'
import { checkRequestTime } from './request-time.ts'

export interface ReadClaimOptions {
  readonly now: Date
  /** The service that the credential must be scoped to: `iam`, `sts`. */
  readonly service: string
}

export type Scope = Pick<SignatureClaim, 'date' | 'region' | 'service'>

/** What the string to sign is made of. */
export type SignedClaim = Omit<SignatureClaim, 'accessKeyId' | 'signature' | 'sessionToken'>

/**
 * Everything about a signature that can be judged without its key.
 *
 * @throws AwsFault MalformedQueryString, MissingAuthenticationToken, IncompleteSignature or SignatureDoesNotMatch; of
 * several mistakes AWS names the first in this order.
 */
export function readClaim(request: ReceivedRequest, { now, service }: ReadClaimOptions): SignatureClaim {
  const unchecked = findClaim(request)
  if (!unchecked.signedHeaders.includes('host')) {
    throw new AwsFault(
      'SignatureDoesNotMatch',
      "'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.",
    )
  }
  checkRequestTime(unchecked.requestTime, now)
  const { credential, ...claim } = unchecked
  return { ...claim, ...readCredential(credential, claim.requestTime, service) }
}

/**
 * The key that signs all requests of one day, region and service: worth caching.
 *
 * A KeyObject, because an HMAC with a Buffer as its key is six times slower on Node 24.
 */
export function deriveSigningKey(secretAccessKey: string, { date, region, service }: Scope): KeyObject {
  let key = createSecretKey(`AWS4${secretAccessKey}`, 'utf8')
  for (const part of [date, region, service, 'aws4_request']) {
    key = createSecretKey(createHmac('sha256', key).update(part).digest())
  }
  return key
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html#create-string-to-sign */
export function stringToSign(request: ReceivedRequest, claim: SignedClaim): string {
  const canonical = canonicalRequest(request, claim.signedHeaders, { isPresigned: claim.source === 'query' })
  const digest = hash('sha256', Buffer.from(canonical, 'latin1'), 'hex')
  const scope = `${claim.date}/${claim.region}/${claim.service}/aws4_request`
  return `AWS4-HMAC-SHA256\n${claim.requestTime}\n${scope}\n${digest}`
}

/** The signature that the request should carry: 64 lower-case hexadecimal digits. */
export function computeSignature(request: ReceivedRequest, claim: SignedClaim, signingKey: KeyObject): string {
  return createHmac('sha256', signingKey).update(stringToSign(request, claim)).digest('hex')
}

/** Compares in constant time. A signature of another length or alphabet is simply wrong. */
export function isSignatureValid(request: ReceivedRequest, claim: SignatureClaim, signingKey: KeyObject): boolean {
  const expected = Buffer.from(computeSignature(request, claim, signingKey), 'utf8')
  const given = Buffer.from(claim.signature, 'utf8')
  return given.length === expected.length && timingSafeEqual(given, expected)
}

function findClaim(request: ReceivedRequest): UncheckedClaim {
  const parameters = parseQuery(request.query)
  const headers = canonicalHeaders(request)
  const authorization = headers.get('authorization')
  const isPresigned = findParameter(parameters, 'X-Amz-Algorithm') !== undefined
  if (authorization === undefined && !isPresigned) {
    throw new AwsFault('MissingAuthenticationToken', 'Request is missing Authentication Token')
  }
  if (authorization === undefined) return readPresignedQuery(parameters)
  if (isPresigned) throw new AwsFault('SignatureDoesNotMatch', '')
  return readAuthorizationHeader(headers, authorization)
}

function readCredential(credential: string, requestTime: string, expectedService: string) {
  const [accessKeyId, date, region, service, terminator, ...rest] = credential.split('/')
  if (
    accessKeyId === undefined ||
    date === undefined ||
    region === undefined ||
    service === undefined ||
    terminator === undefined ||
    rest.length > 0
  ) {
    throw new AwsFault(
      'IncompleteSignature',
      `Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got '${credential}'`,
    )
  }
  const requestDate = requestTime.slice(0, 8)
  const wrong = [
    // Clients of a server like this one are set to any region, so whatever can be a region's name is valid.
    !/^[a-z0-9-]{1,64}$/.test(region) && `Credential should be scoped to a valid region, not '${region}'. `,
    service !== expectedService && `Credential should be scoped to correct service: '${expectedService}'. `,
    terminator !== 'aws4_request' &&
      `Credential should be scoped with a valid terminator: 'aws4_request', not '${terminator}'. `,
    date !== requestDate &&
      `Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '${date}' != '${requestDate}', from '${requestTime}'.`,
  ].filter((sentence) => sentence !== false)
  if (wrong.length > 0) throw new AwsFault('SignatureDoesNotMatch', wrong.join(''))
  return { accessKeyId, date, region, service }
}
