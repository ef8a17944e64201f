/** Session policies, and the room that they and the tags have in a token. */
import type { PolicyDescriptorType } from '@aws-sdk/client-sts'
import { parseArn } from '../identity/arn.ts'
import { findSessionPolicyFault } from '../policy/check.ts'
import { packedSize, type Restrictions } from '../secrets/session-token.ts'
import { AwsFault } from '../wire/faults.ts'

const policyArnsPerSession = 10

export interface SessionPoliciesInput {
  readonly Policy?: string
  readonly PolicyArns?: readonly PolicyDescriptorType[]
}

/** @throws AwsFault MalformedPolicyDocument, ValidationError */
export function readSessionPolicies(
  { Policy, PolicyArns = [] }: SessionPoliciesInput,
  accountId: string,
): Pick<Restrictions, 'policy' | 'policyArns'> {
  const fault = Policy === undefined ? undefined : findSessionPolicyFault(Policy)
  if (fault !== undefined) throw new AwsFault('MalformedPolicyDocument', fault)
  if (PolicyArns.length > policyArnsPerSession) {
    throw new AwsFault('ValidationError', `A session can have at most ${policyArnsPerSession} managed policies.`)
  }
  const policyArns = PolicyArns.map(({ arn }) => requirePolicyArn(arn, accountId))
  return { policy: Policy, policyArns: policyArns.length > 0 ? policyArns : undefined }
}

/** Of this account or of AWS. Whether the policy exists is asked at each request: it can be deleted during the session. */
function requirePolicyArn(text: string | undefined, accountId: string): string {
  const arn = parseArn(text ?? '')
  const isPolicy = arn?.service === 'iam' && arn.region === '' && arn.resource.startsWith('policy/')
  if (text !== undefined && isPolicy && [accountId, 'aws'].includes(arn.accountId)) return text
  throw new AwsFault('ValidationError', `${text} is invalid`)
}

/**
 * In percent of the room that there is; undefined where there is nothing to pack. The messages are AWS's:
 * https://repost.aws/knowledge-center/iam-role-aws-sts-error
 * @throws AwsFault PackedPolicyTooLarge
 */
export function measurePackedPolicy(restrictions: Restrictions): number | undefined {
  const { policy, policyArns, tags } = restrictions
  const hasPolicies = policy !== undefined || policyArns !== undefined
  if (!hasPolicies && tags === undefined) return undefined
  const percent = Math.ceil(packedSize(restrictions) * 100)
  if (percent <= 100) return percent
  throw new AwsFault(
    'PackedPolicyTooLarge',
    hasPolicies
      ? `Packed policy consumes ${percent}% of allotted space, please use smaller policy.`
      : `Packed size of session tags consumes ${percent}% of allotted space.`,
  )
}
