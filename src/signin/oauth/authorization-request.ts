/** What a client asks for by leading a browser here: https://www.rfc-editor.org/rfc/rfc6749#section-4.1.1 */
import { findClient, type OAuthClient } from './clients.ts'
import { isOwnUrl } from './own-url.ts'

export interface AuthorizationRequest {
  readonly client: OAuthClient
  readonly redirectUri: string
  /** The client's own, handed back unchanged. */
  readonly state: string
  /** SHA-256 of the client's secret, in base64url. */
  readonly challenge: string
}

/**
 * A request that gets a page, never a redirect: a client that cannot be trusted with its address must not choose where the
 * browser goes, and AWS's clients send nothing that is refused here.
 */
export class BadAuthorizationRequest extends Error {
  override readonly name = 'BadAuthorizationRequest'
}

const parameters = [
  'response_type',
  'client_id',
  'state',
  'code_challenge_method',
  'scope',
  'redirect_uri',
  'code_challenge',
] as const

type Parameters = Readonly<Record<(typeof parameters)[number], string>>

export const confirmationPath = '/v1/sessions/confirmation'

/** @throws BadAuthorizationRequest */
export function readAuthorizationRequest(query: string, publicUrl: string): AuthorizationRequest {
  const given = readParameters(query)
  const client = findClient(given.client_id)
  if (!client) throw bad(`client_id is ${quote(given.client_id)}, which no client of aws login has`)
  if (!isRedirectUriOf(client, given.redirect_uri, publicUrl)) throw badRedirectUri(client, given, publicUrl)
  if (given.response_type !== 'code') throw bad('response_type must be code')
  if (given.scope !== 'openid') throw bad('scope must be openid')
  // AWS's name for what RFC 7636 calls S256. There is no other method: `plain` would hand the secret to whoever sees the URL.
  if (given.code_challenge_method !== 'SHA-256' && given.code_challenge_method !== 'S256') {
    throw bad('code_challenge_method must be SHA-256')
  }
  if (!/^[\w-]{43}$/.test(given.code_challenge)) throw bad('code_challenge must be a SHA-256 hash in base64url')
  if (!/^[\x21-\x7e]{1,512}$/.test(given.state)) throw bad('state must have 1 to 512 printable ASCII characters')
  return { client, redirectUri: given.redirect_uri, state: given.state, challenge: given.code_challenge }
}

/** What comes twice might be read one way here and another way elsewhere: https://www.rfc-editor.org/rfc/rfc6749#section-3.1 */
function readParameters(query: string): Parameters {
  const given = new URLSearchParams(query)
  const read = (name: keyof Parameters): [string, string] => {
    const [value, ...more] = given.getAll(name)
    if (more.length > 0) throw bad(`${name} is given more than once`)
    if (value === undefined || value === '') throw bad(`${name} is missing`)
    return [name, value]
  }
  return Object.fromEntries(parameters.map(read)) as Parameters
}

/** To the letter: a prefix or a pattern would do for whoever finds a page there that passes the code on. */
function isRedirectUriOf({ device }: OAuthClient, redirectUri: string, publicUrl: string): boolean {
  if (device === 'same') {
    // Not `localhost`, which may be another's: https://www.rfc-editor.org/rfc/rfc8252#section-8.3
    const port = /^http:\/\/127\.0\.0\.1:([1-9]\d{0,4})\/oauth\/callback$/.exec(redirectUri)?.[1]
    return port !== undefined && Number(port) <= 65_535
  }
  const url = URL.parse(redirectUri)
  return url !== null && isOwnUrl(url, publicUrl) && redirectUri === url.origin + confirmationPath
}

function badRedirectUri({ device }: OAuthClient, given: Parameters, publicUrl: string): BadAuthorizationRequest {
  const wanted = device === 'same' ? 'http://127.0.0.1:PORT/oauth/callback' : publicUrl + confirmationPath
  const help =
    device === 'same' ? '' : `. The endpoint that the command talks to must be ${publicUrl}, see docs/aws-login.md`
  return bad(`redirect_uri must be ${wanted}, not ${quote(given.redirect_uri)}${help}`)
}

function bad(what: string): BadAuthorizationRequest {
  return new BadAuthorizationRequest(`${what}.`)
}

function quote(text: string): string {
  return JSON.stringify(text.length > 200 ? `${text.slice(0, 200)}…` : text)
}
