/**
 * AWS's policy language: documents and what they decide. Pure: it is given documents, a request and the values of condition
 * keys, and knows neither storage nor who is asking. Which policies apply to a request is decided in `authorization/`.
 *
 * `document.ts` holds the shape of a document, `check.ts` what AWS accepts as one, `evaluate.ts` what it decides.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */

/** A document in one shape: what may be a single value is a list, numbers and booleans of conditions are text. */
export interface PolicyDocument {
  readonly Version?: '2008-10-17' | '2012-10-17'
  readonly Id?: string
  readonly Statement: readonly Statement[]
}

export interface Statement {
  readonly Sid?: string
  readonly Effect: 'Allow' | 'Deny'
  readonly Action?: readonly string[]
  readonly NotAction?: readonly string[]
  readonly Resource?: readonly string[]
  readonly NotResource?: readonly string[]
  readonly Principal?: PrincipalElement
  readonly NotPrincipal?: PrincipalElement
  /** Operator, then key, then values, all as written. */
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>
}

/** By kind: `AWS`, `Service`, `Federated`, `CanonicalUser`. A bare `"*"` is written `{ AWS: ['*'] }` with `isAnyone`. */
export interface PrincipalElement {
  readonly isAnyone: boolean
  readonly byKind: Readonly<Record<string, readonly string[]>>
}
