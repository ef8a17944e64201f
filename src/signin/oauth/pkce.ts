/** Proof Key for Code Exchange: whoever redeems a code is whoever asked for it. https://www.rfc-editor.org/rfc/rfc7636 */
import { createHash, timingSafeEqual } from 'node:crypto'

/** Of the secret that the client kept, and the hash of it that it sent along with its request. */
export function isVerifierOf(verifier: string, challenge: string): boolean {
  const computed = createHash('sha256').update(verifier).digest()
  const expected = Buffer.from(challenge, 'base64url')
  return computed.length === expected.length && timingSafeEqual(computed, expected)
}
