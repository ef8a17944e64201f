import StatusIndicator, { type StatusIndicatorProps } from '@cloudscape-design/components/status-indicator'
import type { AuditEvent } from '../api/administration.ts'
import { type Outcome, outcomeOf } from './event-facts.ts'

const marks: Readonly<Record<Outcome['kind'], StatusIndicatorProps.Type>> = {
  done: 'success',
  denied: 'error',
  'sign-in-failed': 'error',
  failed: 'warning',
}

/** A sign, a colour and a word each. */
export function OutcomeMark({ event }: { readonly event: AuditEvent }) {
  const outcome = outcomeOf(event)
  return (
    <StatusIndicator type={marks[outcome.kind]} wrapText>
      {outcome.kind === 'done' ? 'Done' : outcome.text}
    </StatusIndicator>
  )
}
