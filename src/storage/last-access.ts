/** Who has used what, as the audit log tells, and the reports about it. */
import { setImmediate as takeTurns } from 'node:timers/promises'
import { type Selectable, type SqlBool, sql } from 'kysely'
import { lowestIdAt } from '../identity/time-ordered-id.ts'
import type { Queries, Tables } from './database.ts'

export type LastAccessJobRow = Selectable<Tables['last_access_jobs']>

export async function findLastAccessJob(
  queries: Queries,
  accountId: string,
  jobId: string,
): Promise<LastAccessJobRow | undefined> {
  return queries
    .selectFrom('last_access_jobs')
    .selectAll()
    .where('account_id', '=', accountId)
    .where('job_id', '=', jobId)
    .executeTakeFirst()
}

/** Forgets those that are older than `lifetime` milliseconds. */
export async function insertLastAccessJob(queries: Queries, job: LastAccessJobRow, lifetime: number): Promise<void> {
  await queries
    .deleteFrom('last_access_jobs')
    .where('account_id', '=', job.account_id)
    .where('created_at', '<', job.created_at - lifetime)
    .execute()
  await queries.insertInto('last_access_jobs').values(job).execute()
}

/** The ids of the users and roles that a policy gives permissions to, directly or by their groups. */
export async function findPrincipalsWithPolicy(
  queries: Queries,
  accountId: string,
  policyId: string,
): Promise<readonly string[]> {
  const holders = queries
    .selectFrom('attached_policies')
    .select('entity_id as id')
    .where('account_id', '=', accountId)
    .where('policy_id', '=', policyId)
  const members = queries
    .selectFrom('group_members')
    .select('user_id as id')
    .where('account_id', '=', accountId)
    .where('group_id', 'in', holders)
  // UNION leaves out what comes twice. Groups are among the holders, and are nobody who uses anything.
  const rows = await holders.union(members).execute()
  return rows.map((row) => row.id)
}

export async function findMemberIds(queries: Queries, accountId: string, groupId: string): Promise<readonly string[]> {
  const rows = await queries
    .selectFrom('group_members')
    .select('user_id')
    .where('account_id', '=', accountId)
    .where('group_id', '=', groupId)
    .execute()
  return rows.map((row) => row.user_id)
}

/** The last time at which a user or role tried an action, whatever came of it. */
export interface Activity {
  readonly principalId: string
  /** `iam.amazonaws.com` */
  readonly eventSource: string
  readonly eventName: string
  readonly eventId: string
  readonly time: number
}

/** Rows of the log are read so many at a time, so that nobody waits for the rest. */
const searchedAtOnce = 2000

/** By these users and roles since that time. */
export async function findActivity(
  queries: Queries,
  accountId: string,
  principalIds: ReadonlySet<string>,
  since: number,
): Promise<readonly Activity[]> {
  const latest = new Map<string, Activity>()
  for (let before: string | undefined; ; ) {
    let ids = queries
      .selectFrom('audit_events')
      .select('event_id')
      .where('account_id', '=', accountId)
      .where('event_id', '>=', lowestIdAt(since))
    if (before !== undefined) ids = ids.where('event_id', '<', before)
    const last = await ids
      .orderBy('event_id', 'desc')
      .offset(searchedAtOnce - 1)
      .limit(1)
      .executeTakeFirst()
    const from = last?.event_id ?? lowestIdAt(since)
    for (const activity of await summarize(queries, accountId, principalIds, { from, before })) {
      const key = `${activity.principalId} ${activity.eventSource} ${activity.eventName}`
      // From the newest on.
      if (!latest.has(key) && principalIds.has(activity.principalId)) latest.set(key, activity)
    }
    if (!last) return [...latest.values()]
    before = last.event_id
    await takeTurns()
  }
}

/** Every record begins with its version and with who it was: `{"eventVersion":"1.11","userIdentity":{"type":"IAMUser",…`. */
const identityAt = '{"eventVersion":"1.11",'.length + 1
const userPrefix = '"userIdentity":{"type":"IAMUser","principalId":"'
const rolePrefix = '"userIdentity":{"type":"AssumedRole","principalId":"'
const idLength = 'AIDA'.length + 17

/** Their requests were refused before it was known that whoever sent them has the key. */
const unproven = ['SignatureDoesNotMatch', 'IncompleteSignature', 'InvalidClientTokenId', 'ExpiredToken']

/** More would only be compared one by one. */
const fewPrincipals = 100

async function summarize(
  queries: Queries,
  accountId: string,
  principalIds: ReadonlySet<string>,
  { from, before }: { readonly from: string; readonly before: string | undefined },
): Promise<readonly Activity[]> {
  const part = (at: number, length: number) => sql<string>`substr(record, ${sql.lit(at)}, ${sql.lit(length)})`
  const begins = (prefix: string) => sql<SqlBool>`${part(identityAt, prefix.length)} = ${prefix}`
  const idBehind = (prefix: string) => part(identityAt + prefix.length, idLength)
  const principalId = sql<string>`case when ${begins(userPrefix)} then ${idBehind(userPrefix)} else ${idBehind(rolePrefix)} end`
  let events = queries
    .selectFrom('audit_events')
    .select((eb) => [
      principalId.as('principalId'),
      'event_source as eventSource',
      'event_name as eventName',
      eb.fn.max('event_id').as('eventId'),
      eb.fn.max('event_time').as('time'),
    ])
    .where('account_id', '=', accountId)
    .where('event_id', '>=', from)
    .groupBy(['principalId', 'event_source', 'event_name'])
  if (before !== undefined) events = events.where('event_id', '<', before)
  events = events.where((eb) => eb.or([begins(userPrefix), begins(rolePrefix)]))
  if (principalIds.size <= fewPrincipals) events = events.where(principalId, 'in', [...principalIds])
  // Most have no error at all, and are looked through once.
  events = events.where((eb) => {
    const has = (text: string) => eb('record', 'like', `%${text}%`)
    const codes = eb.or(unproven.map((code) => has(`"errorCode":"${code}"`)))
    return eb.not(eb.and([has('"errorCode":"'), codes]))
  })
  const rows = await events.execute()
  return rows.map((row) => ({ ...row, time: Number(row.time) }))
}

/** The regions of events by their ids. */
export async function findEventRegions(
  queries: Queries,
  accountId: string,
  eventIds: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (eventIds.length === 0) return new Map()
  const rows = await queries
    .selectFrom('audit_events')
    .select(['event_id', 'record'])
    .where('account_id', '=', accountId)
    .where('event_id', 'in', eventIds)
    .execute()
  return new Map(rows.map(({ event_id, record }) => [event_id, String(JSON.parse(record).awsRegion)]))
}
