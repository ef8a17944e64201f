/** What the request path works with: put together once at start, and passed on, never looked up. */
import type { Logger } from 'pino'
import type { AuditLog } from '../audit/audit-log.ts'
import type { SignInServer } from '../signin/server.ts'
import type { RecentRefusals } from './refusals.ts'

export interface App extends SignInServer {
  readonly log: Logger
  readonly refusals: RecentRefusals
  readonly auditLog: AuditLog
}
