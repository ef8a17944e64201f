/**
 * The unique ids of AWS: four letters for the kind of thing, then base32 in which the account id is written.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids
 *
 * The first 48 of the 80 bits behind the prefix are one set bit, the account id in 40 bits, and 7 random bits; so the
 * character behind the prefix is at least Q. Ids that AWS made before 2019 lack the bit and say nothing of the account.
 */
import { decodeBase32, encodeBase32 } from './base32.ts'
import { drawRandomBytes } from './random.ts'

/** User, role, group, managed policy, policy version, instance profile, server certificate, service-specific credential. */
export type UniqueIdPrefix = 'AIDA' | 'AROA' | 'AGPA' | 'ANPA' | 'ANVA' | 'AIPA' | 'ASCA' | 'ACCA'

/** Long-term access key, temporary access key, SSH public key. */
export type AccessKeyIdPrefix = 'AKIA' | 'ASIA' | 'APKA'

const formatBit = 2 ** 47
const randomTail = 2 ** 7

/** 21 characters; a recreated user or role gets another one, which is how the two are told apart. */
export function newUniqueId(prefix: UniqueIdPrefix, accountId: string): string {
  return prefix + encodeAccountId(accountId) + encodeBase32(drawRandomBytes(1)).charAt(0)
}

/** 20 characters, of which only 39 bits are random: the caller must expect that the id is taken. */
export function newAccessKeyId(prefix: AccessKeyIdPrefix, accountId: string): string {
  return prefix + encodeAccountId(accountId)
}

/** The account id, twelve digits, in an access key id or unique id; `undefined` when the id has no such format. */
export function accountIdOf(id: string): string | undefined {
  const bytes = /^[A-Z]{4}[A-Z2-7]{16,17}$/.test(id) ? decodeBase32(id.slice(4, 20)) : undefined
  if (bytes === undefined) return undefined
  const head = Buffer.from(bytes).readUIntBE(0, 6) - formatBit
  if (head < 0) return undefined
  const accountId = String(Math.floor(head / randomTail)).padStart(12, '0')
  return accountId.length === 12 ? accountId : undefined
}

/** 16 characters. */
function encodeAccountId(accountId: string): string {
  if (!/^[0-9]{12}$/.test(accountId)) throw new RangeError('An account id has twelve digits')
  const bytes = drawRandomBytes(10)
  const head = formatBit + Number(accountId) * randomTail + (bytes.readUInt8(5) % randomTail)
  bytes.writeUIntBE(head, 0, 6)
  return encodeBase32(bytes)
}
