import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Sealer } from '../../src/secrets/seal.ts'
import {
  issueSessionToken,
  openSessionToken,
  type SessionClaims,
  SessionTokenKeys,
} from '../../src/secrets/session-token.ts'

const sealer = new Sealer(randomBytes(32))
const keys = new SessionTokenKeys(sealer, '123456789012')
const day = 86_400_000
const issuedAt = Date.UTC(2026, 8, 30, 12)

const claims: SessionClaims = {
  kind: 'session',
  principalId: 'AIDAQNZGKIQY56JQ7WMLA',
  accessKeyId: 'ASIAQNZGKIQY56JQ7WML',
  issuedAt,
  expiresAt: issuedAt + 43_200_000,
  mfaAuthenticatedAt: issuedAt,
}

describe('session tokens', () => {
  it('return their claims and the secret access key', () => {
    const issued = issueSessionToken(claims, keys)
    expect(issued.secretAccessKey).toMatch(/^[A-Za-z0-9+/]{40}$/)
    expect(openSessionToken(issued.sessionToken, keys)).toEqual({ claims, secretAccessKey: issued.secretAccessKey })
  })

  it('do not say MFA when there was none', () => {
    const { mfaAuthenticatedAt: _, ...withoutMfa } = claims
    const opened = openSessionToken(issueSessionToken(withoutMfa, keys).sessionToken, keys)
    expect(opened?.claims).toEqual(withoutMfa)
    expect(opened?.claims).not.toHaveProperty('mfaAuthenticatedAt')
  })

  it('round-trip whatever the claims are, compressed when large', () => {
    const anyTime = fc.integer({ min: 0, max: 65_535 * day })
    const anyText = fc.string({ unit: 'grapheme', maxLength: 700 })
    fc.assert(
      fc.property(anyText, anyText, anyTime, anyTime, (principalId, accessKeyId, issued, mfaAuthenticatedAt) => {
        const some = { ...claims, principalId, accessKeyId, issuedAt: issued, mfaAuthenticatedAt }
        expect(openSessionToken(issueSessionToken(some, keys).sessionToken, keys)?.claims).toEqual(some)
      }),
    )
    expect(issueSessionToken({ ...claims, principalId: 'A'.repeat(5000) }, keys).sessionToken.length).toBeLessThan(500)
  })

  it('are valid on every node with the master key, and on no other', () => {
    const masterKey = randomBytes(32)
    const [here, there] = [masterKey, masterKey].map((key) => new SessionTokenKeys(new Sealer(key), '123456789012'))
    if (here === undefined || there === undefined) return expect.unreachable()
    const { sessionToken, secretAccessKey } = issueSessionToken(claims, here)
    expect(openSessionToken(sessionToken, there)).toEqual({ claims, secretAccessKey })
    expect(openSessionToken(sessionToken, keys)).toBeUndefined()
  })

  it('are void in another account', () => {
    const { sessionToken } = issueSessionToken(claims, keys)
    expect(openSessionToken(sessionToken, new SessionTokenKeys(sealer, '210987654321'))).toBeUndefined()
  })

  it('hold another secret each, though the claims be the same', () => {
    const issued = Array.from({ length: 100 }, () => issueSessionToken(claims, keys))
    expect(new Set(issued.map(({ sessionToken }) => sessionToken)).size).toBe(100)
    expect(new Set(issued.map(({ secretAccessKey }) => secretAccessKey)).size).toBe(100)
  })

  it('do not open with any byte changed', () => {
    const bytes = Buffer.from(issueSessionToken(claims, keys).sessionToken, 'base64')
    for (let at = 0; at < bytes.length; at++) {
      for (const mask of [1, 0x80, 0xff]) {
        const changed = Buffer.from(bytes)
        changed[at] = (changed[at] ?? 0) ^ mask
        expect(openSessionToken(changed.toString('base64'), keys)).toBeUndefined()
      }
    }
  })

  it('do not open cut, lengthened, or in another spelling', () => {
    const { sessionToken } = issueSessionToken({ ...claims, principalId: 'AIDA' }, keys)
    for (let length = 0; length < sessionToken.length; length++) {
      expect(openSessionToken(sessionToken.slice(0, length), keys)).toBeUndefined()
    }
    for (const text of [`${sessionToken}=`, `${sessionToken}AAAA`, ` ${sessionToken}`, `${sessionToken}\n`]) {
      expect(openSessionToken(text, keys)).toBeUndefined()
    }
    const urlSafe = sessionToken.replaceAll('+', '-').replaceAll('/', '_')
    if (urlSafe !== sessionToken) expect(openSessionToken(urlSafe, keys)).toBeUndefined()
  })

  it('cannot be made of other text', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(openSessionToken(text, keys)).toBeUndefined()
      }),
    )
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 28, maxLength: 400 }), (tail) => {
        for (const encoding of [0, 1]) {
          const forged = Buffer.concat([Buffer.of(1, encoding, 0x50, 0xb0), tail]).toString('base64')
          expect(openSessionToken(forged, keys)).toBeUndefined()
        }
      }),
    )
  })

  it('cannot be made of what was sealed for another purpose', () => {
    const sealed = Buffer.from(sealer.seal(JSON.stringify(claims), '123456789012').slice(3), 'base64url')
    expect(openSessionToken(sealed.toString('base64'), keys)).toBeUndefined()
    expect(
      openSessionToken(Buffer.concat([Buffer.of(1, 0, 0x50, 0xb0), sealed]).toString('base64'), keys),
    ).toBeUndefined()
    const { sessionToken } = issueSessionToken(claims, keys)
    expect(() =>
      sealer.unseal(`v1.${Buffer.from(sessionToken, 'base64').toString('base64url')}`, '123456789012'),
    ).toThrow()
  })

  it('are refused unread when they are too long, and never issued so long', () => {
    expect(openSessionToken('A'.repeat(8196), keys)).toBeUndefined()
    expect(() => issueSessionToken({ ...claims, principalId: randomBytes(8192).toString('hex') }, keys)).toThrow(
      RangeError,
    )
    expect(() => issueSessionToken({ ...claims, principalId: 'A'.repeat(70_000) }, keys)).toThrow(RangeError)
  })

  it('of a kind that this version does not know are refused', () => {
    const later = { ...claims, kind: 'scoped' } as unknown as SessionClaims
    expect(openSessionToken(issueSessionToken(later, keys).sessionToken, keys)).toBeUndefined()
  })

  it('stay valid however many days are asked for in between', () => {
    const { sessionToken } = issueSessionToken(claims, keys)
    for (let later = 1; later < 20; later++) issueSessionToken({ ...claims, issuedAt: issuedAt + later * day }, keys)
    expect(openSessionToken(sessionToken, keys)?.claims).toEqual(claims)
  })

  it('have a key for each day, of which a few are cached', () => {
    const first = keys.encryptionKey(1)
    expect(keys.encryptionKey(2).equals(first)).toBe(false)
    expect(keys.encryptionKey(1)).toBe(first)
    for (const later of [3, 4, 5]) keys.encryptionKey(later)
    expect(keys.encryptionKey(1)).not.toBe(first)
    expect(keys.encryptionKey(1).equals(first)).toBe(true)
  })
})
