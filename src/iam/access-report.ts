/** What the users and roles behind an entity or a policy may use, and when they last did: the report of the access advisor. */
import type { AccessAdvisorUsageGranularityType } from '@aws-sdk/client-iam'
import type { Call } from '../call.ts'
import { roleArn, userArn } from '../identity/arn.ts'
import {
  type Activity,
  findActivity,
  findEventRegions,
  findMemberIds,
  findPrincipalsWithPolicy,
} from '../storage/last-access.ts'
import { findTrustedPrincipals, type TrustedPrincipalRow } from '../storage/trusted-principals.ts'
import type { AccessSubject } from './access-subject.ts'
import { grantedActions, grantedServices } from './granted-services.ts'
import { findDocuments } from './held-policies.ts'

/** As it was when it was generated, in JSON. */
export interface AccessReport {
  readonly granularity: AccessAdvisorUsageGranularityType
  /** The ids of all who have the permissions: users, then roles, sorted by their ARNs. */
  readonly principalIds: readonly string[]
  /** Sorted by namespace. */
  readonly services: readonly ServiceAccess[]
}

export interface ServiceAccess {
  readonly namespace: string
  readonly last?: LastAccess
  /** When each of those who have used it last did, in milliseconds, by id. */
  readonly times: Readonly<Record<string, number>>
  /** Left out where actions are not followed one by one. */
  readonly actions?: readonly { readonly name: string; readonly last?: LastAccess }[]
}

export interface LastAccess {
  readonly time: number
  readonly arn: string
  readonly region: string
}

const day = 86_400_000
/** AWS's. What the audit log has deleted by then is not known any more. */
const trackedDays = 400

export async function makeAccessReport(
  call: Call,
  subject: AccessSubject,
  granularity: AccessAdvisorUsageGranularityType,
): Promise<AccessReport> {
  const { queries, accountId, now } = call
  const documents = await findDocuments(call, subject)
  const principals = await findPrincipals(call, subject)
  const since = now.getTime() - trackedDays * day
  const ids = new Set(principals.keys())
  const activity = ids.size === 0 ? [] : await findActivity(queries, accountId, ids, since)
  const bySource = Map.groupBy(activity, ({ eventSource }) => eventSource)
  const found = grantedServices(documents).map((namespace) => {
    const ofService = bySource.get(`${namespace}.amazonaws.com`) ?? []
    const names = granularity === 'ACTION_LEVEL' ? grantedActions(documents, namespace) : []
    const actions = names.map((name) => ({ name, last: latestOf(ofService.filter((one) => one.eventName === name)) }))
    return { namespace, ofService, last: latestOf(ofService), actions }
  })
  const events = found.flatMap(({ last, actions }) => [last, ...actions.map((action) => action.last)])
  const eventIds = events.flatMap((event) => event?.eventId ?? [])
  const regions = await findEventRegions(queries, accountId, [...new Set(eventIds)])
  const toLast = (event: Activity | undefined) =>
    event && {
      last: {
        time: event.time,
        arn: principals.get(event.principalId) ?? '',
        region: regions.get(event.eventId) ?? '',
      },
    }
  return {
    granularity,
    principalIds: [...principals.keys()],
    services: found.map(({ namespace, ofService, last, actions }) => ({
      namespace,
      ...toLast(last),
      times: timesOf(ofService),
      ...(actions.length > 0 && { actions: actions.map((action) => ({ name: action.name, ...toLast(action.last) })) }),
    })),
  }
}

/** ARNs by ids, users first, then sorted by ARN. */
async function findPrincipals(call: Call, { kind, id }: AccessSubject): Promise<ReadonlyMap<string, string>> {
  const { queries, accountId } = call
  const ids = await idsBehind(call, kind, id)
  const rows = (await findTrustedPrincipals(queries, accountId, ids)).map((row) => ({
    ...row,
    arn: principalArn(accountId, row),
  }))
  rows.sort((one, other) => ((one.kind === other.kind ? one.arn < other.arn : one.kind === 'user') ? -1 : 1))
  return new Map(rows.map((row) => [row.id, row.arn]))
}

export function principalArn(accountId: string, { kind, path, name }: TrustedPrincipalRow): string {
  return kind === 'user' ? userArn(accountId, path, name) : roleArn(accountId, path, name)
}

async function idsBehind({ queries, accountId }: Call, kind: AccessSubject['kind'], id: string) {
  switch (kind) {
    case 'group':
      return findMemberIds(queries, accountId, id)
    case 'policy':
      return findPrincipalsWithPolicy(queries, accountId, id)
    default:
      return [id]
  }
}

function latestOf(activity: readonly Activity[]): Activity | undefined {
  return activity.reduce<Activity | undefined>(
    (latest, one) => (latest === undefined || one.eventId > latest.eventId ? one : latest),
    undefined,
  )
}

function timesOf(activity: readonly Activity[]): Record<string, number> {
  const times: Record<string, number> = {}
  for (const { principalId, time } of activity) times[principalId] = Math.max(times[principalId] ?? 0, time)
  return times
}
