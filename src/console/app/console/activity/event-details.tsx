import Alert from '@cloudscape-design/components/alert'
import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import CopyToClipboard from '@cloudscape-design/components/copy-to-clipboard'
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs'
import Modal from '@cloudscape-design/components/modal'
import SpaceBetween from '@cloudscape-design/components/space-between'
import type { ReactNode } from 'react'
import type { AuditEvent } from '../api/administration.ts'
import { Moment } from '../parts/moment.tsx'
import { Why } from '../parts/problem-alert.tsx'
import { accessKeyOf, actorKindOf, actorOf, mfaOf, outcomeOf, targetOf } from './event-facts.ts'
import { OutcomeMark } from './outcome-mark.tsx'

interface EventDetailsProps {
  readonly event: AuditEvent
  readonly onClose: () => void
  /** Undefined: there is none. */
  readonly onNewer: (() => void) | undefined
  readonly onOlder: (() => void) | undefined
}

/** All of one event, with the record as it is kept. */
export function EventDetails({ event, onClose, onNewer, onOlder }: EventDetailsProps) {
  const record = JSON.stringify(event, null, 2)
  return (
    <Modal
      visible
      size="large"
      header={event.eventName}
      onDismiss={onClose}
      footer={
        <div className="more">
          <SpaceBetween direction="horizontal" size="xs">
            <Button iconName="angle-left" disabled={!onNewer} onClick={() => onNewer?.()}>
              Newer event
            </Button>
            <Button iconName="angle-right" iconAlign="right" disabled={!onOlder} onClick={() => onOlder?.()}>
              Older event
            </Button>
          </SpaceBetween>
          <Button variant="primary" onClick={onClose}>
            Close
          </Button>
        </div>
      }
    >
      <div className="stack">
        <Failure key={event.eventID} event={event} />
        <KeyValuePairs columns={2} items={factsOf(event)} />
        <SpaceBetween size="xs">
          <Box variant="h3" padding="n">
            Record
          </Box>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
          <section className="document" tabIndex={0} aria-label="Record of the event">
            {record}
          </section>
          <CopyToClipboard
            textToCopy={record}
            copyButtonText="Copy record"
            copySuccessText="Record copied"
            copyErrorText="The browser did not let the page copy it"
          />
        </SpaceBetween>
      </div>
    </Modal>
  )
}

function Failure({ event }: { readonly event: AuditEvent }) {
  const outcome = outcomeOf(event)
  if (outcome.kind === 'done') return null
  return (
    <Alert type={outcome.kind === 'failed' ? 'warning' : 'error'} header={outcome.text}>
      <SpaceBetween size="s">
        <span className="breakable">{event.errorMessage ?? 'The record gives no reason.'}</span>
        {outcome.kind === 'denied' && event.requestID !== undefined && <Why requestId={event.requestID} />}
      </SpaceBetween>
    </Alert>
  )
}

function factsOf(event: AuditEvent): { readonly label: string; readonly value: ReactNode }[] {
  const mfa = mfaOf(event)
  const texts: readonly (readonly [label: string, text: string | undefined])[] = [
    ['Who', actorOf(event) ?? 'Nobody that the log names'],
    ['Kind of caller', actorKindOf(event)],
    ['ARN', event.userIdentity?.arn],
    ['Access key', accessKeyOf(event)],
    ['With MFA', mfa === undefined ? undefined : mfa ? 'Yes' : 'No'],
    ['Concerns', targetOf(event)],
    ['Source IP', event.sourceIPAddress],
    ['Program', event.userAgent],
    ['Service', event.eventSource],
    ['Request ID', event.requestID],
  ]
  return [
    { label: 'Time', value: <Moment at={event.eventTime} hasSeconds /> },
    { label: 'Result', value: <OutcomeMark event={event} /> },
    ...texts.flatMap(([label, text]) =>
      text === undefined || text === '' ? [] : [{ label, value: <span className="breakable">{text}</span> }],
    ),
  ]
}
