/** Which policies of a user, group or role have to do with a service. */
import type { PolicyOwnerEntityType } from '@aws-sdk/client-iam'
import type { Call } from '../call.ts'
import { groupArn, parseArn, roleArn, userArn } from '../identity/arn.ts'
import { type PolicyDocument, parsePolicyDocument } from '../policy/document.ts'
import { findDefaultVersions } from '../storage/applied-policies.ts'
import { findGroup, listGroupsOf } from '../storage/groups.ts'
import { findInlinePolicies } from '../storage/inline-policies.ts'
import { toPage } from '../storage/paging.ts'
import { findRole } from '../storage/roles.ts'
import { findUser } from '../storage/users.ts'
import { AwsFault } from '../wire/faults.ts'
import { listOf } from '../wire/limits.ts'
import { arn, marker } from '../wire/named-limits.ts'
import { serviceNamespace } from './access-advisor.ts'
import { iamOperation } from './operation.ts'
import { pageEnd, pageRequest } from './paging.ts'
import { attachedPolicies } from './policy-attachments.ts'

/** As many as a user may be a member of. */
const groupsPerUser = 10

export const listPoliciesGrantingServiceAccess = iamOperation('ListPoliciesGrantingServiceAccess', {
  limits: { Arn: arn, ServiceNamespaces: listOf(serviceNamespace, { min: 1, max: 200 }), Marker: marker },
  access: 'read',
  permissions: async ({ Arn }, call) => {
    const entity = await findEntity(call, Arn)
    const on = entity ? { resource: entity.arn, resourceId: entity.id } : { resource: Arn }
    return [{ action: 'iam:ListPoliciesGrantingServiceAccess', ...on, resourceName: Arn }]
  },
  async run({ Arn, ServiceNamespaces, ...input }, call) {
    const entity = await findEntity(call, Arn)
    if (!entity) throw new AwsFault('NoSuchEntity', `ARN ${Arn} was not found.`)
    const policies = await policiesOf(call, entity)
    const { after, limit } = pageRequest(input)
    const services = ServiceNamespaces.map((namespace, index) => ({ namespace, index }))
    const page = toPage(services.slice(after === undefined ? 0 : Number(after) + 1), limit, ({ index }) =>
      String(index),
    )
    const PoliciesGrantingServiceAccess = page.rows.map(({ namespace }) => ({
      ServiceNamespace: namespace,
      Policies: policies.filter(({ document }) => grantsAccess(document, namespace)).map(({ shown }) => shown),
    }))
    return { PoliciesGrantingServiceAccess, ...pageEnd(page) }
  },
})

/** Whether the document allows any action of the service, whatever its other statements deny. */
export function grantsAccess({ Statement }: PolicyDocument, serviceNamespace: string): boolean {
  const namespace = serviceNamespace.toLowerCase()
  const isOfService = (action: string) => action === '*' || action.toLowerCase().startsWith(`${namespace}:`)
  const isWholeService = (action: string) => action === '*' || action.toLowerCase() === `${namespace}:*`
  return Statement.some(
    ({ Effect, Action, NotAction }) =>
      Effect === 'Allow' && (Action?.some(isOfService) || (NotAction && !NotAction.some(isWholeService))),
  )
}

interface Entity {
  readonly type: PolicyOwnerEntityType
  readonly id: string
  readonly name: string
  readonly arn: string
}

/** By the ARN, whose name may differ in case, but whose path may not. */
async function findEntity({ queries, accountId }: Call, text: string): Promise<Entity | undefined> {
  const { resource = '' } = parseArn(text) ?? {}
  const name = resource.slice(resource.lastIndexOf('/') + 1)
  const find = async (): Promise<Entity | undefined> => {
    switch (resource.split('/', 1)[0]) {
      case 'user': {
        const user = await findUser(queries, accountId, name)
        return user && toEntity('USER', user.user_id, user.name, userArn(accountId, user.path, user.name))
      }
      case 'group': {
        const group = await findGroup(queries, accountId, name)
        return group && toEntity('GROUP', group.group_id, group.name, groupArn(accountId, group.path, group.name))
      }
      case 'role': {
        const role = await findRole(queries, accountId, name)
        return role && toEntity('ROLE', role.role_id, role.name, roleArn(accountId, role.path, role.name))
      }
      default:
        return undefined
    }
  }
  const entity = await find()
  // The name's length is the same in any case.
  return entity?.arn.slice(0, -name.length) === text.slice(0, -name.length) ? entity : undefined
}

function toEntity(type: PolicyOwnerEntityType, id: string, name: string, arn: string): Entity {
  return { type, id, name, arn }
}

interface HeldPolicy {
  readonly shown: {
    readonly PolicyName: string
    readonly PolicyType: 'INLINE' | 'MANAGED'
    readonly PolicyArn?: string
    readonly EntityType?: PolicyOwnerEntityType
    readonly EntityName?: string
  }
  readonly document: PolicyDocument
}

/** Of a user also those of the user's groups. */
async function policiesOf(call: Call, entity: Entity): Promise<readonly HeldPolicy[]> {
  const own = await policiesHeldBy(call, entity)
  if (entity.type !== 'USER') return own
  const user = { account_id: call.accountId, user_id: entity.id }
  const groups = await listGroupsOf(call.queries, user, { after: undefined, limit: groupsPerUser })
  const ofGroups: HeldPolicy[] = []
  for (const { group_id, name, path } of groups.rows) {
    const group = toEntity('GROUP', group_id, name, groupArn(call.accountId, path, name))
    ofGroups.push(...(await policiesHeldBy(call, group)))
  }
  // One policy may come by several ways.
  const isNew = ({ shown: { PolicyArn } }: HeldPolicy, index: number, all: readonly HeldPolicy[]) =>
    PolicyArn === undefined || all.findIndex(({ shown }) => shown.PolicyArn === PolicyArn) === index
  return [...own, ...ofGroups].filter(isNew)
}

/** Entity and its type are shown of inline policies alone. */
async function policiesHeldBy({ queries, accountId }: Call, entity: Entity): Promise<readonly HeldPolicy[]> {
  const attached = await attachedPolicies(queries, accountId, entity.id)
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
  const inline = (await findInlinePolicies(queries, accountId, [entity.id])).map(({ name, document }) => ({
    shown: {
      PolicyName: name,
      PolicyType: 'INLINE' as const,
      EntityType: entity.type,
      EntityName: entity.name,
    },
    text: document,
  }))
  return [...managed, ...inline].flatMap(({ shown, text }) =>
    text === undefined ? [] : [{ shown, document: parsePolicyDocument(text) }],
  )
}
