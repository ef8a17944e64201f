/** The elements of a document and of its statements: which there may be, and of what type. */
import { type ConditionBlock, isConditionShape } from './check-conditions.ts'
import { asList, isObject } from './document.ts'

/** A statement whose elements are known to be of the right type; which of them it has is not. */
export interface CheckedStatement {
  readonly Sid?: string
  readonly Effect?: string
  readonly Action?: string | readonly string[]
  readonly NotAction?: string | readonly string[]
  readonly Resource?: string | readonly string[]
  readonly NotResource?: string | readonly string[]
  readonly Principal?: unknown
  readonly NotPrincipal?: unknown
  readonly Condition?: ConditionBlock
}

type Document = Readonly<Record<string, unknown>>

const documentElements: readonly string[] = ['Version', 'Id', 'Statement']

/** A misspelt element is an unknown one, never one to pass over: `Conditon` would take every condition away. */
const elementTypes: Readonly<Record<string, (value: unknown) => boolean>> = {
  Sid: (value) => typeof value === 'string',
  Effect: (value) => typeof value === 'string',
  Action: isTextOrTexts,
  NotAction: isTextOrTexts,
  Resource: isTextOrTexts,
  NotResource: isTextOrTexts,
  Principal: () => true,
  NotPrincipal: () => true,
  Condition: isConditionShape,
}

/** What the old parser calls syntax: elements, their types, and pairs of which a statement may have one. */
export function isWellFormed(document: Document): boolean {
  const statements = asList(document['Statement'])
  return (
    Object.keys(document).every((element) => documentElements.includes(element)) &&
    isVersion(document['Version']) &&
    (document['Id'] === undefined || typeof document['Id'] === 'string') &&
    statements.length > 0 &&
    statements.every(isWellFormedStatement)
  )
}

/** @param document one that `isWellFormed` or `findFieldFault` has passed */
export function statementsOf(document: Document): readonly CheckedStatement[] {
  return asList(document['Statement']) as readonly CheckedStatement[]
}

export function hasPrincipal({ Principal, NotPrincipal }: CheckedStatement): boolean {
  return Principal !== undefined || NotPrincipal !== undefined
}

/** What the newer parser says of elements, their types, and those that must or must not be there; or undefined. */
export function findFieldFault(document: Document, kind: 'trust' | 'session'): string | undefined {
  const unknown = Object.keys(document).find((element) => !documentElements.includes(element))
  const statements = asList(document['Statement'])
  if (unknown !== undefined) return `Unknown field ${unknown}`
  if (!isVersion(document['Version'])) return 'The policy must contain a valid version string'
  if (document['Id'] !== undefined && typeof document['Id'] !== 'string') return 'Syntax error in policy.'
  if (statements.length === 0) return 'Could not parse the policy: Statement is empty!'
  const sids = new Set<unknown>()
  for (const statement of statements) {
    const fault = findStatementFieldFault(statement, kind)
    if (fault !== undefined) return fault
    const sid = isObject(statement) ? statement['Sid'] : undefined
    if (sid && sids.has(sid)) return 'The Statement Ids in the policy are not unique'
    sids.add(sid)
  }
  return undefined
}

export function textsOf(value: string | readonly string[] | undefined): readonly string[] {
  return value === undefined ? [] : typeof value === 'string' ? [value] : value
}

function isWellFormedStatement(statement: unknown): boolean {
  return (
    isObject(statement) &&
    Object.entries(statement).every(([element, value]) => isElement(element) && elementTypes[element]?.(value)) &&
    typeof statement['Effect'] === 'string' &&
    /^(allow|deny)$/i.test(statement['Effect']) &&
    !hasBoth(statement, 'Action', 'NotAction') &&
    !hasBoth(statement, 'Resource', 'NotResource')
  )
}

function findStatementFieldFault(statement: unknown, kind: 'trust' | 'session'): string | undefined {
  if (!isObject(statement)) return 'Syntax error in policy.'
  const { Effect } = statement
  const elements = Object.entries(statement)
  const unknown = elements.find(([element]) => !isElement(element))
  if (unknown) return `Unknown field ${unknown[0]}`
  if (Effect === undefined) return 'Missing required field Effect'
  if (Effect !== 'Allow' && Effect !== 'Deny') return `Invalid effect: ${typeof Effect === 'string' ? Effect : ''}`
  const isRight = elements.every(([element, value]) => elementTypes[element]?.(value))
  if (!isRight || hasBoth(statement, 'Action', 'NotAction') || hasBoth(statement, 'Resource', 'NotResource')) {
    return 'Syntax error in policy.'
  }
  return kind === 'trust' ? findTrustFieldFault(statement) : findSessionFieldFault(statement)
}

function findTrustFieldFault(statement: Document): string | undefined {
  // What a policy for a user says when it is given to a role as its trust policy, a frequent mistake.
  if (statement['Resource'] !== undefined) return 'Has prohibited field Resource'
  if (statement['NotResource'] !== undefined) return 'AssumeRole policy must not contain resources.'
  return isEmpty(statement, 'Action', 'NotAction') ? 'Missing required field Action' : undefined
}

function findSessionFieldFault(statement: Document): string | undefined {
  if (statement['Principal'] !== undefined) return 'Has prohibited field Principal'
  if (statement['NotPrincipal'] !== undefined) return 'Has prohibited field NotPrincipal'
  if (isEmpty(statement, 'Action', 'NotAction')) return 'Missing required field Action'
  return isEmpty(statement, 'Resource', 'NotResource') ? 'Missing required field Resource' : undefined
}

function isEmpty(statement: Document, element: string, opposite: string): boolean {
  return asList(statement[element] ?? statement[opposite]).length === 0
}

function hasBoth(statement: Document, element: string, opposite: string): boolean {
  return statement[element] !== undefined && statement[opposite] !== undefined
}

/** `Object.hasOwn`, because `constructor` and `__proto__` are no elements. */
function isElement(name: string): boolean {
  return Object.hasOwn(elementTypes, name)
}

function isVersion(version: unknown): boolean {
  return version === undefined || version === '2008-10-17' || version === '2012-10-17'
}

function isTextOrTexts(value: unknown): boolean {
  return value !== undefined && asList(value).every((item) => typeof item === 'string')
}
