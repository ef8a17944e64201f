/** The shared secret of a TOTP device: made here for virtual devices, typed in for hardware tokens. */
import { createSecretKey, type KeyObject, randomBytes } from 'node:crypto'
import { decodeBase32, encodeBase32 } from '../identity/base32.ts'

/** Of the text, with white space: no vendor prints more. */
const longestText = 512

/** The least that RFC 4226 section 4, R6 allows. */
const minimumSeedBytes = 16

/** 64 base32 characters from 40 random bytes: the length of AWS's seeds. */
export function newSeed(): string {
  return encodeBase32(randomBytes(40))
}

/**
 * The HMAC key behind a seed as vendors print it: case, spaces, hyphens and trailing padding do not matter. The encoding
 * has to be said, because many hexadecimal seeds are valid base32 as well. Throws an InvalidSeed, which does not repeat
 * the seed.
 */
export function parseSeed(text: string, encoding: 'base32' | 'hex' = 'base32'): KeyObject {
  if (text.length > longestText) throw new InvalidSeed(`The seed is longer than ${longestText} characters`)
  const compact = text.replace(/[\s-]/g, '').toUpperCase()
  const bytes = encoding === 'hex' ? decodeHex(compact) : decodeBase32(compact.replace(/=+$/, ''))
  if (bytes === undefined) throw new InvalidSeed(`The seed is not valid ${encoding}`)
  if (bytes.length < minimumSeedBytes) throw new InvalidSeed(`The seed is shorter than ${minimumSeedBytes} bytes`)
  return createSecretKey(bytes)
}

/** Longer keys are hashed before they are used: https://www.rfc-editor.org/rfc/rfc2104#section-2 */
const longestKeyBytes = 64

/** The seed of a new device as it is kept: in base32, whichever of the two encodings it came in. @throws InvalidSeed */
export function normaliseSeed(text: string, encoding: 'base32' | 'hex' = 'base32'): string {
  const bytes = parseSeed(text, encoding).export()
  if (bytes.length > longestKeyBytes) throw new InvalidSeed(`The seed is longer than ${longestKeyBytes} bytes`)
  return encodeBase32(bytes)
}

export class InvalidSeed extends Error {
  override readonly name = 'InvalidSeed'
}

function decodeHex(text: string): Uint8Array | undefined {
  return /^(?:[0-9A-F]{2})+$/.test(text) ? Buffer.from(text, 'hex') : undefined
}
