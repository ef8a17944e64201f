/** The request path of AWS's API, from bytes to bytes. */
import { randomUUID } from 'node:crypto'
import { requirePermissions } from '../authorization/decide.ts'
import { policyCacheOf } from '../authorization/policy-cache.ts'
import type { Call } from '../call.ts'
import type { HttpRequest, HttpResponse } from '../http/message.ts'
import type { Caller } from '../identity/principal.ts'
import { visitOf } from '../signin/server.ts'
import { findSignedIn } from '../signin/session.ts'
import { beginChange } from '../storage/accounts.ts'
import type { Queries } from '../storage/database.ts'
import { keepCountedAttempts } from '../verification/counted-attempts.ts'
import { AwsFault } from '../wire/faults.ts'
import type { Service, ServiceName } from '../wire/model.ts'
import { decodeInput } from '../wire/query.ts'
import { checkInput } from '../wire/validation.ts'
import { type AnswerFormat, type Answering, failure, success } from './answer.ts'
import type { App } from './app.ts'
import { authenticate } from './authenticate.ts'
import { readForm } from './form.ts'
import { type AnyOperation, findOperation } from './operations.ts'
import { refreshPrincipal } from './principals.ts'
import { noteFault } from './refusals.ts'
import { RequestTrail } from './request-trail.ts'
import { requireUsableSession } from './session-rules.ts'

export interface DispatchOptions {
  /** @throws AwsFault */
  authenticate(request: HttpRequest, service: ServiceName, app: App): Promise<Caller>
  /** `negotiated`: XML, or JSON where AWS's service gives it to whoever accepts it. */
  readonly format: AnswerFormat
}

const asAwsDoes: DispatchOptions = { authenticate, format: 'negotiated' }

/** Never rejects: whatever is not an AwsFault becomes an opaque 500, and a line in the log. */
export async function dispatch(request: HttpRequest, app: App, options = asAwsDoes): Promise<HttpResponse> {
  const answering: Answering = { request, requestId: randomUUID(), format: options.format }
  const visit = visitOf(request, app)
  const { now } = visit
  const trail = new RequestTrail({ ...visit, requestId: answering.requestId }, app)
  let service: Service | undefined
  try {
    const form = readForm(request) //                                              1. what is asked
    if ('status' in form) return form
    const { model, operation } = findOperation(form) //                            2. of which operation
    service = model.service
    trail.model = model
    const caller = await options.authenticate(request, service.name, app) //               3. by whom
    trail.caller = caller
    requireUsableSession(caller, { service: service.name, action: model.action, now })
    if (!operation) throw new AwsFault('NotImplemented', `${model.action} is not implemented yet.`)
    const input = decodeInput(model.input, form) //                                4. in AWS's limits
    trail.input = input
    checkInput(operation.limits, input, model)
    const work = workOn(operation, input, { ...visit, caller }, app, trail)
    await work.authorize() //                                                      5. as the policies allow
    const output = await work.run(await work.prepare()) //                         6. done, and committed
    trail.finish(output)
    return success(answering, model, output) //                                    7. answered
  } catch (error) {
    const fault = noteFault(error, answering.requestId, app)
    trail.finish(fault)
    return failure(answering, service, fault)
  }
}

/** The steps of an operation, each on the database that it needs. */
export function workOn(
  operation: AnyOperation,
  input: object,
  asked: Pick<Call, 'caller' | 'request' | 'now'>,
  app: App,
  trail: RequestTrail,
) {
  const { accountId, storage, sealer, sessionTokenKeys, mfaLockout } = app
  const policyCache = policyCacheOf(storage)
  const given = { ...asked, accountId, policyCache, sealer, sessionTokenKeys, mfaLockout, isChange: false }
  const decideOn = async (call: Call) => requirePermissions(call, await operation.permissions(input, call))
  const runAttempt = (queries: Queries, prepared: unknown) =>
    keepCountedAttempts(() => operation.run(input, { ...given, queries }, prepared))
  /** Names may have changed hands since the request was authorized; from here on no other change comes between. */
  const runChange = async (queries: Queries, prepared: unknown) => {
    await beginChange(queries, accountId)
    const { signIn } = asked.caller.session ?? {}
    if (signIn && !(await findSignedIn(queries, app, signIn.sessionId, asked.now))) {
      throw new AwsFault('ExpiredToken', 'The session in which this was asked for has ended. Please sign in again.')
    }
    const principal = await refreshPrincipal(queries, asked.caller.principal)
    const call = { ...given, caller: { ...asked.caller, principal }, queries, isChange: true }
    await decideOn(call)
    return keepCountedAttempts(() => operation.run(input, call, prepared))
  }
  return {
    authorize: () => storage.read((queries) => decideOn({ ...given, queries })),
    prepare: () => storage.read(async (queries) => operation.prepare?.(input, { ...given, queries })),
    async run(prepared: unknown): Promise<object> {
      const { access } = operation
      if (access === 'read') return storage.read((queries) => operation.run(input, { ...given, queries }, prepared))
      const change = access === 'write' ? runChange : runAttempt
      try {
        const outcome = await storage.transaction(async (queries) => {
          const result = await change(queries, prepared)
          await trail.record(queries, result)
          return result
        })
        trail.finishChange()
        if (outcome instanceof AwsFault) throw outcome
        return outcome
      } catch (error) {
        if (!(error instanceof AwsFault)) policyCache.clear()
        throw error
      }
    },
  }
}
