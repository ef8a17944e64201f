/** Why a request was refused, as a sentence for people. What AWS answers is another matter: it often says less. */
import type { Refusal } from '../authorization/refusal.ts'
import type { RefusalRule } from '../authorization/rule-refusal.ts'
import type { PolicyKind } from '../policy/evaluate.ts'
import type { Trace } from '../policy/trace.ts'

const nouns: Readonly<Record<PolicyKind, string>> = {
  identity: 'identity-based policy',
  boundary: 'permissions boundary',
  session: 'session policy',
  resource: 'role trust policy',
}

/** `unmetAllows` those of the kind of policy that decided. */
export function describePolicyReason({ decision }: Refusal, { unmetAllows }: Pick<Trace, 'unmetAllows'>): string {
  const { outcome, kind, policy, statement } = decision
  if (outcome === 'explicitDeny') {
    const name = statement?.statement.Sid ?? `number ${(statement?.index ?? 0) + 1}`
    return `The ${nouns[kind]} ${policy?.arn ?? policy?.name ?? ''} denies it, in the statement ${name}.`
  }
  const unmet = unmetAllows.length
  if (unmet === 0) return `No ${nouns[kind]} has a statement that allows it.`
  const statements = unmet === 1 ? 'one statement' : `${unmet} statements`
  return `No ${nouns[kind]} allows it: ${statements} would, but for the conditions, which do not hold.`
}

/** The same for a role that is not there as for one that trusts others: AWS does not let anybody learn which roles there are. */
export const untoldRole =
  'There is no role with this ARN, or its trust policy does not name you, or no policy of yours allows to assume it. Which of these it is may be told to those only who may read policies.'

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_sts-comparison.html */
export const ruleReasons: Readonly<Record<RefusalRule, string>> = {
  ownDevicesNeedMfa:
    'A rule of AWS that no policy can lift: a user who has an MFA device adds and removes the own devices only in a session with MFA, so that a stolen access key cannot replace the second factor.',
  sessionNeedsMfa:
    'A rule of AWS that no policy can lift: a session that a user got without a code may not call IAM. AWS answers InvalidClientTokenId, though nothing is wrong with the token.',
  federatedUser:
    'A rule of AWS that no policy can lift: sessions of GetFederationToken may not call IAM, and of STS only GetCallerIdentity. For IAM, AWS answers InvalidClientTokenId, though nothing is wrong with the token.',
  closedToSessions: 'A rule of AWS that no policy can lift: temporary credentials may not call this.',
  noSuchRole:
    'There is no role with this ARN. AWS answers as if there were one that trusts others, so that nobody learns which roles there are.',
}
