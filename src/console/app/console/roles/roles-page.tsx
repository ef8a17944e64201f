import type { Role } from '@aws-sdk/client-iam'
import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { iam } from '../api/call.ts'
import { nextMarker, usePages } from '../loading/use-pages.ts'
import { addressOf, followInside } from '../location.ts'
import { compareDates } from '../parts/compare.ts'
import { InnerLink } from '../parts/inner-link.tsx'
import { Moment } from '../parts/moment.tsx'
import { ResourceTable } from '../parts/resource-table.tsx'

export function RolesPage() {
  const roles = usePages<Role>(async (Marker, isForAll) => {
    const answer = await iam('ListRoles', { MaxItems: isForAll ? 1000 : 200, ...(Marker && { Marker }) })
    return { items: answer.Roles, next: nextMarker(answer) }
  })
  const create = (
    <Button variant="primary" href={addressOf('/roles/create')} onFollow={followInside}>
      Create role
    </Button>
  )
  return (
    <ResourceTable
      title="Roles"
      noun="roles"
      variant="full-page"
      pages={roles}
      nameOf={({ RoleName = '' }) => RoleName}
      searchText={({ RoleName, Path, Description = '' }) => `${RoleName} ${Path} ${Description}`}
      actions={create}
      empty={
        <Box textAlign="center" padding="s">
          <SpaceBetween size="s">
            <span>There are no roles yet. A role is assumed for a while, by whom its trust policy names.</span>
            {create}
          </SpaceBetween>
        </Box>
      }
      columns={[
        {
          id: 'name',
          header: 'Role',
          sortingField: 'RoleName',
          isRowHeader: true,
          minWidth: 180,
          cell: ({ RoleName = '' }) => (
            <InnerLink to="/roles/details" query={{ name: RoleName }}>
              {RoleName}
            </InnerLink>
          ),
        },
        { id: 'path', header: 'Path', sortingField: 'Path', cell: ({ Path }) => Path },
        { id: 'description', header: 'Description', minWidth: 200, cell: ({ Description = '–' }) => Description },
        {
          id: 'created',
          header: 'Created',
          minWidth: 150,
          sortingComparator: compareDates(({ CreateDate }) => CreateDate),
          cell: ({ CreateDate }) => <Moment at={CreateDate} />,
        },
      ]}
    />
  )
}
