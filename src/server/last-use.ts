/** When access keys and roles were last used: what GetAccessKeyLastUsed and GetRole answer. */
import type { RolePrincipal } from '../identity/principal.ts'
import type { SignatureClaim } from '../sigv4/claim.ts'
import { type AccessKeyRow, recordAccessKeyUse } from '../storage/access-keys.ts'
import type { Queries } from '../storage/database.ts'
import { findRoleById, recordRoleUse } from '../storage/roles.ts'
import type { App } from './app.ts'

/** AWS's own figure is late by minutes; this bounds the writes. */
const useIsFreshMilliseconds = 60_000

export async function recordUseOfKey(key: AccessKeyRow, { service, region }: SignatureClaim, app: App): Promise<void> {
  const now = app.clock.now()
  if (isFresh(key.last_used_at, now) && key.last_used_service === service && key.last_used_region === region) return
  const use = { last_used_at: now, last_used_service: service, last_used_region: region }
  await record(app, key.access_key_id, (queries) => recordAccessKeyUse(queries, key.access_key_id, use))
}

export async function recordUseOfRole(
  { accountId, roleId, roleName }: RolePrincipal,
  { region }: SignatureClaim,
  app: App,
): Promise<void> {
  const now = app.clock.now()
  const role = await app.storage.read((queries) => findRoleById(queries, accountId, roleId))
  if (!role || (isFresh(role.last_used_at, now) && role.last_used_region === region)) return
  await record(app, roleName, (queries) => recordRoleUse(queries, role, new Date(now), region))
}

function isFresh(lastUsedAt: number | null, now: number): boolean {
  return Math.abs(now - (lastUsedAt ?? Number.NEGATIVE_INFINITY)) < useIsFreshMilliseconds
}

async function record(app: App, name: string, work: (queries: Queries) => Promise<void>): Promise<void> {
  try {
    await app.storage.transaction(work)
  } catch (error) {
    // A full disk must not keep anybody from reading.
    app.log.warn({ err: error, name }, 'The last use of an access key or role was not recorded')
  }
}
