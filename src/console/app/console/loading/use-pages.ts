import { useCallback, useEffect, useRef, useState } from 'react'
import { type Problem, problemOf } from '../../browser/request.ts'

export interface Page<Item> {
  readonly items: readonly Item[]
  /** Where the next page begins; undefined: this was the last. */
  readonly next: string | undefined
}

export interface Pages<Item> {
  readonly items: readonly Item[]
  readonly hasMore: boolean
  readonly isLoading: boolean
  /** While all of them are being loaded. */
  readonly isLoadingAll: boolean
  readonly problem: Problem | undefined
  readonly loadMore: () => void
  readonly loadAll: () => void
  /** Leaves what has come so far. */
  readonly stop: () => void
  readonly reload: () => void
}

interface State<Item> {
  readonly items: readonly Item[]
  readonly next: string | undefined
  readonly isLoading: boolean
  readonly isLoadingAll: boolean
  readonly problem: Problem | undefined
}

/**
 * A list as the server hands it out, page by page: an account may have 100,000 users, so the first page is shown at once,
 * and more comes when it is asked for. Begins when the component appears, so give it a `key` of what it shows.
 */
export function usePages<Item>(
  fetchPage: (marker: string | undefined, isForAll: boolean) => Promise<Page<Item>>,
): Pages<Item> {
  const begin: State<Item> = { items: [], next: undefined, isLoading: true, isLoadingAll: false, problem: undefined }
  const [state, setState] = useState(begin)
  // Whoever starts over or stops takes the turn from what is still under way.
  const turn = useRef(0)
  const latestFetch = useRef(fetchPage)
  useEffect(() => {
    latestFetch.current = fetchPage
  })

  const run = useCallback(async (from: readonly Item[], marker: string | undefined, isForAll: boolean) => {
    const mine = ++turn.current
    let items = from
    let next = marker
    setState({ items, next, isLoading: true, isLoadingAll: isForAll, problem: undefined })
    try {
      do {
        const page = await latestFetch.current(next, isForAll)
        if (mine !== turn.current) return
        items = items.concat(page.items)
        next = page.next
        setState({ items, next, isLoading: isForAll && next !== undefined, isLoadingAll: isForAll, problem: undefined })
      } while (isForAll && next !== undefined)
      setState({ items, next, isLoading: false, isLoadingAll: false, problem: undefined })
    } catch (error) {
      if (mine !== turn.current) return
      setState({ items, next, isLoading: false, isLoadingAll: false, problem: problemOf(error) })
    }
  }, [])

  const reload = useCallback(() => void run([], undefined, false), [run])
  useEffect(() => {
    reload()
    return () => {
      turn.current++
    }
  }, [reload])

  const { items, next } = state
  return {
    items,
    hasMore: next !== undefined,
    isLoading: state.isLoading,
    isLoadingAll: state.isLoadingAll,
    problem: state.problem,
    loadMore: () => void (next !== undefined && run(items, next, false)),
    loadAll: () => void (next !== undefined && run(items, next, true)),
    stop: () => {
      turn.current++
      setState((before) => ({ ...before, isLoading: false, isLoadingAll: false }))
    },
    reload,
  }
}

/** What IAM's lists tell of the next page. */
export function nextMarker({
  IsTruncated,
  Marker,
}: {
  readonly IsTruncated?: boolean | undefined
  readonly Marker?: string | undefined
}): string | undefined {
  return IsTruncated ? Marker : undefined
}

/** The whole of a list that is never long, such as the groups of a user. */
export async function listAll<Item>(fetchPage: (marker: string | undefined) => Promise<Page<Item>>): Promise<Item[]> {
  const all: Item[] = []
  let marker: string | undefined
  do {
    const { items, next } = await fetchPage(marker)
    all.push(...items)
    marker = next
  } while (marker !== undefined)
  return all
}
