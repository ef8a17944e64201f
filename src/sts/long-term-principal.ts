/** What GetSessionToken and GetFederationToken have in common: only long-term credentials may call them. */
import type { Call } from '../call.ts'
import type { LongTermPrincipal } from '../identity/principal.ts'
import { AwsFault } from '../wire/faults.ts'

const defaultDurationSeconds = 43_200
/** The root user's sessions are cut to an hour, whatever was asked for. */
const longestRootDurationSeconds = 3_600

/** @throws AwsFault AccessDenied */
export function requireLongTermPrincipal({ caller }: Call, action: string): LongTermPrincipal {
  const { principal, session } = caller
  if (!session && (principal.kind === 'root' || principal.kind === 'user')) return principal
  throw new AwsFault('AccessDenied', `Cannot call ${action} with session credentials`)
}

export function longTermSessionSeconds(principal: LongTermPrincipal, seconds = defaultDurationSeconds): number {
  return principal.kind === 'root' ? Math.min(seconds, longestRootDurationSeconds) : seconds
}
