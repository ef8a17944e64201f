import { useCollection } from '@cloudscape-design/collection-hooks'
import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import Container from '@cloudscape-design/components/container'
import Header, { type HeaderProps } from '@cloudscape-design/components/header'
import Pagination from '@cloudscape-design/components/pagination'
import SpaceBetween from '@cloudscape-design/components/space-between'
import Table, { type TableProps } from '@cloudscape-design/components/table'
import TextFilter from '@cloudscape-design/components/text-filter'
import type { ReactNode } from 'react'
import type { Pages } from '../loading/use-pages.ts'
import { ProblemAlert } from './problem-alert.tsx'

interface ResourceTableProps<Item> {
  readonly title: string
  /** Plural, in small letters: `users`. */
  readonly noun: string
  readonly pages: Pages<Item>
  readonly columns: readonly TableProps.ColumnDefinition<Item>[]
  /** What identifies a row, and names it for a screen reader. */
  readonly nameOf: (item: Item) => string
  readonly description?: ReactNode
  readonly actions?: ReactNode
  /** Shown when there is none. */
  readonly empty?: ReactNode
  readonly variant?: TableProps.Variant
  readonly headingTag?: HeaderProps.HeadingTag
  readonly pageSize?: number
  /** Beside the filter. */
  readonly choices?: ReactNode
  /** Text in which the filter looks, where it is more than the name. */
  readonly searchText?: (item: Item) => string
  readonly isSearchable?: boolean
}

/** A list of the account: what is loaded can be filtered and sorted; more is fetched when it is asked for. */
export function ResourceTable<Item>(props: ResourceTableProps<Item>) {
  const { title, noun, pages, columns, nameOf, searchText = nameOf, pageSize = 25, isSearchable = true } = props
  const { items, actions, collectionProps, filterProps, filteredItemsCount, paginationProps } = useCollection(
    pages.items,
    {
      filtering: {
        filteringFunction: (item, text) =>
          text.trim() === '' || searchText(item).toLowerCase().includes(text.trim().toLowerCase()),
        empty: props.empty ?? <Box textAlign="center">There are no {noun}.</Box>,
        noMatch: <NoMatch {...props} onClear={() => actions.setFiltering('')} />,
      },
      pagination: { pageSize },
      sorting: {},
    },
  )
  const isFirstLoad = pages.isLoading && pages.items.length === 0
  if (pages.problem && pages.items.length === 0) {
    return (
      <Container header={<TableHeader {...props} counter="" />}>
        <ProblemAlert problem={pages.problem} onRetry={pages.reload} />
      </Container>
    )
  }
  const count = pages.items.length.toLocaleString('en')
  return (
    <Table
      {...collectionProps}
      items={items}
      columnDefinitions={columns}
      trackBy={nameOf}
      variant={props.variant ?? 'container'}
      loading={isFirstLoad}
      loadingText={`Loading ${noun}`}
      wrapLines
      header={<TableHeader {...props} counter={isFirstLoad ? '' : `(${count}${pages.hasMore ? '+' : ''})`} />}
      ariaLabels={{
        tableLabel: title,
        itemSelectionLabel: (_, item) => nameOf(item),
        selectionGroupLabel: `Choose ${noun}`,
      }}
      filter={
        isSearchable ? (
          <SpaceBetween size="s" direction="horizontal">
            <TextFilter
              {...filterProps}
              filteringPlaceholder={`Find ${noun}`}
              filteringAriaLabel={`Find ${noun}`}
              filteringClearAriaLabel="Clear the search"
              countText={filteredItemsCount === 1 ? '1 match' : `${filteredItemsCount ?? 0} matches`}
            />
            {props.choices}
          </SpaceBetween>
        ) : (
          props.choices
        )
      }
      pagination={
        pages.items.length > pageSize ? (
          <Pagination
            {...paginationProps}
            ariaLabels={{
              paginationLabel: `Pages of ${noun}`,
              nextPageLabel: 'Next page',
              previousPageLabel: 'Previous page',
              pageLabel: (page) => `Page ${page}`,
            }}
          />
        ) : undefined
      }
      footer={pages.items.length > 0 && (pages.hasMore || pages.problem) ? <More {...props} /> : undefined}
    />
  )
}

function TableHeader<Item>(props: ResourceTableProps<Item> & { readonly counter: string }) {
  const { title, counter, description, actions, variant, headingTag } = props
  return (
    <Header
      variant={variant === 'full-page' ? 'h1' : 'h2'}
      headingTagOverride={headingTag ?? (variant === 'full-page' ? 'h1' : 'h2')}
      counter={counter}
      description={description}
      actions={
        actions ? (
          <SpaceBetween direction="horizontal" size="xs">
            {actions}
          </SpaceBetween>
        ) : undefined
      }
    >
      {title}
    </Header>
  )
}

/** Says that there is more than what is shown and searched. */
function More<Item>({ pages, noun }: ResourceTableProps<Item>) {
  const count = pages.items.length.toLocaleString('en')
  if (pages.problem) return <ProblemAlert problem={pages.problem} onRetry={pages.loadMore} />
  return (
    <div className="more" role="status">
      <span>
        {pages.isLoadingAll
          ? `Loading all ${noun}: ${count} so far …`
          : `The first ${count} ${noun} are loaded; search and order know only these.`}
      </span>
      <SpaceBetween direction="horizontal" size="xs">
        {pages.isLoadingAll ? (
          <Button onClick={pages.stop}>Stop</Button>
        ) : (
          <>
            <Button onClick={pages.loadMore} loading={pages.isLoading}>
              Load more
            </Button>
            <Button onClick={pages.loadAll} disabled={pages.isLoading}>
              Load all
            </Button>
          </>
        )}
      </SpaceBetween>
    </div>
  )
}

function NoMatch<Item>({ pages, noun, onClear }: ResourceTableProps<Item> & { readonly onClear: () => void }) {
  return (
    <Box textAlign="center">
      <SpaceBetween size="s">
        <span>
          {pages.hasMore
            ? `None of the ${pages.items.length.toLocaleString('en')} ${noun} that are loaded matches.`
            : `None of the ${noun} matches.`}
        </span>
        <SpaceBetween direction="horizontal" size="xs" alignItems="center">
          <Button onClick={onClear}>Clear the search</Button>
          {pages.hasMore && (
            <Button onClick={pages.loadAll} loading={pages.isLoadingAll}>
              Search all {noun}
            </Button>
          )}
        </SpaceBetween>
      </SpaceBetween>
    </Box>
  )
}
