import { createSecretKey } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { counterAt, hotp, matchConsecutiveCodes, matchSingleCode } from '../../src/mfa/totp.ts'

const key = createSecretKey(Buffer.from('12345678901234567890'))
const anyKey = fc.uint8Array({ minLength: 16, maxLength: 40 }).map((bytes) => createSecretKey(bytes))
const anyCounter = fc.integer({ min: 2000, max: 2 ** 40 })

describe('HOTP', () => {
  it('passes the vectors of RFC 4226 appendix D', () => {
    const codes = Array.from({ length: 10 }, (_, counter) => hotp(key, counter))
    expect(codes.join(' ')).toBe('755224 287082 359152 969429 338314 254676 287922 162583 399871 520489')
  })

  it('gives the same code for the bytes of the key', () => {
    expect(hotp(Buffer.from('12345678901234567890'), 9)).toBe('520489')
  })
})

describe('TOTP', () => {
  // RFC 6238 appendix B, the rows for SHA1.
  it.each([
    [59, '94287082'],
    [1111111109, '07081804'],
    [1111111111, '14050471'],
    [1234567890, '89005924'],
    [2000000000, '69279037'],
    [20000000000, '65353130'],
  ])('passes the vector at second %i', (second, code) => {
    expect(hotp(key, counterAt(second * 1000), 8)).toBe(code)
    expect(hotp(key, counterAt(new Date(second * 1000)), 8)).toBe(code)
  })

  it('begins a step every 30 seconds', () => {
    expect([0, 29_999, 30_000, 59_999, 60_000].map(counterAt)).toEqual([0, 0, 1, 1, 2])
  })
})

describe('matchSingleCode', () => {
  it('accepts two steps on either side and no more', () => {
    const counterNow = 50_000_000
    const accepted = [-4, -3, -2, -1, 0, 1, 2, 3, 4].filter((offset) => {
      const code = hotp(key, counterNow + offset)
      return matchSingleCode({ key, code, counterNow, window: 2 }).includes(counterNow + offset)
    })
    expect(accepted).toEqual([-2, -1, 0, 1, 2])
  })

  it('returns exactly the counters of the window that have this code', () => {
    fc.assert(
      fc.property(anyKey, anyCounter, fc.integer({ min: -5, max: 5 }), (someKey, counterNow, offset) => {
        const code = hotp(someKey, counterNow + offset)
        const expected = [0, -1, 1, -2, 2].map((o) => counterNow + o).filter((c) => hotp(someKey, c) === code)
        expect(matchSingleCode({ key: someKey, code, counterNow, window: 2 })).toEqual(expected)
      }),
    )
  })

  it('returns all counters when a code occurs twice in the window', () => {
    const [first, second] = [153_567, 153_569]
    expect(hotp(key, first)).toBe(hotp(key, second))
    expect(matchSingleCode({ key, code: '468457', counterNow: first, window: 2 })).toEqual([first, second])
    expect(matchSingleCode({ key, code: '468457', counterNow: second, window: 1 })).toEqual([second])
  })

  it('matches no counter below zero', () => {
    expect(matchSingleCode({ key, code: hotp(key, 0), counterNow: -1, window: 2 })).toEqual([0])
    expect(matchSingleCode({ key, code: hotp(key, 0), counterNow: -3, window: 2 })).toEqual([])
  })

  it('wants leading zeros', () => {
    const counterNow = counterAt(1111111109_000)
    expect(matchSingleCode({ key, code: '081804', counterNow, window: 2 })).toEqual([counterNow])
    expect(matchSingleCode({ key, code: '81804', counterNow, window: 2 })).toEqual([])
  })

  it('takes nothing but six ASCII digits', () => {
    const right = hotp(key, 1)
    const wrong = [
      '',
      ' 287082',
      '287082 ',
      '28708',
      '2870820',
      '0x4616a',
      '287082.',
      '+28708',
      '２８７０８２',
      '287082\n',
    ]
    expect(matchSingleCode({ key, code: right, counterNow: 1, window: 2 })).toEqual([1])
    for (const code of wrong) expect(matchSingleCode({ key, code, counterNow: 1, window: 2 })).toEqual([])
  })
})

describe('matchConsecutiveCodes', () => {
  const counterNow = 50_000_000
  const pairAt = (second: number) => ({ key, firstCode: hotp(key, second - 1), secondCode: hotp(key, second) })
  const matchAt = (second: number, lastPairCounter?: number) =>
    matchConsecutiveCodes({ ...pairAt(second), counterNow, lastPairCounter })

  it.each([-998, -997, -20, -1, 0, 1, 20, 999, 1000])('finds a pair whose second code is %i steps away', (offset) => {
    expect(matchAt(counterNow + offset)).toEqual({ counter: counterNow + offset, adjustment: offset })
  })

  it.each([-1000, -999, 1001, 1002])('refuses a pair whose second code is %i steps away', (offset) => {
    expect(matchAt(counterNow + offset)).toBeUndefined()
  })

  it('refuses one code twice, the newer code first, and codes that are not consecutive', () => {
    const [a, b, c] = [hotp(key, counterNow - 1), hotp(key, counterNow), hotp(key, counterNow + 1)]
    const match = (firstCode: string, secondCode: string) =>
      matchConsecutiveCodes({ key, firstCode, secondCode, counterNow, lastPairCounter: undefined })
    expect(match(b, b)).toBeUndefined()
    expect(match(b, a)).toBeUndefined()
    expect(match(a, c)).toBeUndefined()
    expect(match(a, b)).toEqual({ counter: counterNow, adjustment: 0 })
    expect(match(a, '')).toBeUndefined()
    expect(match('', b)).toBeUndefined()
  })

  it('wants both codes newer than the last pair', () => {
    expect(matchAt(counterNow, counterNow)).toBeUndefined()
    expect(matchAt(counterNow, counterNow - 1)).toBeUndefined()
    expect(matchAt(counterNow, counterNow + 5)).toBeUndefined()
    expect(matchAt(counterNow, counterNow - 2)).toEqual({ counter: counterNow, adjustment: 0 })
  })

  it('matches no counter below zero', () => {
    const pair = { key, firstCode: hotp(key, 0), secondCode: hotp(key, 1), lastPairCounter: undefined }
    expect(matchConsecutiveCodes({ ...pair, counterNow: 3 })).toEqual({ counter: 1, adjustment: -2 })
    expect(matchConsecutiveCodes({ ...pair, counterNow: -4 })).toEqual({ counter: 1, adjustment: 5 })
    expect(matchConsecutiveCodes({ ...pair, counterNow: -1000 })).toBeUndefined()
  })

  it('says truly where the pair was and how far away', () => {
    const offsets = fc.integer({ min: -998, max: 1000 })
    fc.assert(
      fc.property(anyKey, anyCounter, offsets, (someKey, now, offset) => {
        const [firstCode, secondCode] = [hotp(someKey, now + offset - 1), hotp(someKey, now + offset)]
        const found = matchConsecutiveCodes({
          key: someKey,
          firstCode,
          secondCode,
          counterNow: now,
          lastPairCounter: undefined,
        })
        expect(found?.counter).toBe(now + (found?.adjustment ?? Number.NaN))
        expect(Math.abs(found?.adjustment ?? Number.NaN)).toBeLessThanOrEqual(Math.abs(offset))
        expect(hotp(someKey, found?.counter ?? 0)).toBe(secondCode)
      }),
      { numRuns: 20 },
    )
  })
})
