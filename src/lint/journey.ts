/** A new user's way: with nothing but an access key to a device, with the device to a session, and with that to work. */
import type { CompiledStatement } from '../policy/compile.ts'
import type { Decision } from '../policy/evaluate.ts'
import { type Finding, ownUser, pages, placeOf, type Severity } from './finding.ts'
import { sampleRequests } from './sample-requests.ts'
import { type Asked, type Credentials, decide, isAllowed, type LintedUser, type Situation } from './situation.ts'

export interface JourneyStep extends Asked {
  /** `creates a virtual MFA device` */
  readonly does: string
  readonly credentials: Credentials
  readonly expected: 'allowed' | 'refused'
  readonly outcome: Decision['outcome']
  /** Whether the way ends here, or goes on where it should not. */
  readonly isAsExpected: boolean
  /** The policy and the statement that decided, where one did. */
  readonly by?: string
}

interface Stage extends Asked {
  readonly does: string
  readonly credentials: Credentials
  readonly expected?: 'refused'
  /** Without an allow it cannot be done. Of GetSessionToken AWS asks only that nothing denies it. */
  readonly needsAllow: boolean
  /** What it means to be stuck here; none: told elsewhere. */
  readonly stuck?: { readonly severity: Severity; readonly problem: string }
}

/** @param demandsMfa whether any statement asks for MFA: only then must a user be able to enrol without help. */
export function takeJourney(
  situation: Situation,
  demandsMfa: boolean,
): { steps: readonly JourneyStep[]; findings: readonly Finding[] } {
  const stages = stagesOf(situation)
  const isAboutEnrolment = situation.isComplete || allowsEnrolmentAtAll(situation)
  const taken = stages.map((stage) => ({ stage, decision: decide(stage, stage.credentials, situation) }))
  const findings = taken.flatMap(({ stage, decision }) =>
    demandsMfa ? explainStuck(stage, decision, situation, isAboutEnrolment) : [],
  )
  return { steps: taken.map(toStep), findings: demandsMfa ? findings : [noMfaDemanded] }
}

function stagesOf(situation: Situation): readonly Stage[] {
  const { user } = situation
  const onUser = { resource: user.arn, credentials: 'key', needsAllow: true } as const
  const seen = 'The console’s page of the own security credentials shows an error.'
  return [
    {
      does: 'lists the devices of the account',
      ...onUser,
      ...{ action: 'iam:ListVirtualMFADevices', resource: deviceArn(user, '') },
      stuck: { severity: 'warning', problem: seen },
    },
    {
      does: 'creates a virtual MFA device',
      ...onUser,
      ...{ action: 'iam:CreateVirtualMFADevice', resource: deviceArn(user, 'phone') },
      stuck: { severity: 'error', problem: 'A new user never gets a device, and so never gets in.' },
    },
    {
      does: 'enables it with two codes',
      ...onUser,
      action: 'iam:EnableMFADevice',
      stuck: { severity: 'error', problem: 'A new user has a device and cannot enable it, and so never gets in.' },
    },
    { does: 'sees the own user', ...onUser, action: 'iam:GetUser', stuck: { severity: 'warning', problem: seen } },
    {
      does: 'finds the serial number of the own device',
      ...onUser,
      action: 'iam:ListMFADevices',
      stuck: {
        severity: 'warning',
        problem: 'GetSessionToken takes the serial number of the device, which the user cannot look up.',
      },
    },
    {
      does: 'resynchronises a device whose clock has drifted',
      ...onUser,
      action: 'iam:ResyncMFADevice',
      stuck: { severity: 'warning', problem: 'Whose device drifts cannot get in, nor put it right.' },
    },
    {
      does: 'gets a session with a code',
      ...{ action: 'sts:GetSessionToken', resource: '*', credentials: 'key', needsAllow: false },
      stuck: {
        severity: 'error',
        problem:
          'There is no session with MFA where GetSessionToken is denied. (AWS’s guide says that policies do not control it; users report that a deny does, and AWS’s own policy exempts it.)',
      },
    },
    ...workOf(situation),
    {
      does: 'takes off the own device without a code',
      ...onUser,
      ...{ action: 'iam:DeactivateMFADevice', expected: 'refused' },
    },
  ]
}

function deviceArn({ accountId }: LintedUser, name: string): string {
  return `arn:aws:iam::${accountId}:mfa/${name}`
}

/** What the policies allow besides the own credentials; a deny that hits even that with MFA hits everybody's work. */
function workOf({ policies, user }: Situation): readonly Stage[] {
  const samples = policies.identity
    .flatMap(({ policy }) => policy.allows)
    .filter(isAboutWork)
    .flatMap((compiled) => sampleRequests(compiled, user))
  const asked = samples[0] ?? { action: 's3:ListAllMyBuckets', resource: '*' }
  return [
    {
      does: samples.length > 0 ? 'works in a session with MFA' : 'is denied no work in a session with MFA',
      ...asked,
      ...{ credentials: 'mfa', needsAllow: false },
      stuck: { severity: 'error', problem: 'It is denied to the user even in a session with MFA from just now.' },
    },
  ]
}

function isAboutWork({ statement: { Action = [] } }: CompiledStatement): boolean {
  return !Action.every((action) =>
    /^(iam:.*(MFA|User|Password|AccessKey|Certificate|Credential|SSH|Account)|sts:)/i.test(action),
  )
}

/** A deny alone is one part of a set, whose allows are elsewhere. */
function allowsEnrolmentAtAll(situation: Situation): boolean {
  const { user } = situation
  const asked = [
    ...[user.userName, 'phone'].map((name) => ({
      action: 'iam:CreateVirtualMFADevice',
      resource: deviceArn(user, name),
    })),
    { action: 'iam:EnableMFADevice', resource: user.arn },
  ]
  return asked.some((each) => isAllowed(each, 'key', situation) || isAllowed(each, 'mfa', situation))
}

function explainStuck(stage: Stage, decision: Decision, situation: Situation, isAboutEnrolment: boolean): Finding[] {
  const { stuck, action, needsAllow } = stage
  if (!stuck || decision.outcome === 'allowed' || (decision.outcome === 'implicitDeny' && !needsAllow)) return []
  const isWork = stage.credentials === 'mfa'
  if (decision.outcome === 'explicitDeny') {
    const place =
      decision.policy && decision.statement ? placeOf({ policy: decision.policy, compiled: decision.statement }) : {}
    const rule = isWork
      ? 'mfa-is-no-use'
      : stuck.severity === 'error' && needsAllow
        ? 'cannot-enrol'
        : 'missing-exemption'
    return [
      {
        severity: stuck.severity,
        rule,
        ...place,
        problem: `The statement denies ${action} to a user who has no MFA yet. ${stuck.problem}`,
        fix: `Add ${action} to its NotAction, or let it be denied only where it must.`,
        page: pages.selfManage,
        ...(isWork && { problem: stuck.problem, fix: 'Deny only where aws:MultiFactorAuthPresent is not true.' }),
      },
    ]
  }
  const isForOwnName =
    action === 'iam:CreateVirtualMFADevice' &&
    isAllowed({ action, resource: deviceArn(situation.user, situation.user.userName) }, 'key', situation)
  // The statement that names it so has its own finding.
  if (isForOwnName) return []
  return [
    {
      severity: isAboutEnrolment ? stuck.severity : 'note',
      rule: stuck.severity === 'error' ? 'cannot-enrol' : 'missing-exemption',
      problem: isAboutEnrolment
        ? `Nothing allows ${action} without MFA. ${stuck.problem}`
        : `Nothing here allows ${action} without MFA: another policy of the user must.`,
      fix: `Allow ${action} on ${action.includes('Virtual') ? 'arn:aws:iam::*:mfa/*' : ownUser} without a condition on MFA.`,
      page: pages.selfManage,
    },
  ]
}

function toStep({ stage, decision }: { stage: Stage; decision: Decision }): JourneyStep {
  const { does, action, resource, credentials, expected = 'allowed', needsAllow } = stage
  const { outcome, policy, statement } = decision
  const isDone = outcome === 'allowed' || (outcome === 'implicitDeny' && !needsAllow)
  return {
    ...{ does, action, resource, credentials, expected, outcome, isAsExpected: isDone === (expected === 'allowed') },
    ...(policy && statement && { by: `${statement.statement.Sid ?? statement.index + 1} of ${policy.name}` }),
  }
}

const noMfaDemanded: Finding = {
  severity: 'note',
  rule: 'no-mfa-demanded',
  problem: 'No statement asks for MFA: whatever these policies allow, an access key alone may do.',
  fix: 'Add a statement that denies all but enrolment where aws:MultiFactorAuthPresent is not true.',
  page: pages.selfManage,
}
