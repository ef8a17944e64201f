/**
 * What temporary credentials may call at all, whatever the policies say.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_sts-comparison.html
 */
import type { Caller } from '../identity/principal.ts'
import { AwsFault } from '../wire/faults.ts'
import type { ServiceName } from '../wire/model.ts'
import { invalidToken } from './principals.ts'

const openToSessions: readonly string[] = ['AssumeRole', 'GetCallerIdentity']
const closedToRoles: readonly string[] = ['GetFederationToken', 'GetSessionToken']
const openToFederatedUsers: readonly string[] = ['GetCallerIdentity']

/** @throws AwsFault */
export function requireUsableSession({ principal, session }: Caller, service: ServiceName, action: string): void {
  if (!session) return
  switch (principal.kind) {
    case 'root':
    case 'user':
      // AWS calls the token invalid here, instead of denying access.
      if (service === 'iam' && !session.mfaAuthenticatedAt) throw invalidToken()
      if (service === 'sts' && !openToSessions.includes(action)) throw closed(action)
      return
    case 'role':
      if (service === 'sts' && closedToRoles.includes(action)) throw closed(action)
      return
    case 'federated':
      if (service === 'iam') throw invalidToken()
      if (!openToFederatedUsers.includes(action)) throw closed(action)
      return
    default:
      principal satisfies never
  }
}

function closed(action: string): AwsFault {
  return new AwsFault('AccessDenied', `Cannot call ${action} with session credentials`)
}
