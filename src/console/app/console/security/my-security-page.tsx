import Alert from '@cloudscape-design/components/alert'
import Button from '@cloudscape-design/components/button'
import Container from '@cloudscape-design/components/container'
import Header from '@cloudscape-design/components/header'
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs'
import SpaceBetween from '@cloudscape-design/components/space-between'
import StatusIndicator from '@cloudscape-design/components/status-indicator'
import { signInAddress } from '../../browser/continue-to.ts'
import { useSession } from '../api/session.ts'
import { AccessKeys } from '../credentials/access-keys.tsx'
import { Devices, useDevices } from '../credentials/devices.tsx'
import { OwnPassword } from '../credentials/own-password.tsx'
import { selfOf } from '../credentials/owner.ts'
import { SignInSessions } from '../credentials/sign-in-sessions.tsx'
import { leave } from '../layout/leave.ts'
import { Moment } from '../parts/moment.tsx'

/** What a person has to sign in with, and where that is used. */
export function MySecurityPage() {
  const session = useSession()
  const owner = selfOf(session)
  const devices = useDevices(owner)
  const isWithoutMfa = !devices.isLoading && !devices.problem && devices.items.length === 0
  return (
    <SpaceBetween size="l">
      <Header variant="h1" description="What you sign in with, and where you are signed in.">
        My security
      </Header>
      {isWithoutMfa && (
        <Alert type="warning" header="Your password is all that protects you">
          {owner.userName === undefined
            ? 'The root user may do everything, and no policy can stop it. Add an MFA device.'
            : 'Whoever learns it can do what you can. Add an MFA device: then it takes the device as well.'}
        </Alert>
      )}
      {session.mfaAuthenticatedAt === null && devices.items.length > 0 && (
        <Alert
          type="info"
          header="This session is without MFA"
          action={<Button onClick={() => void leave(signInAddress())}>Sign in again with a code</Button>}
        >
          What your policies allow with MFA only is refused until then.
        </Alert>
      )}
      <Who />
      <Devices owner={owner} devices={devices} />
      <AccessKeys owner={owner} />
      {owner.userName !== undefined && <OwnPassword />}
      <SignInSessions owner={owner} />
    </SpaceBetween>
  )
}

function Who() {
  const { principal, mfaAuthenticatedAt, accountId, accountAlias } = useSession()
  return (
    <Container>
      <KeyValuePairs
        columns={3}
        items={[
          {
            label: 'Signed in as',
            value: <span className="breakable">{principal.userName ?? 'Root user'}</span>,
          },
          { label: 'Account', value: accountAlias === null ? accountId : `${accountAlias} (${accountId})` },
          {
            label: 'MFA in this session',
            value:
              mfaAuthenticatedAt === null ? (
                <StatusIndicator type="warning">No</StatusIndicator>
              ) : (
                <StatusIndicator>
                  Since <Moment at={mfaAuthenticatedAt} />
                </StatusIndicator>
              ),
          },
          { label: 'ARN', value: <span className="breakable">{principal.arn}</span> },
        ]}
      />
    </Container>
  )
}
