/**
 * `aws login`: OAuth 2.1's authorization code with PKCE (RFC 7636) and DPoP (RFC 9449), as AWS's clients speak it.
 *
 *  1. what is asked            `authorization-request.ts`   the browser, at GET /v1/authorize
 *  2. allowed by whom          `consent.ts`                 a code goes to the client, by way of the browser
 *  3. read                     `token-request.ts`           the client, at POST /v1/token
 *  4. with which key           `dpop-proof.ts`
 *  5. for a code               `redeem-code.ts`             begins a session of kind `cli`
 *     or a refresh token       `refresh.ts`
 *  6. answered                 `token-endpoint.ts`, `credentials.ts`, `id-token.ts`
 *
 * This file: the clients that there are. They have no secrets, and whoever wants to can take their names.
 */
import { signInArn } from '../../identity/arn.ts'

export interface OAuthClient {
  readonly id: string
  /** Whether browser and command run on one machine. */
  readonly device: 'same' | 'cross'
  /** How the page calls what is given access. */
  readonly name: string
  /** What policies call it. */
  readonly resource: 'localhost' | 'remote'
  /** How long a code of its may wait; one that is pasted by hand waits longer. */
  readonly codeMilliseconds: number
}

const clients: readonly OAuthClient[] = [
  {
    id: 'arn:aws:signin:::devtools/same-device',
    device: 'same',
    name: 'AWS command line on this computer',
    resource: 'localhost',
    codeMilliseconds: 60_000,
  },
  {
    id: 'arn:aws:signin:::devtools/cross-device',
    device: 'cross',
    name: 'AWS command line on another computer',
    resource: 'remote',
    codeMilliseconds: 5 * 60_000,
  },
]

export function findClient(id: string): OAuthClient | undefined {
  return clients.find((client) => client.id === id)
}

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_signin.html */
export function clientArn({ resource }: OAuthClient, accountId: string, region: string): string {
  return signInArn(region, accountId, `oauth2/public-client/${resource}`)
}
