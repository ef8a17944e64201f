import { describe, expect, it } from 'vitest'
import { defaultPasswordRules, describePasswordViolation } from '../../src/secrets/password-policy.ts'

describe('the default password policy', () => {
  it.each([
    'Abcdefg1',
    'abcdef1!',
    'ABCDEF1!',
    'Abcdefg!',
    'Aa1!Aa1!',
    `Aa1${'x'.repeat(125)}`,
    ...Array.from("!@#$%^&*()_+-=[]{}|'", (symbol) => `abcdef1${symbol}`),
  ])('accepts %j', (password) => {
    expect(describePasswordViolation(password, defaultPasswordRules, ['acme'])).toBeUndefined()
  })

  it.each([
    ['', 'minimum length of 8'],
    ['Abcde1!', 'minimum length of 8'],
    [`Aa1${'x'.repeat(126)}`, 'maximum length of 128'],
    ['abcdefgh', 'three kinds'],
    ['abcdefg1', 'three kinds'],
    ['ABCDEFG!', 'three kinds'],
    ['abcdef1 ', 'three kinds'],
    ['abcdef1~', 'three kinds'],
    ['äbcdef1Ä', 'three kinds'],
    ['Acme-2026', 'name or the e-mail address'],
    ['ACME-2026', 'name or the e-mail address'],
    ['Owner1@Example.com', 'name or the e-mail address'],
  ])('refuses %j', (password, message) => {
    expect(describePasswordViolation(password, defaultPasswordRules, ['acme-2026', 'owner1@example.com'])).toContain(
      message,
    )
  })
})
