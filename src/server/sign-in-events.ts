/** The one place that hears of what AWS Sign-In does, under the names that CloudTrail has for it. */
import type { HttpRequest } from '../http/message.ts'
import type { App } from './app.ts'

export interface SignInEvent {
  readonly name: 'AuthorizeOAuth2Access' | 'CreateOAuth2Token'
  readonly requestId: string
  readonly request: HttpRequest
  /** Undefined while it is not known who it was. */
  readonly principalArn?: string
  /** The session that a token was made for. */
  readonly sessionId?: string
  readonly clientId?: string
  /** Of what was refused. */
  readonly errorCode?: string
  readonly errorMessage?: string
}

/** No code, token or state may come in here. */
export function recordSignInEvent({ request: _, ...event }: SignInEvent, { log }: Pick<App, 'log'>): void {
  log.info(event, event.errorCode === undefined ? 'aws login' : 'aws login was refused')
}
