/**
 * What `twinlock iam why` shows of a refused request: the statement that decided, the condition keys with the values that
 * they had, and what would help.
 */
import { advise, adviseOnRule, wouldMfaHelp } from '../authorization/advice.ts'
import { isRefusal, type Refusal } from '../authorization/refusal.ts'
import type { RuleRefusal } from '../authorization/rule-refusal.ts'
import type { Caller } from '../identity/principal.ts'
import { writeStatement } from '../policy/document.ts'
import { type MatchedStatement, trace } from '../policy/trace.ts'
import { listDevicesOf } from '../storage/owned-devices.ts'
import { AwsFault } from '../wire/faults.ts'
import type { App } from './app.ts'
import { type AskedBy, requirePermissionOf } from './asked-by.ts'
import { describePolicyReason, ruleReasons, untoldRole } from './refusal-reasons.ts'
import { describeDecision } from './refusals.ts'

/**
 * Whoever was refused is told why and what would help; what the policies say, and of the refusals of others, whoever may
 * read authorization messages, which say as much in AWS: policies guard both by one action.
 * @throws AwsFault AccessDenied, NoSuchEntity
 */
export async function explainRefusal(requestId: string, by: Omit<AskedBy, 'trail'>, app: App): Promise<object> {
  const refusal = app.refusals.find(requestId)
  const isOwn = refusal?.caller.principal.userId === by.caller.principal.userId
  const permission = { action: 'sts:DecodeAuthorizationMessage', resource: '*' }
  try {
    await app.storage.read((queries) => requirePermissionOf(by, permission, queries, app))
  } catch (error) {
    // The same whether there is such an id or not, so that nobody learns which there are.
    if (!isOwn || !(error instanceof AwsFault)) throw error
    return explainBriefly(refusal, requestId, app)
  }
  if (!refusal) {
    throw new AwsFault(
      'NoSuchEntity',
      `No refused request has the id ${requestId}. A server process remembers its own latest refusals, until it ends.`,
    )
  }
  return explain(refusal, requestId, app)
}

/** For a caller who may not read policies, and has learned nothing yet of what there is but what the request named. */
async function explainBriefly(refusal: Refusal | RuleRefusal, requestId: string, app: App): Promise<object> {
  const {
    document: _,
    matchedStatements: __,
    unmetAllows: ___,
    keys: ____,
    ...brief
  } = await explain(refusal, requestId, app)
  const told = { ...brief, ...(isRefusal(refusal) && { resource: refusal.resourceName ?? refusal.request.resource }) }
  if (!hidesWhetherRoleExists(refusal)) return told
  const { requestId: id, time, principal, action, resource } = { ...brief }
  return { requestId: id, time, principal, action, resource, reason: untoldRole, outcome: 'implicitDeny' }
}

/** Whoever is trusted once he shows a code is told so; to all others a role is as if it were not there. */
function hidesWhetherRoleExists(refusal: Refusal | RuleRefusal): boolean {
  if (!isRefusal(refusal)) return refusal.rule === 'noSuchRole'
  const { request, decision } = refusal
  return request.action === 'sts:AssumeRole' && decision.outcome === 'implicitDeny' && !wouldMfaHelp(refusal)
}

async function explain(
  refusal: Refusal | RuleRefusal,
  requestId: string,
  app: App,
): Promise<Readonly<Record<string, unknown>>> {
  const serialNumber = await findSerialNumber(refusal.caller, app)
  const about = { requestId, time: refusal.now.toISOString(), principal: refusal.caller.principal.arn }
  return {
    ...about,
    ...(isRefusal(refusal) ? tellOfPolicies(refusal, serialNumber) : tellOfRule(refusal, serialNumber)),
  }
}

function tellOfPolicies(refusal: Refusal, serialNumber: string | undefined): object {
  const { decision, matchedStatements, unmetAllows, keys } = trace(refusal.request, refusal.policies)
  const unmet = unmetAllows.filter(({ kind }) => kind === decision.kind)
  return {
    action: refusal.request.action,
    resource: refusal.request.resource,
    reason: describePolicyReason(refusal, { unmetAllows: unmet }),
    ...describeDecision(decision),
    document: decision.statement && writeStatement(decision.statement.statement),
    matchedStatements: matchedStatements.map(nameStatement),
    unmetAllows:
      decision.outcome === 'implicitDeny'
        ? unmet.map((each) => ({ ...nameStatement(each), document: writeStatement(each.statement) }))
        : [],
    keys: Object.fromEntries(Array.from(keys, ([key, values]) => [key, values ?? null])),
    advice: advise(refusal, serialNumber),
  }
}

function tellOfRule(refusal: RuleRefusal, serialNumber: string | undefined): object {
  const { rule, action, resource } = refusal
  const reason = ruleReasons[rule]
  return { action, resource, reason, outcome: 'builtInRule', rule, advice: adviseOnRule(refusal, serialNumber) }
}

function nameStatement({ kind, policy, statement, index }: MatchedStatement) {
  const { Sid, Effect } = statement
  return { policyKind: kind, policy: policy.arn ?? policy.name, statement: Sid ?? index + 1, effect: Effect }
}

async function findSerialNumber({ principal, session }: Caller, { storage }: App): Promise<string | undefined> {
  if (principal.kind !== 'user') return undefined
  const owner = { account_id: principal.accountId, owner_id: principal.userId }
  const { rows } = await storage.read((queries) => listDevicesOf(queries, owner))
  // Passkeys sign in, and issue no sessions.
  const device = session?.signIn ? rows[0] : rows.find(({ kind }) => kind !== 'fido')
  return device?.serial_number
}
