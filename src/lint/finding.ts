import type { CompiledStatement } from '../policy/compile.ts'
import { writeStatement } from '../policy/document.ts'

/** `error`: MFA is not demanded where it seems to be, or nobody gets in. `warning`: it will bite. `note`: good to know. */
export type Severity = 'error' | 'warning' | 'note'

export type RuleName =
  | 'unreadable-policy'
  | 'deny-misses-keys'
  | 'deny-misses-sessions'
  | 'deny-misses-both'
  | 'deny-hits-mfa'
  | 'allow-takes-keys'
  | 'allow-takes-sessions'
  | 'allow-takes-all'
  | 'only-without-mfa'
  | 'never-holds'
  | 'string-operator'
  | 'unknown-key'
  | 'device-named-for-user'
  | 'cannot-enrol'
  | 'missing-exemption'
  | 'mfa-is-no-use'
  | 'open-without-mfa'
  | 'no-mfa-demanded'

export interface Finding {
  readonly severity: Severity
  readonly rule: RuleName
  /** None where the policies together are what is wrong. */
  readonly policy?: string
  /** The Sid, or the position from one. */
  readonly statement?: string | number
  readonly document?: object
  /** Why it bites. */
  readonly problem: string
  readonly fix: string
  /** Where AWS says so. */
  readonly page: string
}

/** A statement where it stands. */
export interface Place {
  readonly policy: { readonly name: string }
  readonly compiled: Pick<CompiledStatement, 'statement' | 'index'>
}

/** The part of a finding that says where it is. */
export function placeOf({ policy, compiled: { statement, index } }: Place) {
  return { policy: policy.name, statement: statement.Sid ?? index + 1, document: writeStatement(statement) }
}

const order: readonly Severity[] = ['error', 'warning', 'note']

export function compareFindings(a: Finding, b: Finding): number {
  return order.indexOf(a.severity) - order.indexOf(b.severity)
}

/** As policies name their user. */
export const ownUser = `arn:aws:iam::*:user/\${aws:username}`

const guide = 'https://docs.aws.amazon.com/IAM/latest/UserGuide/'

export const pages = {
  presentKey: `${guide}reference_policies_condition-keys.html#condition-keys-multifactorauthpresent`,
  ageKey: `${guide}reference_policies_condition-keys.html#condition-keys-multifactorauthage`,
  operators: `${guide}reference_policies_elements_condition_operators.html`,
  selfManage: `${guide}reference_policies_examples_aws_my-sec-creds-self-manage-mfa-only.html`,
  virtualDevices: `${guide}id_credentials_mfa_enable_virtual.html`,
  grammar: `${guide}reference_policies_grammar.html`,
  protectedApi: `${guide}id_credentials_mfa_configure-api-require.html`,
} as const
