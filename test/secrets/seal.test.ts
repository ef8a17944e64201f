import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Sealer, UnsealError } from '../../src/secrets/seal.ts'

const sealer = new Sealer(randomBytes(32))
const other = new Sealer(randomBytes(32))

describe('Sealer', () => {
  it('opens what it sealed, bytes and text', () => {
    fc.assert(
      fc.property(fc.uint8Array(), fc.string({ unit: 'grapheme' }), fc.string(), (bytes, text, identity) => {
        expect(sealer.unseal(sealer.seal(bytes, identity), identity)).toEqual(Buffer.from(bytes))
        expect(sealer.unseal(sealer.seal(text, identity), identity).toString()).toBe(text)
      }),
    )
  })

  it('opens a value that an earlier release sealed', () => {
    const fixed = new Sealer(Buffer.alloc(32, 7))
    expect(fixed.unseal('v1.qIjXHHOtYJFYXWxcjNFd2AIyDqRH9wqV-_q_aI9vUpmJR4CUi6UaKA', 'record').toString()).toBe(
      'a secret',
    )
  })

  it('seals the same value differently each time, and hides it', () => {
    const texts = Array.from({ length: 100 }, () => sealer.seal('a secret', 'record'))
    expect(new Set(texts).size).toBe(100)
    expect(texts[0]).toMatch(/^v1\.[A-Za-z0-9_-]+$/)
    expect(Buffer.from(texts.join(), 'base64url').includes('a secret')).toBe(false)
  })

  it('opens with the same master key in another process', () => {
    const masterKey = randomBytes(32)
    expect(new Sealer(masterKey).unseal(new Sealer(masterKey).seal('x', 'record'), 'record').toString()).toBe('x')
  })

  it('does not open with another master key or for another record', () => {
    const sealed = sealer.seal('a secret', 'mfa-device/1')
    expect(() => other.unseal(sealed, 'mfa-device/1')).toThrow(UnsealError)
    expect(() => sealer.unseal(sealed, 'mfa-device/2')).toThrow(UnsealError)
    expect(() => sealer.unseal(sealed, '')).toThrow(UnsealError)
  })

  it('does not open with any byte changed, nor any character', () => {
    const sealed = sealer.seal('a secret', 'record')
    const bytes = Buffer.from(sealed.slice(3), 'base64url')
    for (let at = 0; at < bytes.length; at++) {
      const changed = Buffer.from(bytes)
      changed[at] = (changed[at] ?? 0) ^ 1
      expect(() => sealer.unseal(`v1.${changed.toString('base64url')}`, 'record')).toThrow(UnsealError)
    }
    for (let at = 0; at < sealed.length; at++) {
      const replacement = sealed[at] === 'B' ? 'C' : 'B'
      const changed = sealed.slice(0, at) + replacement + sealed.slice(at + 1)
      expect(() => sealer.unseal(changed, 'record')).toThrow(UnsealError)
    }
  })

  it('does not open cut or lengthened text', () => {
    const sealed = sealer.seal('a secret', 'record')
    for (let length = 0; length < sealed.length; length++) {
      expect(() => sealer.unseal(sealed.slice(0, length), 'record')).toThrow(UnsealError)
    }
    for (const tail of ['A', '=', ' ', '\n', 'AAAA']) {
      expect(() => sealer.unseal(sealed + tail, 'record')).toThrow(UnsealError)
    }
  })

  it('says which record did not open, and nothing of its content', () => {
    const sealed = sealer.seal('a secret', 'record')
    expect(() => other.unseal(sealed, 'mfa-device/1')).toThrow(
      'The sealed value of mfa-device/1 does not open with this master key',
    )
  })

  it('recognises its master key', () => {
    const checkValue = sealer.checkValue()
    expect(sealer.isMasterKey(checkValue)).toBe(true)
    expect(other.isMasterKey(checkValue)).toBe(false)
    expect(sealer.isMasterKey('')).toBe(false)
    expect(sealer.isMasterKey(sealer.seal('twinlock', 'record'))).toBe(false)
    expect(sealer.isMasterKey(sealer.seal('another', 'master-key-check'))).toBe(false)
  })

  it('derives one key for a purpose, others for other purposes and master keys', () => {
    const key = sealer.deriveKey('a')
    expect(key.symmetricKeySize).toBe(32)
    expect(sealer.deriveKey('a').equals(key)).toBe(true)
    expect(sealer.deriveKey('b').equals(key)).toBe(false)
    expect(other.deriveKey('a').equals(key)).toBe(false)
  })

  it.each([0, 16, 31, 33, 64])('wants a master key of 32 bytes, not %i', (length) => {
    expect(() => new Sealer(Buffer.alloc(length))).toThrow('The master key must have 32 bytes')
  })
})
