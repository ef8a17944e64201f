/** Proofs that a client has its key: https://www.rfc-editor.org/rfc/rfc9449 */
import { createHash, createPublicKey, type KeyObject } from 'node:crypto'
import { type CompactJWSHeaderParameters, calculateJwkThumbprint, compactVerify, errors, type JWK } from 'jose'
import type { Queries } from '../../storage/database.ts'
import { deleteOldDpopProofs, insertDpopProof } from '../../storage/dpop-proofs.ts'
import { isOwnUrl } from './own-url.ts'
import { invalidRequest, TokenProblem } from './token-problem.ts'

export interface Proof {
  /** Of the key: https://www.rfc-editor.org/rfc/rfc7638 */
  readonly thumbprint: string
  /** Which proof of this key it is. */
  readonly hash: string
}

interface Expected {
  readonly publicUrl: string
  readonly now: Date
}

/** Room for a clock that is off, and for clients that try again with the same proof. */
const toleratedMilliseconds = 5 * 60_000
/** Longer than any node takes a proof for good, be their clocks apart by half an hour. */
const rememberedMilliseconds = 40 * 60_000

/** @throws TokenProblem ValidationException */
export async function checkProof(proof: string | undefined, expected: Expected): Promise<Proof> {
  if (proof === undefined) throw invalidRequest('The header DPoP is missing: send a DPoP proof with the request')
  let key: KeyObject | undefined
  const takeKey = (header: CompactJWSHeaderParameters) => {
    key = readKey(header.jwk)
    return key
  }
  const jti = checkClaims(await verify(proof, takeKey), expected)
  // The AWS CLI leaves out a zero byte at the beginning of a coordinate of a new key, and not of the same key later on. Node
  // writes them whole, so that the key has one thumbprint.
  const thumbprint = await calculateJwkThumbprint((key as KeyObject).export({ format: 'jwk' }) as JWK)
  return { thumbprint, hash: createHash('sha256').update(`${thumbprint}.${jti}`).digest('base64url') }
}

/**
 * To be called in the transaction that gives what the proof is for: one that got nothing may be used again, because the AWS
 * CLI tries three times with the same.
 * @throws TokenProblem ValidationException when it has got something before
 */
export async function spendProof(queries: Queries, accountId: string, { hash }: Proof, now: Date): Promise<void> {
  await deleteOldDpopProofs(queries, accountId, now)
  const forget_at = now.getTime() + rememberedMilliseconds
  const isNew = await insertDpopProof(queries, { account_id: accountId, proof_hash: hash, forget_at })
  if (!isNew) throw badProof('it was used before')
}

/** One algorithm: what the proof names is a wish, not a choice. https://www.rfc-editor.org/rfc/rfc8725#section-3.1 */
async function verify(proof: string, takeKey: (header: CompactJWSHeaderParameters) => KeyObject): Promise<Claims> {
  try {
    const { protectedHeader, payload } = await compactVerify(proof, takeKey, { algorithms: ['ES256'] })
    // What was signed for another purpose is no proof.
    if (protectedHeader.typ !== 'dpop+jwt') throw badProof('its typ must be dpop+jwt')
    const claims: unknown = JSON.parse(Buffer.from(payload).toString())
    if (typeof claims === 'object' && claims !== null) return claims
  } catch (error) {
    if (error instanceof TokenProblem) throw error
    if (!(error instanceof errors.JOSEError || error instanceof SyntaxError)) throw error
    throw badProof(error.message)
  }
  throw badProof('its claims are no JSON object')
}

interface Claims {
  readonly htm?: unknown
  readonly htu?: unknown
  readonly iat?: unknown
  readonly jti?: unknown
}

/** @throws TokenProblem for whatever is not the public half of a key for ES256 */
function readKey(jwk: JWK | undefined): KeyObject {
  if (typeof jwk !== 'object' || jwk === null) throw badProof('its header has no jwk')
  // Whoever sends a private key has just given it away.
  if ('d' in jwk) throw badProof('its jwk contains the private key, which is compromised now')
  const { kty, crv, x, y } = jwk
  if (kty !== 'EC' || crv !== 'P-256' || !isCoordinate(x) || !isCoordinate(y)) {
    throw badProof('its jwk must be a public key on the curve P-256')
  }
  try {
    return createPublicKey({ key: { kty, crv, x, y }, format: 'jwk' })
  } catch {
    throw badProof('its jwk is not a point on the curve P-256')
  }
}

function isCoordinate(value: unknown): value is string {
  return typeof value === 'string' && /^[\w-]{1,43}$/.test(value)
}

/** @returns `jti` */
function checkClaims({ htm, htu, iat, jti }: Claims, { publicUrl, now }: Expected): string {
  if (htm !== 'POST') throw badProof('its htm must be POST')
  const url = typeof htu === 'string' ? URL.parse(htu) : null
  // A path before ours is a proxy's, two slashes are the SDK's doing.
  if (!url || !isOwnUrl(url, publicUrl) || !/(^|\/)v1\/+token$/.test(url.pathname)) {
    throw badProof(
      `its htu must be ${publicUrl}/v1/token: use ${publicUrl} as the endpoint URL, or start the server with --public-url`,
    )
  }
  if (typeof iat !== 'number' || Math.abs(iat * 1000 - now.getTime()) > toleratedMilliseconds) {
    throw badProof('its iat is more than five minutes off: check the clock of this machine')
  }
  if (typeof jti !== 'string' || jti === '' || jti.length > 512) throw badProof('its jti must have 1 to 512 characters')
  return jti
}

function badProof(what: string): TokenProblem {
  return invalidRequest(`The DPoP proof is not valid: ${what}`)
}
