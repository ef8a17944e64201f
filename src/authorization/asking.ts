/**
 * Whether a caller may do what a request asks for: which policies apply (`applied-policies.ts`), what they may ask
 * (`context.ts`), the decision and AWS's words for a refusal (`decide.ts`), and who may assume a role (`assume-role.ts`).
 *
 * What a policy means is `policy/`'s. Which questions an operation asks is the operation's; that every request is asked is
 * `server/dispatch.ts`'s.
 */
import type { RequestFacts } from '../http/request-facts.ts'
import type { Caller } from '../identity/principal.ts'
import type { Queries } from '../storage/database.ts'
import type { PolicyCache } from './policy-cache.ts'

/** Who asks, when and how, and where the policies are. */
export interface Asking {
  readonly accountId: string
  readonly caller: Caller
  readonly request: RequestFacts
  readonly now: Date
  readonly queries: Queries
  readonly policyCache: PolicyCache
  /** Inside the transaction of a change, which has counted itself already and changed nothing yet. */
  readonly isChange: boolean
}
