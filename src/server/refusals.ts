/**
 * Why requests were refused: a line in the log for each, and the whole story of the latest for whoever may read it. In the
 * memory of the process, so that a caller without permissions cannot fill the database.
 */
import type { Logger } from 'pino'
import { isRefusal, type Refusal } from '../authorization/refusal.ts'
import { isRuleRefusal, type RuleRefusal } from '../authorization/rule-refusal.ts'
import type { Decision } from '../policy/evaluate.ts'
import { AwsFault } from '../wire/faults.ts'

/** Those before are forgotten. */
const keptRefusals = 1000
/** Of session policies: each may be another, and takes much more room once it is compiled. */
const keptCharacters = 500_000

export class RecentRefusals {
  readonly #byRequestId = new Map<string, Refusal | RuleRefusal>()
  #characters = 0

  find(requestId: string): Refusal | RuleRefusal | undefined {
    return this.#byRequestId.get(requestId)
  }

  keep(requestId: string, refusal: Refusal | RuleRefusal): void {
    this.#byRequestId.set(requestId, refusal)
    this.#characters += charactersOf(refusal)
    for (const [oldestId, oldest] of this.#byRequestId) {
      if (this.#byRequestId.size <= keptRefusals && this.#characters <= keptCharacters) break
      this.#byRequestId.delete(oldestId)
      this.#characters -= charactersOf(oldest)
    }
  }
}

function charactersOf({ caller: { session } }: Pick<Refusal, 'caller'>): number {
  return session?.sessionPolicies.document?.length ?? 0
}

interface NotingRefusals {
  readonly log: Logger
  readonly refusals: RecentRefusals
}

/** What is answered: a fault as it is, and kept when it is a refusal; of anything else the cause is in the log alone. */
export function noteFault(error: unknown, requestId: string, app: NotingRefusals): AwsFault {
  if (error instanceof AwsFault) {
    if (isRefusal(error.cause) || isRuleRefusal(error.cause)) noteRefusal(error.cause, requestId, app)
    return error
  }
  app.log.error({ err: error, requestId }, 'A request failed')
  return new AwsFault(
    'InternalFailure',
    'The request processing has failed because of an unknown error. The cause is in the log of the server, under the request id.',
  )
}

/** Values of keys stay out of the log: a tag or a user agent is whatever somebody chose to send. */
export function noteRefusal(
  refusal: Refusal | RuleRefusal,
  requestId: string,
  { log, refusals }: NotingRefusals,
): void {
  refusals.keep(requestId, refusal)
  const { action, resource } = isRefusal(refusal) ? refusal.request : refusal
  const by = isRefusal(refusal) ? describeDecision(refusal.decision) : { rule: refusal.rule }
  log.info({ requestId, principal: refusal.caller.principal.arn, action, resource, ...by }, 'A request was denied')
}

/** Which policy and statement decided, as names alone. */
export function describeDecision({ outcome, kind, policy, statement }: Decision) {
  return {
    outcome,
    policyKind: kind,
    policy: policy?.arn ?? policy?.name,
    statement: statement && (statement.statement.Sid ?? statement.index + 1),
  }
}
