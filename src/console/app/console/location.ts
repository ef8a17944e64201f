/** Where in the console the person is: the path names the page, the query what it shows. */
import { useSyncExternalStore } from 'react'

const listeners = new Set<() => void>()

function announce(): void {
  for (const listener of listeners) listener()
}

window.addEventListener('popstate', announce)

export function navigate(address: string): void {
  if (address !== location.pathname + location.search) history.pushState(null, '', address)
  announce()
}

export interface Place {
  readonly path: string
  readonly query: URLSearchParams
  /** Changes whenever the place does. */
  readonly address: string
}

let place = read()

function read(): Place {
  const { pathname, search } = location
  return { path: pathname.replace(/\/+$/, ''), query: new URLSearchParams(search), address: pathname + search }
}

export function usePlace(): Place {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => {
      if (place.address !== location.pathname + location.search) place = read()
      return place
    },
  )
}

/** The names of things stand in the query: a path that ends in one with a dot would be that of a file. */
export function addressOf(path: string, query: Readonly<Record<string, string | undefined>> = {}): string {
  const set = Object.entries(query).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]))
  return set.length === 0 ? `/console${path}` : `/console${path}?${new URLSearchParams(set)}`
}

/** For Cloudscape's links: those to our own pages load nothing anew. */
export function followInside(event: CustomEvent<{ href?: string | undefined; external?: boolean | undefined }>): void {
  const { href, external } = event.detail
  if (!href?.startsWith('/console') || external) return
  event.preventDefault()
  navigate(href)
}
