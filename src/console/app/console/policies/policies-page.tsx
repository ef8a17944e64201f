import type { Policy } from '@aws-sdk/client-iam'
import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import SegmentedControl from '@cloudscape-design/components/segmented-control'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useState } from 'react'
import { iam } from '../api/call.ts'
import { nextMarker, usePages } from '../loading/use-pages.ts'
import { addressOf, followInside } from '../location.ts'
import { compareDates } from '../parts/compare.ts'
import { InnerLink } from '../parts/inner-link.tsx'
import { Moment } from '../parts/moment.tsx'
import { ResourceTable } from '../parts/resource-table.tsx'

type Scope = 'Local' | 'AWS'

export function PoliciesPage() {
  const [scope, setScope] = useState<Scope>('Local')
  return <PolicyList key={scope} scope={scope} onScope={setScope} />
}

interface PolicyListProps {
  readonly scope: Scope
  readonly onScope: (scope: Scope) => void
}

function PolicyList({ scope, onScope }: PolicyListProps) {
  const policies = usePages<Policy>(async (Marker, isForAll) => {
    const answer = await iam('ListPolicies', {
      Scope: scope,
      MaxItems: isForAll ? 1000 : 200,
      ...(Marker && { Marker }),
    })
    return { items: answer.Policies ?? [], next: nextMarker(answer) }
  })
  const create = (
    <Button variant="primary" href={addressOf('/policies/create')} onFollow={followInside}>
      Create policy
    </Button>
  )
  return (
    <ResourceTable
      title="Policies"
      noun="policies"
      variant="full-page"
      pages={policies}
      nameOf={({ Arn = '' }) => Arn}
      searchText={({ PolicyName, Path, Description = '' }) => `${PolicyName} ${Path} ${Description}`}
      actions={create}
      choices={
        <SegmentedControl
          label="Whose policies"
          selectedId={scope}
          onChange={({ detail }) => onScope(detail.selectedId === 'AWS' ? 'AWS' : 'Local')}
          options={[
            { id: 'Local', text: 'Customer managed' },
            { id: 'AWS', text: 'AWS managed' },
          ]}
        />
      }
      empty={
        <Box textAlign="center" padding="s">
          <SpaceBetween size="s">
            <span>
              There are no policies of your own yet. A policy says what is allowed, and under which conditions.
            </span>
            {create}
          </SpaceBetween>
        </Box>
      }
      columns={[
        {
          id: 'name',
          header: 'Policy',
          sortingField: 'PolicyName',
          isRowHeader: true,
          minWidth: 200,
          cell: ({ PolicyName = '', Arn }) => (
            <InnerLink to="/policies/details" query={{ arn: Arn, name: PolicyName }}>
              {PolicyName}
            </InnerLink>
          ),
        },
        {
          id: 'attachments',
          header: 'Attached to',
          sortingField: 'AttachmentCount',
          minWidth: 110,
          cell: ({ AttachmentCount = 0 }) => AttachmentCount,
        },
        {
          id: 'boundaries',
          header: 'Boundary of',
          sortingField: 'PermissionsBoundaryUsageCount',
          minWidth: 110,
          cell: ({ PermissionsBoundaryUsageCount = 0 }) => PermissionsBoundaryUsageCount,
        },
        {
          id: 'updated',
          header: 'Updated',
          minWidth: 150,
          sortingComparator: compareDates(({ UpdateDate }) => UpdateDate),
          cell: ({ UpdateDate }) => <Moment at={UpdateDate} />,
        },
      ]}
    />
  )
}
