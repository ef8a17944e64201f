/** What a browser holds of a sign-in or of a session; the database has but its hash. */
import { createHash, randomBytes } from 'node:crypto'

/** 256 random bits, 43 characters. */
export function newSecret(): string {
  return randomBytes(32).toString('base64url')
}

/** Random bits need no slow hash. */
export function hashSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('base64url')
}
