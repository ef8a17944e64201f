/**
 * Session tokens: sealed claims, so that a session needs no row in the database and is valid on every node that has the
 * master key.
 *
 * Layout, in base64: version (1 byte), encoding (1), UTC day of issue since 1970 (2), nonce (12), ciphertext, tag (16).
 * Each day has a key of its own, because AES-GCM with random nonces must not encrypt more than 2^32 messages under one key
 * (NIST SP 800-38D section 8.3); a daily key can be cached, where one per token would double the cost of issuing.
 */
import { createCipheriv, createDecipheriv, createHmac, type KeyObject } from 'node:crypto'
import { deflateRawSync, inflateRawSync } from 'node:zlib'
import { drawRandomBytes } from '../identity/random.ts'
import type { Sealer } from './seal.ts'

/** Whoever a session belongs to is named by a unique id, never by a name: what is created again gains nothing. */
export type SessionClaims = UserSessionClaims | RoleSessionClaims | FederatedSessionClaims

/** Times in milliseconds since 1970. */
interface CommonClaims {
  readonly accessKeyId: string
  readonly issuedAt: number
  readonly expiresAt: number
}

/** GetSessionToken, and `aws login`. */
export interface UserSessionClaims extends CommonClaims {
  readonly kind: 'session'
  /** AIDA…, or the account id for root. */
  readonly principalId: string
  /** Left out: no code was verified for this session. */
  readonly mfaAuthenticatedAt?: number | undefined
  /** Of credentials that `aws login` obtained: they are good while this session is. */
  readonly signInSessionId?: string | undefined
}

/** What is empty is left out, so that tokens stay small. */
export interface Restrictions {
  readonly policy?: string | undefined
  readonly policyArns?: readonly string[] | undefined
  readonly tags?: Readonly<Record<string, string>> | undefined
  readonly transitiveTagKeys?: readonly string[] | undefined
}

/** AssumeRole. Such a session never has MFA, whatever it was assumed with. */
export interface RoleSessionClaims extends CommonClaims, Restrictions {
  readonly kind: 'role'
  /** AROA… */
  readonly principalId: string
  readonly sessionName: string
  readonly sourceIdentity?: string | undefined
}

/** GetFederationToken. */
export interface FederatedSessionClaims extends CommonClaims, Restrictions {
  readonly kind: 'federated'
  /** The issuer: AIDA…, or the account id for root. */
  readonly principalId: string
  readonly name: string
}

export interface SessionCredentials {
  readonly sessionToken: string
  readonly secretAccessKey: string
}

export interface OpenedSession {
  readonly claims: SessionClaims
  readonly secretAccessKey: string
}

const kinds: readonly unknown[] = ['session', 'role', 'federated'] satisfies SessionClaims['kind'][]

const version = 1
const plain = 0
const deflated = 1
const headerLength = 4
const ivLength = 12
const tagLength = 16
const cipher = 'aes-256-gcm'
const dayMilliseconds = 86_400_000

/** Characters of a token: room for session policies and tags, yet within what HTTP servers take as a header. */
const maximumTokenLength = 8192
const maximumClaimsLength = 65_536

/** What policies and tags may take: deflated, and before. The rest of the token is for the other claims. */
const packedRoom = 4096
const plainRoom = maximumClaimsLength / 2

/** Below this size deflate costs more time than it saves bytes. */
const deflateFrom = 512

/** A session lasts 36 hours at most and so touches three days; one more for clocks that differ between nodes. */
const cachedDays = 4

/** The keys of one account's tokens; make one and keep it, for it caches. */
export class SessionTokenKeys {
  readonly accountId: string
  readonly secretKey: KeyObject
  readonly #sealer: Sealer
  readonly #dailyKeys = new Map<number, KeyObject>()

  constructor(sealer: Sealer, accountId: string) {
    this.accountId = accountId
    this.secretKey = sealer.deriveKey(`session-secret-access-key/${accountId}`)
    this.#sealer = sealer
  }

  encryptionKey(day: number): KeyObject {
    const cached = this.#dailyKeys.get(day)
    if (cached !== undefined) return cached
    const key = this.#sealer.deriveKey(`session-token/${this.accountId}/${day}`)
    // Forged tokens may name any day; they must not fill the memory.
    const oldest = this.#dailyKeys.keys().next()
    if (this.#dailyKeys.size >= cachedDays && !oldest.done) this.#dailyKeys.delete(oldest.value)
    this.#dailyKeys.set(day, key)
    return key
  }
}

/** How much of their room in a token policies and tags take: more than 1 is too much. Whether a tag is transitive costs nothing. */
export function packedSize({ policy, policyArns, tags }: Restrictions): number {
  const json = Buffer.from(JSON.stringify({ policy, policyArns, tags }))
  return Math.max(json.length / plainRoom, deflateRawSync(json).length / packedRoom)
}

/**
 * `minimumSize`: the characters that the token has at least; it is padded for that. Throws a RangeError when the claims are
 * too large for a token that would open again.
 */
export function issueSessionToken(claims: SessionClaims, keys: SessionTokenKeys, minimumSize = 0): SessionCredentials {
  const json = Buffer.from(JSON.stringify(claims))
  const encoding = json.length < deflateFrom ? plain : deflated
  const content = encoding === plain ? json : deflateRawSync(json)
  const missing = Math.ceil((minimumSize * 3) / 4) - headerLength - ivLength - tagLength - content.length
  const padding = Buffer.alloc(Math.max(0, missing), ' ')
  const day = Math.floor(claims.issuedAt / dayMilliseconds)
  const header = Buffer.of(version, encoding, 0, 0)
  header.writeUInt16BE(day, 2)
  const iv = drawRandomBytes(ivLength)
  const encryption = createCipheriv(cipher, keys.encryptionKey(day), iv, { authTagLength: tagLength })
  encryption.setAAD(associatedData(header, keys))
  const ciphertext = encryption.update(Buffer.concat([content, padding]))
  const parts = [header, iv, ciphertext, encryption.final(), encryption.getAuthTag()]
  const sessionToken = Buffer.concat(parts).toString('base64')
  if (json.length > maximumClaimsLength || sessionToken.length > maximumTokenLength) {
    throw new RangeError('The claims are too large for a session token')
  }
  return { sessionToken, secretAccessKey: deriveSecretAccessKey(sessionToken, keys) }
}

/**
 * The claims of a token that these keys issued; `undefined` for every other text. The caller still has to compare
 * `expiresAt` with the clock and `accessKeyId` with the one in the request, and to verify the signature with the secret.
 */
export function openSessionToken(sessionToken: string, keys: SessionTokenKeys): OpenedSession | undefined {
  if (sessionToken.length > maximumTokenLength) return undefined
  const bytes = Buffer.from(sessionToken, 'base64')
  // Node's decoder forgives much; a token has one spelling, since the secret is derived from it.
  if (bytes.length < headerLength + ivLength + tagLength || bytes.toString('base64') !== sessionToken) return undefined
  const encoding = bytes[1]
  if (bytes[0] !== version || (encoding !== plain && encoding !== deflated)) return undefined
  const content = decrypt(bytes, keys)
  if (content === undefined) return undefined
  // Neither JSON nor deflate minds the padding behind it.
  const json = encoding === plain ? content : inflateRawSync(content, { maxOutputLength: maximumClaimsLength })
  const claims: unknown = JSON.parse(json.toString())
  return isSessionClaims(claims) ? { claims, secretAccessKey: deriveSecretAccessKey(sessionToken, keys) } : undefined
}

function decrypt(bytes: Buffer, keys: SessionTokenKeys): Buffer | undefined {
  const header = bytes.subarray(0, headerLength)
  const iv = bytes.subarray(headerLength, headerLength + ivLength)
  const key = keys.encryptionKey(header.readUInt16BE(2))
  const decryption = createDecipheriv(cipher, key, iv, { authTagLength: tagLength })
  decryption.setAAD(associatedData(header, keys)).setAuthTag(bytes.subarray(-tagLength))
  const content = decryption.update(bytes.subarray(headerLength + ivLength, -tagLength))
  try {
    decryption.final()
    return content
  } catch {
    return undefined
  }
}

function associatedData(header: Buffer, keys: SessionTokenKeys): Buffer {
  return Buffer.concat([header, Buffer.from(keys.accountId)])
}

/** From the whole token: access key ids have 39 random bits and may coincide, tokens do not. 40 characters. */
function deriveSecretAccessKey(sessionToken: string, keys: SessionTokenKeys): string {
  return createHmac('sha256', keys.secretKey).update(sessionToken).digest().subarray(0, 30).toString('base64')
}

/** What is authentic may still be of another version of this software, which knows more kinds. */
function isSessionClaims(claims: unknown): claims is SessionClaims {
  return typeof claims === 'object' && claims !== null && 'kind' in claims && kinds.includes(claims.kind)
}
