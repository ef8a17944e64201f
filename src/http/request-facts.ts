/** What policies may ask of the request itself: where it comes from and how. */
import { isIP } from 'node:net'
import { headerOf } from './json.ts'
import type { HttpRequest } from './message.ts'

export interface RequestFacts {
  readonly sourceIp: string
  /** Whether it came over TLS. */
  readonly isSecure: boolean
  readonly userAgent: string | undefined
}

/** A client chooses it, and a header of 16 kB against patterns of 30 kB would take a second to compare. */
const longestUserAgent = 1024

export function readRequestFacts(request: HttpRequest, { trustProxy }: { readonly trustProxy: boolean }): RequestFacts {
  return {
    sourceIp: (trustProxy ? forwardedAddress(request) : undefined) ?? plainAddress(request.remoteAddress),
    isSecure: trustProxy && lastOf(request, 'x-forwarded-proto')?.toLowerCase() === 'https',
    userAgent: headerOf(request, 'user-agent')?.slice(0, longestUserAgent),
  }
}

/** The last address: the one that our own proxy has seen. Those before it are what the client says of itself. */
function forwardedAddress(request: HttpRequest): string | undefined {
  const last = lastOf(request, 'x-forwarded-for')
  if (last === undefined) return undefined
  // Some proxies add the port: 192.0.2.1:4711, [2001:db8::1]:4711.
  const address = plainAddress(last.replace(/^\[([^\]]*)\](:\d+)?$/, '$1').replace(/^([\d.]+):\d+$/, '$1'))
  return isIP(address) === 0 ? undefined : address
}

/** Of all headers of that name: there are proxies that add one of their own behind the client's. */
function lastOf({ headers }: HttpRequest, name: string): string | undefined {
  const header = headers.findLast(([key]) => key.toLowerCase() === name)
  return header?.[1].split(',').at(-1)?.trim()
}

/** A socket that listens on IPv6 shows IPv4 clients as ::ffff:192.0.2.1, which no condition on 192.0.2.0/24 would match. */
function plainAddress(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.)/i, '')
}
