import { parseArn } from '../identity/arn.ts'
import { AwsFault } from '../wire/faults.ts'

/**
 * Whether the provider is there, and in this account, is another question.
 * @throws AwsFault ValidationError for what is no ARN at all, InvalidInput for the ARN of something else
 */
export function readProviderArn(text: string, kind: 'oidc-provider' | 'saml-provider'): void {
  if (!text.startsWith('arn:')) throw new AwsFault('ValidationError', 'Invalid ARN:  Could not be parsed!')
  const arn = parseArn(text)
  const isOfIam = arn?.partition === 'aws' && arn.service === 'iam' && arn.region === ''
  if (!isOfIam || !/^[0-9]{12}$/.test(arn.accountId) || !arn.resource.startsWith(`${kind}/`)) {
    throw new AwsFault('InvalidInput', `ARN ${text} is not valid.`)
  }
}
