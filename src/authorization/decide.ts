/** Whether the caller may do what an operation asks about. */
import { type AppliedPolicy, evaluate } from '../policy/evaluate.ts'
import type { PolicyRequest } from '../policy/request.ts'
import { findTags } from '../storage/tags.ts'
import type { Permission } from '../wire/operation.ts'
import type { Asking } from './asking.ts'
import { addRequestKeys, addResourceTags } from './context.ts'
import { accessDenied } from './refusal.ts'
import { findStanding, type Standing } from './standing.ts'

/** @throws AwsFault AccessDenied for the first permission that is missing, in AWS's words; its cause is a Refusal */
export async function requirePermissions(asking: Asking, permissions: readonly Permission[]): Promise<void> {
  const { caller, now } = asking
  if (permissions.length === 0 || caller.principal.kind === 'root') return
  const standing = await findStanding(asking)
  for (const permission of permissions) {
    const request = await toPolicyRequest(asking, standing, permission)
    const decision = evaluate(request, standing.policies)
    if (decision.outcome === 'allowed') continue
    const refusal = { caller, now, request, policies: standing.policies, decision }
    throw accessDenied(refusal, permission.resourceName ?? permission.resource)
  }
}

async function toPolicyRequest(
  { queries, accountId }: Asking,
  standing: Standing,
  { action, resource, resourceId, context: keys }: Permission,
): Promise<PolicyRequest> {
  const context = new Map(standing.context)
  if (resourceId !== undefined && mentionsResourceTags(standing)) {
    addResourceTags(context, await findTags(queries, { account_id: accountId, resource_id: resourceId }))
  }
  if (keys) addRequestKeys(context, keys)
  return { action, resource, context }
}

/** Seldom; the tags of a resource take a query. */
function mentionsResourceTags({ policies: { identity, boundary, session = [] } }: Standing): boolean {
  const asks = ({ policy }: AppliedPolicy) => policy.mentionsResourceTags
  return identity.some(asks) || session.some(asks) || (boundary !== undefined && asks(boundary))
}
