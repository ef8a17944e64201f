/**
 * Percent-encoding of query strings and form bodies, both ways.
 *
 * Works on byte strings: one character (U+0000 to U+00FF) per byte, as node:http hands out request targets and headers.
 * https://www.rfc-editor.org/rfc/rfc3986#section-2.1
 */
import { AwsFault } from './faults.ts'

export interface DecodeOptions {
  /** `+` stands for a space, as HTML forms have it. https://url.spec.whatwg.org/#application/x-www-form-urlencoded */
  readonly plusIsSpace: boolean
}

/**
 * The text that the escapes stand for, read as UTF-8; bytes that are not UTF-8 become U+FFFD.
 *
 * @throws AwsFault MalformedQueryString for an escape that is cut off or not hexadecimal.
 */
export function decodePercent(text: string, options: DecodeOptions): string {
  // Most names and values stand for themselves, and a body holds up to half a million of them.
  if (!/[%+\u0080-\u00FF]/.test(text)) return text
  return Buffer.from(decodePercentToBytes(text, options), 'latin1').toString('utf8')
}

/** The same without reading UTF-8: a byte string, from which the same escapes can be written again. */
export function decodePercentToBytes(text: string, { plusIsSpace }: DecodeOptions): string {
  if (text.includes('%')) return decodeEscapes(text, plusIsSpace)
  return plusIsSpace ? text.replaceAll('+', ' ') : text
}

/** One pass, without a callback for each escape: an unsigned body may hold hundreds of thousands of them. */
function decodeEscapes(text: string, plusIsSpace: boolean): string {
  const bytes = Buffer.from(text, 'latin1')
  let written = 0
  for (let read = 0; read < bytes.length; read++) {
    const byte = bytes[read] ?? 0
    if (byte !== percentSign) {
      bytes[written++] = plusIsSpace && byte === plusSign ? space : byte
      continue
    }
    const digits = text.slice(read + 1, read + 3)
    if (digits.length < 2) throw new AwsFault('MalformedQueryString', 'Incomplete trailing escape % sequence')
    if (!/^[0-9A-Fa-f]{2}$/.test(digits)) {
      throw new AwsFault('MalformedQueryString', `Illegal hex character in escape % pattern: %${digits}`)
    }
    bytes[written++] = Number.parseInt(digits, 16)
    read += 2
  }
  return bytes.toString('latin1', 0, written)
}

const percentSign = 0x25
const plusSign = 0x2b
const space = 0x20

/** Escapes the UTF-8 bytes of everything but RFC 3986's unreserved characters, in upper-case hexadecimal. */
export function encodePercent(text: string): string {
  return encodePercentBytes(Buffer.from(text, 'utf8').toString('latin1'))
}

/** The same for a byte string. */
export function encodePercentBytes(bytes: string): string {
  return bytes.replace(
    /[^A-Za-z0-9\-._~]/g,
    (byte) => `%${byte.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
  )
}
