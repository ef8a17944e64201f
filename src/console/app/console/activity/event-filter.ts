/** What is looked for in the log; it stands in the address of the page, so that it can be kept and passed on. */
import type { AuditEvent, LookupEventsInput } from '../api/administration.ts'
import { accessKeyOf, actorOf, outcomeOf } from './event-facts.ts'

export interface EventFilter {
  readonly event?: string
  readonly user?: string
  readonly key?: string
  readonly kind?: 'changes' | 'reads'
  readonly failed?: 'yes'
  /** Seconds until now. */
  readonly last?: string
  /** In ISO 8601, both included; one of them is there only with the other. */
  readonly from?: string
  readonly to?: string
}

export function readFilter(query: URLSearchParams): EventFilter {
  const text = (name: string) => query.get(name)?.trim() || undefined
  const [kind, last] = [text('kind'), text('last')]
  const filter = {
    event: text('event'),
    user: text('user'),
    key: text('key'),
    kind: kind === 'changes' || kind === 'reads' ? kind : undefined,
    failed: text('failed') === undefined ? undefined : ('yes' as const),
    last: last !== undefined && /^\d{1,9}$/.test(last) ? last : undefined,
    ...readTimes(text('from'), text('to')),
  }
  return Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined))
}

function readTimes(from = '', to = ''): Pick<EventFilter, 'from' | 'to'> {
  return Number.isNaN(Date.parse(from) + Date.parse(to)) ? {} : { from, to }
}

/** The server looks for one attribute at a time: the one that fewest events have. */
export function questionOf(filter: EventFilter, now: number): LookupEventsInput {
  const { event, user, key, kind, last, from, to } = filter
  const startTime = last === undefined ? from && isoTime(from) : new Date(now - Number(last) * 1000).toISOString()
  const wanted: readonly (readonly [key: string, value: string | undefined])[] = [
    ['EventName', event],
    ['AccessKeyId', key],
    ['Username', user],
    ['ReadOnly', kind && String(kind === 'reads')],
  ]
  const [name, value] = wanted.find(([, text]) => text !== undefined) ?? []
  return {
    ...(startTime && { startTime }),
    ...(to !== undefined && last === undefined && { endTime: isoTime(to) }),
    ...(name !== undefined && value !== undefined && { lookupAttribute: { key: name, value } }),
  }
}

const isoTime = (text: string) => new Date(text).toISOString()

/** The rest of the filter, for what has come. */
export function matches({ event, user, key, kind, failed }: EventFilter, found: AuditEvent): boolean {
  if (event !== undefined && found.eventName !== event) return false
  if (user !== undefined && actorOf(found) !== user) return false
  if (key !== undefined && accessKeyOf(found) !== key) return false
  if (kind !== undefined && (found['readOnly'] === true) !== (kind === 'reads')) return false
  return failed === undefined || outcomeOf(found).kind !== 'done'
}
