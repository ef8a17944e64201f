/**
 * Whom a trust policy trusts.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
import type { CheckedStatement } from './check-statements.ts'
import { asList, isObject } from './document.ts'

/** AWS's message for the `Principal` of a statement of a trust policy, or undefined. */
export function findPrincipalFault({ Principal, NotPrincipal, Effect, Condition }: CheckedStatement) {
  if (NotPrincipal !== undefined) {
    return Effect === 'Allow'
      ? 'Allow with NotPrincipal is not allowed.'
      : 'AssumeRole policy must not contain NotPrincipal field.'
  }
  if (Principal === undefined) return 'Missing required field Principal'
  // In a bucket policy it is anyone at all, signed or not; nobody can assume a role unsigned.
  if (Principal === '*') return 'AssumeRolepolicy contained an invalid principal: "STAR":"*".'
  if (!isObject(Principal)) return 'Principal must be a JSON object.'
  const kinds = Object.entries(Principal)
  if (kinds.length === 0) return 'Missing required field Principal cannot be empty!'
  for (const [kind, values] of kinds) {
    const fault = findKindFault(kind, asList(values))
    if (fault !== undefined) return fault
  }
  return asList(Principal['Federated']).includes(cognito) && !Condition
    ? 'A condition block must be present for the Cognito provider'
    : undefined
}

/** Whether a statement says whom it is about, in a shape that can be evaluated, once. */
export function hasReadablePrincipal({ Principal, NotPrincipal }: CheckedStatement): boolean {
  if ((Principal === undefined) === (NotPrincipal === undefined)) return false
  const element = Principal ?? NotPrincipal
  if (!isObject(element)) return element === '*'
  const names = Object.values(element).map(asList)
  return names.length > 0 && names.every((list) => list.length > 0 && list.every((name) => typeof name === 'string'))
}

function invalidPrincipal(kind: string, value: string): string {
  return `Invalid principal in policy: "${kind}":"${value}"`
}

const cognito = 'cognito-identity.amazonaws.com'

function findKindFault(kind: string, values: readonly unknown[]): string | undefined {
  const pattern = Object.hasOwn(patterns, kind) ? patterns[kind] : undefined
  if (!pattern) return `Invalid principal in policy: "${kind}"`
  if (values.length === 0) {
    // AWS lets the name of its own exception through.
    return 'Invalid principal in policy: com.amazon.balsa.error.InvalidPolicyException: The passed in policy has a statement with no principals!'
  }
  for (const value of values) {
    if (typeof value !== 'string') return 'Syntax error in policy.'
    if (pattern.test(value)) continue
    return kind === 'Federated'
      ? 'Federated principals must be valid domain names or SAML metadata ARNs'
      : invalidPrincipal(kind.toUpperCase(), value)
  }
  return undefined
}

/**
 * No wildcard is allowed within an ARN; `*` alone is everyone who can sign. AWS shows unique ids in the place of what was
 * deleted. Whether users and roles exist is not a question for the text.
 */
const patterns: Readonly<Record<string, RegExp>> = {
  AWS: /^(\*|\d{12}|(AIDA|AROA)[A-Z0-9]{12,124}(:[\w+=,.@-]+)?|arn:aws:iam::\d{12}:(root|(user|role)\/[^*?\s]+)|arn:aws:sts::\d{12}:(assumed-role\/[\w+=,.@-]+\/[\w+=,.@-]+|federated-user\/[\w+=,.@-]+))$/,
  Service: /^[a-z0-9-]+(\.[a-z0-9-]+)*\.(amazonaws\.com(\.cn)?|amazon\.com|aws\.internal)$/,
  Federated: /^([a-z0-9-]+(\.[a-z0-9-]+)+|arn:aws:iam::\d{12}:(saml-provider|oidc-provider)\/[^*?\s]+)$/i,
}
