import { describe, expect, it } from 'vitest'
import { InvalidSeed, newSeed, parseSeed } from '../../src/mfa/seed.ts'

const bytes = Buffer.from('12345678901234567890')

describe('newSeed', () => {
  it('is 64 characters of base32 that hold 40 bytes', () => {
    const seed = newSeed()
    expect(seed).toMatch(/^[A-Z2-7]{64}$/)
    expect(parseSeed(seed).symmetricKeySize).toBe(40)
    expect(newSeed()).not.toBe(seed)
  })
})

describe('parseSeed', () => {
  it.each([
    'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ',
    'gezdgnbvgy3tqojqgezdgnbvgy3tqojq',
    'GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ\n',
    'gezd-gnbv-gy3t-qojq-gezd-gnbv-gy3t-qojq',
  ])('reads base32 as vendors print it: %j', (text) => {
    expect(parseSeed(text).export()).toEqual(bytes)
  })

  it('ignores padding', () => {
    expect(parseSeed('GEZDGNBVGY3TQOJQGEZDGNBVGY======').export()).toEqual(Buffer.from('1234567890123456'))
  })

  it.each(['3132333435363738393031323334353637383930', '3132 3334 3536 3738 3930 3132 3334 3536 3738 3930'])(
    'reads hexadecimal: %j',
    (text) => {
      expect(parseSeed(text, 'hex').export()).toEqual(bytes)
    },
  )

  it.each([
    ['GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJ1', 'base32', 'not valid base32'],
    ['GEZD=GNBVGY3TQOJQGEZDGNBVGY3TQOJQ', 'base32', 'not valid base32'],
    ['GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQG', 'base32', 'not valid base32'],
    ['GEZDGNBV', 'base32', 'shorter than 16 bytes'],
    ['', 'base32', 'shorter than 16 bytes'],
    ['31323334353637383930313233343536373839301', 'hex', 'not valid hex'],
    ['GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ', 'hex', 'not valid hex'],
    ['', 'hex', 'not valid hex'],
  ] as const)('refuses %j as %s, without repeating it', (text, encoding, message) => {
    expect(() => parseSeed(text, encoding)).toThrow(InvalidSeed)
    expect(() => parseSeed(text, encoding)).toThrow(new RegExp(`^The seed is ${message}$`))
  })
})
