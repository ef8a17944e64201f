import { useRef, useState } from 'react'
import { serverTime } from '../../browser/server-time.ts'
import { type AuditEvent, administer, type LookupEventsInput } from '../api/administration.ts'
import { type Pages, usePages } from '../loading/use-pages.ts'
import { type EventFilter, matches, questionOf } from './event-filter.ts'

/** Pages of the log may be empty and have more behind them: so many are asked for before the person is. */
const lookupsAtOnce = 10
const wantedAtOnce = 50

export interface Events extends Pages<AuditEvent> {
  /** Before which nothing has been looked at yet. */
  readonly searchedTo: string | undefined
}

/** Newest first. Give the component a `key` of the filter. */
export function useEvents(filter: EventFilter): Events {
  // A token goes on with the very question that it was given for, so the times stay as they were when it began.
  const question = useRef<LookupEventsInput>({})
  const [searchedTo, setSearchedTo] = useState<string>()
  const pages = usePages<AuditEvent>(async (marker) => {
    if (marker === undefined) question.current = questionOf(filter, serverTime())
    const items: AuditEvent[] = []
    let next = marker
    for (let lookups = 0; lookups < lookupsAtOnce && items.length < wantedAtOnce; lookups++) {
      const answer = await administer('lookup-events', { ...question.current, ...(next && { nextToken: next }) })
      items.push(...answer.events.filter((event) => matches(filter, event)))
      const last = answer.events.at(-1)
      if (last) setSearchedTo(last.eventTime)
      next = answer.nextToken
      if (next === undefined) break
    }
    return { items, next }
  })
  return { ...pages, searchedTo }
}
