/** What a signed request claims about its signer, in one shape for both places where a signature can stand. */

/** What the Authorization header or the query string said, not yet judged. */
export interface UncheckedClaim {
  readonly source: 'header' | 'query'
  /** `AKIA…/20260101/us-east-1/iam/aws4_request`, if it is well formed. */
  readonly credential: string
  readonly signedHeaders: readonly string[]
  readonly signature: string
  /** `20260101T000000Z`, if it is well formed. */
  readonly requestTime: string
  readonly sessionToken: string | undefined
}

/** A claim whose time and scope are right. Its signature is not verified, its key and token are not looked up. */
export interface SignatureClaim {
  readonly source: 'header' | 'query'
  readonly accessKeyId: string
  /** The day of the scope, YYYYMMDD; that of `requestTime`. */
  readonly date: string
  readonly region: string
  readonly service: string
  /** ISO 8601 basic format: `20260101T000000Z`. */
  readonly requestTime: string
  /** In lower case; `host` is always among them. */
  readonly signedHeaders: readonly string[]
  /** Whatever stood there. */
  readonly signature: string
  /**
   * The session token, from the header or the query string, whichever carries the signature. In the header form it
   * counts even where the signature leaves it out: a token proves its own content, and the key that it leads to must
   * still have made the signature.
   */
  readonly sessionToken: string | undefined
}

/** The names of a SignedHeaders list in lower case, each once: repeating a long header must not multiply the work. */
export function parseSignedHeaders(list: string): readonly string[] {
  return [...new Set(list.toLowerCase().split(';'))].filter((name) => name !== '')
}
