import { describe, expect, it } from 'vitest'
import { hashPassword, verifyPassword } from '../../src/secrets/password.ts'

describe('passwords', () => {
  it('are stored as Argon2id with the parameters of OWASP and a salt of their own', async () => {
    const [first, second] = await Promise.all([hashPassword('correct horse'), hashPassword('correct horse')])
    expect(first).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/)
    expect(second).not.toBe(first)
  })

  it('verify, and no other does', async () => {
    const phc = await hashPassword('correct horse')
    expect(await verifyPassword('correct horse', phc)).toBe(true)
    for (const wrong of ['', 'correct horse ', 'Correct horse', 'correct hors', 'correct horse\0']) {
      expect(await verifyPassword(wrong, phc)).toBe(false)
    }
  })

  it('are the same however the keyboard composes them', async () => {
    const phc = await hashPassword('cafe\u0301')
    expect(await verifyPassword('caf\u00e9', phc)).toBe(true)
    expect(await verifyPassword('cafe', phc)).toBe(false)
  })

  // From the test suite of the reference implementation, https://github.com/P-H-C/phc-winner-argon2/blob/master/src/test.c
  it('verify hashes made elsewhere, with other parameters', async () => {
    const phc = '$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4'
    expect(await verifyPassword('password', phc)).toBe(true)
    expect(await verifyPassword('passwore', phc)).toBe(false)
  })

  it('of nobody is always wrong', async () => {
    expect(await verifyPassword('', undefined)).toBe(false)
    expect(await verifyPassword('password', undefined)).toBe(false)
  })

  it.each([
    '',
    'password',
    '$argon2i$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4',
    '$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$',
    '$argon2id$v=19$m=99999999,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4',
  ])('refuse a stored text that is no such hash: %j', async (phc) => {
    await expect(verifyPassword('password', phc)).rejects.toThrow('not an Argon2id PHC string')
  })
})
