import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeBase32, encodeBase32 } from '../../src/identity/base32.ts'

describe('base32', () => {
  // RFC 4648 section 10, padding left out.
  it.each([
    ['', ''],
    ['f', 'MY'],
    ['fo', 'MZXQ'],
    ['foo', 'MZXW6'],
    ['foob', 'MZXW6YQ'],
    ['fooba', 'MZXW6YTB'],
    ['foobar', 'MZXW6YTBOI'],
  ])('writes and reads the vector %j', (bytes, text) => {
    expect(encodeBase32(Buffer.from(bytes))).toBe(text)
    expect(Buffer.from(decodeBase32(text) ?? 'nothing').toString()).toBe(bytes)
  })

  it('reads back whatever it writes', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        expect(decodeBase32(encodeBase32(bytes))).toEqual(bytes)
      }),
    )
  })

  it('takes one spelling only', () => {
    fc.assert(
      fc.property(fc.string(), fc.stringMatching(/^[A-Z2-7]*$/), (...texts) => {
        for (const text of texts) {
          const bytes = decodeBase32(text)
          if (bytes !== undefined) expect(encodeBase32(bytes)).toBe(text)
        }
      }),
    )
  })

  it.each(['A', 'MYA', 'my', 'MY======', 'M', 'MZX', 'MZ', 'MZXW6YTB1', 'M Y', 'MZXW6YT8', 'MÝ'])(
    'refuses %j',
    (text) => {
      expect(decodeBase32(text)).toBeUndefined()
    },
  )
})
