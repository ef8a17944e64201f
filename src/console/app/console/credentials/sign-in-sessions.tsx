import Badge from '@cloudscape-design/components/badge'
import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useState } from 'react'
import { administer, type SignInSession } from '../api/administration.ts'
import { leave } from '../layout/leave.ts'
import { tell } from '../layout/messages.ts'
import { usePages } from '../loading/use-pages.ts'
import { ConfirmDialog } from '../parts/form-dialog.tsx'
import { Ago, Moment } from '../parts/moment.tsx'
import { ResourceTable } from '../parts/resource-table.tsx'
import { nameInput, type Owner } from './owner.ts'
import { describeAgent } from './user-agent.ts'

export function SignInSessions({ owner }: { readonly owner: Owner }) {
  const [ending, setEnding] = useState<SignInSession>()
  const sessions = usePages(async () => {
    const { UserName: userName } = nameInput(owner)
    const answer = await administer('list-sign-in-sessions', owner.isSelf || !userName ? {} : { userName })
    return { items: answer.sessions, next: undefined }
  })
  const end = async ({ sessionId, isCurrent }: SignInSession) => {
    if (isCurrent) return leave('/signin')
    await administer('end-sign-in-session', { sessionId })
    setEnding(undefined)
    sessions.reload()
    tell('The session is ended.')
  }
  return (
    <>
      <ResourceTable
        title="Sessions"
        noun="sessions"
        pages={sessions}
        nameOf={({ sessionId }) => sessionId}
        isSearchable={false}
        description="Browsers and command lines that are signed in."
        empty={<Box textAlign="center">Nobody is signed in.</Box>}
        columns={[
          {
            id: 'where',
            header: 'Where',
            minWidth: 190,
            isRowHeader: true,
            cell: ({ kind, userAgent, sourceIp, isCurrent }) => (
              <SpaceBetween size="xxxs">
                <SpaceBetween direction="horizontal" size="xs">
                  <b>{kind === 'cli' ? 'Command line (aws login)' : describeAgent(userAgent)}</b>
                  {isCurrent && <Badge color="blue">This one</Badge>}
                </SpaceBetween>
                <Box fontSize="body-s" color="text-body-secondary">
                  {sourceIp}
                </Box>
              </SpaceBetween>
            ),
          },
          { id: 'mfa', header: 'MFA', cell: ({ mfa }) => (mfa ? 'Yes' : 'No') },
          { id: 'since', header: 'Signed in', cell: ({ signedInAt }) => <Moment at={signedInAt} />, minWidth: 150 },
          { id: 'used', header: 'Last used', cell: ({ lastUsedAt }) => <Ago at={lastUsedAt} />, minWidth: 120 },
          { id: 'until', header: 'Ends', cell: ({ expiresAt }) => <Moment at={expiresAt} />, minWidth: 150 },
          {
            id: 'actions',
            header: 'Actions',
            minWidth: 120,
            cell: (session) => (
              <Button
                variant="inline-link"
                ariaLabel={`${session.isCurrent ? 'Sign out' : 'End'}: ${describeAgent(session.userAgent)} at ${session.sourceIp}`}
                onClick={() => setEnding(session)}
              >
                {session.isCurrent ? 'Sign out' : 'End'}
              </Button>
            ),
          },
        ]}
      />
      {ending && (
        <ConfirmDialog
          title={ending.isCurrent ? 'Sign out here?' : 'End the session?'}
          submitLabel={ending.isCurrent ? 'Sign out' : 'End session'}
          onClose={() => setEnding(undefined)}
          work={() => end(ending)}
        >
          {ending.isCurrent
            ? 'This is the session of this page.'
            : 'Whoever uses it is signed out at once and has to sign in again.'}
        </ConfirmDialog>
      )}
    </>
  )
}
