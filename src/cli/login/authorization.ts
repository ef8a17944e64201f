/** What a person is asked in the browser, and how the answer is known to belong to the question. */
import { createHash, randomBytes, randomUUID, timingSafeEqual } from 'node:crypto'
import { CommandFailure } from '../exit.ts'

export interface Authorization {
  /** For the browser. */
  readonly url: string
  readonly clientId: string
  readonly redirectUri: string
  readonly state: string
  /** The secret behind the hash that the URL carries. */
  readonly codeVerifier: string
}

const clientIds = {
  same: 'arn:aws:signin:::devtools/same-device',
  cross: 'arn:aws:signin:::devtools/cross-device',
} as const

export function beginAuthorization(
  endpoint: URL,
  { device, redirectUri }: { readonly device: 'same' | 'cross'; readonly redirectUri: string },
): Authorization {
  const codeVerifier = randomBytes(48).toString('base64url')
  const state = randomUUID()
  const clientId = clientIds[device]
  // At the root, as the AWS CLI has it, whatever path the endpoint has.
  const url = new URL('/v1/authorize', endpoint)
  url.search = new URLSearchParams({
    response_type: 'code',
    client_id: clientId,
    state,
    code_challenge_method: 'SHA-256',
    scope: 'openid',
    redirect_uri: redirectUri,
    code_challenge: createHash('sha256').update(codeVerifier).digest('base64url'),
  }).toString()
  return { url: url.href, clientId, redirectUri, state, codeVerifier }
}

export function isSameState(given: string | null, state: string): boolean {
  const [one, other] = [Buffer.from(given ?? ''), Buffer.from(state)]
  return one.length === other.length && timingSafeEqual(one, other)
}

/** `state=…&code=…` in base64, as the page shows it. @throws CommandFailure */
export function readPastedCode(pasted: string, state: string): string {
  const answer = new URLSearchParams(Buffer.from(pasted, 'base64').toString())
  const code = answer.get('code')
  if (code === null || code === '' || !answer.has('state')) {
    throw new CommandFailure('failure', 'That is not the code of the page: copy all of it, and begin again')
  }
  if (isSameState(answer.get('state'), state)) return code
  throw new CommandFailure('failure', 'That code belongs to another sign-in: open the URL above, and begin again')
}
