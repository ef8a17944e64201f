import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { accountIdOf, newAccessKeyId, newUniqueId } from '../../src/identity/unique-id.ts'

const anyAccountId = fc.integer({ min: 0, max: 999_999_999_999 }).map((id) => String(id).padStart(12, '0'))

describe('unique ids', () => {
  it('have the length and alphabet of AWS, and name the account', () => {
    fc.assert(
      fc.property(
        anyAccountId,
        fc.constantFrom('AIDA', 'AROA', 'AGPA', 'ANPA', 'ANVA', 'AIPA', 'ASCA', 'ACCA'),
        (account, prefix) => {
          const id = newUniqueId(prefix, account)
          expect(id).toMatch(new RegExp(`^${prefix}[Q-Z2-7][A-Z2-7]{16}$`))
          expect(accountIdOf(id)).toBe(account)
        },
      ),
    )
  })

  it('differ', () => {
    const ids = Array.from({ length: 1000 }, () => newUniqueId('AIDA', '123456789012'))
    expect(new Set(ids).size).toBe(1000)
  })
})

describe('access key ids', () => {
  it('have twenty characters and name the account', () => {
    fc.assert(
      fc.property(anyAccountId, fc.constantFrom('AKIA', 'ASIA', 'APKA'), (account, prefix) => {
        const id = newAccessKeyId(prefix, account)
        expect(id).toMatch(new RegExp(`^${prefix}[Q-Z2-7][A-Z2-7]{15}$`))
        expect(accountIdOf(id)).toBe(account)
      }),
    )
  })

  it('use all random bits', () => {
    const ids = Array.from({ length: 2000 }, () => newAccessKeyId('AKIA', '123456789012').slice(4))
    // Bits 0 to 40 are the format and the account; of the rest each must be met with both values.
    const bits = ids.map((id) =>
      [...id].map((c) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(c).toString(2).padStart(5, '0')).join(''),
    )
    const varying = Array.from({ length: 80 }, (_, at) => new Set(bits.map((b) => b[at])).size === 2)
    expect(varying).toEqual(Array.from({ length: 80 }, (_, at) => at > 40))
  })

  it('refuse what is not an account id', () => {
    for (const account of ['', '12345678901', '1234567890123', 'abcdefghijkl', '１２３４５６７８９０１２']) {
      expect(() => newAccessKeyId('AKIA', account)).toThrow('twelve digits')
    }
  })
})

describe('accountIdOf', () => {
  // An id that was published with its account: https://hackingthe.cloud/aws/enumeration/get-account-id-from-keys/
  it('reads an id that AWS made', () => {
    expect(accountIdOf('ASIAQNZGKIQY56JQ7WML')).toBe('029608264753')
  })

  it.each([
    ['the older format', 'AKIAIOSFODNN7EXAMPLE'],
    ['the last id of the older format', 'AKIAP777777777777777'],
    ['an account beyond twelve digits', 'AKIA7777777777777777'],
    ['other characters', 'AKIAQ00000000000000000'],
    ['lower case', 'akiaq2345234523452345'],
    ['too short', 'AKIAQNZGKIQY56J'],
    ['too long', 'AKIAQNZGKIQY56JQ7WMLAA'],
    ['nothing', ''],
  ])('knows nothing of %s', (_, id) => {
    expect(accountIdOf(id)).toBeUndefined()
  })
})
