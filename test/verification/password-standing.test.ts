import { describe, expect, it } from 'vitest'
import { type PasswordStanding, passwordStanding } from '../../src/verification/password-standing.ts'

const changedAt = Date.UTC(2026, 0, 1, 12)
const days = 86_400_000
const ninety = { max_age_days: 90, hard_expiry: 0 } as const
const hard = { max_age_days: 90, hard_expiry: 1 } as const
const unlimited = { max_age_days: null, hard_expiry: 1 } as const

describe('the standing of a password', () => {
  it.each<[PasswordStanding, 0 | 1, typeof ninety | typeof hard | typeof unlimited | undefined, number]>([
    ['good', 0, undefined, 10_000 * days],
    ['good', 0, unlimited, 10_000 * days],
    ['good', 0, ninety, 90 * days - 1],
    ['expired', 0, ninety, 90 * days],
    ['good', 0, hard, 90 * days - 1],
    ['expired for good', 0, hard, 90 * days],
    ['reset required', 1, undefined, 0],
    ['reset required', 1, ninety, 91 * days],
    ['reset required', 1, hard, 0],
    ['expired for good', 1, hard, 90 * days],
    // A clock that was put back.
    ['good', 0, ninety, -days],
  ])('is %s (%#)', (standing, password_reset_required, policy, age) => {
    const profile = { password_changed_at: changedAt, password_reset_required }
    expect(passwordStanding(profile, policy, new Date(changedAt + age))).toBe(standing)
  })
})
