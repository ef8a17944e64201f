/** Secret access keys of long-term credentials; those of sessions are derived, in `session-token.ts`. */
import { randomBytes } from 'node:crypto'

/** 40 characters, as AWS's: 240 random bits in base64. */
export function newSecretAccessKey(): string {
  return randomBytes(30).toString('base64')
}

/** Under which identity the Sealer keeps the secret of an access key. */
export function accessKeyIdentity(accountId: string, accessKeyId: string): string {
  return `access-key:${accountId}:${accessKeyId}`
}
