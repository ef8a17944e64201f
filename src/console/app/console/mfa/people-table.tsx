import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import Select from '@cloudscape-design/components/select'
import { useMemo, useState } from 'react'
import { serverTime } from '../../browser/server-time.ts'
import { useSession } from '../api/session.ts'
import type { Pages } from '../loading/use-pages.ts'
import { compareDates } from '../parts/compare.ts'
import { download } from '../parts/download.ts'
import { InnerLink } from '../parts/inner-link.tsx'
import { Ago, Moment } from '../parts/moment.tsx'
import { ResourceTable } from '../parts/resource-table.tsx'
import type { Census, Picture } from './census.ts'
import { peopleAsCsv } from './export-people.ts'
import { enabledAtOf, type MfaState, mfaStateOf, type Person } from './person.ts'
import { MfaCell, SignInCell } from './person-cells.tsx'

const choices: readonly { readonly value: MfaState | 'all'; readonly label: string }[] = [
  { value: 'all', label: 'All users' },
  { value: 'without', label: 'Without MFA' },
  { value: 'with', label: 'With MFA' },
  { value: 'unknown', label: 'Not known yet' },
]

export function PeopleTable({ census, picture }: { readonly census: Census; readonly picture: Picture }) {
  const { accountId } = useSession()
  const [choice, setChoice] = useState<MfaState | 'all'>('all')
  const { people } = picture
  const items = useMemo(
    () => (choice === 'all' ? people : people.filter((person) => mfaStateOf(person) === choice)),
    [people, choice],
  )
  const save = () => {
    const day = new Date(serverTime()).toISOString().slice(0, 10)
    download(`mfa-${accountId}-${day}.csv`, peopleAsCsv(items))
  }
  return (
    <ResourceTable
      title="Users"
      noun="users"
      pages={asPages(items, census, picture)}
      empty={<Box textAlign="center">{emptyText(choice, picture)}</Box>}
      nameOf={({ name }) => name}
      pageSize={50}
      searchText={({ name, path }) => `${name} ${path}`}
      actions={
        <Button iconName="download" disabled={items.length === 0} onClick={save}>
          Export as CSV
        </Button>
      }
      choices={
        <Select
          ariaLabel="Which users"
          options={choices}
          selectedOption={choices.find(({ value }) => value === choice) ?? null}
          onChange={({ detail }) => {
            const chosen = choices.find(({ value }) => value === detail.selectedOption.value)
            if (chosen) setChoice(chosen.value)
          }}
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
              <span className="breakable">{name}</span>
            </InnerLink>
          ),
        },
        {
          id: 'mfa',
          header: 'MFA',
          minWidth: 220,
          cell: (person) => <MfaCell person={person} onView={picture.work ? undefined : census.lookAt} />,
        },
        { id: 'open', header: 'Signs in with', minWidth: 150, cell: (person) => <SignInCell person={person} /> },
        {
          id: 'enabled',
          header: 'MFA since',
          minWidth: 160,
          sortingComparator: compareDates<Person>(enabledAtOf),
          cell: (person) => <Moment at={enabledAtOf(person)} />,
        },
        {
          id: 'used',
          header: 'Password last used',
          minWidth: 140,
          sortingComparator: compareDates<Person>(({ passwordLastUsed }) => passwordLastUsed),
          cell: ({ passwordLastUsed }) => <Ago at={passwordLastUsed} />,
        },
      ]}
    />
  )
}

function emptyText(choice: MfaState | 'all', { isListed }: Picture): string {
  if (!isListed) return 'The users are not known.'
  return choice === 'all' ? 'There are no users.' : 'There is no such user.'
}

/** The table shows what is there; the rest of the page says what is still to come. */
function asPages(items: readonly Person[], census: Census, { work }: Picture): Pages<Person> {
  const isListing = work?.kind === 'listing'
  return {
    items,
    hasMore: false,
    isLoading: isListing,
    isLoadingAll: isListing,
    problem: undefined,
    loadMore: () => void census.begin(),
    loadAll: () => void census.begin(),
    stop: census.stop,
    reload: () => void census.begin(),
  }
}
