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

/**
 * Brings a document that `check.ts` has accepted into its one shape. It judges nothing: do not give it a client's text.
 *
 * @throws Error when the text is not a document at all, which can only be a damaged record
 */
export function parsePolicyDocument(text: string): PolicyDocument {
  const document: unknown = JSON.parse(text)
  if (!isObject(document)) throw new Error('A stored policy document is not a JSON object')
  const { Version, Id, Statement: statements } = document
  return {
    ...(Version === '2008-10-17' || Version === '2012-10-17' ? { Version } : {}),
    ...(typeof Id === 'string' ? { Id } : {}),
    Statement: asList(statements).map(toStatement),
  }
}

function toStatement(statement: unknown): Statement {
  if (!isObject(statement)) throw new Error('A statement of a stored policy document is not a JSON object')
  const { Sid, Effect, Condition } = statement
  if (Effect !== 'Allow' && Effect !== 'Deny') throw new Error('A stored statement neither allows nor denies')
  const lists = Object.entries(statement).filter(([element]) => listElements.has(element))
  const principals = Object.entries(statement).filter(([element]) => principalElements.has(element))
  return {
    ...(typeof Sid === 'string' ? { Sid } : {}),
    Effect,
    ...Object.fromEntries(lists.map(([element, value]) => [element, toTexts(value)])),
    ...Object.fromEntries(principals.map(([element, value]) => [element, toPrincipal(value)])),
    ...(isObject(Condition) ? { Condition: mapValues(Condition, toConditionKeys) } : {}),
  }
}

const listElements: ReadonlySet<string> = new Set(['Action', 'NotAction', 'Resource', 'NotResource'])
const principalElements: ReadonlySet<string> = new Set(['Principal', 'NotPrincipal'])

function toPrincipal(value: unknown): PrincipalElement {
  return isObject(value)
    ? { isAnyone: false, byKind: mapValues(value, toTexts) }
    : { isAnyone: value === '*', byKind: { AWS: toTexts(value) } }
}

/** The statement as people write it, to be shown. */
export function writeStatement({ Principal, NotPrincipal, ...others }: Statement): object {
  const write = ({ isAnyone, byKind }: PrincipalElement) => (isAnyone ? '*' : unwrap(byKind))
  const { Sid, Effect, ...rest } = others
  return {
    ...(Sid === undefined ? {} : { Sid }),
    Effect,
    ...(Principal && { Principal: write(Principal) }),
    ...(NotPrincipal && { NotPrincipal: write(NotPrincipal) }),
    ...mapValues(rest, unwrap),
  }
}

/** A list of one is written as the one, at whatever depth. */
function unwrap(value: unknown): unknown {
  if (Array.isArray(value)) return value.length === 1 ? value[0] : value
  return isObject(value) ? mapValues(value, unwrap) : value
}

function toConditionKeys(keys: unknown): Record<string, string[]> {
  return isObject(keys) ? mapValues(keys, toTexts) : {}
}

/** Text as it is; numbers and booleans, which AWS accepts as values of conditions, as JSON writes them. */
function toTexts(value: unknown): string[] {
  return asList(value).map(String)
}

export function asList(value: unknown): readonly unknown[] {
  if (value === undefined) return []
  return Array.isArray(value) ? value : [value]
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** `Object.fromEntries` defines members, so that a key `__proto__` is a key like any other. */
function mapValues<Value>(
  object: Readonly<Record<string, unknown>>,
  convert: (value: unknown) => Value,
): Record<string, Value> {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, convert(value)]))
}
