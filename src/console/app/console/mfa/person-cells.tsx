import StatusIndicator from '@cloudscape-design/components/status-indicator'
import { useEffect } from 'react'
import { canSignIn, describeKinds, mfaStateOf, type Person } from './person.ts'

interface MfaCellProps {
  readonly person: Person
  /** Asks for what is missing, now that somebody looks. Undefined: not yet. */
  readonly onView: ((person: Person) => void) | undefined
}

export function MfaCell({ person, onView }: MfaCellProps) {
  useEffect(() => onView?.(person), [person, onView])
  switch (mfaStateOf(person)) {
    case 'with':
      return <StatusIndicator wrapText>{describeKinds(person)}</StatusIndicator>
    case 'without':
      return <StatusIndicator type={canSignIn(person) ? 'error' : 'stopped'}>No MFA</StatusIndicator>
    default:
      return person.areDevicesKnown === 'denied' ? (
        <StatusIndicator type="info" wrapText>
          You may not see it
        </StatusIndicator>
      ) : (
        <StatusIndicator type="pending">Not known yet</StatusIndicator>
      )
  }
}

/** What stands between a stranger and this user, besides MFA. */
export function SignInCell({ person }: { readonly person: Person }) {
  const { hasPassword, passwordLastUsed, activeKeys } = person
  const found = [
    hasPassword === true || (hasPassword === undefined && passwordLastUsed) ? 'Password' : undefined,
    typeof activeKeys === 'number' && activeKeys > 0 ? keys(activeKeys) : undefined,
  ].filter((text) => text !== undefined)
  if (found.length > 0) return <>{found.join(', ')}</>
  if (hasPassword === 'denied' || activeKeys === 'denied') return <>You may not see it</>
  if (activeKeys === undefined) return <>Not known yet</>
  return <>{hasPassword === false ? 'Nothing' : 'No active key'}</>
}

function keys(number: number): string {
  return number === 1 ? '1 active key' : `${number} active keys`
}
