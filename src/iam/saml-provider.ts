/** The SAML provider that an operation is about, by its ARN. */
import type { Call } from '../call.ts'
import { samlProviderArn } from '../identity/arn.ts'
import { findSamlProvider, type SamlProviderEntry } from '../storage/saml-providers.ts'
import { AwsFault } from '../wire/faults.ts'
import { text } from '../wire/limits.ts'
import type { Permission, RequestContext } from '../wire/operation.ts'
import { readProviderArn } from './provider-arn.ts'

export const samlProviderName = text({ min: 1, max: 128, pattern: String.raw`[\w._-]+` })

/** @throws AwsFault NoSuchEntity, and ValidationError or InvalidInput for what is no ARN of a provider */
export async function requireSamlProvider(call: Call, arn: string): Promise<SamlProviderEntry> {
  readProviderArn(arn, 'saml-provider')
  const provider = await findByArn(call, arn)
  if (!provider) throw new AwsFault('NoSuchEntity', `Manifest not found for arn ${arn}`)
  return provider
}

/** The provider has no other name in policies than its ARN: tags are kept under it. */
export async function permissionOnSamlProvider(
  call: Call,
  action: string,
  arn: string,
  context: RequestContext = {},
): Promise<readonly Permission[]> {
  const isThere = (await findByArn(call, arn)) !== undefined
  return [{ action, resource: arn, context, ...(isThere && { resourceId: arn }) }]
}

/** An ARN has to be written as IAM writes it, or it would not be the one in trust policies. */
async function findByArn({ queries, accountId }: Call, arn: string): Promise<SamlProviderEntry | undefined> {
  const prefix = samlProviderArn(accountId, '')
  const name = arn.slice(prefix.length)
  if (!arn.startsWith(prefix) || samlProviderName(name).length > 0) return undefined
  const provider = await findSamlProvider(queries, accountId, name)
  return provider?.name === name ? provider : undefined
}
