/** What the sign-in page asks of the server, and what it is told. */
import { getJson, postJson } from '../browser/request.ts'

export interface Device {
  readonly serialNumber: string
  readonly kind: 'virtual' | 'hardware' | 'fido'
  readonly name: string
}

export type SignInStep =
  | { readonly step: 'done' }
  | { readonly step: 'mfa'; readonly devices: readonly Device[] }
  | { readonly step: 'enrol'; readonly device: Device }
  | { readonly step: 'new-password'; readonly reason: 'reset required' | 'expired' }

interface Requests {
  password:
    | { readonly account: string; readonly userName: string; readonly password: string }
    | { readonly rootEmail: string; readonly password: string }
  code: { readonly serialNumber: string; readonly code: string }
  resync: { readonly serialNumber: string; readonly code1: string; readonly code2: string }
  enrol: { readonly serialNumber: string; readonly code1: string; readonly code2: string }
  passkey: { readonly response: object }
  'new-password': { readonly newPassword: string }
}

/** @throws Problem */
export function takeStep<Name extends keyof Requests>(name: Name, fields: Requests[Name]): Promise<SignInStep> {
  return postJson<SignInStep>(`/signin/${name}`, fields)
}

/** @throws Problem */
export function passkeyOptions<Options>(): Promise<Options> {
  return postJson<Options>('/signin/passkey-options', {})
}

export interface AccountName {
  readonly accountId: string
  readonly accountAlias: string | null
}

/** @throws Problem */
export function findAccount(): Promise<AccountName> {
  return getJson<AccountName>('/signin/options')
}
