/** Passwords as they are stored: Argon2id (RFC 9106) in the PHC string format. */
import { type Argon2Parameters, argon2, createHash, type KeyObject, randomBytes, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'

const deriveTag = promisify(argon2)

interface Cost {
  /** KiB. */
  readonly memory: number
  readonly passes: number
  readonly parallelism: number
}

/** The parameters that OWASP recommends: https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html */
const currentCost: Cost = { memory: 19_456, passes: 2, parallelism: 1 }
/** For ever: with other costs no password would be known again. */
const historyCost: Cost = { memory: 19_456, passes: 2, parallelism: 1 }
const saltLength = 16
const tagLength = 32

/** https://github.com/P-H-C/phc-string-format/blob/master/phc-sf-spec.md */
const phcPattern =
  /^\$argon2id\$v=19\$m=(\d{1,7}),t=(\d{1,2}),p=(\d{1,2})\$([A-Za-z0-9+/]{11,64})\$([A-Za-z0-9+/]{22,86})$/

/** `$argon2id$v=19$m=19456,t=2,p=1$<salt>$<tag>`, another one each time. Takes about 16 ms, outside the main thread. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(saltLength)
  const tag = await computeTag(password, salt, tagLength, currentCost)
  const { memory, passes, parallelism } = currentCost
  return `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${toPhcBase64(salt)}$${toPhcBase64(tag)}`
}

/**
 * Is this the password behind the PHC string? With `undefined` for a user who does not exist or has no password, the
 * answer is no, after the same work: the time must not tell who exists. Throws when the string is not one of ours.
 */
export async function verifyPassword(password: string, phc: string | undefined): Promise<boolean> {
  if (phc === undefined) {
    await computeTag(password, randomBytes(saltLength), tagLength, currentCost)
    return false
  }
  const { cost, salt, tag } = parsePhc(phc)
  return timingSafeEqual(await computeTag(password, salt, tag.length, cost), tag)
}

/**
 * A password as its owner's history keeps it: the same tag each time, so that one computation compares it with the whole
 * history. In place of a random salt stand the owner, whose tags are thus nobody else's, and a key (RFC 9106 section 3.1,
 * "secret value K") that is not in the database, so that nobody can try passwords on what is stored.
 */
export async function tagPassword(password: string, owner: string, key: KeyObject): Promise<string> {
  const tag = await computeTag(password, Buffer.from(owner), tagLength, { ...historyCost, secret: key.export() })
  return tag.toString('base64url')
}

function computeTag(
  password: string,
  salt: Uint8Array,
  length: number,
  cost: Cost & { readonly secret?: Buffer },
): Promise<Buffer> {
  // One password can reach us as different code points, depending on the keyboard: NIST SP 800-63B-4 section 3.1.1.2.
  const parameters: Argon2Parameters = { message: password.normalize('NFC'), nonce: salt, tagLength: length, ...cost }
  return deriveTag('argon2id', parameters)
}

function parsePhc(phc: string): { cost: Cost; salt: Buffer; tag: Buffer } {
  const [, memory, passes, parallelism, salt, tag] = phcPattern.exec(phc) ?? []
  if (salt === undefined || tag === undefined) throw new Error('The stored password hash is not an Argon2id PHC string')
  return {
    cost: { memory: Number(memory), passes: Number(passes), parallelism: Number(parallelism) },
    salt: Buffer.from(salt, 'base64'),
    tag: Buffer.from(tag, 'base64'),
  }
}

function toPhcBase64(bytes: Buffer): string {
  return bytes.toString('base64').replace(/=+$/, '')
}

/** Tells one setting of a password from the next, without saying anything of the password: each has its own salt. */
export function markPassword(phc: string): string {
  return createHash('sha256').update(phc).digest().subarray(0, 16).toString('base64url')
}
