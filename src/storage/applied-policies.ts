/** Everything that says what a user or role may do, as the request path reads it. */
import type { Queries } from './database.ts'
import { prepare } from './prepared.ts'

/** How many changes the account has seen; whatever was read at the same number is the same. */
export async function findRevision(queries: Queries, accountId: string): Promise<number> {
  const { rows } = await selectRevision(queries, { accountId })
  const [account] = rows
  if (!account) throw new Error(`The account ${accountId} has no row`)
  return account.revision
}

const selectRevision = prepare((queries, { accountId }: { accountId: string }) =>
  queries.selectFrom('accounts').select('revision').where('account_id', '=', accountId),
)

export type EntityKind = 'user' | 'group' | 'role'

/** A user, group or role, by its unique id. */
export interface Entity {
  readonly accountId: string
  readonly entityId: string
}

export interface InlinePolicyRow {
  readonly entity_id: string
  readonly name: string
  readonly document: string
}

/** Those of the entity itself and, for a user, of the groups that he is in. */
export async function findInlinePoliciesOf(queries: Queries, entity: Entity): Promise<readonly InlinePolicyRow[]> {
  return (await selectInlinePolicies(queries, entity)).rows
}

const selectInlinePolicies = prepare((queries, { accountId, entityId }: Entity) =>
  queries
    .selectFrom('inline_policies')
    .select(['entity_id', 'name', 'document'])
    .where('account_id', '=', accountId)
    .where((eb) =>
      eb.or([eb('entity_id', '=', entityId), eb('entity_id', 'in', groupsOf(queries, { accountId, entityId }))]),
    )
    .orderBy('entity_id')
    .orderBy('name_key'),
)

/** The ids of the policies attached to the entity itself and, for a user, to the groups that he is in. */
export async function findPolicyIdsOf(queries: Queries, entity: Entity): Promise<readonly string[]> {
  return (await selectAttachedPolicies(queries, entity)).rows.map((row) => row.policy_id)
}

const selectAttachedPolicies = prepare((queries, { accountId, entityId }: Entity) =>
  queries
    .selectFrom('attached_policies')
    .select('policy_id')
    .distinct()
    .where('account_id', '=', accountId)
    .where((eb) =>
      eb.or([eb('entity_id', '=', entityId), eb('entity_id', 'in', groupsOf(queries, { accountId, entityId }))]),
    )
    .orderBy('policy_id'),
)

function groupsOf(queries: Queries, { accountId, entityId }: Entity) {
  return queries
    .selectFrom('group_members')
    .select('group_id')
    .where('account_id', '=', accountId)
    .where('user_id', '=', entityId)
}

/** The id of the policy that bounds the user or role; nothing bounds a group. */
export async function findBoundaryIdOf(
  queries: Queries,
  kind: EntityKind,
  entity: Entity,
): Promise<string | null | undefined> {
  if (kind === 'group') return undefined
  const { rows } = await (kind === 'user' ? selectUserBoundary : selectRoleBoundary)(queries, entity)
  return rows[0]?.permissions_boundary_id
}

const selectUserBoundary = prepare((queries, { accountId, entityId }: Entity) =>
  queries
    .selectFrom('users')
    .select('permissions_boundary_id')
    .where('account_id', '=', accountId)
    .where('user_id', '=', entityId),
)

const selectRoleBoundary = prepare((queries, { accountId, entityId }: Entity) =>
  queries
    .selectFrom('roles')
    .select('permissions_boundary_id')
    .where('account_id', '=', accountId)
    .where('role_id', '=', entityId),
)

/** Whether the account's password policy lets every user change the own password. */
export async function mayUsersChangePassword(queries: Queries, accountId: string): Promise<boolean> {
  const { rows } = await selectMayChangePassword(queries, { accountId })
  return rows[0]?.users_may_change_password === 1
}

const selectMayChangePassword = prepare((queries, { accountId }: { accountId: string }) =>
  queries.selectFrom('password_policies').select('users_may_change_password').where('account_id', '=', accountId),
)

export interface PolicyDocumentRow {
  readonly policy_id: string
  readonly name: string
  readonly path: string
  readonly document: string
}

/** The default versions of customer managed policies. Ids without a row, as those of AWS's own policies, are left out. */
export async function findDefaultVersions(
  queries: Queries,
  accountId: string,
  policyIds: readonly string[],
): Promise<readonly PolicyDocumentRow[]> {
  if (policyIds.length === 0) return []
  return selectDefaultVersions(queries, accountId).where('policy.policy_id', 'in', policyIds).execute()
}

/** The same by their names, which are unique whatever the path. */
export async function findDefaultVersionsNamed(
  queries: Queries,
  accountId: string,
  names: readonly string[],
): Promise<readonly PolicyDocumentRow[]> {
  if (names.length === 0) return []
  const keys = names.map((name) => name.toLowerCase())
  return selectDefaultVersions(queries, accountId).where('policy.name_key', 'in', keys).execute()
}

function selectDefaultVersions(queries: Queries, accountId: string) {
  return queries
    .selectFrom('managed_policies as policy')
    .innerJoin('managed_policy_versions as version', (join) =>
      join
        .onRef('version.account_id', '=', 'policy.account_id')
        .onRef('version.policy_id', '=', 'policy.policy_id')
        .onRef('version.version', '=', 'policy.default_version'),
    )
    .select(['policy.policy_id', 'policy.name', 'policy.path', 'version.document'])
    .where('policy.account_id', '=', accountId)
}
