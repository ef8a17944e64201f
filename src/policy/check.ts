/**
 * What AWS accepts as a policy document, and how it says what it does not.
 *
 * Here is the order of the checks; what each of them looks at is in the files `check-*.ts`. AWS has two parsers with words
 * of their own: an old one for policies of users, groups and roles, a newer one for trust and session policies.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 *
 * Where AWS lets pass what it then ignores, Twinlock refuses: a statement must never mean less than its author wrote.
 */
import { findActionFault, isTrustAction } from './check-actions.ts'
import { hasReadableValues } from './check-conditions.ts'
import { hasFieldTwice, parseJsonObject } from './check-json.ts'
import { findPrincipalFault, hasReadablePrincipal } from './check-principals.ts'
import { findResourceFault, isLegacyResource } from './check-resources.ts'
import {
  type CheckedStatement,
  findFieldFault,
  hasPrincipal,
  isWellFormed,
  statementsOf,
  textsOf,
} from './check-statements.ts'
import { hasReadableVariables } from './check-variables.ts'
import { asList } from './document.ts'

/** AWS's message for the first fault of an inline policy of a user, group or role; undefined: it has none. */
export function findIdentityPolicyFault(text: string): string | undefined {
  return findOldParserFault(text, { isManaged: false })
}

/** The same for a customer managed policy, of which AWS asks more: the present version, and plain statement ids. */
export function findManagedPolicyFault(text: string): string | undefined {
  return findOldParserFault(text, { isManaged: true })
}

/** The same for the trust policy of a role. That the users and roles it names exist is the caller's to check. */
export function findTrustPolicyFault(text: string): string | undefined {
  const document = parseJsonObject(text)
  if (!document || hasFieldTwice(text)) return 'This policy contains invalid Json'
  return (
    findFieldFault(document, 'trust') ??
    firstFault(statementsOf(document), (statement) => findTrustStatementFault(statement, document['Version']))
  )
}

/** The same for a session policy. */
export function findSessionPolicyFault(text: string): string | undefined {
  const document = parseJsonObject(text)
  if (!document || hasFieldTwice(text)) return 'The policy is not in the valid JSON format.'
  const fieldFault = findFieldFault(document, 'session')
  if (fieldFault !== undefined) return fieldFault
  const statements = statementsOf(document)
  return isReadable(statements, document['Version'])
    ? (firstFault(statements, findStatementResourceFault) ?? firstFault(statements, findStatementActionFault))
    : 'Syntax error in policy.'
}

/** What cannot be evaluated in a policy on a resource, such as the simulator is given one; of a role's trust policy too. */
export function findResourcePolicyFault(text: string): string | undefined {
  const document = parseJsonObject(text)
  if (!document || hasFieldTwice(text) || !isWellFormed(document)) return 'Syntax errors in policy.'
  const statements = statementsOf(document)
  if (!statements.every(({ Effect }) => Effect === 'Allow' || Effect === 'Deny')) return 'Syntax errors in policy.'
  if (!statements.every(hasReadablePrincipal)) return 'Policy statement must contain a valid principal.'
  if (!statements.every(hasActions)) return 'Policy statement must contain actions.'
  return isReadable(statements, document['Version']) ? undefined : 'Syntax errors in policy.'
}

/** The characters that count for quotas: AWS does not count white space. */
export function policySize(text: string): number {
  return text.replace(/\s/g, '').length
}

function findOldParserFault(text: string, { isManaged }: { readonly isManaged: boolean }): string | undefined {
  const document = parseJsonObject(text)
  if (!document || hasFieldTwice(text) || !isWellFormed(document)) return 'Syntax errors in policy.'
  const statements = statementsOf(document)
  const { Version } = document
  if (isManaged && Version !== '2012-10-17') return 'Policy document must be version 2012-10-17 or greater.'
  if (statements.some(hasPrincipal)) return 'Policy document should not specify a principal.'
  const resourceFault = firstFault(statements, findStatementResourceFault)
  if (!isReadByLegacyParser(statements, Version, resourceFault)) return 'The policy failed legacy parsing'
  return (
    findSidFault(statements, isManaged) ??
    (statements.every(hasActions) ? undefined : 'Policy statement must contain actions.') ??
    resourceFault ??
    firstFault(statements, findStatementActionFault) ??
    (statements.every(hasResources) ? undefined : 'Policy statement must contain resources.')
  )
}

/** It reads `Allow` and `Deny` in this spelling only, and looks at the ARNs only where their form is right. */
function isReadByLegacyParser(
  statements: readonly CheckedStatement[],
  version: unknown,
  resourceFault: string | undefined,
): boolean {
  return (
    statements.every(({ Effect }) => Effect === 'Allow' || Effect === 'Deny') &&
    isReadable(statements, version) &&
    (resourceFault !== undefined || statements.every((statement) => resourcesOf(statement).every(isLegacyResource)))
  )
}

/** Whether the values of conditions and the variables are such that they can be evaluated. */
function isReadable(statements: readonly CheckedStatement[], version: unknown): boolean {
  const resources = version === '2012-10-17' ? statements.flatMap(resourcesOf) : []
  return hasReadableValues(statements, version) && resources.every(hasReadableVariables)
}

function findSidFault(statements: readonly CheckedStatement[], isManaged: boolean): string | undefined {
  const sids = statements.map(({ Sid }) => Sid).filter((sid) => sid !== undefined && sid !== '')
  if (new Set(sids).size < sids.length) return 'Statement IDs (SID) in a single policy must be unique.'
  return isManaged && sids.some((sid) => !/^[0-9A-Za-z]*$/.test(String(sid)))
    ? 'Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular expression [0-9A-Za-z]*'
    : undefined
}

function findTrustStatementFault(statement: CheckedStatement, version: unknown): string | undefined {
  const actions = actionsOf(statement)
  return (
    findPrincipalFault(statement) ??
    (isReadable([statement], version) ? undefined : 'Syntax error in policy.') ??
    (actions.every(isTrustAction) ? undefined : 'AssumeRole policy may only specify STS AssumeRole actions.')
  )
}

function findStatementResourceFault(statement: CheckedStatement): string | undefined {
  // AWS names the first in alphabetical order.
  return firstFault(resourcesOf(statement).toSorted(), findResourceFault)
}

function findStatementActionFault(statement: CheckedStatement): string | undefined {
  return firstFault(actionsOf(statement), findActionFault)
}

function actionsOf({ Action, NotAction }: CheckedStatement): readonly string[] {
  return textsOf(Action ?? NotAction)
}

function resourcesOf({ Resource, NotResource }: CheckedStatement): readonly string[] {
  return textsOf(Resource ?? NotResource)
}

function hasActions({ Action, NotAction }: CheckedStatement): boolean {
  return asList(Action ?? NotAction).length > 0
}

function hasResources({ Resource, NotResource }: CheckedStatement): boolean {
  return asList(Resource ?? NotResource).length > 0
}

function firstFault<Item>(items: readonly Item[], find: (item: Item) => string | undefined): string | undefined {
  for (const item of items) {
    const fault = find(item)
    if (fault !== undefined) return fault
  }
  return undefined
}
