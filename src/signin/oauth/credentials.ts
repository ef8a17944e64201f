import { newAccessKeyId } from '../../identity/unique-id.ts'
import { issueSessionToken } from '../../secrets/session-token.ts'
import type { SignInSessionRow } from '../../storage/sign-in-sessions.ts'
import type { SignInServer } from '../server.ts'

export interface SignInCredentials {
  readonly accessToken: {
    readonly accessKeyId: string
    readonly secretAccessKey: string
    readonly sessionToken: string
  }
  /** In seconds. */
  readonly expiresIn: number
}

/** AWS's. Clients refresh five minutes before. */
const lifeMilliseconds = 15 * 60_000

/** They end with their session, even before they expire: each use of them looks it up. */
export function issueSignInCredentials(
  { accountId, sessionTokenKeys }: SignInServer,
  { session_id, principal_id, mfa_authenticated_at, expires_at }: SignInSessionRow,
  now: Date,
): SignInCredentials {
  const accessKeyId = newAccessKeyId('ASIA', accountId)
  const issuedAt = now.getTime()
  const expiresAt = Math.min(issuedAt + lifeMilliseconds, expires_at)
  const claims = {
    kind: 'session' as const,
    accessKeyId,
    principalId: principal_id,
    issuedAt,
    expiresAt,
    signInSessionId: session_id,
    ...(mfa_authenticated_at !== null && { mfaAuthenticatedAt: mfa_authenticated_at }),
  }
  const { secretAccessKey, sessionToken } = issueSessionToken(claims, sessionTokenKeys)
  return {
    accessToken: { accessKeyId, secretAccessKey, sessionToken },
    expiresIn: Math.max(1, Math.floor((expiresAt - issuedAt) / 1000)),
  }
}
