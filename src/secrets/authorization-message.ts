/**
 * Encoded authorization messages: details of a decision that only who may call DecodeAuthorizationMessage can read.
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_DecodeAuthorizationMessage.html
 */
import { type Sealer, UnsealError } from './seal.ts'

/** In AWS's shape, which clients read as JSON. */
export interface AuthorizationMessage {
  readonly allowed: boolean
  readonly explicitDeny: boolean
  readonly matchedStatements: { readonly items: readonly object[] }
  readonly failures: { readonly items: readonly object[] }
  readonly context: {
    readonly principal: { readonly id: string; readonly arn: string }
    readonly action: string
    readonly resource: string
    readonly conditions: { readonly items: readonly object[] }
  }
}

export function sealAuthorizationMessage(message: AuthorizationMessage, sealer: Sealer, accountId: string): string {
  return sealer.seal(JSON.stringify(message), identity(accountId))
}

/** The message as JSON; undefined for what this account did not seal as one. */
export function openAuthorizationMessage(encoded: string, sealer: Sealer, accountId: string): string | undefined {
  try {
    return sealer.unseal(encoded, identity(accountId)).toString()
  } catch (error) {
    if (error instanceof UnsealError) return undefined
    throw error
  }
}

function identity(accountId: string): string {
  return `authorization-message:${accountId}`
}
