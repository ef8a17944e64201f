/** What a stolen access key could do to the second factor where policies demand one. */
import { type Finding, pages, placeOf } from './finding.ts'
import { type Asked, decide, type Situation } from './situation.ts'

interface Exposure extends Asked {
  readonly severity: Finding['severity']
  readonly problem: string
}

export function findExposure(situation: Situation): Finding[] {
  const { accountId, arn, userName } = situation.user
  const somebody = `arn:aws:iam::${accountId}:user/not-${userName}`
  const asked: readonly Exposure[] = [
    {
      action: 'iam:DeactivateMFADevice',
      resource: somebody,
      severity: 'error',
      problem: 'Without MFA it takes off the devices of other users, whom no rule of AWS protects.',
    },
    {
      action: 'iam:DeactivateMFADevice',
      resource: arn,
      severity: 'warning',
      problem:
        'Without MFA it takes off the own device. AWS’s built-in rule refuses that to a user who has a device; a policy should not lean on it.',
    },
    {
      action: 'iam:EnableMFADevice',
      resource: somebody,
      severity: 'warning',
      problem: 'Without MFA it enables a device for other users, as long as they have none.',
    },
    ...['phone', userName].map(
      (name): Exposure => ({
        action: 'iam:DeleteVirtualMFADevice',
        resource: `arn:aws:iam::${accountId}:mfa/${name}`,
        severity: 'warning',
        problem:
          'Without MFA it deletes devices that nobody has enabled yet. AWS advises against it: enrolment needs no deleting.',
      }),
    ),
  ]
  const found = asked.flatMap(({ action, resource, severity, problem }): (Finding & Asked)[] => {
    const { outcome, policy, statement } = decide({ action, resource }, 'key', situation)
    if (outcome !== 'allowed' || !policy || !statement) return []
    const place = placeOf({ policy, compiled: statement })
    const fix = `Let ${action} be denied without MFA: take it out of the NotAction of the deny, or demand "true" where it is allowed.`
    return [
      {
        severity,
        rule: 'open-without-mfa',
        ...place,
        problem: `${action}: ${problem}`,
        fix,
        page: pages.selfManage,
        action,
        resource,
      },
    ]
  })
  // Whoever may do it to others may do it to himself: once is enough.
  return found
    .filter(({ action }, index) => found.findIndex((other) => other.action === action) === index)
    .map(({ action: _, resource: __, ...finding }) => finding)
}
