import type { User } from '@aws-sdk/client-iam'
import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useState } from 'react'
import { iam } from '../api/call.ts'
import { nextMarker, usePages } from '../loading/use-pages.ts'
import { compareDates } from '../parts/compare.ts'
import { InnerLink } from '../parts/inner-link.tsx'
import { Ago, Moment } from '../parts/moment.tsx'
import { ResourceTable } from '../parts/resource-table.tsx'
import { CreateUser } from './create-user.tsx'

export function UsersPage() {
  const [isCreating, setIsCreating] = useState(false)
  const users = usePages<User>(async (Marker, isForAll) => {
    const answer = await iam('ListUsers', { MaxItems: isForAll ? 1000 : 200, ...(Marker && { Marker }) })
    return { items: answer.Users, next: nextMarker(answer) }
  })
  return (
    <>
      <ResourceTable
        title="Users"
        noun="users"
        variant="full-page"
        pages={users}
        nameOf={({ UserName = '' }) => UserName}
        searchText={({ UserName, Path, UserId }) => `${UserName} ${Path} ${UserId}`}
        actions={
          <Button variant="primary" onClick={() => setIsCreating(true)}>
            Create user
          </Button>
        }
        empty={
          <Box textAlign="center" padding="s">
            <SpaceBetween size="s">
              <span>There are no users yet. Create one for every person and every program.</span>
              <Button onClick={() => setIsCreating(true)}>Create user</Button>
            </SpaceBetween>
          </Box>
        }
        columns={[
          {
            id: 'name',
            header: 'User name',
            sortingField: 'UserName',
            isRowHeader: true,
            minWidth: 180,
            cell: ({ UserName = '' }) => (
              <InnerLink to="/users/details" query={{ name: UserName }}>
                {UserName}
              </InnerLink>
            ),
          },
          { id: 'path', header: 'Path', sortingField: 'Path', cell: ({ Path }) => Path },
          {
            id: 'used',
            header: 'Password last used',
            minWidth: 150,
            sortingComparator: compareDates(({ PasswordLastUsed }) => PasswordLastUsed),
            cell: ({ PasswordLastUsed }) => <Ago at={PasswordLastUsed} />,
          },
          {
            id: 'created',
            header: 'Created',
            minWidth: 150,
            sortingComparator: compareDates(({ CreateDate }) => CreateDate),
            cell: ({ CreateDate }) => <Moment at={CreateDate} />,
          },
        ]}
      />
      {isCreating && <CreateUser onClose={() => setIsCreating(false)} />}
    </>
  )
}
