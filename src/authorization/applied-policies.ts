/** The policies of a user, group or role, compiled once and kept until the account changes. */

import { policyArn } from '../identity/arn.ts'
import { awsManagedPolicyDocument, findAwsManagedPolicyById } from '../policy/aws-managed.ts'
import { type CompiledPolicy, compilePolicy } from '../policy/compile.ts'
import { parsePolicyDocument } from '../policy/document.ts'
import type { AppliedPolicy } from '../policy/evaluate.ts'
import {
  type Entity,
  type EntityKind,
  findBoundaryIdOf,
  findDefaultVersions,
  findInlinePoliciesOf,
  findPolicyIdsOf,
  findRevision,
  mayUsersChangePassword,
} from '../storage/applied-policies.ts'
import type { Queries } from '../storage/database.ts'
import { findTags } from '../storage/tags.ts'
import type { Asking } from './asking.ts'
import type { AppliedPolicies } from './policy-cache.ts'

export async function findAppliedPolicies(
  { queries, accountId, policyCache, isChange }: Asking,
  kind: EntityKind,
  entityId: string,
): Promise<AppliedPolicies> {
  const entity = { accountId, entityId }
  for (;;) {
    const revision = (await findRevision(queries, accountId)) - (isChange ? 1 : 0)
    const cached = policyCache.find(revision, entityId)
    if (cached) return cached
    const applied = await load(queries, kind, entity)
    // The queries may have seen different states, between which a deny moved from one policy to another.
    const isOneState = isChange || (await findRevision(queries, accountId)) === revision
    if (!isOneState) continue
    policyCache.keep(revision, entityId, applied)
    return applied
  }
}

async function load(queries: Queries, kind: EntityKind, entity: Entity): Promise<AppliedPolicies> {
  const { accountId, entityId } = entity
  const inline = await findInlinePoliciesOf(queries, entity)
  const attached = await findPolicyIdsOf(queries, entity)
  const boundaryId = await findBoundaryIdOf(queries, kind, entity)
  const managed = await findManagedPolicies(queries, accountId, boundaryId ? [...attached, boundaryId] : attached)
  return {
    identity: [
      ...inline.map(({ entity_id, name, document }) => ({ name, holderId: entity_id, ...fromText(document) })),
      ...attached.map((id) => requireFound(managed, id)),
      ...(kind === 'user' && (await mayUsersChangePassword(queries, accountId))
        ? [{ name: 'account password policy', policy: compileDocument(ownPasswordDocument) }]
        : []),
    ],
    boundary: boundaryId ? requireFound(managed, boundaryId) : undefined,
    tags: await findTags(queries, { account_id: accountId, resource_id: entityId }),
  }
}

/**
 * What the account's password policy grants to every user. No user has the name of another, whatever their paths, so that
 * both forms of the ARN are the user's own.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_passwords_enable-user-change.html
 */
const ownPasswordDocument = JSON.stringify({
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Action: 'iam:ChangePassword',
      Resource: [`arn:aws:iam::*:user/\${aws:username}`, `arn:aws:iam::*:user/*/\${aws:username}`],
    },
    { Effect: 'Allow', Action: 'iam:GetAccountPasswordPolicy', Resource: '*' },
  ],
})

/** Managed policies by their ids, the customer's and AWS's. */
async function findManagedPolicies(
  queries: Queries,
  accountId: string,
  policyIds: readonly string[],
): Promise<ReadonlyMap<string, AppliedPolicy>> {
  const found = new Map<string, AppliedPolicy>()
  for (const id of policyIds) {
    const ofAws = findAwsManagedPolicyById(id)
    if (ofAws) found.set(id, { name: ofAws.name, arn: ofAws.arn, ...fromText(awsManagedPolicyDocument(ofAws)) })
  }
  const others = policyIds.filter((id) => !found.has(id))
  for (const { policy_id, name, path, document } of await findDefaultVersions(queries, accountId, others)) {
    found.set(policy_id, { name, arn: policyArn(accountId, path, name), ...fromText(document) })
  }
  return found
}

function fromText(text: string): Pick<AppliedPolicy, 'policy' | 'text'> {
  return { policy: compileDocument(text), text }
}

/** A policy that is applied and not there might have been a deny. */
function requireFound(policies: ReadonlyMap<string, AppliedPolicy>, id: string): AppliedPolicy {
  const policy = policies.get(id)
  if (!policy) throw new Error(`The policy ${id} is attached and does not exist`)
  return policy
}

/** By their text, so that a change of the account compiles nothing anew. */
const compiled = new Map<string, CompiledPolicy>()
/** A character of a document takes up to 200 bytes once it is compiled, and session policies are anyone's to make up. */
const cachedCharacters = 1_000_000
let charactersNow = 0

export function compileDocument(text: string): CompiledPolicy {
  const known = compiled.get(text)
  if (known) return known
  const policy = compilePolicy(parsePolicyDocument(text))
  compiled.set(text, policy)
  charactersNow += text.length
  for (const oldest of compiled.keys()) {
    if (charactersNow <= cachedCharacters) break
    compiled.delete(oldest)
    charactersNow -= oldest.length
  }
  return policy
}
