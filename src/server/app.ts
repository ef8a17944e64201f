/** What the request path works with: put together once at start, and passed on, never looked up. */
import type { Logger } from 'pino'
import type { Clock } from '../clock.ts'
import type { Sealer } from '../secrets/seal.ts'
import type { SessionTokenKeys } from '../secrets/session-token.ts'
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
  /** Whether X-Forwarded-For and X-Forwarded-Proto are believed. */
  readonly trustProxy: boolean
  readonly log: Logger
  readonly refusals: RecentRefusals
}

/** An HTTP request as it was received. */
export interface HttpRequest {
  readonly method: string
  /** Percent-encoded as received, without the query. */
  readonly path: string
  /** Percent-encoded as received, without `?`. */
  readonly query: string
  /** In the order received, duplicates kept, values in Latin-1. */
  readonly headers: readonly (readonly [name: string, value: string])[]
  readonly body: Uint8Array
  /** The address of the peer of the connection. */
  readonly remoteAddress: string
}

export interface HttpResponse {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}
