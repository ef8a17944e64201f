/** The policies that give a user, group or role permissions: its own, and of a user also those of the groups. */
import type { PolicyOwnerEntityType } from '@aws-sdk/client-iam'
import type { Call } from '../call.ts'
import { groupArn } from '../identity/arn.ts'
import { type PolicyDocument, parsePolicyDocument } from '../policy/document.ts'
import { findDefaultVersions } from '../storage/applied-policies.ts'
import { listGroupsOf } from '../storage/groups.ts'
import { findInlinePolicies } from '../storage/inline-policies.ts'
import type { AccessSubject } from './access-subject.ts'
import { awsPolicyById } from './managed-policy.ts'
import { attachedPolicies } from './policy-attachments.ts'
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

const ownerTypes = { user: 'USER', group: 'GROUP', role: 'ROLE' } as const

export async function findHeldPolicies(call: Call, entity: PolicySource): Promise<readonly HeldPolicy[]> {
  const own = await policiesHeldBy(call, entity)
  if (entity.kind !== 'user') return own
  const user = { account_id: call.accountId, user_id: entity.id }
  const groups = await listGroupsOf(call.queries, user, { after: undefined, limit: groupsPerUser })
  const ofGroups: HeldPolicy[] = []
  for (const { group_id, name, path } of groups.rows) {
    const group = { kind: 'group', id: group_id, name, arn: groupArn(call.accountId, path, name) } as const
    ofGroups.push(...(await policiesHeldBy(call, group)))
  }
  // One policy may come by several ways.
  const isNew = ({ shown: { PolicyArn } }: HeldPolicy, index: number, all: readonly HeldPolicy[]) =>
    PolicyArn === undefined || all.findIndex(({ shown }) => shown.PolicyArn === PolicyArn) === index
  return [...own, ...ofGroups].filter(isNew)
}

/** The documents that are behind the permissions of an entity, or the one of a policy. */
export async function findDocuments(call: Call, subject: AccessSubject): Promise<readonly PolicyDocument[]> {
  if (subject.kind !== 'policy') return (await findHeldPolicies(call, subject)).map(({ document }) => document)
  const { queries, accountId } = call
  const [own] = await findDefaultVersions(queries, accountId, [subject.id])
  const text = own?.document ?? awsPolicyById(subject.id)?.awsDocument()
  return text === undefined ? [] : [parsePolicyDocument(text)]
}

async function policiesHeldBy(call: Call, { kind, id, name: ownerName }: PolicySource): Promise<readonly HeldPolicy[]> {
  const { queries, accountId } = call
  const attached = await attachedPolicies(queries, accountId, id)
  const documents = await findDefaultVersions(
    queries,
    accountId,
    attached.map((policy) => policy.policyId),
  )
  const textOf = new Map(documents.map(({ policy_id, document }) => [policy_id, document]))
  const managed = attached.map(({ name, arn, policyId, awsDocument }) => ({
    shown: { PolicyName: name, PolicyType: 'MANAGED' as const, PolicyArn: arn },
    text: awsDocument() ?? textOf.get(policyId),
  }))
  const inline = (await findInlinePolicies(queries, accountId, [id])).map(({ name, document }) => ({
    shown: {
      PolicyName: name,
      PolicyType: 'INLINE' as const,
      EntityType: ownerTypes[kind],
      EntityName: ownerName,
    },
    text: document,
  }))
  return [...managed, ...inline].flatMap(({ shown, text }) =>
    text === undefined ? [] : [{ shown, document: parsePolicyDocument(text) }],
  )
}
