import { requirePermissions } from '../../authorization/decide.ts'
import type { SignInSessionRow } from '../../storage/sign-in-sessions.ts'
import type { Person } from '../person.ts'
import { callOf, type SignInServer, signInRegion, type Visit } from '../server.ts'
import { callerOf } from '../session.ts'
import { clientArn, type OAuthClient } from './clients.ts'

/**
 * Whether the policies of whoever signed in let him use this client.
 * @throws AwsFault AccessDenied
 */
export async function requireClientPermission(
  server: SignInServer,
  action: 'signin:AuthorizeOAuth2Access' | 'signin:CreateOAuth2Token',
  client: OAuthClient,
  session: SignInSessionRow,
  person: Pick<Person, 'principal'>,
  visit: Visit,
): Promise<void> {
  const resource = clientArn(client, server.accountId, signInRegion)
  // Outside of a transaction, as every request is asked first: what a transaction sees may yet be undone.
  await server.storage.read((queries) => {
    const call = { ...callOf(server, queries, person.principal, visit), caller: callerOf(session, person) }
    return requirePermissions(call, [{ action, resource }])
  })
}
