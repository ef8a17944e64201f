/** Sees to it that a request leaves its event in the audit log: in the transaction of its change, or else soon after. */
import { apiCallEvent, type CalledOperation } from '../audit/api-call.ts'
import { recordEvent } from '../audit/event.ts'
import type { Claimant } from '../audit/user-identity.ts'
import type { RequestFacts } from '../http/request-facts.ts'
import type { Caller } from '../identity/principal.ts'
import type { Queries } from '../storage/database.ts'
import { AwsFault } from '../wire/faults.ts'
import type { App } from './app.ts'
import { claimantOf } from './claimed-identity.ts'

interface Of {
  readonly request: RequestFacts
  readonly requestId: string
  readonly now: Date
}

export class RequestTrail {
  readonly #of: Of
  readonly #app: App
  /** What is known so far of the request. */
  model: CalledOperation | undefined
  caller: Caller | undefined
  input: object | undefined
  #isWritten = false
  #isCommitted = false

  constructor(of: Of, app: App) {
    this.#of = of
    this.#app = app
  }

  /** In the transaction of what was done, or of the attempt that was counted. */
  async record(queries: Queries, outcome: object | AwsFault): Promise<void> {
    const event = this.caller && this.#eventOf(this.caller, outcome, false)
    if (event) await recordEvent(queries, event)
    this.#isWritten = true
  }

  /** The transaction was committed, whatever is answered. */
  finishChange(): void {
    this.#isCommitted = true
  }

  /** After the answer is known; does nothing where the event is written already. Never throws. */
  finish(outcome: object | AwsFault): void {
    const { auditLog, log } = this.#app
    auditLog.tend()
    if (this.#isCommitted || (this.#isWritten && !(outcome instanceof AwsFault))) return
    try {
      this.#addLater(outcome)
    } catch (error) {
      log.error({ err: error, requestId: this.#of.requestId }, 'The audit event of a request could not be made')
    }
  }

  #addLater(outcome: object | AwsFault): void {
    const { auditLog } = this.#app
    const isFault = outcome instanceof AwsFault
    const by = this.caller ?? (isFault ? claimantOf(outcome) : undefined)
    if (!by || (!isFault && !auditLog.recordsReads)) return
    if (isFault && !auditLog.hasRoomFor(by.accessKeyId)) return
    const event = this.#eventOf(by, outcome, true)
    if (event) auditLog.add(event)
  }

  #eventOf(by: Caller | Claimant, outcome: object | AwsFault, isRead: boolean) {
    const { request, requestId, now } = this.#of
    const { model, input } = this
    if (!model) return undefined
    const occasion = { accountId: this.#app.accountId, request, now, requestId }
    return apiCallEvent(occasion, { by, model, input, outcome, isRead })
  }
}
