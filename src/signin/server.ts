/**
 * Signing in, in the browser: the password (`password-step.ts`), then a code or a passkey (`code-step.ts`,
 * `passkey-step.ts`) or two codes of a device that was prepared (`enrol-step.ts`), then a new password where one is due
 * (`new-password-step.ts`), then a session (`session.ts`). `routes.ts` leads there from HTTP.
 *
 * Factors are checked and consumed in `verification/`. What a session may do is decided where every request is.
 *
 * This file: what the steps need of the server.
 */
import { policyCacheOf } from '../authorization/policy-cache.ts'
import type { Call } from '../call.ts'
import type { Clock } from '../clock.ts'
import type { HttpRequest } from '../http/message.ts'
import { type RequestFacts, readRequestFacts } from '../http/request-facts.ts'
import { signInRegion } from '../identity/arn.ts'
import type { LongTermPrincipal, Session } from '../identity/principal.ts'
import type { Sealer } from '../secrets/seal.ts'
import type { SessionTokenKeys } from '../secrets/session-token.ts'
import type { Queries, Storage } from '../storage/database.ts'

export interface SignInServer {
  readonly accountId: string
  readonly storage: Storage
  readonly sealer: Sealer
  readonly sessionTokenKeys: SessionTokenKeys
  readonly clock: Clock
  /** Consecutive failures after which an MFA device is locked; 0: never. */
  readonly mfaLockout: number
  /** Whether X-Forwarded-For and X-Forwarded-Proto are believed. */
  readonly trustProxy: boolean
  readonly sessionLimits: SessionLimits
  /** The origin under which browsers know the server, such as `https://iam.example.com`. */
  publicUrl(): string
}

export interface SessionLimits {
  /** After so many milliseconds without a request a console session is over. */
  readonly idle: number
  /** However busy it is. */
  readonly absolute: number
}

/** Where a person who signs in comes from, and when. */
export interface Visit {
  readonly request: RequestFacts
  readonly now: Date
  /** Of the answer. */
  readonly requestId?: string
}

export function visitOf(request: HttpRequest, server: Pick<SignInServer, 'clock' | 'trustProxy'>): Visit {
  return { request: readRequestFacts(request, server), now: new Date(server.clock.now()) }
}

/** What `verification/` and the policies are asked with while somebody signs in. */
export function callOf(
  { storage, accountId, sealer, sessionTokenKeys, mfaLockout }: SignInServer,
  queries: Queries,
  principal: LongTermPrincipal,
  { request, now }: Visit,
  session?: Session,
): Call {
  const caller = { principal, accessKeyId: '', region: signInRegion, session }
  const policyCache = policyCacheOf(storage)
  return {
    accountId,
    sealer,
    sessionTokenKeys,
    mfaLockout,
    caller,
    request,
    now,
    queries,
    policyCache,
    isChange: session !== undefined,
  }
}
