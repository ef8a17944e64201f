/**
 * Secrets at rest and in transit: sealing under the master key (this file), passwords, secret access keys, session tokens.
 *
 * The folder knows algorithms, not storage: it returns text, others keep it. Nothing here may reach a log or an error
 * message; errors say which record did not open, never what was in it.
 */
import { createCipheriv, createDecipheriv, createSecretKey, hkdfSync, type KeyObject, randomBytes } from 'node:crypto'

const version = 'v1.'
const cipher = 'aes-256-gcm'
const keyLength = 32
const saltLength = 16
const ivLength = 12
const tagLength = 16
const checkIdentity = 'master-key-check'
const checkConstant = 'twinlock'

/** Wrong master key, another record's text, or text that was changed: which of them it is cannot be known. */
export class UnsealError extends Error {
  override readonly name = 'UnsealError'

  constructor(recordIdentity: string) {
    super(`The sealed value of ${recordIdentity} does not open with this master key`)
  }
}

/**
 * Seals records with AES-256-GCM under keys derived from the master key by HKDF-SHA-256 (RFC 5869). The identity of the
 * record is associated data, so that nobody who can write to the database can exchange the secrets of two records.
 */
export class Sealer {
  readonly #masterKey: KeyObject

  /** The master key: 32 random bytes. */
  constructor(masterKey: Uint8Array) {
    if (masterKey.length !== keyLength) throw new RangeError(`The master key must have ${keyLength} bytes`)
    this.#masterKey = createSecretKey(masterKey)
  }

  /** Text in the form `v1.<base64url of salt, ciphertext, tag>`, another one each time. */
  seal(plaintext: string | Uint8Array, recordIdentity: string): string {
    const salt = randomBytes(saltLength)
    const { key, iv } = this.#recordKey(salt)
    const encryption = createCipheriv(cipher, key, iv, { authTagLength: tagLength })
    encryption.setAAD(Buffer.from(recordIdentity))
    const bytes = typeof plaintext === 'string' ? Buffer.from(plaintext) : plaintext
    const sealed = [salt, encryption.update(bytes), encryption.final(), encryption.getAuthTag()]
    return version + Buffer.concat(sealed).toString('base64url')
  }

  /** What was sealed under the same identity; throws an UnsealError. */
  unseal(sealed: string, recordIdentity: string): Buffer {
    const bytes = Buffer.from(sealed.slice(version.length), 'base64url')
    // Node skips what is not base64: only the text that `seal` wrote is taken, not others that decode to the same bytes.
    if (bytes.length < saltLength + tagLength || sealed !== version + bytes.toString('base64url')) {
      throw new UnsealError(recordIdentity)
    }
    const { key, iv } = this.#recordKey(bytes.subarray(0, saltLength))
    const decryption = createDecipheriv(cipher, key, iv, { authTagLength: tagLength })
    decryption.setAAD(Buffer.from(recordIdentity)).setAuthTag(bytes.subarray(-tagLength))
    const plaintext = decryption.update(bytes.subarray(saltLength, -tagLength))
    try {
      return Buffer.concat([plaintext, decryption.final()])
    } catch {
      throw new UnsealError(recordIdentity)
    }
  }

  /** A value to store once, by which `isMasterKey` recognises the key at the next start. */
  checkValue(): string {
    return this.seal(checkConstant, checkIdentity)
  }

  /** Is this the master key under which the check value was made? */
  isMasterKey(checkValue: string): boolean {
    try {
      return this.unseal(checkValue, checkIdentity).toString() === checkConstant
    } catch (error) {
      if (error instanceof UnsealError) return false
      throw error
    }
  }

  /** A 32-byte key for one purpose, always the same; independent of the keys of all other purposes and of records. */
  deriveKey(purpose: string): KeyObject {
    return createSecretKey(this.#expand('', `twinlock/v1/purpose/${purpose}`, keyLength))
  }

  /** A key encrypts one record, so the nonce may be derived with it and cannot repeat. */
  #recordKey(salt: Uint8Array): { key: KeyObject; iv: Uint8Array } {
    const bytes = this.#expand(salt, 'twinlock/v1/record', keyLength + ivLength)
    return { key: createSecretKey(bytes.subarray(0, keyLength)), iv: bytes.subarray(keyLength) }
  }

  #expand(salt: Uint8Array | string, info: string, length: number): Uint8Array {
    return new Uint8Array(hkdfSync('sha256', this.#masterKey, salt, info, length))
  }
}
