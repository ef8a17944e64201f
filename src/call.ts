/** What an operation is given besides its input. */
import type { Asking } from './authorization/asking.ts'
import type { Sealer } from './secrets/seal.ts'
import type { SessionTokenKeys } from './secrets/session-token.ts'
import type { Queries } from './storage/database.ts'

export interface Call extends Asking {
  /** The transaction of an operation that writes; the database itself for one that reads. */
  readonly queries: Queries
  readonly sealer: Sealer
  readonly sessionTokenKeys: SessionTokenKeys
  /** Consecutive failures after which an MFA device is locked; 0: never. */
  readonly mfaLockout: number
}
