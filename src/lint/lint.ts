/**
 * What bites people in policies that demand MFA: conditions that let through whom they should stop, keys that do not exist,
 * and users who can never enrol. `conditions.ts`, `keys.ts` and `device-names.ts` read the statements; `journey.ts` and
 * `exposure.ts` ask the policy engine what a new user may do with which credentials.
 *
 * Pure: it is given the documents, the user and the time. Where policies come from and how findings are shown is `cli/`'s.
 */

import { lintConditions } from './conditions.ts'
import { lintDeviceNames } from './device-names.ts'
import { namesPrincipals, type PolicyText, type ReadPolicy, readPolicies } from './documents.ts'
import { findExposure } from './exposure.ts'
import { compareFindings, type Finding } from './finding.ts'
import { type JourneyStep, takeJourney } from './journey.ts'
import { lintKeys, mentionsMfa } from './keys.ts'
import type { LintedUser, Situation } from './situation.ts'

export interface LintInput {
  /** Read together, as the policies of one user. Those with principals, such as trust policies, by themselves. */
  readonly policies: readonly PolicyText[]
  readonly user: LintedUser
  readonly now: Date
  /** Whether these are all policies of the user: then what none allows is refused. */
  readonly isComplete: boolean
}

export interface LintReport {
  /** The gravest first. */
  readonly findings: readonly Finding[]
  /** A new user's way through enrolment, step by step. Empty where there is no policy of a user. */
  readonly journey: readonly JourneyStep[]
}

export function lintMfa({ policies, user, now, isComplete }: LintInput): LintReport {
  const { read, findings: unreadable } = readPolicies(policies, isComplete)
  const ofUser = read.filter((policy) => !namesPrincipals(policy))
  const boundary = ofUser.find(({ kind }) => kind === 'boundary')
  const situation: Situation = {
    user,
    now,
    isComplete,
    policies: {
      identity: ofUser.filter(({ kind }) => kind === 'identity'),
      ...(boundary && { boundary }),
    },
  }
  const statements = read.flatMap((policy) => lintStatements(policy, situation))
  const demandsMfa = ofUser.some(mentionsMfa)
  const journey = ofUser.length > 0 ? takeJourney(situation, demandsMfa) : { steps: [], findings: [] }
  const exposure = demandsMfa ? findExposure(situation) : []
  // Why the way ends there has been said of the statement.
  const isTold = ({ rule, policy, statement }: Finding) =>
    rule === 'mfa-is-no-use' &&
    statements.some((told) => told.rule === 'deny-hits-mfa' && told.policy === policy && told.statement === statement)
  const stuck = journey.findings.filter((finding) => !isTold(finding))
  const findings = [...unreadable, ...statements, ...stuck, ...exposure]
  return { findings: findings.sort(compareFindings), journey: journey.steps }
}

function lintStatements(policy: ReadPolicy, situation: Situation): Finding[] {
  return [...policy.policy.allows, ...policy.policy.denies].flatMap((compiled) => {
    const at = { policy, compiled }
    return [...lintConditions(at, situation), ...lintKeys(at), ...lintDeviceNames(at)]
  })
}
