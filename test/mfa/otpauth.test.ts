import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeBase32, encodeBase32 } from '../../src/identity/base32.ts'
import { codeAt, InvalidOtpauth, parseOtpauthUri, parseSecret } from '../../src/mfa/otpauth.ts'
import { otpauthUri } from '../../src/mfa/virtual-device.ts'

const secret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ'
const bytes = Buffer.from('12345678901234567890')

describe('parseOtpauthUri', () => {
  it('reads back what the server writes for any name that a device may have', () => {
    const name = fc.stringMatching(/^[\w+=,.@-]{1,60}$/)
    const seed = fc.uint8Array({ minLength: 16, maxLength: 40 })
    fc.assert(
      fc.property(name, name, seed, (deviceName, accountName, key) => {
        const account = parseOtpauthUri(otpauthUri({ deviceName, accountName, seed: encodeBase32(key) }))
        expect(account).toEqual({
          secret: key,
          issuer: 'Amazon Web Services',
          name: `${deviceName}@${accountName}`,
          algorithm: 'sha1',
          digits: 6,
          periodSeconds: 30,
        })
      }),
    )
  })

  it('reads every parameter of any link', () => {
    const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 }).filter((it) => it.trim() === it)
    const link = fc.record({
      issuer: text,
      prefix: text.filter((it) => !it.includes(':')),
      name: text,
      algorithm: fc.constantFrom('sha1', 'sha256', 'sha512'),
      digits: fc.integer({ min: 6, max: 8 }),
      period: fc.integer({ min: 1, max: 86_400 }),
      key: fc.uint8Array({ minLength: 1, maxLength: 64 }),
    })
    fc.assert(
      fc.property(link, ({ issuer, prefix, name, algorithm, digits, period, key }) => {
        const parameters = Object.entries({
          digits: String(digits),
          secret: encodeBase32(key),
          period: String(period),
          issuer,
          algorithm: algorithm.toUpperCase(),
        }).map(([parameter, value]) => `${parameter}=${encodeURIComponent(value)}`)
        const label = `${encodeURIComponent(prefix)}:${encodeURIComponent(name)}`
        expect(parseOtpauthUri(`otpauth://totp/${label}?${parameters.join('&')}`)).toEqual({
          secret: key,
          issuer,
          name,
          algorithm,
          digits,
          periodSeconds: period,
        })
      }),
    )
  })

  it.each([
    ['otpauth://totp/Example:alice@example.com', 'Example', 'alice@example.com'],
    ['otpauth://totp/Example%3A%20alice', 'Example', 'alice'],
    ['otpauth://TOTP/Example: alice', 'Example', 'alice'],
    ['OTPAUTH://totp/alice', undefined, 'alice'],
    ['otpauth://totp/', undefined, undefined],
    ['otpauth://totp', undefined, undefined],
    ['otpauth://totp/100%:bob', '100%', 'bob'],
  ])('finds issuer and name in the label of %s', (start, issuer, name) => {
    const account = parseOtpauthUri(`${start}?secret=${secret}`)
    expect([account.issuer, account.name]).toEqual([issuer, name])
    expect(account.secret).toEqual(new Uint8Array(bytes))
  })

  it('believes the parameter for the issuer, if there is one', () => {
    expect(parseOtpauthUri(`otpauth://totp/A:x?secret=${secret}&issuer=B`).issuer).toBe('B')
    expect(parseOtpauthUri(`otpauth://totp/A:x?secret=${secret}&issuer=`).issuer).toBe('A')
  })

  it.each([
    ['https://example.com', 'it is not an otpauth link'],
    ['otpauth-migration://offline?data=CjEK', 'it is not an otpauth link'],
    ['hello', 'it is not an otpauth link'],
    [`otpauth://hotp/x?secret=${secret}&counter=1`, 'it is for codes that are counted (hotp)'],
    [`otpauth://steam/x?secret=${secret}`, 'the otpauth link is not of type totp'],
    ['otpauth://totp/x?issuer=A', 'the otpauth link has no secret'],
    ['otpauth://totp/x?secret=', 'the secret is empty'],
    ['otpauth://totp/x?secret=GEZDGNB1', 'the secret is not base32'],
    [`otpauth://totp/x?secret=${secret}&algorithm=MD5`, 'the algorithm of the otpauth link is none of'],
    [`otpauth://totp/x?secret=${secret}&algorithm=constructor`, 'the algorithm of the otpauth link is none of'],
    [`otpauth://totp/x?secret=${secret}&digits=9`, 'the digits of the otpauth link must be 6 to 8'],
    [`otpauth://totp/x?secret=${secret}&digits=six`, 'the digits of the otpauth link must be 6 to 8'],
    [`otpauth://totp/x?secret=${secret}&period=0`, 'the period of the otpauth link must be 1 to 86400'],
    [`otpauth://totp/x?secret=${secret}&period=1e3`, 'the period of the otpauth link must be 1 to 86400'],
  ])('refuses %s', (text, problem) => {
    expect(() => parseOtpauthUri(text)).toThrow(InvalidOtpauth)
    expect(() => parseOtpauthUri(text)).toThrow(problem)
  })
})

describe('parseSecret', () => {
  it.each([secret, secret.toLowerCase(), 'GEZD GNBV-GY3T QOJQ\nGEZD GNBV GY3T QOJQ\n', `${secret}====`])(
    'reads %j',
    (text) => {
      expect(parseSecret(text).secret).toEqual(new Uint8Array(bytes))
    },
  )

  it('reads secrets of any length', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 80 }), (key) => {
        expect(parseSecret(encodeBase32(key)).secret).toEqual(key)
      }),
    )
  })

  it('passes over bits at the end that belong to no byte, as the apps on phones do', () => {
    expect(decodeBase32('GF')).toBeUndefined()
    expect(parseSecret('GF').secret).toEqual(parseSecret('GE').secret)
  })

  it.each(['', ' - ', '=', 'A', 'ABC', 'ABCDEF', 'ABCDEFGH1', 'ABCÄ', '0x41'])('refuses %j', (text) => {
    expect(() => parseSecret(text)).toThrow(InvalidOtpauth)
  })

  it('does not repeat the secret when it refuses it', () => {
    for (const text of ['SECRETSECRET1', 'SECRETSEC']) {
      expect(() => parseSecret(text)).not.toThrow(text)
      expect(() => parseSecret(text)).toThrow('the secret is not')
    }
  })
})

describe('codeAt', () => {
  // RFC 6238 appendix B; each algorithm has a key of its own length, as the erratum 2866 explains.
  it.each([
    ['SHA1', 20, 59, '94287082'],
    ['SHA1', 20, 1111111109, '07081804'],
    ['SHA256', 32, 59, '46119246'],
    ['SHA256', 32, 1111111109, '68084774'],
    ['SHA256', 32, 20000000000, '77737706'],
    ['SHA512', 64, 59, '90693936'],
    ['SHA512', 64, 1111111109, '25091201'],
    ['SHA512', 64, 20000000000, '47863826'],
  ])('passes the vector for %s with %i bytes at second %i', (algorithm, length, second, code) => {
    const key = encodeBase32(Buffer.from('1234567890'.repeat(7).slice(0, length)))
    const account = parseOtpauthUri(`otpauth://totp/x?secret=${key}&algorithm=${algorithm}&digits=8`)
    expect(codeAt(account, second * 1000).code).toBe(code)
    expect(codeAt(account, (second - 30) * 1000).nextCode).toBe(code)
  })

  it('counts down to the next code', () => {
    const at = (time: number, period = '') =>
      codeAt(parseOtpauthUri(`otpauth://totp/x?secret=${secret}${period}`), time)
    expect([0, 1, 999, 1000, 29_000, 29_999, 30_000].map((time) => at(time).secondsLeft)).toEqual([
      30, 30, 30, 29, 1, 1, 30,
    ])
    expect(at(59_000, '&period=60').secondsLeft).toBe(1)
    expect(at(30_000, '&period=60').code).toBe(at(0).code)
    expect(at(60_000, '&period=60').code).toBe(at(30_000).code)
  })
})
