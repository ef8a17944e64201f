/**
 * Whom a condition on MFA lets through. Asked of the engine for each kind of credentials, so that `Bool`, `BoolIfExists`,
 * `Null`, ages and whatever they are combined with need no rule each.
 */
import type { CompiledStatement } from '../policy/compile.ts'
import { compileConditions } from '../policy/conditions.ts'
import type { Statement } from '../policy/document.ts'
import type { DecidingStatement } from '../policy/evaluate.ts'
import { trace } from '../policy/trace.ts'
import type { ReadPolicy } from './documents.ts'
import { type Finding, pages, placeOf, type RuleName } from './finding.ts'
import { sampleRequests } from './sample-requests.ts'
import {
  type Asked,
  type Credentials,
  contextWith,
  isAllowed,
  mfaAge,
  mfaPresent,
  type Situation,
} from './situation.ts'

export interface LintedStatement {
  readonly policy: ReadPolicy
  readonly compiled: CompiledStatement
}

type Holds = Readonly<Record<Credentials, boolean>>

export function lintConditions(at: LintedStatement, situation: Situation): Finding[] {
  const { statement } = at.compiled
  const condition = pickMfaConditions(statement.Condition)
  if (Object.keys(condition).length === 0) return []
  const hasVariables = at.policy.policy.document.Version === '2012-10-17'
  const tests = compileConditions(condition, hasVariables, statement.Effect === 'Deny')
  const holdsFor = (credentials: Credentials) => tests.every((test) => test(contextWith(credentials, situation)))
  const holds = { key: holdsFor('key'), session: holdsFor('session'), mfa: holdsFor('mfa'), oldMfa: holdsFor('oldMfa') }
  const rule = statement.Effect === 'Deny' ? judgeDeny(holds) : judgeAllow(holds)
  if (rule === undefined) return []
  const { severity, problem, fix, page } = texts[rule]
  const isCovered = severity === 'error' && rule !== 'deny-hits-mfa' && isCoveredByOthers(at, holds, situation)
  return [
    {
      severity: isCovered ? 'note' : severity,
      rule,
      ...placeOf(at),
      problem: isCovered ? `${problem} Here other statements refuse such requests, so nothing is open.` : problem,
      fix,
      page,
    },
  ]
}

function pickMfaConditions(element: Statement['Condition'] = {}): NonNullable<Statement['Condition']> {
  const picked = Object.entries(element).map(([operator, keys]) => {
    const ofMfa = Object.entries(keys).filter(([key]) => isMfaKey(key))
    return [operator, Object.fromEntries(ofMfa)] as const
  })
  return Object.fromEntries(picked.filter(([, keys]) => Object.keys(keys).length > 0))
}

type ConditionRule = Extract<RuleName, `deny-${string}` | `allow-${string}` | 'only-without-mfa' | 'never-holds'>

function judgeDeny({ key, session, mfa, oldMfa }: Holds): ConditionRule | undefined {
  if (mfa) return 'deny-hits-mfa'
  if (key && session) return undefined
  if (!key && !session) return oldMfa ? 'deny-misses-both' : 'never-holds'
  return key ? 'deny-misses-sessions' : 'deny-misses-keys'
}

function judgeAllow({ key, session, mfa, oldMfa }: Holds): ConditionRule | undefined {
  if (!mfa && !oldMfa) return key || session ? 'only-without-mfa' : 'never-holds'
  if (!key && !session) return undefined
  if (key && session) return 'allow-takes-all'
  return key ? 'allow-takes-keys' : 'allow-takes-sessions'
}

/**
 * Whether what the statement lets through is refused all the same: by another deny, or because only MFA is allowed. What
 * hangs on other conditions, such as an address, is no cover.
 */
function isCoveredByOthers({ policy, compiled }: LintedStatement, holds: Holds, situation: Situation): boolean {
  if (!situation.policies.identity.includes(policy)) return false
  const isDeny = compiled.statement.Effect === 'Deny'
  const open = (['key', 'session'] as const).filter((credentials) => holds[credentials] !== isDeny)
  const samples = sampleRequests(compiled, situation.user)
  const isRefused = (asked: Asked, credentials: Credentials) => {
    const request = { ...asked, context: contextWith(credentials, situation) }
    const { decision, unmetAllows } = trace(request, situation.policies)
    if (decision.outcome === 'explicitDeny')
      return decision.statement !== undefined && asksForMfaAlone(decision.statement)
    const isForMfa = !isDeny || isAllowed(asked, 'mfa', situation)
    return decision.outcome === 'implicitDeny' && isForMfa && unmetAllows.every(asksForMfaAlone)
  }
  return samples.length > 0 && samples.every((asked) => open.every((credentials) => isRefused(asked, credentials)))
}

function asksForMfaAlone({ statement: { Condition = {} } }: DecidingStatement): boolean {
  return Object.values(Condition).every((keys) => Object.keys(keys).every(isMfaKey))
}

function isMfaKey(key: string): boolean {
  return [mfaPresent, mfaAge].includes(key.toLowerCase())
}

interface Text {
  readonly severity: Finding['severity']
  readonly problem: string
  readonly fix: string
  readonly page: string
}

const denyWithoutMfa = 'Deny with "BoolIfExists": {"aws:MultiFactorAuthPresent": "false"}.'
const allowWithMfa = 'Allow with "Bool": {"aws:MultiFactorAuthPresent": "true"}.'
const sessions = 'a session from GetSessionToken without a code, a role session, a federated user'

const texts: Readonly<Record<ConditionRule, Text>> = {
  'deny-misses-keys': {
    severity: 'error',
    problem:
      'A request signed with a long-term access key has no aws:MultiFactorAuthPresent at all, so this condition does not match and the deny does not apply: a stolen key needs no MFA.',
    fix: denyWithoutMfa,
    page: pages.presentKey,
  },
  'deny-misses-sessions': {
    severity: 'error',
    problem: `The deny asks whether the key is there, not whether it is true: in temporary credentials without MFA (${sessions}) it is there and false, and they pass.`,
    fix: denyWithoutMfa,
    page: pages.presentKey,
  },
  'deny-misses-both': {
    severity: 'error',
    problem:
      'aws:MultiFactorAuthAge exists only where there was MFA: this denies an old code, and lets pass whoever gave none.',
    fix: `Keep it, and in a statement of its own: ${denyWithoutMfa}`,
    page: pages.ageKey,
  },
  'deny-hits-mfa': {
    severity: 'error',
    problem: 'The deny applies to requests with MFA: with these conditions nobody gets past it by giving a code.',
    fix: denyWithoutMfa,
    page: pages.presentKey,
  },
  'allow-takes-keys': {
    severity: 'error',
    problem:
      'A request signed with a long-term access key has no aws:MultiFactorAuthPresent at all, and this condition holds for a key that is missing: a stolen key needs no MFA.',
    fix: `In an allow the key must be there. ${allowWithMfa}`,
    page: pages.presentKey,
  },
  'allow-takes-sessions': {
    severity: 'error',
    problem: `The condition asks whether the key is there, not whether it is true: in temporary credentials without MFA (${sessions}) it is there and false, and they are allowed.`,
    fix: allowWithMfa,
    page: pages.presentKey,
  },
  'allow-takes-all': {
    severity: 'error',
    problem: 'The condition holds with MFA and without it: it demands nothing.',
    fix: allowWithMfa,
    page: pages.presentKey,
  },
  'only-without-mfa': {
    severity: 'warning',
    problem: 'The allow holds only as long as there is no MFA: whoever gives a code loses the permission.',
    fix: 'Leave the condition out where MFA does not matter, or demand "true".',
    page: pages.presentKey,
  },
  'never-holds': {
    severity: 'warning',
    problem: 'No credentials satisfy these conditions on MFA together: the statement never applies.',
    fix: 'Every operator and every key of a Condition must hold at once: split the statement, or drop one of them.',
    page: pages.operators,
  },
}
