import { issueCredentials } from './credentials.ts'
import { durationSeconds, minimumSessionTokenSize, serialNumber, tokenCode } from './limits.ts'
import { longTermSessionSeconds, requireLongTermPrincipal } from './long-term-principal.ts'
import { verifyMfa } from './mfa-parameters.ts'
import { stsOperation } from './operation.ts'

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
  async run({ DurationSeconds, SerialNumber, TokenCode, MinimumSessionTokenSize }, call) {
    const principal = requireLongTermPrincipal(call, 'GetSessionToken')
    const mfaAuthenticatedAt = (await verifyMfa(call, SerialNumber, TokenCode))?.getTime()
    const grant = { kind: 'session', principalId: principal.userId, mfaAuthenticatedAt } as const
    const seconds = longTermSessionSeconds(principal, DurationSeconds)
    return { Credentials: issueCredentials(call, grant, seconds, MinimumSessionTokenSize) }
  },
})
