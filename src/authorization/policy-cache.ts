/** What was read and compiled for one state of the account. */
import type { AppliedPolicy } from '../policy/evaluate.ts'
import type { Storage } from '../storage/database.ts'
import type { TagRow } from '../storage/tags.ts'

/** All that the account says about what a user or role may do. */
export interface AppliedPolicies {
  readonly identity: readonly AppliedPolicy[]
  readonly boundary: AppliedPolicy | undefined
  readonly tags: readonly TagRow[]
}

/** Principals that are kept; all go when there are more. */
const cachedPrincipals = 10_000

/**
 * Valid for one revision of one database: a cached "allow" that is out of date would be a wrong yes, so each request reads
 * the revision itself, and any other revision empties the cache.
 */
export class PolicyCache {
  #revision = -1
  readonly #applied = new Map<string, AppliedPolicies>()

  find(revision: number, key: string): AppliedPolicies | undefined {
    if (revision === this.#revision) return this.#applied.get(key)
    this.#applied.clear()
    this.#revision = revision
    return undefined
  }

  keep(revision: number, key: string, applied: AppliedPolicies): void {
    if (revision !== this.#revision) return
    if (this.#applied.size >= cachedPrincipals) this.#applied.clear()
    this.#applied.set(key, applied)
  }

  /**
   * For when a transaction has failed: on SQLite it may have read the changes of others that share its COMMIT, which are gone
   * with it, while their revision will be given again to a change that says something else.
   */
  clear(): void {
    this.#applied.clear()
  }
}

const caches = new WeakMap<Storage, PolicyCache>()

/** A database that takes another's place, as in test mode, counts its revisions anew and must not meet the old cache. */
export function policyCacheOf(storage: Storage): PolicyCache {
  const cache = caches.get(storage) ?? new PolicyCache()
  caches.set(storage, cache)
  return cache
}
