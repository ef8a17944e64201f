/** What the request path works with: put together once at start, and passed on, never looked up. */
import type { Logger } from 'pino'
import type { AuditLog } from '../audit/audit-log.ts'
import type { Clock } from '../clock.ts'
import type { Sealer } from '../secrets/seal.ts'
import type { SessionTokenKeys } from '../secrets/session-token.ts'
import type { SessionLimits } from '../signin/server.ts'
import type { Storage } from '../storage/database.ts'
import type { RecentRefusals } from './refusals.ts'

export interface App {
  readonly accountId: string
  readonly storage: Storage
  readonly sealer: Sealer
  readonly sessionTokenKeys: SessionTokenKeys
  readonly clock: Clock
  /** Consecutive failures after which an MFA device is locked; 0: never. */
  readonly mfaLockout: number
  readonly sessionLimits: SessionLimits
  /** The origin under which browsers know the server, such as `https://iam.example.com`. */
  publicUrl(): string
  /** Whether X-Forwarded-For and X-Forwarded-Proto are believed. */
  readonly trustProxy: boolean
  readonly log: Logger
  readonly refusals: RecentRefusals
  readonly auditLog: AuditLog
}
