/**
 * The Condition element: all operators and all their keys must hold.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-logic-multiple-context-keys-or-values.html
 *
 * Where AWS's pages leave the result open, an allow does not apply and a deny does: `inDoubt` is that answer. So with several
 * values and no set operator, and where a negated operator cannot compare, because a value is none of its type or a variable
 * has no value. An operator that is not negated matches nothing then, in a deny too, as AWS has it of what is missing.
 */
import type { Statement } from './document.ts'
import type { TextMatcher } from './match.ts'
import { type Operator, operators } from './operators.ts'
import type { ConditionContext } from './request.ts'

export type Condition = (context: ConditionContext) => boolean

export class PolicyCompileError extends Error {}

/** One for each operator and key. @throws PolicyCompileError for an operator that AWS does not know */
export function compileConditions(
  element: Statement['Condition'],
  hasVariables: boolean,
  inDoubt: boolean,
): Condition[] {
  return Object.entries(element ?? {}).flatMap(([name, keys]) =>
    Object.entries(keys).map(([key, values]) =>
      compileCondition(name, key.toLowerCase(), values, hasVariables, inDoubt),
    ),
  )
}

function compileCondition(
  name: string,
  key: string,
  values: readonly string[],
  hasVariables: boolean,
  inDoubt: boolean,
): Condition {
  const { operator, set, hasIfExists } = parseOperator(name)
  if (operator === 'null') return compileNull(key, values, set, inDoubt)
  const test = compileValues(operator, values, hasVariables, inDoubt)
  const whenMissing = answerWhenMissing(operator, set, hasIfExists, inDoubt)
  const isAny = set === undefined ? inDoubt : set === 'any'
  return (context) => {
    const actual = context.get(key)
    if (actual === undefined || isEmpty(actual, set)) return whenMissing
    return isAny ? actual.some((value) => test(value, context)) : actual.every((value) => test(value, context))
  }
}

type SetOperator = 'all' | 'any' | undefined

function parseOperator(name: string): { operator: Operator | 'null'; set: SetOperator; hasIfExists: boolean } {
  const [, setName, plainName = '', ifExists] =
    /^(?:(forallvalues|foranyvalue):)?(.*?)(ifexists)?$/s.exec(name.toLowerCase()) ?? []
  const operator = plainName === 'null' && !ifExists ? 'null' : operators.get(plainName)
  if (!operator) throw new PolicyCompileError(`Unknown condition operator ${name}`)
  const set = setName === undefined ? undefined : setName === 'forallvalues' ? 'all' : 'any'
  return { operator, set, hasIfExists: ifExists !== undefined }
}

/**
 * Without a set operator, a missing key matches nothing: false, or true for what is negated. The set operators have their
 * own rule, and AWS does not say what becomes of it in `ForAnyValue:…IfExists`.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
 */
function answerWhenMissing({ isNegated }: Operator, set: SetOperator, hasIfExists: boolean, inDoubt: boolean): boolean {
  if (set === 'all') return true
  if (set === 'any') return hasIfExists && inDoubt
  return hasIfExists || isNegated
}

/** For a set operator, the empty text is no value either. */
function isEmpty(values: readonly string[], set: SetOperator): boolean {
  return set === undefined ? values.length === 0 : values.every((value) => value === '')
}

/** One value of the request with all of the policy: one must match, or, negated, none may. */
function compileValues(
  { compile, isNegated }: Operator,
  values: readonly string[],
  hasVariables: boolean,
  inDoubt: boolean,
): (value: string, context: ConditionContext) => boolean {
  const matchers = values.map((value): TextMatcher => compile(value, hasVariables))
  if (!isNegated) return (value, context) => matchers.some((matches) => matches(value, context) === true)
  return (value, context) => {
    let isOpen = matchers.length === 0
    for (const matches of matchers) {
      const isMatch = matches(value, context)
      if (isMatch) return false
      if (isMatch === undefined) isOpen = true
    }
    return isOpen ? inDoubt : true
  }
}

/** `true` asks that the key be missing, `false` that it be there. What a set operator says of a missing key may contradict. */
function compileNull(key: string, values: readonly string[], set: SetOperator, inDoubt: boolean): Condition {
  const wanted = new Set(values.map((value) => value.toLowerCase()))
  const isMissingWanted = wanted.has('true')
  const whenMissing = set === undefined || (set === 'all') === isMissingWanted ? isMissingWanted : inDoubt
  return (context) => (context.get(key)?.length ? wanted.has('false') : whenMissing)
}
