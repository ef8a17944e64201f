/** An authenticator app's side: the link of a QR code taken apart, and the codes that its secret stands for. */
import { decodeBase32 } from '../identity/base32.ts'
import { type HashAlgorithm, hotp } from './totp.ts'

export interface TotpAccount {
  readonly secret: Uint8Array
  /** Who asks for the codes, such as `Amazon Web Services`. */
  readonly issuer?: string
  /** Whose codes they are: AWS has `device@account` there. */
  readonly name?: string
  readonly algorithm: HashAlgorithm
  /** 6 to 8. */
  readonly digits: number
  readonly periodSeconds: number
}

/** What the link or the secret has wrong, without repeating it. */
export class InvalidOtpauth extends Error {
  override readonly name = 'InvalidOtpauth'
}

/** What most secrets have, and what a link means that names nothing else. */
const defaults = { algorithm: 'sha1', digits: 6, periodSeconds: 30 } as const

const algorithms: Readonly<Record<string, HashAlgorithm>> = { SHA1: 'sha1', SHA256: 'sha256', SHA512: 'sha512' }

/** The secret alone, as it is shown to people who cannot scan. @throws InvalidOtpauth */
export function parseSecret(text: string): TotpAccount {
  return { secret: decodeSecret(text), ...defaults }
}

/**
 * `otpauth://totp/ISSUER:NAME?secret=…&issuer=…`, with `algorithm`, `digits` and `period` where they are not the usual
 * ones. https://github.com/google/google-authenticator/wiki/Key-Uri-Format
 *
 * @throws InvalidOtpauth
 */
export function parseOtpauthUri(text: string): TotpAccount {
  const uri = URL.parse(text.trim())
  if (uri?.protocol !== 'otpauth:') throw new InvalidOtpauth('it is not an otpauth link')
  const type = uri.hostname.toLowerCase()
  if (type === 'hotp')
    throw new InvalidOtpauth('it is for codes that are counted (hotp): only those by the clock (totp) are known')
  if (type !== 'totp') throw new InvalidOtpauth('the otpauth link is not of type totp')
  const parameter = (name: string) => uri.searchParams.get(name) ?? undefined
  const secret = parameter('secret')
  if (secret === undefined) throw new InvalidOtpauth('the otpauth link has no secret')
  const [, prefix, name] = /^(?:([^:]*):)? *(.*)$/s.exec(decodeLabel(uri.pathname.slice(1))) ?? []
  const issuer = parameter('issuer') || prefix
  return {
    secret: decodeSecret(secret),
    ...(issuer && { issuer }),
    ...(name && { name }),
    algorithm: parseAlgorithm(parameter('algorithm')),
    digits: parseNumber('digits', parameter('digits'), 6, 8) ?? defaults.digits,
    periodSeconds: parseNumber('period', parameter('period'), 1, 86_400) ?? defaults.periodSeconds,
  }
}

export interface ShownCode {
  readonly code: string
  readonly nextCode: string
  /** Until the next code, above 0. */
  readonly secondsLeft: number
}

/** What the authenticator shows at an instant in milliseconds since 1970. RFC 6238 section 4.2 */
export function codeAt({ secret, algorithm, digits, periodSeconds }: TotpAccount, time: number): ShownCode {
  const counter = Math.floor(time / (periodSeconds * 1000))
  return {
    code: hotp(secret, counter, digits, algorithm),
    nextCode: hotp(secret, counter + 1, digits, algorithm),
    secondsLeft: Math.ceil((counter + 1) * periodSeconds - time / 1000),
  }
}

/**
 * More lenient than the server is with its own seeds: other services have shorter ones, and some fill the last character
 * with bits that belong to no byte.
 */
function decodeSecret(text: string): Uint8Array {
  const compact = text.replace(/[\s-]/g, '').replace(/=+$/, '').toUpperCase()
  if (compact === '') throw new InvalidOtpauth('the secret is empty')
  if (/[^A-Z2-7]/.test(compact)) throw new InvalidOtpauth('the secret is not base32: letters and the digits 2 to 7')
  // One, three and six characters of a group of eight hold no whole number of bytes: some are missing.
  const bytes = [1, 3, 6].includes(compact.length % 8)
    ? undefined
    : decodeBase32(compact.padEnd(Math.ceil(compact.length / 8) * 8, 'A'))
  if (bytes === undefined) throw new InvalidOtpauth('the secret is not complete: base32 never has this length')
  return bytes.subarray(0, Math.floor((compact.length * 5) / 8))
}

function decodeLabel(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

function parseAlgorithm(text = 'SHA1'): HashAlgorithm {
  const algorithm = algorithms[text.toUpperCase().replace('-', '')]
  if (!algorithm) throw new InvalidOtpauth('the algorithm of the otpauth link is none of SHA1, SHA256 and SHA512')
  return algorithm
}

function parseNumber(name: string, text: string | undefined, least: number, most: number): number | undefined {
  if (text === undefined) return undefined
  const number = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN
  if (number >= least && number <= most) return number
  throw new InvalidOtpauth(`the ${name} of the otpauth link must be ${least} to ${most}`)
}
