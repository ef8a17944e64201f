import type { Call } from '../call.ts'
import type { LongTermPrincipal } from '../identity/principal.ts'
import { AwsFault } from '../wire/faults.ts'

/** Whoever may start a session of the own; sessions may not. @throws AwsFault AccessDenied */
export function requireLongTermPrincipal({ caller }: Call, action: string): LongTermPrincipal {
  const { principal, session } = caller
  if (!session && (principal.kind === 'root' || principal.kind === 'user')) return principal
  throw new AwsFault('AccessDenied', `Cannot call ${action} with session credentials`)
}
