/** The audit log. Its ids sort by time (`identity/time-ordered-id.ts`): newest first is by id, downwards. */
import type { Selectable } from 'kysely'
import { lowestIdAt } from '../identity/time-ordered-id.ts'
import type { Queries, Tables } from './database.ts'
import { type Page, toPage } from './paging.ts'
import { prepare } from './prepared.ts'

export type AuditEventRow = Selectable<Tables['audit_events']>

/** In the transaction of what it tells of. */
export async function insertAuditEvent(queries: Queries, event: AuditEventRow): Promise<void> {
  await insertOne(queries, event)
}

const insertOne = prepare((queries, event: AuditEventRow) =>
  queries.insertInto('audit_events').values({
    account_id: event.account_id,
    event_id: event.event_id,
    event_time: event.event_time,
    event_source: event.event_source,
    event_name: event.event_name,
    user_name: event.user_name,
    access_key_id: event.access_key_id,
    read_only: event.read_only,
    resources: event.resources,
    record: event.record,
  }),
)

/** Far below what either database takes as parameters of one statement. */
const rowsOfStatement = 100

/** Those that are there already stay as they are: whoever does not know whether a transaction was committed may repeat it. */
export async function insertAuditEvents(queries: Queries, events: readonly AuditEventRow[]): Promise<void> {
  for (let start = 0; start < events.length; start += rowsOfStatement) {
    await queries
      .insertInto('audit_events')
      .values(events.slice(start, start + rowsOfStatement))
      .onConflict((conflict) => conflict.columns(['account_id', 'event_id']).doNothing())
      .execute()
  }
}

export type AuditAttribute =
  | {
      readonly column: 'event_id' | 'event_name' | 'user_name' | 'access_key_id' | 'event_source'
      readonly value: string
    }
  | { readonly column: 'read_only'; readonly value: 0 | 1 }
  /** A part of the JSON in that column. */
  | { readonly column: 'resources'; readonly value: string }

export interface AuditQuestion {
  readonly accountId: string
  /** Both included, in milliseconds since the epoch. */
  readonly from: number | undefined
  readonly to: number | undefined
  readonly attribute: AuditAttribute | undefined
  /** The id of the last event of the page before. */
  readonly after: string | undefined
  readonly limit: number
}

/**
 * The others are searched for in so many events at a time, so that nobody waits for the rest: a page may be short, or empty,
 * with more behind it. All but the resources stand in one index that is read from its end.
 */
const searchedAtOnce = { indexed: 50_000, resources: 10_000 }

/** Newest first. */
export async function lookUpAuditEvents(queries: Queries, question: AuditQuestion): Promise<Page<AuditEventRow>> {
  const { attribute, limit } = question
  const events = selectEvents(queries, question)
  if (attribute && attribute.column !== 'event_id' && attribute.column !== 'event_name') {
    return search(queries, question, attribute)
  }
  const found = attribute ? events.where(attribute.column, '=', attribute.value) : events
  const rows = await found
    .selectAll()
    .limit(limit + 1)
    .execute()
  return toPage(rows, limit, idOf)
}

const idOf = ({ event_id }: Pick<AuditEventRow, 'event_id'>) => event_id

function selectEvents(queries: Queries, { accountId, from, to, after }: AuditQuestion) {
  let events = queries.selectFrom('audit_events').where('account_id', '=', accountId)
  if (from !== undefined) events = events.where('event_id', '>=', lowestIdAt(from))
  if (to !== undefined) events = events.where('event_id', '<', lowestIdAt(to + 1))
  if (after !== undefined) events = events.where('event_id', '<', after)
  return events.orderBy('event_id', 'desc')
}

async function search(
  queries: Queries,
  question: AuditQuestion,
  { column, value }: AuditAttribute,
): Promise<Page<AuditEventRow>> {
  const { accountId, limit } = question
  const many = column === 'resources' ? searchedAtOnce.resources : searchedAtOnce.indexed
  const ids = selectEvents(queries, question).select('event_id')
  const last = await ids
    .offset(many - 1)
    .limit(1)
    .executeTakeFirst()
  const searched = last ? ids.where('event_id', '>=', last.event_id) : ids
  const found =
    column === 'resources'
      ? // The only way to look for a part of a text, byte by byte, that both databases have.
        searched.where((eb) =>
          eb(eb.fn<string>('replace', ['resources', eb.val(value), eb.val('')]), '<>', eb.ref('resources')),
        )
      : searched.where(column, '=', value as never)
  const { rows, next } = toPage(await found.limit(limit + 1).execute(), limit, idOf)
  const events = queries.selectFrom('audit_events').selectAll().where('account_id', '=', accountId)
  const wanted = events.where('event_id', 'in', rows.map(idOf)).orderBy('event_id', 'desc')
  return { rows: rows.length === 0 ? [] : await wanted.execute(), next: next ?? last?.event_id }
}

/** @returns how many there were: fewer than `limit` when none is left */
export async function deleteAuditEvents(
  queries: Queries,
  accountId: string,
  { before, limit }: { readonly before: Date; readonly limit: number },
): Promise<number> {
  const { numDeletedRows } = await queries
    .deleteFrom('audit_events')
    .where('account_id', '=', accountId)
    .where('event_id', 'in', (old) =>
      old
        .selectFrom('audit_events')
        .select('event_id')
        .where('account_id', '=', accountId)
        .where('event_id', '<', lowestIdAt(before.getTime()))
        .orderBy('event_id')
        .limit(limit),
    )
    .executeTakeFirst()
  return Number(numDeletedRows)
}
