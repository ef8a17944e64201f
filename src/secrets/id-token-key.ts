/**
 * The key that signs ID tokens: derived from the master key, so that all servers of a database have the same one and a backup
 * of the database holds none.
 */
import { createECDH, createPrivateKey, type KeyObject } from 'node:crypto'
import type { Sealer } from './seal.ts'

const coordinateLength = 48

/** Of P-384: https://nvlpubs.nist.gov/nistpubs/SpecialPublications/NIST.SP.800-186.pdf section 3.2.1.4 */
const order = BigInt(
  '0xffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973',
)

/** A private key on the curve P-384, for ES384. */
export function deriveIdTokenKey(sealer: Sealer): KeyObject {
  const bits = ['1', '2'].map((half) => sealer.deriveKey(`id-token-signing-key/${half}`).export())
  // 512 bits for a key of 384, so that no key is likelier than another: FIPS 186-5 appendix A.2.1.
  const scalar = (BigInt(`0x${Buffer.concat(bits).toString('hex')}`) % (order - 1n)) + 1n
  const d = Buffer.from(scalar.toString(16).padStart(2 * coordinateLength, '0'), 'hex')
  const curve = createECDH('secp384r1')
  curve.setPrivateKey(d)
  const point = curve.getPublicKey()
  const x = point.subarray(1, 1 + coordinateLength)
  const y = point.subarray(1 + coordinateLength)
  const jwk = { kty: 'EC', crv: 'P-384', x: encode(x), y: encode(y), d: encode(d) }
  return createPrivateKey({ key: jwk, format: 'jwk' })
}

function encode(bytes: Buffer): string {
  return bytes.toString('base64url')
}
