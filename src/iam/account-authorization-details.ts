/** Everything that says who may do what in the account, in one list: users, roles, groups, then managed policies. */
import type { EntityType } from '@aws-sdk/client-iam'
import type { Call } from '../call.ts'
import { findUsedPolicyIds } from '../storage/attached-policies.ts'
import { type GroupRow, listGroups } from '../storage/groups.ts'
import { listManagedPolicies } from '../storage/managed-policies.ts'
import { type PageRequest, toPage } from '../storage/paging.ts'
import { listRoles, type RoleRow } from '../storage/roles.ts'
import { listUsers, type UserRow } from '../storage/users.ts'
import { AwsFault } from '../wire/faults.ts'
import { listOf } from '../wire/limits.ts'
import { entityType, marker, maxItems } from '../wire/named-limits.ts'
import { groupDetails, policyDetails, roleDetails, userDetails } from './authorization-details.ts'
import { awsPolicyById, fromRow, type ManagedPolicy } from './managed-policy.ts'
import { iamOperation } from './operation.ts'
import { type PagedInput, pageEnd, pageRequest } from './paging.ts'

/** AWS too answers fewer than it is asked for where they are large. */
const longestPage = 200

export const getAccountAuthorizationDetails = iamOperation('GetAccountAuthorizationDetails', {
  limits: { Filter: listOf(entityType), MaxItems: maxItems, Marker: marker },
  access: 'read',
  permissions: () => [{ action: 'iam:GetAccountAuthorizationDetails', resource: '*' }],
  async run({ Filter = [], ...input }, call) {
    const isWanted = ({ type }: Section) => Filter.length === 0 || Filter.includes(type)
    const page = await listEntries(call, sections.filter(isWanted), input)
    const rowsOf = <Type extends EntityType>(type: Type) =>
      page.rows.flatMap((entry) => (entry.type === type ? [entry.row as RowOf<Type>] : []))
    return {
      UserDetailList: await userDetails(call, rowsOf('User')),
      RoleDetailList: await roleDetails(call, rowsOf('Role')),
      GroupDetailList: await groupDetails(call, rowsOf('Group')),
      Policies: await policyDetails(call, [...rowsOf('LocalManagedPolicy'), ...rowsOf('AWSManagedPolicy')]),
      ...pageEnd(page),
    }
  },
})

/** A part of the list, sorted by `key`. */
interface Section {
  readonly type: EntityType
  list(call: Call, page: PageRequest): Promise<readonly Entry[]>
}

type Entry = { readonly key: string } & { [Type in EntityType]: { type: Type; row: RowOf<Type> } }[EntityType]

type RowOf<Type extends EntityType> = Type extends 'User'
  ? UserRow
  : Type extends 'Role'
    ? RoleRow
    : Type extends 'Group'
      ? GroupRow
      : ManagedPolicy

const sections: readonly Section[] = [
  {
    type: 'User',
    list: async ({ queries, accountId }, page) =>
      (await listUsers(queries, accountId, '/', page)).rows.map((row) => ({ type: 'User', key: row.name_key, row })),
  },
  {
    type: 'Role',
    list: async ({ queries, accountId }, page) =>
      (await listRoles(queries, accountId, '/', page)).rows.map((row) => ({ type: 'Role', key: row.name_key, row })),
  },
  {
    type: 'Group',
    list: async ({ queries, accountId }, page) =>
      (await listGroups(queries, accountId, '/', page)).rows.map((row) => ({ type: 'Group', key: row.name_key, row })),
  },
  {
    type: 'LocalManagedPolicy',
    async list({ queries, accountId }, { after, limit }) {
      const behind = after === undefined ? undefined : { name: after, isIncluded: false }
      const all = { pathPrefix: '/', usedAs: undefined }
      const rows = await listManagedPolicies(queries, accountId, all, behind, limit)
      return rows.map((row) => ({ type: 'LocalManagedPolicy', key: row.name_key, row: fromRow(row) }))
    },
  },
  {
    type: 'AWSManagedPolicy',
    // Those that somebody holds: AWS's others have nothing to do with the account.
    async list(call, { after = '', limit }) {
      const used = await findUsedPolicyIds(call.queries, call.accountId, 'any')
      return Array.from(used)
        .flatMap((id) => awsPolicyById(id) ?? [])
        .map((row) => ({ type: 'AWSManagedPolicy' as const, key: row.name.toLowerCase(), row }))
        .filter(({ key }) => key > after)
        .sort((one, other) => (one.key < other.key ? -1 : 1))
        .slice(0, limit)
    },
  },
]

/** A marker is the last key: what is made or deleted in between neither moves nor hides others. */
async function listEntries(call: Call, wanted: readonly Section[], input: PagedInput) {
  const filter = wanted.map(({ type }) => type).join('+')
  const { after, limit } = readMarker(input, wanted, filter)
  const length = Math.min(limit, longestPage)
  const entries: Entry[] = []
  const first = after ? wanted.findIndex(({ type }) => type === after.type) : 0
  for (const section of wanted.slice(first)) {
    const room = length + 1 - entries.length
    if (room === 0) break
    const behind = section.type === after?.type ? after.key : undefined
    entries.push(...(await section.list(call, { after: behind, limit: room })))
  }
  return toPage(entries, length, ({ type, key }) => `${filter} ${type} ${key}`)
}

/** A marker goes on with the same kinds of things that it was given for. @throws AwsFault ValidationError */
function readMarker(input: PagedInput, wanted: readonly Section[], filter: string) {
  const { after, limit } = pageRequest(input, notOfFilter)
  if (after === undefined) return { after, limit }
  const [given, type = '', key = ''] = after.split(' ')
  if (given !== filter || !wanted.some((section) => section.type === type)) throw notOfFilter()
  return { after: { type, key }, limit }
}

function notOfFilter(): AwsFault {
  return new AwsFault('ValidationError', 'Marker and Filter do not match')
}
