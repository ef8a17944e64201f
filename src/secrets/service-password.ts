/** Passwords of service-specific credentials: drawn, shown once, and kept as a hash. */
import { createHash, randomBytes } from 'node:crypto'

/** 60 characters, as AWS's: 352 random bits in base64. */
export function newServicePassword(): string {
  return randomBytes(44).toString('base64')
}

/** Random bits need no slow hash. */
export function hashServicePassword(password: string): string {
  return createHash('sha256').update(password).digest('base64url')
}
