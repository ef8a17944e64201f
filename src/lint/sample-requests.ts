/** Requests that a statement is about, to ask all policies together what becomes of them. */
import { type CompiledStatement, coversRequest } from '../policy/compile.ts'
import type { Asked, LintedUser } from './situation.ts'

/** Of several services, for a statement that is about all or all but some. */
const anyActions = ['s3:ListAllMyBuckets', 'ec2:RunInstances', 'iam:CreateUser', 'iam:CreateAccessKey', 'kms:Decrypt']

/** Whatever the conditions say. Empty where no request was found. */
export function sampleRequests(compiled: CompiledStatement, { userName }: LintedUser): readonly Asked[] {
  const { Action, Resource } = compiled.statement
  const actions = Action?.flatMap((pattern) => (pattern === '*' ? anyActions : [fill(pattern, 'Sample')])) ?? anyActions
  const resources = Resource?.map((pattern) =>
    pattern === '*' ? '*' : fill(pattern.replaceAll(/\$\{aws:username\}/gi, userName), 'sample'),
  ) ?? ['arn:aws:s3:::sample']
  const unconditional = { ...compiled, conditions: [] }
  return actions
    .flatMap((action) => resources.map((resource) => ({ action, resource })))
    .filter(({ action, resource }) =>
      coversRequest(unconditional, {
        action: action.toLowerCase(),
        resource,
        context: new Map([['aws:username', [userName]]]),
      }),
    )
}

function fill(pattern: string, sample: string): string {
  return pattern.replaceAll(/\$\{[^}]*\}|\*/g, sample).replaceAll('?', 'x')
}
