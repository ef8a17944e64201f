import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import Header from '@cloudscape-design/components/header'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useMemo, useState } from 'react'
import type { AuditEvent } from '../api/administration.ts'
import { addressOf, navigate, usePlace } from '../location.ts'
import { Moment } from '../parts/moment.tsx'
import { ResourceTable } from '../parts/resource-table.tsx'
import { EventDetails } from './event-details.tsx'
import { actorKindOf, actorOf, outcomeOf, targetOf } from './event-facts.ts'
import { readFilter } from './event-filter.ts'
import { FilterForm } from './filter-form.tsx'
import { OutcomeMark } from './outcome-mark.tsx'
import { type Events, useEvents } from './use-events.ts'

/** The audit log: who did what, and what was refused. */
export function ActivityPage() {
  const { query, address } = usePlace()
  const filter = useMemo(() => readFilter(query), [query])
  const events = useEvents(filter)
  return (
    <SpaceBetween size="l">
      <Header variant="h1" description="What was changed, tried and refused in this account, and who signed in.">
        Activity
      </Header>
      <FilterForm
        filter={filter}
        onSearch={(wanted) => {
          const next = addressOf('/activity', { ...wanted })
          if (next === address) events.reload()
          else navigate(next)
        }}
      />
      <EventTable events={events} />
    </SpaceBetween>
  )
}

function EventTable({ events }: { readonly events: Events }) {
  const [openId, setOpenId] = useState<string>()
  const position = events.items.findIndex(({ eventID }) => eventID === openId)
  const open = events.items[position]
  const goTo = (event: AuditEvent | undefined) => event && (() => setOpenId(event.eventID))
  return (
    <>
      <ResourceTable
        title="Events"
        noun="events"
        pages={events}
        nameOf={({ eventID }) => eventID}
        pageSize={50}
        searchText={textOf}
        actions={
          events.isLoadingAll ? (
            <Button onClick={events.stop}>Stop the search</Button>
          ) : (
            <Button iconName="refresh" loading={events.isLoading} onClick={events.reload}>
              Look again
            </Button>
          )
        }
        empty={<NothingFound events={events} />}
        columns={[
          {
            id: 'time',
            header: 'Time',
            sortingField: 'eventID',
            minWidth: 150,
            cell: ({ eventTime }) => <Moment at={eventTime} hasSeconds />,
          },
          {
            id: 'event',
            header: 'Event',
            sortingField: 'eventName',
            isRowHeader: true,
            minWidth: 190,
            cell: (event) => (
              <SpaceBetween size="xxxs">
                <Button
                  variant="inline-link"
                  ariaLabel={`${event.eventName}, details`}
                  onClick={() => setOpenId(event.eventID)}
                >
                  {event.eventName}
                </Button>
                <Small text={targetOf(event)} />
              </SpaceBetween>
            ),
          },
          {
            id: 'who',
            header: 'Who',
            minWidth: 140,
            sortingComparator: (one, other) => (actorOf(one) ?? '').localeCompare(actorOf(other) ?? ''),
            cell: (event) => (
              <SpaceBetween size="xxxs">
                <span className="breakable">{actorOf(event) ?? 'Nobody known'}</span>
                <Small text={actorKindOf(event)} />
              </SpaceBetween>
            ),
          },
          {
            id: 'ip',
            header: 'Source IP',
            sortingField: 'sourceIPAddress',
            minWidth: 120,
            cell: ({ sourceIPAddress = '–' }) => <span className="breakable">{sourceIPAddress}</span>,
          },
          {
            id: 'result',
            header: 'Result',
            sortingComparator: (one, other) => resultOf(one).localeCompare(resultOf(other)),
            minWidth: 150,
            cell: (event) => <OutcomeMark event={event} />,
          },
        ]}
      />
      {open && (
        <EventDetails
          event={open}
          onClose={() => setOpenId(undefined)}
          onNewer={goTo(events.items[position - 1])}
          onOlder={goTo(events.items[position + 1])}
        />
      )}
    </>
  )
}

function textOf(event: AuditEvent): string {
  const { eventName, sourceIPAddress, errorCode, errorMessage, requestID } = event
  return [eventName, actorOf(event), targetOf(event), sourceIPAddress, errorCode, errorMessage, requestID].join(' ')
}

function resultOf(event: AuditEvent): string {
  const outcome = outcomeOf(event)
  return outcome.kind === 'done' ? '' : outcome.text
}

function Small({ text }: { readonly text: string | undefined }) {
  if (text === undefined || text === '') return null
  return (
    <Box fontSize="body-s" color="text-body-secondary">
      <span className="breakable">{text}</span>
    </Box>
  )
}

/** The log may be long: it is searched in parts, and the person decides how far. */
function NothingFound({ events }: { readonly events: Events }) {
  if (!events.hasMore) return <Box textAlign="center">No event of the log matches.</Box>
  return (
    <Box textAlign="center">
      <SpaceBetween size="s">
        <span role="status">
          Nothing found so far
          {events.searchedTo !== undefined && (
            <>
              {' '}
              back to <Moment at={events.searchedTo} />
            </>
          )}
          .
        </span>
        <SpaceBetween direction="horizontal" size="xs" alignItems="center">
          <Button onClick={events.loadMore}>Search further</Button>
          <Button onClick={events.loadAll}>Search all of the log</Button>
        </SpaceBetween>
      </SpaceBetween>
    </Box>
  )
}
