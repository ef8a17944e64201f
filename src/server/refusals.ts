/**
 * Why requests were refused: a line in the log for each, and the whole story of the latest for whoever may read it. In the
 * memory of the process, so that a caller without permissions cannot fill the database.
 */
import type { Logger } from 'pino'
import { isRefusal, type Refusal } from '../authorization/refusal.ts'
import type { RuleRefusal } from '../authorization/rule-refusal.ts'
import type { Decision } from '../policy/evaluate.ts'

/** Those before are forgotten. */
const keptRefusals = 1000

export class RecentRefusals {
  readonly #byRequestId = new Map<string, Refusal | RuleRefusal>()

  find(requestId: string): Refusal | RuleRefusal | undefined {
    return this.#byRequestId.get(requestId)
  }

  keep(requestId: string, refusal: Refusal | RuleRefusal): void {
    const oldest = this.#byRequestId.keys().next()
    if (this.#byRequestId.size >= keptRefusals && !oldest.done) this.#byRequestId.delete(oldest.value)
    this.#byRequestId.set(requestId, refusal)
  }
}

interface NotingRefusals {
  readonly log: Logger
  readonly refusals: RecentRefusals
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
