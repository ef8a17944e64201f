import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AwsFault } from '../../src/wire/faults.ts'
import {
  decodePercent,
  decodePercentToBytes,
  encodePercent,
  encodePercentBytes,
} from '../../src/wire/percent-encoding.ts'

const form = { plusIsSpace: true }
const uri = { plusIsSpace: false }

describe('decodePercent', () => {
  it.each([
    ['a+b%2Bc%20d', 'a b+c d'],
    ['%E1%88%B4', 'ሴ'],
    ['%e1%88%b4', 'ሴ'],
    ['\u00e1\u0088\u00b4', 'ሴ'],
    ['%', undefined],
    ['%FFa%C3', '\ufffda\ufffd'],
    ['%2525', '%25'],
    ['%EF%BB%BFa', '\ufeffa'],
  ])('reads %s', (text, expected) => {
    if (expected === undefined) expect(() => decodePercent(text, form)).toThrow(AwsFault)
    else expect(decodePercent(text, form)).toBe(expected)
  })

  it('keeps a plus where it is no space', () => {
    expect(decodePercent('a+b', uri)).toBe('a+b')
  })

  it.each([
    ['a%', 'Incomplete trailing escape % sequence'],
    ['a%4', 'Incomplete trailing escape % sequence'],
    ['%yy', 'Illegal hex character in escape % pattern: %yy'],
    ['%4g%', 'Illegal hex character in escape % pattern: %4g'],
    ['%+1', 'Illegal hex character in escape % pattern: %+1'],
    ['%\n1', 'Illegal hex character in escape % pattern: %\n1'],
    ['%0x', 'Illegal hex character in escape % pattern: %0x'],
  ])('refuses %j', (text, message) => {
    expect(() => decodePercent(text, form)).toThrow(
      expect.objectContaining({ code: 'MalformedQueryString', status: 400, message }),
    )
  })
})

describe('encodePercent', () => {
  it('keeps the unreserved characters alone', () => {
    const ascii = String.fromCharCode(...Array(128).keys())
    expect(encodePercent(ascii).replace(/%[0-9A-F]{2}/g, '')).toBe(
      '-.0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz~',
    )
    expect(encodePercent("ሴ\n!'()*")).toBe('%E1%88%B4%0A%21%27%28%29%2A')
  })

  it('is undone by decoding', () => {
    const byte = fc.integer({ min: 0, max: 255 }).map((code) => String.fromCharCode(code))
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: byte }), (text, bytes) => {
        expect(decodePercent(encodePercent(text), form)).toBe(text)
        expect(decodePercentToBytes(encodePercentBytes(bytes), uri)).toBe(bytes)
      }),
    )
  })
})
