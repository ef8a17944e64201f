/**
 * Factors as algorithms: codes from a time (this file), seeds (`seed.ts`), virtual devices (`virtual-device.ts`).
 *
 * The folder is pure: clock and keys are arguments, and it stores nothing. That a code is accepted only once and that
 * attempts are counted is the work of `verification/`, inside a transaction; nobody else should ask this folder whether a
 * code is right.
 *
 * HOTP: https://www.rfc-editor.org/rfc/rfc4226 - TOTP: https://www.rfc-editor.org/rfc/rfc6238 - with HMAC-SHA-1, six
 * digits and steps of 30 seconds since 1970, the only parameters that AWS and most authenticators know. Links of others are
 * read for the authenticator in the terminal alone (`otpauth.ts`).
 */
import { createHmac, type KeyObject } from 'node:crypto'

/** The number of a time step of 30 seconds; the moving factor of RFC 4226. */
export type Counter = number

const stepMilliseconds = 30_000
const digitsOfCode = 6

/** How far AWS lets the second code of a pair lie behind or ahead of the server's clock, in steps. */
const stepsBehind = 998
const stepsAhead = 1000

/** The step in which an instant falls; a number is milliseconds since 1970. */
export function counterAt(time: Date | number): Counter {
  return Math.floor(Number(time) / stepMilliseconds)
}

/** HMAC-SHA-1 is all that AWS knows; RFC 6238 section 1.2 allows the others, and links of other services ask for them. */
export type HashAlgorithm = 'sha1' | 'sha256' | 'sha512'

/** The code for a counter, with leading zeros. A KeyObject is several times faster than bytes. */
export function hotp(
  key: KeyObject | Uint8Array,
  counter: Counter,
  digits = digitsOfCode,
  algorithm: HashAlgorithm = 'sha1',
): string {
  return String(codeValue(key, counter, digits, algorithm)).padStart(digits, '0')
}

export interface SingleCode {
  readonly key: KeyObject | Uint8Array
  /** As the user typed it. Anything but six ASCII digits matches nothing. */
  readonly code: string
  /** The current step by the clock of the device: server's step plus the device's adjustment. */
  readonly counterNow: Counter
  /** Steps of tolerance on either side; AWS has 2. */
  readonly window: number
}

/**
 * Every counter in the window whose code this is, nearest to now first; empty when it is wrong. Two counters can share
 * six digits, and then a code spent on the one is still good for the other: hence all of them.
 */
export function matchSingleCode({ key, code, counterNow, window }: SingleCode): readonly Counter[] {
  const wanted = parseCode(code)
  if (wanted === undefined) return []
  return offsetsNearestFirst(window, window)
    .map((offset) => counterNow + offset)
    .filter((counter) => counter >= 0 && isSameValue(codeValue(key, counter, digitsOfCode), wanted))
}

export interface CodePair {
  readonly key: KeyObject | Uint8Array
  readonly firstCode: string
  readonly secondCode: string
  /** The current step by the clock of the device, as far as its adjustment is known. */
  readonly counterNow: Counter
  /** The counter of the second code of the last pair accepted from this seed, whoever the device belonged to then. */
  readonly lastPairCounter: Counter | undefined
}

export interface MatchedPair {
  /** The counter of the second code. */
  readonly counter: Counter
  /** Steps from `counterNow` to that counter: what to add to the device's adjustment. */
  readonly adjustment: number
}

/**
 * The two consecutive codes that enable or resynchronise a device: the match nearest to now whose counters are both newer
 * than the last pair; `undefined` when there is none. The range of some eight hours either way is AWS's; two codes keep a
 * guess at 2 in 10^9, but only a budget of attempts makes that safe. A refusal costs about 2,000 HMACs (5 ms).
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_EnableMFADevice.html
 */
export function matchConsecutiveCodes(pair: CodePair): MatchedPair | undefined {
  const first = parseCode(pair.firstCode)
  const second = parseCode(pair.secondCode)
  if (first === undefined || second === undefined) return undefined
  const oldestFirst = pair.lastPairCounter === undefined ? 0 : Math.max(0, pair.lastPairCounter + 1)
  const adjustment = offsetsNearestFirst(stepsBehind, stepsAhead).find((offset) => {
    const counter = pair.counterNow + offset
    if (counter - 1 < oldestFirst) return false
    return (
      isSameValue(codeValue(pair.key, counter, digitsOfCode), second) &&
      isSameValue(codeValue(pair.key, counter - 1, digitsOfCode), first)
    )
  })
  return adjustment === undefined ? undefined : { counter: pair.counterNow + adjustment, adjustment }
}

function codeValue(
  key: KeyObject | Uint8Array,
  counter: Counter,
  digits: number,
  algorithm: HashAlgorithm = 'sha1',
): number {
  const message = Buffer.alloc(8)
  message.writeBigUInt64BE(BigInt(counter))
  const digest = createHmac(algorithm, key).update(message).digest()
  // Dynamic truncation, RFC 4226 section 5.3.
  const offset = digest.readUInt8(digest.length - 1) & 0xf
  return (digest.readUInt32BE(offset) & 0x7fffffff) % 10 ** digits
}

function parseCode(code: string): number | undefined {
  return /^[0-9]{6}$/.test(code) ? Number(code) : undefined
}

/** Numbers, not text: two small integers differ in one machine operation, whichever digit it is. */
function isSameValue(a: number, b: number): boolean {
  return (a ^ b) === 0
}

/** 0, -1, 1, -2, 2 … within the two limits. */
function offsetsNearestFirst(behind: number, ahead: number): number[] {
  return Array.from({ length: behind + ahead + 1 }, (_, index) => index - behind).sort(
    (a, b) => Math.abs(a) - Math.abs(b) || a - b,
  )
}
