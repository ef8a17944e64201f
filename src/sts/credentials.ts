/** The answer's credentials, and the token behind them. */
import type { Call } from '../call.ts'
import { newAccessKeyId } from '../identity/unique-id.ts'
import {
  type FederatedSessionClaims,
  issueSessionToken,
  type RoleSessionClaims,
  type UserSessionClaims,
} from '../secrets/session-token.ts'

type Issued = 'accessKeyId' | 'issuedAt' | 'expiresAt'

/** What a session is about. */
export type Grant =
  | Omit<UserSessionClaims, Issued>
  | Omit<RoleSessionClaims, Issued>
  | Omit<FederatedSessionClaims, Issued>

export function issueCredentials(call: Call, grant: Grant, seconds: number, minimumTokenSize: number | undefined) {
  const AccessKeyId = newAccessKeyId('ASIA', call.accountId)
  const issuedAt = call.now.getTime()
  const expiresAt = issuedAt + seconds * 1000
  const claims = { ...grant, accessKeyId: AccessKeyId, issuedAt, expiresAt }
  const { sessionToken, secretAccessKey } = issueSessionToken(claims, call.sessionTokenKeys, minimumTokenSize)
  return {
    AccessKeyId,
    SecretAccessKey: secretAccessKey,
    SessionToken: sessionToken,
    Expiration: new Date(expiresAt),
  }
}
