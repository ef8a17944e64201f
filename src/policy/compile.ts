/** Documents made ready for deciding: what can be done once for a document is done here. */
import { type Condition, compileConditions, PolicyCompileError } from './conditions.ts'
import type { PolicyDocument, PrincipalElement, Statement } from './document.ts'
import { findKeys } from './keys.ts'
import { compileTokens, type TextMatcher, tokenize } from './match.ts'
import type { ConditionContext, PolicyRequest } from './request.ts'
import { compileResource } from './resources.ts'

export { PolicyCompileError }

export interface CompiledPolicy {
  readonly document: PolicyDocument
  /** The condition keys and variables that the document mentions: in lower case (`aws:resourcetag/team`), and as it spells them. */
  readonly keys: ReadonlyMap<string, string>
  /** Whether tags of the resource are among them, in either of their two names. */
  readonly mentionsResourceTags: boolean
  readonly allows: readonly CompiledStatement[]
  readonly denies: readonly CompiledStatement[]
}

export interface CompiledStatement {
  readonly statement: Statement
  /** Its position in the document, from zero. */
  readonly index: number
  readonly principal: PrincipalElement | undefined
  readonly notPrincipal: PrincipalElement | undefined
  /** Takes the action in lower case. */
  readonly matchesAction: (action: string) => boolean
  readonly matchesResource: (resource: string, context: ConditionContext) => boolean
  readonly conditions: readonly Condition[]
}

/**
 * @throws PolicyCompileError for what AWS has no meaning for: an unknown operator, a statement without actions, or without
 * resources where there is no principal either. The caller must then deny whatever the policy applies to.
 */
export function compilePolicy(document: PolicyDocument): CompiledPolicy {
  const hasVariables = document.Version === '2012-10-17'
  const statements = document.Statement.map((statement, index) => compileStatement(statement, index, hasVariables))
  const keys = findKeys(document)
  return {
    document,
    keys,
    mentionsResourceTags: [...keys.keys()].some((key) => /^(aws|iam):resourcetag\//.test(key)),
    allows: statements.filter(({ statement }) => statement.Effect === 'Allow'),
    denies: statements.filter(({ statement }) => statement.Effect === 'Deny'),
  }
}

/** Whether action, resource and conditions are those of the request. Who asks is a question for resource policies only. */
export function coversRequest(compiled: CompiledStatement, request: PolicyRequest): boolean {
  if (!compiled.matchesAction(request.action) || !compiled.matchesResource(request.resource, request.context))
    return false
  for (const condition of compiled.conditions) if (!condition(request.context)) return false
  return true
}

function compileStatement(statement: Statement, index: number, hasVariables: boolean): CompiledStatement {
  const { Effect, Action, NotAction, Resource, NotResource, Principal, NotPrincipal, Condition } = statement
  if (Effect !== 'Allow' && Effect !== 'Deny') throw new PolicyCompileError(`Unknown effect ${Effect}`)
  if (!Action === !NotAction) throw new PolicyCompileError('A statement has either Action or NotAction')
  if (Resource && NotResource) throw new PolicyCompileError('A statement has either Resource or NotResource')
  if (Principal && NotPrincipal) throw new PolicyCompileError('A statement has either Principal or NotPrincipal')
  if (!Resource && !NotResource && !Principal && !NotPrincipal) {
    throw new PolicyCompileError('A statement without a principal names resources')
  }
  const isDeny = Effect === 'Deny'
  return {
    statement,
    index,
    principal: Principal,
    notPrincipal: NotPrincipal,
    matchesAction: Action ? compileActions(Action) : not(compileActions(NotAction ?? [])),
    matchesResource: NotResource
      ? compileNotResources(NotResource, hasVariables, isDeny)
      : compileResources(Resource ?? ['*'], hasVariables, isDeny),
    conditions: compileConditions(Condition, hasVariables, isDeny),
  }
}

/** Actions are compared in lower case. They have no variables. */
function compileActions(actions: readonly string[]): (action: string) => boolean {
  const lower = actions.map((action) => action.toLowerCase())
  const exact = new Set(lower.filter((action) => !/[*?]/.test(action)))
  const patterns = lower
    .filter((action) => !exact.has(action))
    .map((action): TextMatcher => compileTokens(tokenize(action, { hasWildcards: true, hasVariables: false })))
  return (action) => exact.has(action) || patterns.some((matches) => matches(action, noContext))
}

const noContext: ConditionContext = new Map()

function compileResources(texts: readonly string[], hasVariables: boolean, isDeny: boolean) {
  const matchers = texts.map((text) => compileResource(text, hasVariables, !isDeny))
  return (resource: string, context: ConditionContext) =>
    matchers.some((matches) => matches(resource, context) === true)
}

/** The narrow reading of an allow is the wide one of what it leaves out. */
function compileNotResources(texts: readonly string[], hasVariables: boolean, isDeny: boolean) {
  const matchers = texts.map((text) => compileResource(text, hasVariables, isDeny))
  return (resource: string, context: ConditionContext) => {
    const answers = matchers.map((matches) => matches(resource, context))
    return !answers.includes(true) && (isDeny || !answers.includes(undefined))
  }
}

function not(matches: (action: string) => boolean): (action: string) => boolean {
  return (action) => !matches(action)
}
