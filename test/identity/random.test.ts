import { describe, expect, it } from 'vitest'
import { drawRandomBytes } from '../../src/identity/random.ts'

describe('drawRandomBytes', () => {
  it('hands out every byte once, across refills', () => {
    const drawn = Array.from({ length: 5000 }, () => drawRandomBytes(12))
    expect(new Set(drawn.map((bytes) => bytes.toString('hex'))).size).toBe(5000)
    // Slices that overlapped would share six bytes.
    const halves = drawn.flatMap((bytes) =>
      [bytes.subarray(0, 6), bytes.subarray(6)].map((half) => half.toString('hex')),
    )
    expect(new Set(halves).size).toBe(10_000)
  })

  it('leaves what it handed out alone', () => {
    const bytes = drawRandomBytes(16)
    const before = bytes.toString('hex')
    for (let draw = 0; draw < 10; draw++) drawRandomBytes(4096)
    expect(bytes.toString('hex')).toBe(before)
  })

  it('gives as many bytes as were asked for, up to its size', () => {
    expect([0, 1, 4095, 4096].map((length) => drawRandomBytes(length).length)).toEqual([0, 1, 4095, 4096])
    expect(() => drawRandomBytes(4097)).toThrow(RangeError)
  })
})
