import { isIP } from 'node:net'
import { SignInProblem } from './problem.ts'
import type { SignInServer } from './server.ts'

/** What passkeys are bound to. @throws SignInProblem ValidationError: https://www.w3.org/TR/webauthn-3/#rp-id wants a name */
export function relyingParty({ publicUrl }: Pick<SignInServer, 'publicUrl'>): {
  readonly id: string
  readonly origin: string
} {
  const origin = publicUrl()
  const { hostname } = new URL(origin)
  if (isIP(hostname.replace(/^\[|\]$/g, '')) === 0) return { id: hostname, origin }
  throw new SignInProblem(
    'ValidationError',
    `Passkeys need a host name, and ${hostname} is an address: the server has to be started with --public-url.`,
  )
}
