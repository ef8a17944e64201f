import { describe, expect, it } from 'vitest'
import { newSecretAccessKey } from '../../src/secrets/access-key.ts'

describe('newSecretAccessKey', () => {
  it('is 40 characters of base64, another one each time', () => {
    const keys = Array.from({ length: 1000 }, newSecretAccessKey)
    for (const key of keys) expect(key).toMatch(/^[A-Za-z0-9+/]{40}$/)
    expect(new Set(keys).size).toBe(1000)
  })
})
