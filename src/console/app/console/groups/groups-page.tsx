import type { Group } from '@aws-sdk/client-iam'
import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useState } from 'react'
import { iam } from '../api/call.ts'
import { nextMarker, usePages } from '../loading/use-pages.ts'
import { compareDates } from '../parts/compare.ts'
import { InnerLink } from '../parts/inner-link.tsx'
import { Moment } from '../parts/moment.tsx'
import { ResourceTable } from '../parts/resource-table.tsx'
import { CreateGroup } from './create-group.tsx'

export function GroupsPage() {
  const [isCreating, setIsCreating] = useState(false)
  const groups = usePages<Group>(async (Marker, isForAll) => {
    const answer = await iam('ListGroups', { MaxItems: isForAll ? 1000 : 200, ...(Marker && { Marker }) })
    return { items: answer.Groups, next: nextMarker(answer) }
  })
  return (
    <>
      <ResourceTable
        title="Groups"
        noun="groups"
        variant="full-page"
        pages={groups}
        nameOf={({ GroupName = '' }) => GroupName}
        searchText={({ GroupName, Path }) => `${GroupName} ${Path}`}
        actions={
          <Button variant="primary" onClick={() => setIsCreating(true)}>
            Create group
          </Button>
        }
        empty={
          <Box textAlign="center" padding="s">
            <SpaceBetween size="s">
              <span>There are no groups yet. A group gives its policies to all users in it.</span>
              <Button onClick={() => setIsCreating(true)}>Create group</Button>
            </SpaceBetween>
          </Box>
        }
        columns={[
          {
            id: 'name',
            header: 'Group',
            sortingField: 'GroupName',
            isRowHeader: true,
            minWidth: 180,
            cell: ({ GroupName = '' }) => (
              <InnerLink to="/groups/details" query={{ name: GroupName }}>
                {GroupName}
              </InnerLink>
            ),
          },
          { id: 'path', header: 'Path', sortingField: 'Path', cell: ({ Path }) => Path },
          {
            id: 'created',
            header: 'Created',
            minWidth: 150,
            sortingComparator: compareDates(({ CreateDate }) => CreateDate),
            cell: ({ CreateDate }) => <Moment at={CreateDate} />,
          },
        ]}
      />
      {isCreating && <CreateGroup onClose={() => setIsCreating(false)} />}
    </>
  )
}
