/** What keeps an entity from being deleted: AWS has all that hangs on it removed first. */
import type { Queries } from '../storage/database.ts'
import { countPoliciesOf, type PolicyOwner } from '../storage/inline-policies.ts'
import { AwsFault } from '../wire/faults.ts'

/** @param what - what has to happen before: `detach all policies` */
export function deleteConflict(what: string): AwsFault {
  return new AwsFault('DeleteConflict', `Cannot delete entity, must ${what} first.`)
}

/** @throws AwsFault DeleteConflict while a user, group or role has policies of either kind */
export async function requireNoPolicies(queries: Queries, owner: PolicyOwner): Promise<void> {
  const policies = await countPoliciesOf(queries, owner)
  if (policies.attached > 0) throw deleteConflict('detach all policies')
  if (policies.inline > 0) throw deleteConflict('delete policies')
}
