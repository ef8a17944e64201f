import Alert from '@cloudscape-design/components/alert'
import Button from '@cloudscape-design/components/button'
import Header from '@cloudscape-design/components/header'
import ProgressBar from '@cloudscape-design/components/progress-bar'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { serverTime } from '../../browser/server-time.ts'
import { useSession } from '../api/session.ts'
import { ProblemAlert } from '../parts/problem-alert.tsx'
import { exportSurvey } from './export-survey.ts'
import { MfaSummary } from './mfa-summary.tsx'
import { MfaTable } from './mfa-table.tsx'
import { ShareChart } from './share-chart.tsx'
import { mfaStateOf } from './survey.ts'
import { type Survey, useSurvey } from './use-survey.ts'

/** Who signs in with MFA and who does not. */
export function MfaOverviewPage() {
  const { accountId } = useSession()
  const survey = useSurvey()
  return (
    <SpaceBetween size="l">
      <Header variant="h1" description="Who has MFA, and who has not.">
        MFA overview
      </Header>
      {survey.problem && <ProblemAlert problem={survey.problem} onRetry={survey.reload} />}
      <MfaSummary survey={survey} />
      {survey.isLoading && <Loading survey={survey} />}
      {!survey.isLoading && <Unchecked survey={survey} />}
      {survey.users.length > 0 && <ShareChart users={survey.users} />}
      {survey.users.length > 0 && (
        <MfaTable
          survey={survey}
          actions={
            <Button iconName="download" onClick={() => exportSurvey(survey.users, accountId, new Date(serverTime()))}>
              Export as CSV
            </Button>
          }
        />
      )}
    </SpaceBetween>
  )
}

function Loading({ survey: { progress } }: { readonly survey: Survey }) {
  const { users, devices } = progress
  return (
    <div role="status">
      Reading the account: {devices.toLocaleString('en')} devices, {users.toLocaleString('en')} users so far …
    </div>
  )
}

/** Passkeys and hardware tokens are in no list of the account: each user has to be asked for. */
function Unchecked({ survey }: { readonly survey: Survey }) {
  const unknown = survey.users.filter((user) => mfaStateOf(user) === 'unknown').length
  if (survey.isChecking) {
    const all = survey.users.length
    return (
      <SpaceBetween size="xs">
        <ProgressBar
          value={(100 * (all - unknown)) / Math.max(all, 1)}
          label="Looking for passkeys and hardware tokens"
          additionalInfo={`${unknown.toLocaleString('en')} users to go`}
        />
        <Button onClick={survey.stop}>Stop</Button>
      </SpaceBetween>
    )
  }
  if (unknown === 0) return null
  return (
    <Alert
      type="info"
      header={`${unknown.toLocaleString('en')} users have no authenticator app`}
      action={<Button onClick={survey.checkAll}>Look for others</Button>}
    >
      Some may have a passkey or a hardware token, which takes a question for each user.
    </Alert>
  )
}
