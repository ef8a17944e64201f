/** The OpenID Connect provider that an operation is about: its URL, the ARN made of it, and what is asked of policies. */
import type { Call } from '../call.ts'
import { openIDConnectProviderArn } from '../identity/arn.ts'
import { findOpenIDConnectProvider, type OpenIDConnectProviderRow } from '../storage/openid-connect-providers.ts'
import { AwsFault } from '../wire/faults.ts'
import type { Permission, RequestContext } from '../wire/operation.ts'
import { readProviderArn } from './provider-arn.ts'

/** Neither an asterisk, which a trust policy cannot name, nor anything that is not ASCII. */
const hostAndPath = /^[a-z0-9-]+(\.[a-z0-9-]+)*(\/[\w.~!$&'()+,;=:@%/-]*)?$/i

/**
 * The URL as it stands in ARNs and answers, without `https://`. The issuer in a token has to be the same letter by letter,
 * so nothing is normalized; with or without a slash at the end are two providers.
 * @throws AwsFault ValidationError for what is no URL; InvalidInput for another scheme, for credentials, a port (which no ARN
 * can hold), a query or a fragment
 */
export function readProviderUrl(url: string): string {
  const [, scheme, rest = ''] = /^([a-z][a-z0-9+.-]*):\/\/([^/?#].*)$/i.exec(url) ?? []
  if (scheme === undefined) throw new AwsFault('ValidationError', 'Invalid Open ID Connect Provider URL')
  if (scheme !== 'https') {
    throw new AwsFault('InvalidInput', 'Invalid Open ID Connect Provider URL. The URL must begin with https://.')
  }
  if (!hostAndPath.test(rest)) throw new AwsFault('InvalidInput', 'Invalid Open ID Connect Provider URL.')
  return rest
}

/** @throws AwsFault NoSuchEntity, and ValidationError or InvalidInput for what is no ARN of a provider */
export async function requireOpenIDConnectProvider(call: Call, arn: string): Promise<OpenIDConnectProviderRow> {
  readProviderArn(arn, 'oidc-provider')
  const provider = await findProviderByArn(call, arn)
  if (!provider) throw new AwsFault('NoSuchEntity', `OpenIDConnect Provider not found for arn ${arn}`)
  return provider
}

export async function permissionOnOpenIDConnectProvider(
  call: Call,
  action: string,
  arn: string,
  context: RequestContext = {},
): Promise<readonly Permission[]> {
  const isThere = (await findProviderByArn(call, arn)) !== undefined
  return [{ action, resource: arn, context, ...(isThere && { resourceId: arn }) }]
}

/** The provider has no other id than its ARN: tags are kept under it. Undefined for whatever else. */
export async function findProviderByArn(
  { queries, accountId }: Call,
  arn: string,
): Promise<OpenIDConnectProviderRow | undefined> {
  const prefix = openIDConnectProviderArn(accountId, '')
  const url = arn.slice(prefix.length)
  if (!arn.startsWith(prefix) || !hostAndPath.test(url)) return undefined
  return findOpenIDConnectProvider(queries, accountId, url)
}
