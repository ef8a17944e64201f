import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import Modal from '@cloudscape-design/components/modal'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useEffect, useState } from 'react'
import { signInAddress } from '../../browser/continue-to.ts'
import { problemOf } from '../../browser/request.ts'
import { serverTime } from '../../browser/server-time.ts'
import { timeOfLastUse } from '../api/last-use.ts'
import { openSession, useSession } from '../api/session.ts'
import { leave } from './leave.ts'
import { tell } from './messages.ts'

const warnMilliseconds = 120_000
/** The server writes a use down once a minute, so it may know only of one that is a minute older. */
const roughness = 60_000

interface Rest {
  readonly seconds: number
  /** Nothing that the person does puts it off. */
  readonly isFinal: boolean
}

/** Two minutes before the session ends it says so; what was typed would be lost. */
export function SessionWarning() {
  const session = useSession()
  const [rest, setRest] = useState<Rest>()
  useEffect(() => {
    const timer = setInterval(() => {
      const left = timeLeft(session.expiresAt, session.idleTimeoutSeconds)
      if (left.seconds <= 0) location.assign(signInAddress())
      setRest(left.seconds * 1000 <= warnMilliseconds ? left : undefined)
    }, 1000)
    return () => clearInterval(timer)
  }, [session])
  if (!rest) return null
  const stay = () => {
    openSession().then(
      () => setRest(undefined),
      (error: unknown) => {
        const problem = problemOf(error)
        if (problem.status === 401) location.assign(signInAddress())
        else tell(problem.message, 'error')
      },
    )
  }
  return (
    <Modal
      visible
      header="You will be signed out soon"
      onDismiss={stay}
      footer={
        <Box float="right">
          <SpaceBetween direction="horizontal" size="xs">
            <Button variant="link" onClick={() => void leave('/signin')}>
              Sign out now
            </Button>
            {!rest.isFinal && (
              <Button variant="primary" onClick={stay}>
                Stay signed in
              </Button>
            )}
          </SpaceBetween>
        </Box>
      }
    >
      <p>
        {rest.isFinal
          ? 'The session has reached its longest duration. Save what you are working on, then sign in again.'
          : 'You have not done anything here for a while.'}
      </p>
      <p aria-hidden="true">
        {Math.floor(rest.seconds / 60)}:{String(rest.seconds % 60).padStart(2, '0')} left
      </p>
    </Modal>
  )
}

function timeLeft(expiresAt: string, idleTimeoutSeconds: number): Rest {
  const absolute = Date.parse(expiresAt)
  const idle = timeOfLastUse() + idleTimeoutSeconds * 1000 - roughness
  return { seconds: Math.ceil((Math.min(absolute, idle) - serverTime()) / 1000), isFinal: absolute <= idle }
}
