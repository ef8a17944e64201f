import Box from '@cloudscape-design/components/box'
import Container from '@cloudscape-design/components/container'
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs'
import StatusIndicator from '@cloudscape-design/components/status-indicator'
import { iam } from '../api/call.ts'
import { useLoad } from '../loading/use-load.ts'
import { ProblemAlert } from '../parts/problem-alert.tsx'
import { mfaStateOf } from './survey.ts'
import type { Survey } from './use-survey.ts'

export function MfaSummary({ survey }: { readonly survey: Survey }) {
  const summary = useLoad(async () => (await iam('GetAccountSummary', {})).SummaryMap ?? {})
  const all = survey.users.length
  const withMfa = survey.users.filter((user) => mfaStateOf(user) === 'with').length
  const hasMfa = summary.value?.['AccountMFAEnabled'] === 1
  const hasKeys = (summary.value?.['AccountAccessKeysPresent'] ?? 0) > 0
  const isRead = !survey.isLoading && !survey.problem
  return (
    <Container>
      <div className="stack">
        {summary.problem && <ProblemAlert problem={summary.problem} onRetry={summary.reload} />}
        <KeyValuePairs
          columns={4}
          items={[
            { label: 'Users with MFA', value: <Figure>{isRead ? percent(withMfa, all) : '…'}</Figure> },
            {
              label: 'Users',
              value: <Figure>{isRead ? `${withMfa.toLocaleString('en')} of ${all.toLocaleString('en')}` : '…'}</Figure>,
            },
            {
              label: 'Root user',
              value: summary.value ? (
                <StatusIndicator type={hasMfa ? 'success' : 'error'}>
                  {hasMfa ? 'Has MFA' : 'Has no MFA'}
                </StatusIndicator>
              ) : (
                '…'
              ),
            },
            {
              label: 'Root access keys',
              value: summary.value ? (
                <StatusIndicator type={hasKeys ? 'warning' : 'success'}>
                  {hasKeys ? 'There are some' : 'None'}
                </StatusIndicator>
              ) : (
                '…'
              ),
            },
          ]}
        />
      </div>
    </Container>
  )
}

function Figure({ children }: { readonly children: React.ReactNode }) {
  return (
    <Box fontSize="heading-xl" fontWeight="bold">
      {children}
    </Box>
  )
}

/** Never rounded up to all: one user without MFA is what the page is for. */
function percent(part: number, all: number): string {
  if (all === 0) return '–'
  const share = (100 * part) / all
  return share > 0 && share < 1 ? 'Below 1 %' : `${Math.floor(share)} %`
}
