/**
 * All pages of an answer as one, as far as `--max-items` goes; what is left can be had with the token that comes with it.
 * https://docs.aws.amazon.com/cli/latest/userguide/cli-usage-pagination.html
 */
import type { OperationModel } from '../../wire/model.ts'
import { failure, invalidValue } from './command-error.ts'
import type { ArgumentValues } from './command-option.ts'
import { type PageToken, readPageToken, writePageToken } from './page-token.ts'
import type { Parameters } from './parameter-values.ts'

export type Answer = Record<string, unknown>

export interface Pagination {
  /** The members that pages are made of. The first counts for `--max-items`. */
  readonly results: readonly string[]
  /** Members that are the same on each page. */
  readonly constants: readonly string[]
}

/** They have a marker, but the AWS CLI asks for no further page by itself. */
const onePageOnly: ReadonlySet<string> = new Set([
  'GetOrganizationsAccessReport',
  'GetServiceLastAccessedDetails',
  'GetServiceLastAccessedDetailsWithEntities',
  'ListDelegationRequests',
  'ListPoliciesGrantingServiceAccess',
  'ListServiceSpecificCredentials',
])

export function paginationOf({ action, input, output }: OperationModel): Pagination | undefined {
  if (!output || onePageOnly.has(action) || !input.members.some(({ name }) => name === 'Marker')) return undefined
  const results = output.members.filter(({ shape }) => shape.kind === 'list').map(({ name }) => name)
  return { results, constants: action === 'GetGroup' ? ['Group'] : [] }
}

export interface RequestedPages {
  readonly pagination: Pagination
  /** Of each request. */
  readonly parameters: Parameters
  readonly maxItems: number
  readonly startingToken: string | undefined
}

/**
 * Undefined when the command asks for one page: with `--no-paginate`, or by naming the marker or the count of items itself.
 *
 * @throws CommandError when it asks for both.
 */
export function choosePagination(
  operation: OperationModel,
  values: ArgumentValues,
  parameters: Parameters,
): RequestedPages | undefined {
  const pagination = paginationOf(operation)
  if (!pagination) return undefined
  const { MaxItems, ...others } = parameters
  const isByHand = 'Marker' in others || (MaxItems !== undefined && !values.has('max-items'))
  if (values.get('paginate') === false || isByHand) {
    const contradicting = ['starting-token', 'page-size'].filter((name) => values.has(name)).map((name) => `--${name}`)
    if (contradicting.length === 0) return undefined
    const names = contradicting.join(', ')
    throw invalidValue(`Cannot specify --no-paginate along with pagination arguments: ${names}`)
  }
  const pageSize = values.get('page-size')
  const token = values.get('starting-token')
  return {
    pagination,
    parameters: pageSize === undefined ? others : { ...others, MaxItems: pageSize },
    maxItems: Number(values.get('max-items') ?? Number.POSITIVE_INFINITY),
    startingToken: typeof token === 'string' ? token : undefined,
  }
}

export interface Pages {
  /** One at a time, cut to what was asked for. */
  readonly pages: AsyncIterable<Answer>
  /** Once all pages are read: how to go on. */
  nextToken(): string | undefined
}

/** @throws CommandError for a token that is none. */
export function readPages(
  send: (parameters: Parameters) => Promise<Answer>,
  { pagination: { results }, parameters, maxItems, startingToken }: RequestedPages,
): Pages {
  const [primary = ''] = results
  let next: string | undefined
  async function* iterate(): AsyncGenerator<Answer> {
    let token: PageToken = readPageToken(startingToken)
    let count = 0
    for (;;) {
      const answer = await send(token.Marker === null ? parameters : { ...parameters, Marker: token.Marker })
      const skipped = token.boto_truncate_amount
      const page = skipped === undefined ? answer : skip(answer, results, skipped)
      const items = itemsOf(page, primary)
      const surplus = count + items.length - maxItems
      if (surplus > 0) {
        const kept = items.length - surplus
        next = writePageToken({ Marker: token.Marker, boto_truncate_amount: kept + (skipped ?? 0) })
        yield { ...page, [primary]: items.slice(0, kept) }
        return
      }
      yield page
      count += items.length
      const marker = answer['IsTruncated'] === true ? answer['Marker'] : undefined
      if (typeof marker !== 'string' || marker === '') return
      // Such a server would be asked for ever, and everything that it answers kept.
      if (marker === token.Marker) {
        throw failure(`Error during pagination: The same next token was received twice: {'Marker': '${marker}'}`)
      }
      if (count === maxItems) {
        next = writePageToken({ Marker: marker })
        return
      }
      token = { Marker: marker }
    }
  }
  return { pages: iterate(), nextToken: () => next }
}

/** The page without what an earlier command has printed: that many of the first list, and all of the others. */
function skip(answer: Answer, results: readonly string[], count: number): Answer {
  const page = { ...answer }
  results.forEach((name, index) => {
    const items = answer[name]
    page[name] = Array.isArray(items) ? items.slice(index === 0 ? count : items.length) : null
  })
  return page
}

function itemsOf(page: Answer, name: string): readonly unknown[] {
  const items = page[name]
  return Array.isArray(items) ? items : []
}

/** The pages as one answer. */
export async function joinPages({ pages, nextToken }: Pages, { results, constants }: Pagination): Promise<Answer> {
  const lists = new Map<string, unknown[]>()
  let first: Answer | undefined
  for await (const page of pages) {
    first ??= page
    for (const name of results) {
      const items = page[name]
      if (Array.isArray(items)) lists.set(name, [...(lists.get(name) ?? []), ...items])
    }
  }
  const token = nextToken()
  return {
    ...Object.fromEntries(lists),
    ...Object.fromEntries(constants.map((name) => [name, first?.[name] ?? null])),
    ...(token !== undefined && { NextToken: token }),
  }
}
