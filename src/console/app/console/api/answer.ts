/** Answers as the SDK would return them: JSON has neither times nor bytes. */

/** Members that hold times, which come as seconds since the epoch. No other number of IAM or STS is named like these. */
const timeNames = /(?:Date|Expiration|Timestamp|LastUsed|LastAuthenticated|LastUpdated|Time)$/
const byteNames = new Set(['QRCodePNG', 'Base32StringSeed', 'Content'])

export function revive(value: unknown, name = ''): unknown {
  if (Array.isArray(value)) return value.map((item) => revive(item, name))
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, revive(part, key)]))
  }
  if (typeof value === 'number' && timeNames.test(name)) return new Date(value * 1000)
  if (typeof value === 'string' && byteNames.has(name))
    return Uint8Array.from(atob(value), (byte) => byte.charCodeAt(0))
  return value
}
