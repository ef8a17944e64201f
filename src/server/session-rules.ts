/**
 * What temporary credentials may call at all, whatever the policies say.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_sts-comparison.html
 */
import type { RefusalRule, RuleRefusal } from '../authorization/rule-refusal.ts'
import type { Caller } from '../identity/principal.ts'
import { AwsFault } from '../wire/faults.ts'
import type { ServiceName } from '../wire/model.ts'
import { invalidToken } from './principals.ts'

const openToSessions: readonly string[] = ['AssumeRole', 'GetCallerIdentity']
const closedToRoles: readonly string[] = ['GetFederationToken', 'GetSessionToken']
const openToFederatedUsers: readonly string[] = ['GetCallerIdentity']

interface Asked {
  readonly service: ServiceName
  readonly action: string
  readonly now: Date
}

/** @throws AwsFault whose cause is a RuleRefusal */
export function requireUsableSession(caller: Caller, { service, action, now }: Asked): void {
  const rule = findRefusingRule(caller, service, action)
  if (!rule) return
  const cause: RuleRefusal = { rule, caller, now, action: `${service}:${action}`, resource: '*' }
  // AWS calls the token invalid for IAM, instead of denying access.
  throw service === 'iam'
    ? invalidToken(cause)
    : new AwsFault('AccessDenied', `Cannot call ${action} with session credentials`, { cause })
}

function findRefusingRule(
  { principal, session }: Caller,
  service: ServiceName,
  action: string,
): RefusalRule | undefined {
  if (!session) return undefined
  switch (principal.kind) {
    case 'root':
    case 'user':
      // Who signed in calls what the policies allow, with MFA or without, as in AWS's console.
      if (service === 'iam') return session.mfaAuthenticatedAt || session.signIn ? undefined : 'sessionNeedsMfa'
      return openToSessions.includes(action) ? undefined : 'closedToSessions'
    case 'role':
      return service === 'sts' && closedToRoles.includes(action) ? 'closedToSessions' : undefined
    case 'federated':
      return service === 'sts' && openToFederatedUsers.includes(action) ? undefined : 'federatedUser'
  }
}
