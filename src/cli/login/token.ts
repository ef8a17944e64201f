/** The code becomes a session. */
import { decodeJwt } from 'jose'
import { systemClock } from '../../clock.ts'
import type { SigningCredentials } from '../../sigv4/sign.ts'
import { isRecord } from '../aws/python-text.ts'
import { CommandFailure } from '../exit.ts'
import { explainNetworkError } from '../network-error.ts'
import type { Authorization } from './authorization.ts'
import type { DpopKey } from './dpop-key.ts'

export interface LoginTokens {
  readonly credentials: Required<SigningCredentials>
  readonly expiresAt: Date
  readonly tokenType: string
  readonly refreshToken: string
  readonly idToken: string
  /** Whose session it is. */
  readonly arn: string
}

/** @throws CommandFailure */
export async function redeemCode(
  endpoint: URL,
  { clientId, redirectUri, codeVerifier }: Authorization,
  code: string,
  key: DpopKey,
): Promise<LoginTokens> {
  const url = new URL(`${endpoint.href.replace(/\/$/, '')}/v1/token`)
  const content = { clientId, grantType: 'authorization_code', code, codeVerifier, redirectUri }
  const response = await send(url, content, await key.prove(url))
  const answer: unknown = await response.json().catch(() => undefined)
  const problem = isRecord(answer) ? answer['message'] : undefined
  if (!response.ok && typeof problem === 'string') throw new CommandFailure('serviceError', problem)
  const tokens = response.ok ? readTokens(answer) : undefined
  if (tokens) return tokens
  throw new CommandFailure(
    'serviceError',
    `${url.href} answered HTTP ${response.status}, and nothing that a sign-in ends with: it does not seem to be Twinlock`,
  )
}

async function send(url: URL, content: object, proof: string): Promise<Response> {
  try {
    return await fetch(url, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', DPoP: proof },
      body: JSON.stringify(content),
      redirect: 'error',
      signal: AbortSignal.timeout(30_000),
    })
  } catch (error) {
    throw explainNetworkError(error, url)
  }
}

function readTokens(answer: unknown): LoginTokens | undefined {
  if (!isRecord(answer) || !isRecord(answer['accessToken'])) return undefined
  const { tokenType, refreshToken, idToken, expiresIn } = answer
  const { accessKeyId, secretAccessKey, sessionToken } = answer['accessToken']
  const texts = [tokenType, refreshToken, idToken, accessKeyId, secretAccessKey, sessionToken]
  if (!texts.every((text) => typeof text === 'string') || typeof expiresIn !== 'number') return undefined
  const arn = readSubject(String(idToken))
  return arn === undefined
    ? undefined
    : {
        credentials: {
          accessKeyId: String(accessKeyId),
          secretAccessKey: String(secretAccessKey),
          sessionToken: String(sessionToken),
        },
        expiresAt: new Date(systemClock.now() + expiresIn * 1000),
        tokenType: String(tokenType),
        refreshToken: String(refreshToken),
        idToken: String(idToken),
        arn,
      }
}

/**
 * The server itself has just sent it, over the connection that brings the credentials too, so that the signature would add
 * nothing: https://openid.net/specs/openid-connect-core-1_0.html#IDTokenValidation
 */
function readSubject(idToken: string): string | undefined {
  try {
    const { sub } = decodeJwt(idToken)
    // It becomes a line of the configuration.
    return sub !== undefined && /^arn:[\w-]+:(iam|sts)::\d{12}:[\x21-\x7e]+$/.test(sub) ? sub : undefined
  } catch {
    return undefined
  }
}
