/** The conditions on MFA that people write, each as an Allow and as a Deny, and what AWS says of them. */

export interface MfaStatement {
  readonly effect: 'Allow' | 'Deny'
  readonly operator: string
  readonly key: 'aws:MultiFactorAuthPresent' | 'aws:MultiFactorAuthAge'
  readonly value: string
}

/** The keys of a request; undefined: absent. */
export interface MfaContext {
  readonly present?: 'true' | 'false'
  readonly ageSeconds?: number
}

type Condition = readonly [operator: string, value: string]

const existence: readonly Condition[] = [
  ['Null', 'true'],
  ['Null', 'false'],
]
const conditions: readonly (readonly [key: MfaStatement['key'], readonly Condition[]])[] = [
  [
    'aws:MultiFactorAuthPresent',
    [['Bool', 'true'], ['Bool', 'false'], ['BoolIfExists', 'true'], ['BoolIfExists', 'false'], ...existence],
  ],
  [
    'aws:MultiFactorAuthAge',
    [
      ['NumericLessThan', '3600'],
      ['NumericLessThanIfExists', '3600'],
      ['NumericGreaterThan', '3600'],
      ['NumericGreaterThanIfExists', '3600'],
      ...existence,
    ],
  ],
]
const effects = ['Allow', 'Deny'] as const

export const mfaStatements: readonly MfaStatement[] = effects.flatMap((effect) =>
  conditions.flatMap(([key, ofKey]) => ofKey.map(([operator, value]) => ({ effect, operator, key, value }))),
)

/** What is denied is allowed without a condition besides. `about`: Action with Resource, or with Principal. */
export function policyOf({ effect, operator, key, value }: MfaStatement, about: object): object {
  const asked = { Effect: effect, ...about, Condition: { [operator]: { [key]: value } } }
  return { Version: '2012-10-17', Statement: effect === 'Allow' ? [asked] : [{ Effect: 'Allow', ...about }, asked] }
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html */
export function isAllowed({ effect, operator, key, value }: MfaStatement, context: MfaContext): boolean {
  const found = key === 'aws:MultiFactorAuthPresent' ? context.present : context.ageSeconds
  const holds = () => {
    if (operator === 'Null') return (found === undefined) === (value === 'true')
    if (found === undefined) return operator.endsWith('IfExists')
    if (operator.startsWith('Bool')) return found === value
    return operator.startsWith('NumericLessThan') ? Number(found) < Number(value) : Number(found) > Number(value)
  }
  return holds() === (effect === 'Allow')
}
