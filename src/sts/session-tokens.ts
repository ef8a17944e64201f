import { newAccessKeyId } from '../identity/unique-id.ts'
import { issueSessionToken } from '../secrets/session-token.ts'
import { verifyCode } from '../verification/code.ts'
import { AwsFault } from '../wire/faults.ts'
import { durationSeconds, minimumSessionTokenSize, serialNumber, tokenCode } from './limits.ts'
import { requireLongTermPrincipal } from './long-term-principal.ts'
import { stsOperation } from './operation.ts'

const defaultDurationSeconds = 43_200
/** The root user's sessions are cut to an hour, whatever was asked for. */
const longestRootDurationSeconds = 3_600

/** Needs no Allow. https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_control-access_getsessiontoken.html */
export const getSessionToken = stsOperation('GetSessionToken', {
  limits: {
    DurationSeconds: durationSeconds,
    SerialNumber: serialNumber,
    TokenCode: tokenCode,
    MinimumSessionTokenSize: minimumSessionTokenSize,
  },
  access: 'attempt',
  permissions: () => [],
  async run({ DurationSeconds = defaultDurationSeconds, SerialNumber, TokenCode, MinimumSessionTokenSize }, call) {
    if ((SerialNumber === undefined) !== (TokenCode === undefined)) {
      throw new AwsFault(
        'AccessDenied',
        'MultiFactorAuthentication failed, must provide both MFA serial number and one time pass code.',
      )
    }
    const principal = requireLongTermPrincipal(call, 'GetSessionToken')
    if (SerialNumber !== undefined && TokenCode !== undefined) {
      await verifyCode(call, { ownerId: principal.userId, serialNumber: SerialNumber, code: TokenCode })
    }
    const seconds = principal.kind === 'root' ? Math.min(DurationSeconds, longestRootDurationSeconds) : DurationSeconds
    const issuedAt = call.now.getTime()
    const AccessKeyId = newAccessKeyId('ASIA', call.accountId)
    const expiresAt = issuedAt + seconds * 1000
    const claims = {
      kind: 'session',
      principalId: principal.userId,
      accessKeyId: AccessKeyId,
      issuedAt,
      expiresAt,
    } as const
    const { sessionToken, secretAccessKey } = issueSessionToken(
      SerialNumber === undefined ? claims : { ...claims, mfaAuthenticatedAt: issuedAt },
      call.sessionTokenKeys,
      MinimumSessionTokenSize,
    )
    return {
      Credentials: {
        AccessKeyId,
        SecretAccessKey: secretAccessKey,
        SessionToken: sessionToken,
        Expiration: new Date(expiresAt),
      },
    }
  },
})
