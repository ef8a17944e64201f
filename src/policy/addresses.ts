/** IP addresses and ranges of them, of both versions. */

export interface Address {
  readonly version: 4 | 6
  readonly bits: bigint
}

export interface Range {
  readonly address: Address
  /** How many bits at the end may differ. */
  readonly free: bigint
}

/** `203.0.113.0/24`, `2001:db8::/32`, or a single address; `undefined` when it is neither. */
export function parseRange(text: string): Range | undefined {
  const [addressText = '', prefixText, ...more] = text.split('/')
  const address = parseAddress(addressText)
  if (!address || more.length > 0) return undefined
  if (prefixText === undefined) return { address, free: 0n }
  // The prefix counts from the beginning of the address as it is written: ::ffff:192.0.2.0/120 is 192.0.2.0/24.
  const free = (addressText.includes(':') ? 128 : 32) - Number(prefixText)
  const length = address.version === 4 ? 32 : 128
  if (!/^\d{1,3}$/.test(prefixText) || free < 0 || free > length) return undefined
  return { address, free: BigInt(free) }
}

export function isInRange(address: Address, range: Range): boolean {
  return address.version === range.address.version && address.bits >> range.free === range.address.bits >> range.free
}

/** Without a zone (fe80::1%eth0), which no condition could compare. */
export function isAddress(text: string): boolean {
  return parseAddress(text) !== undefined
}

/** An IPv4 address in the clothes of IPv6 (`::ffff:192.0.2.1`), as listeners for both see it, is the IPv4 address. */
export function parseAddress(text: string): Address | undefined {
  if (!text.includes(':')) {
    const bits = parseVersion4(text)
    return bits === undefined ? undefined : { version: 4, bits }
  }
  const bits = parseVersion6(text)
  if (bits === undefined) return undefined
  return bits >> 32n === 0xffffn ? { version: 4, bits: bits & 0xffffffffn } : { version: 6, bits }
}

function parseVersion4(text: string): bigint | undefined {
  const parts = text.split('.')
  if (parts.length !== 4 || !parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part) && Number(part) < 256))
    return undefined
  return parts.reduce((bits, part) => (bits << 8n) | BigInt(part), 0n)
}

/** https://www.rfc-editor.org/rfc/rfc4291#section-2.2 */
function parseVersion6(text: string): bigint | undefined {
  const [left = '', right, ...more] = text.split('::')
  if (more.length > 0) return undefined
  // Dots end an address: there are none before a gap.
  const before = right !== undefined && left.includes('.') ? undefined : parseGroups(left)
  const after = parseGroups(right ?? '')
  if (!before || !after) return undefined
  const missing = 8 - before.length - after.length
  if (right === undefined ? missing !== 0 : missing < 1) return undefined
  const groups = [...before, ...Array.from({ length: missing }, () => 0n), ...after]
  return groups.reduce((bits, group) => (bits << 16n) | group, 0n)
}

function parseGroups(text: string): bigint[] | undefined {
  if (text === '') return []
  const groups: bigint[] = []
  const parts = text.split(':')
  for (const [i, part] of parts.entries()) {
    if (/^[0-9a-f]{1,4}$/i.test(part)) groups.push(BigInt(`0x${part}`))
    else {
      const bits = i === parts.length - 1 ? parseVersion4(part) : undefined
      if (bits === undefined) return undefined
      groups.push(bits >> 16n, bits & 0xffffn)
    }
  }
  return groups
}
