/**
 * HTTP as the parts of the server see it: a request as it came, an answer as it leaves. JSON bodies are in `json.ts`,
 * cookies in `cookies.ts`, what a request says of where it comes from in `request-facts.ts`. Sockets, limits and time-outs
 * are `server/listener.ts`'s.
 */

/** An HTTP request as it was received. */
export interface HttpRequest {
  readonly method: string
  /** Percent-encoded as received, without the query. */
  readonly path: string
  /** Percent-encoded as received, without `?`. */
  readonly query: string
  /** In the order received, duplicates kept, values in Latin-1. */
  readonly headers: readonly (readonly [name: string, value: string])[]
  readonly body: Uint8Array
  /** The address of the peer of the connection. */
  readonly remoteAddress: string
}

export interface HttpResponse {
  readonly status: number
  /** A list stands for several headers of that name. */
  readonly headers: Readonly<Record<string, string | readonly string[]>>
  readonly body: string | Uint8Array
}
