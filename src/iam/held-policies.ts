/** The policies that give a user, group or role permissions: its own, and of a user also those of the groups. */
import type { PolicyOwnerEntityType } from '@aws-sdk/client-iam'
import type { Call } from '../call.ts'
import { type PolicyDocument, parsePolicyDocument } from '../policy/document.ts'
import { findDefaultVersions } from '../storage/applied-policies.ts'
import { findAttachments } from '../storage/attached-policies.ts'
import { listGroupsOf } from '../storage/groups.ts'
import { findInlinePolicies } from '../storage/inline-policies.ts'
import type { AccessSubject } from './access-subject.ts'
import { awsPolicyById, findPoliciesById } from './managed-policy.ts'
import { sortByName } from './policy-attachments.ts'
import type { PolicySource } from './simulation-source.ts'

/** As many as a user may be a member of. */
const groupsPerUser = 10

export interface HeldPolicy {
  /** As lists name it. Entity and its type are shown of inline policies alone. */
  readonly shown: {
    readonly PolicyName: string
    readonly PolicyType: 'INLINE' | 'MANAGED'
    readonly PolicyArn?: string
    readonly EntityType?: PolicyOwnerEntityType
    readonly EntityName?: string
  }
  readonly document: PolicyDocument
}

type Shown = Pick<HeldPolicy, 'shown'> & { readonly text: string | undefined }

const ownerTypes = { user: 'USER', group: 'GROUP', role: 'ROLE' } as const

export async function findHeldPolicies(call: Call, entity: PolicySource): Promise<readonly HeldPolicy[]> {
  const { queries, accountId } = call
  const holders = [entity, ...(entity.kind === 'user' ? await findGroups(call, entity.id) : [])]
  const ids = holders.map(({ id }) => id)
  const attachments = await findAttachments(queries, accountId, ids)
  const policyIds = attachments.map(({ policy_id }) => policy_id)
  const managed = await findPoliciesById(call, policyIds)
  const versions = await findDefaultVersions(queries, accountId, policyIds)
  const textOf = new Map(versions.map(({ policy_id, document }) => [policy_id, document]))
  const inline = await findInlinePolicies(queries, accountId, ids)
  const held = holders.flatMap(({ kind, id, name: EntityName }) => {
    const attached = attachments.filter(({ entity_id }) => entity_id === id)
    const own = inline.filter(({ entity_id }) => entity_id === id)
    return [
      ...sortByName(attached.flatMap(({ policy_id }) => managed.get(policy_id) ?? [])).map(
        ({ name, arn, policyId, awsDocument }): Shown => ({
          shown: { PolicyName: name, PolicyType: 'MANAGED', PolicyArn: arn },
          text: awsDocument() ?? textOf.get(policyId),
        }),
      ),
      ...own.map(
        ({ name, document }): Shown => ({
          shown: { PolicyName: name, PolicyType: 'INLINE', EntityType: ownerTypes[kind], EntityName },
          text: document,
        }),
      ),
    ]
  })
  // One policy may come by several ways.
  const byKey = new Map(held.map((policy) => [policy.shown.PolicyArn ?? policy, policy]))
  return [...byKey.values()].flatMap(({ shown, text }) =>
    text === undefined ? [] : [{ shown, document: parsePolicyDocument(text) }],
  )
}

async function findGroups({ queries, accountId }: Call, userId: string) {
  const user = { account_id: accountId, user_id: userId }
  const { rows } = await listGroupsOf(queries, user, { after: undefined, limit: groupsPerUser })
  return rows.map(({ group_id, name }) => ({ kind: 'group' as const, id: group_id, name }))
}

/** The documents that are behind the permissions of an entity, or the one of a policy. */
export async function findDocuments(call: Call, subject: AccessSubject): Promise<readonly PolicyDocument[]> {
  if (subject.kind !== 'policy') return (await findHeldPolicies(call, subject)).map(({ document }) => document)
  const { queries, accountId } = call
  const [own] = await findDefaultVersions(queries, accountId, [subject.id])
  const text = own?.document ?? awsPolicyById(subject.id)?.awsDocument()
  return text === undefined ? [] : [parsePolicyDocument(text)]
}
