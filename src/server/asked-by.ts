import { requirePermissions } from '../authorization/decide.ts'
import { policyCacheOf } from '../authorization/policy-cache.ts'
import type { Caller } from '../identity/principal.ts'
import type { Visit } from '../signin/server.ts'
import type { Queries } from '../storage/database.ts'
import type { Permission } from '../wire/operation.ts'
import type { App } from './app.ts'
import type { RequestTrail } from './request-trail.ts'

/** Who asks for something that is no operation of AWS's, from where and when. */
export interface AskedBy extends Visit {
  readonly caller: Caller
  /** What changes something has its event written in its transaction. */
  readonly trail: RequestTrail
}

/** @throws AwsFault AccessDenied */
export async function requirePermissionOf(
  { caller, request, now }: Omit<AskedBy, 'trail'>,
  permission: Permission,
  queries: Queries,
  { accountId, storage }: App,
): Promise<void> {
  const policyCache = policyCacheOf(storage)
  await requirePermissions({ accountId, caller, request, now, queries, policyCache, isChange: false }, [permission])
}
