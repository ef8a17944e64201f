import Box from '@cloudscape-design/components/box'
import SegmentedControl from '@cloudscape-design/components/segmented-control'
import StatusIndicator from '@cloudscape-design/components/status-indicator'
import { useState } from 'react'
import { compareDates } from '../parts/compare.ts'
import { InnerLink } from '../parts/inner-link.tsx'
import { Ago, Moment } from '../parts/moment.tsx'
import { ResourceTable } from '../parts/resource-table.tsx'
import { describeDevices, type MfaState, mfaStateOf, type SurveyedUser } from './survey.ts'
import type { Survey } from './use-survey.ts'

type Shown = 'all' | 'with' | 'without'

export function MfaTable({ survey, actions }: { readonly survey: Survey; readonly actions: React.ReactNode }) {
  const [shown, setShown] = useState<Shown>('all')
  const items = survey.users.filter((user) => {
    const state = mfaStateOf(user)
    return shown === 'all' || (shown === 'with' ? state === 'with' : state !== 'with')
  })
  const ignore = () => undefined
  return (
    <ResourceTable<SurveyedUser>
      title="Users"
      noun="users"
      pages={{
        items,
        hasMore: false,
        isLoading: survey.isLoading,
        isLoadingAll: false,
        problem: undefined,
        loadMore: ignore,
        loadAll: ignore,
        stop: ignore,
        reload: survey.reload,
      }}
      nameOf={({ name }) => name}
      actions={actions}
      empty={<Box textAlign="center">{shown === 'without' ? 'Everybody has MFA.' : 'There are no such users.'}</Box>}
      choices={
        <SegmentedControl
          label="Which users"
          selectedId={shown}
          onChange={({ detail }) => setShown(detail.selectedId as Shown)}
          options={[
            { id: 'all', text: 'All' },
            { id: 'with', text: 'With MFA' },
            { id: 'without', text: 'Without MFA' },
          ]}
        />
      }
      columns={[
        {
          id: 'name',
          header: 'User name',
          sortingField: 'name',
          isRowHeader: true,
          minWidth: 160,
          cell: ({ name }) => (
            <InnerLink to="/users/details" query={{ name }}>
              {name}
            </InnerLink>
          ),
        },
        {
          id: 'mfa',
          header: 'MFA',
          minWidth: 120,
          sortingComparator: (one, other) => mfaStateOf(one).localeCompare(mfaStateOf(other)),
          cell: (user) => <State state={mfaStateOf(user)} />,
        },
        { id: 'devices', header: 'Devices', minWidth: 140, cell: (user) => describeDevices(user) || '–' },
        {
          id: 'since',
          header: 'Since',
          minWidth: 150,
          sortingComparator: compareDates((user) => firstEnabled(user)),
          cell: (user) => <Moment at={firstEnabled(user)} />,
        },
        {
          id: 'used',
          header: 'Last sign-in',
          minWidth: 130,
          sortingComparator: compareDates(({ passwordLastUsed }) => passwordLastUsed),
          cell: ({ passwordLastUsed }) => <Ago at={passwordLastUsed} />,
        },
      ]}
    />
  )
}

function State({ state }: { readonly state: MfaState }) {
  if (state === 'with') return <StatusIndicator>Yes</StatusIndicator>
  return state === 'without' ? (
    <StatusIndicator type="warning">No</StatusIndicator>
  ) : (
    <StatusIndicator type="pending">No app</StatusIndicator>
  )
}

function firstEnabled({ devices }: SurveyedUser): Date | undefined {
  return devices.map(({ enabledAt }) => enabledAt).sort((one, other) => Number(one) - Number(other))[0]
}
