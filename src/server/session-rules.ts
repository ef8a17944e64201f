/**
 * What temporary credentials may call at all, whatever the policies say.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_request.html
 */
import type { Caller } from '../identity/principal.ts'
import { AwsFault } from '../wire/faults.ts'
import type { ServiceName } from '../wire/model.ts'
import { invalidToken } from './authenticate.ts'

const stsActionsOfSessions: readonly string[] = ['AssumeRole', 'GetCallerIdentity']

/** @throws AwsFault */
export function requireUsableSession({ session }: Caller, service: ServiceName, action: string): void {
  if (!session) return
  // AWS calls the token invalid here, instead of denying access.
  if (service === 'iam' && !session.mfaAuthenticatedAt) throw invalidToken()
  if (service === 'sts' && !stsActionsOfSessions.includes(action)) {
    throw new AwsFault('AccessDenied', `Cannot call ${action} with session credentials`)
  }
}
