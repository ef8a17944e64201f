/** Short ways to ask the engine in tests. */
import { compilePolicy } from '../../src/policy/compile.ts'
import type { PolicyDocument, Statement } from '../../src/policy/document.ts'
import { type AppliedPolicy, evaluate } from '../../src/policy/evaluate.ts'

export const account = '111122223333'

export const bob = `arn:aws:iam::${account}:user/bob`

export const document = (...statements: Partial<Statement>[]): PolicyDocument => ({
  Version: '2012-10-17',
  Statement: statements.map(statement),
})

const statement = (given: Partial<Statement>): Statement => ({
  Effect: 'Allow',
  ...(given.NotAction ? {} : { Action: ['*'] }),
  ...(given.NotResource ? {} : { Resource: ['*'] }),
  ...given,
})

export const applied = (given: PolicyDocument, name = 'p'): AppliedPolicy => ({ policy: compilePolicy(given), name })

export const contextOf = (values: Readonly<Record<string, string | readonly string[]>>) =>
  new Map(Object.entries(values).map(([key, it]) => [key.toLowerCase(), typeof it === 'string' ? [it] : it]))

interface Asked {
  readonly action?: string
  readonly resource?: string
  readonly context?: Readonly<Record<string, string | readonly string[]>>
}

/** Whether an identity policy of this statement applies: as an allow it allows, as a deny it denies what all else allows. */
export function applies(
  given: Partial<Statement>,
  { action = 'iam:GetUser', resource = bob, context = {} }: Asked = {},
) {
  return appliesIn(document(given), { action, resource, context })
}

export function appliesIn(given: PolicyDocument, { action = 'iam:GetUser', resource = bob, context = {} }: Asked = {}) {
  const isDeny = given.Statement.some(({ Effect }) => Effect === 'Deny')
  const identity = isDeny ? [applied(document({})), applied(given)] : [applied(given)]
  const { outcome } = evaluate({ action, resource, context: contextOf(context) }, { identity })
  return outcome === (isDeny ? 'explicitDeny' : 'allowed')
}
