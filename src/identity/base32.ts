/** Base32 of RFC 4648 section 6, without padding: https://www.rfc-editor.org/rfc/rfc4648#section-6 */

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** Upper case, no padding: eight characters for every five bytes, the last one filled with zero bits. */
export function encodeBase32(bytes: Uint8Array): string {
  let text = ''
  let pending = 0
  let pendingBits = 0
  for (const byte of bytes) {
    pending = (pending << 8) | byte
    pendingBits += 8
    while (pendingBits >= 5) {
      pendingBits -= 5
      text += alphabet.charAt((pending >>> pendingBits) & 31)
    }
    pending &= (1 << pendingBits) - 1
  }
  return pendingBits > 0 ? text + alphabet.charAt((pending << (5 - pendingBits)) & 31) : text
}

/**
 * `undefined` for whatever `encodeBase32` does not write: a character outside the alphabet (lower case and padding
 * included), a length that no number of bytes has, or bits left over that are not zero.
 */
export function decodeBase32(text: string): Uint8Array | undefined {
  const bytes = new Uint8Array(Math.floor((text.length * 5) / 8))
  let written = 0
  let pending = 0
  let pendingBits = 0
  for (const character of text) {
    const value = alphabet.indexOf(character)
    if (value < 0) return undefined
    pending = (pending << 5) | value
    pendingBits += 5
    if (pendingBits >= 8) {
      pendingBits -= 8
      bytes[written++] = pending >>> pendingBits
    }
    pending &= (1 << pendingBits) - 1
  }
  return pendingBits < 5 && pending === 0 ? bytes : undefined
}
