import Box from '@cloudscape-design/components/box'
import Container from '@cloudscape-design/components/container'
import Header from '@cloudscape-design/components/header'
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs'
import StatusIndicator from '@cloudscape-design/components/status-indicator'
import type { ReactNode } from 'react'
import { iam } from '../api/call.ts'
import { useLoad } from '../loading/use-load.ts'
import type { Picture } from './census.ts'
import { percentOf } from './share-chart.tsx'

export function Summary({ picture }: { readonly picture: Picture }) {
  const { totals, isListed } = picture
  const { users, withMfa, withoutMfa, unknown, kinds } = totals
  const devices = Array.from(kinds, ([kind, number]) => `${kind}: ${number.toLocaleString('en')}`)
  const soFar = isListed ? '' : ' so far'
  return (
    <Container fitHeight header={<Header variant="h2">Summary</Header>}>
      <KeyValuePairs
        columns={2}
        items={[
          {
            label: 'Users with MFA',
            value: (
              <Large>
                {withMfa.toLocaleString('en')} of {users.toLocaleString('en')} ({percentOf(totals)}%){soFar}
              </Large>
            ),
          },
          { label: 'Users without MFA', value: <Large>{withoutMfa.toLocaleString('en')}</Large> },
          { label: 'Without MFA, with a password or an active key', value: <Open picture={picture} /> },
          { label: 'Root user', value: <RootUser /> },
          { label: 'Devices of users', value: devices.length > 0 ? devices.join(', ') : isListed ? 'None' : '–' },
          ...(unknown > 0 ? [{ label: 'Not known yet', value: `${unknown.toLocaleString('en')} users` }] : []),
        ]}
      />
    </Container>
  )
}

/** Says that there is none only where everybody has been asked about everything. */
function Open({ picture: { totals, isListed } }: { readonly picture: Picture }) {
  const { open, unknown, undecided } = totals
  const isAll = isListed && unknown === 0 && undecided === 0
  if (open === 0) return isAll ? <StatusIndicator>None</StatusIndicator> : <>None known</>
  const number = open === 1 ? '1 user' : `${open.toLocaleString('en')} users`
  return <StatusIndicator type="warning">{isAll ? number : `${number} at least`}</StatusIndicator>
}

function Large({ children }: { readonly children: ReactNode }) {
  return (
    <Box fontSize="heading-m" fontWeight="bold">
      {children}
    </Box>
  )
}

function RootUser() {
  const summary = useLoad(async () => (await iam('GetAccountSummary', {}, { isQuiet: true })).SummaryMap)
  if (summary.problem) return <span title={summary.problem.message}>You may not see this</span>
  if (!summary.value) return <>…</>
  const { AccountMFAEnabled, AccountAccessKeysPresent } = summary.value
  return (
    <>
      {AccountMFAEnabled === 1 ? (
        <StatusIndicator>Has MFA</StatusIndicator>
      ) : (
        <StatusIndicator type="error">Has no MFA</StatusIndicator>
      )}
      {AccountAccessKeysPresent === 1 && (
        <div>
          <StatusIndicator type="warning">Has an access key</StatusIndicator>
        </div>
      )}
    </>
  )
}
