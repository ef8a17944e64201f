import { requirePermissions } from '../../authorization/decide.ts'
import { policyCacheOf } from '../../authorization/policy-cache.ts'
import { signInRegion } from '../../identity/arn.ts'
import type { Caller } from '../../identity/principal.ts'
import type { SignInServer, Visit } from '../server.ts'
import { clientArn, type OAuthClient } from './clients.ts'

/**
 * Whether the policies of whoever signed in let him use this client.
 * @throws AwsFault AccessDenied
 */
export async function requireClientPermission(
  { accountId, storage }: SignInServer,
  action: 'signin:AuthorizeOAuth2Access' | 'signin:CreateOAuth2Token',
  client: OAuthClient,
  caller: Caller,
  { request, now }: Visit,
): Promise<void> {
  const resource = clientArn(client, accountId, signInRegion)
  const policyCache = policyCacheOf(storage)
  // Outside of a transaction, as every request is asked first: what a transaction sees may yet be undone.
  await storage.read((queries) =>
    requirePermissions({ accountId, caller, request, now, queries, policyCache, isChange: false }, [
      { action, resource },
    ]),
  )
}
