/**
 * What `twinlock iam why` shows of a refused request: the statement that decided, the condition keys with the values that
 * they had, and what would help.
 */
import { adviseOnMfa } from '../authorization/advice.ts'
import { requirePermissions } from '../authorization/decide.ts'
import { policyCacheOf } from '../authorization/policy-cache.ts'
import type { Refusal } from '../authorization/refusal.ts'
import type { Caller } from '../identity/principal.ts'
import { trace } from '../policy/trace.ts'
import { listMfaDevicesOf } from '../storage/mfa-devices.ts'
import { AwsFault } from '../wire/faults.ts'
import type { App, HttpRequest } from './app.ts'
import { describeDecision } from './refusals.ts'
import { readRequestFacts } from './request-facts.ts'

/**
 * @throws AwsFault AccessDenied for whoever may not read authorization messages, which say as much in AWS: policies guard
 * both by one action. NoSuchEntity.
 */
export async function explainRefusal(
  requestId: string,
  caller: Caller,
  request: HttpRequest,
  app: App,
): Promise<object> {
  const { accountId, storage } = app
  const now = new Date(app.clock.now())
  await storage.read((queries) =>
    requirePermissions(
      {
        accountId,
        caller,
        request: readRequestFacts(request, app),
        now,
        queries,
        policyCache: policyCacheOf(storage),
        isChange: false,
      },
      [{ action: 'sts:DecodeAuthorizationMessage', resource: '*' }],
    ),
  )
  const refusal = app.refusals.find(requestId)
  if (!refusal) {
    throw new AwsFault(
      'NoSuchEntity',
      `No refused request has the id ${requestId}. A server process remembers its own latest refusals, until it ends.`,
    )
  }
  const { decision, matchedStatements, keys } = trace(refusal.request, refusal.policies)
  return {
    requestId,
    time: refusal.now.toISOString(),
    principal: refusal.caller.principal.arn,
    action: refusal.request.action,
    resource: refusal.request.resource,
    ...describeDecision(decision),
    document: decision.statement?.statement,
    matchedStatements: matchedStatements.map(({ kind, policy, statement, index }) => ({
      policyKind: kind,
      policy: policy.arn ?? policy.name,
      statement: statement.Sid ?? index + 1,
      effect: statement.Effect,
    })),
    keys: Object.fromEntries(Array.from(keys, ([key, values]) => [key, values ?? null])),
    advice: adviseOnMfa(refusal, await findSerialNumber(refusal, app)),
  }
}

async function findSerialNumber({ caller: { principal } }: Refusal, { storage }: App): Promise<string | undefined> {
  if (principal.kind !== 'user') return undefined
  const owner = { account_id: principal.accountId, owner_id: principal.userId }
  const { rows } = await storage.read((queries) => listMfaDevicesOf(queries, owner, { after: undefined, limit: 1 }))
  return rows[0]?.serial_number
}
