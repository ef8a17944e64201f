/** What the audit log is told of `aws login`. Neither codes nor tokens nor the state come in here. */
import type { AuditEvent, Occasion } from '../../audit/event.ts'
import { signInEvent } from '../../audit/sign-in-event.ts'
import type { SignInServer, Visit } from '../server.ts'
import type { SignedInCaller } from '../session.ts'
import type { AuthorizationRequest } from './authorization-request.ts'
import type { TokenRequest } from './token-request.ts'

/** @param failure - left out: the client was allowed */
export function authorizeEvent(
  server: SignInServer,
  { client, redirectUri }: AuthorizationRequest,
  { principal, accessKeyId }: SignedInCaller,
  visit: Visit,
  failure?: string,
): AuditEvent {
  const parameters = { client_id: client.id, redirect_uri: redirectUri, response_type: 'code', scope: 'openid' }
  const happening = { eventName: 'AuthorizeOAuth2Access', parameters } as const
  return signInEvent(occasionOf(server, visit), happening, { principal, accessKeyId, ...(failure && { failure }) })
}

/** @param failure - left out: credentials were issued */
export function tokenEvent(
  server: SignInServer,
  { clientId, grantType }: Pick<TokenRequest, 'clientId' | 'grantType'>,
  { principal, accessKeyId }: SignedInCaller,
  visit: Visit,
  failure?: string,
): AuditEvent {
  const parameters = { client_id: clientId, grant_type: grantType }
  const happening = { eventName: 'CreateOAuth2Token', parameters } as const
  return signInEvent(occasionOf(server, visit), happening, { principal, accessKeyId, ...(failure && { failure }) })
}

function occasionOf({ accountId }: SignInServer, { request, now, requestId }: Visit): Occasion {
  return { accountId, request, now, ...(requestId !== undefined && { requestId }) }
}
