import type { AuditEvent } from '../audit/event.ts'
import type { Caller } from '../identity/principal.ts'
import type { App } from './app.ts'

/** No code, token or state may come in here. */
export interface LoginRefusal {
  readonly requestId: string
  readonly principal: string | undefined
  readonly code: string
  readonly message: string
}

/** Into the server's log, and into the audit log where it is known whose session was refused something. */
export function recordLoginRefusal(
  refusal: LoginRefusal,
  caller: Pick<Caller, 'accessKeyId'> | undefined,
  event: AuditEvent | undefined,
  { auditLog, log }: Pick<App, 'auditLog' | 'log'>,
): void {
  log.info(refusal, 'aws login was refused')
  auditLog.tend()
  if (caller && event && auditLog.hasRoomFor(caller.accessKeyId)) auditLog.add(event)
}
