/** Whose key a refused request named: for the audit log, since a wrong signature on somebody's key is worth to be known. */
import type { Claimant } from '../audit/user-identity.ts'
import type { AwsFault } from '../wire/faults.ts'

/** The cause of a fault of authentication. */
export class ClaimedIdentity {
  readonly claimant: Claimant

  constructor(claimant: Claimant) {
    this.claimant = claimant
  }
}

export function claimantOf({ cause }: AwsFault): Claimant | undefined {
  return cause instanceof ClaimedIdentity ? cause.claimant : undefined
}
