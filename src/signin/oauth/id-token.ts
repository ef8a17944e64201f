/** Who signed in, signed: https://openid.net/specs/openid-connect-core-1_0.html#IDToken */
import { createPublicKey, type KeyObject } from 'node:crypto'
import { calculateJwkThumbprint, type JSONWebKeySet, type JWK, SignJWT } from 'jose'
import { deriveIdTokenKey } from '../../secrets/id-token-key.ts'
import type { Sealer } from '../../secrets/seal.ts'
import type { SignInServer } from '../server.ts'

const lifeSeconds = 900

interface SigningKey {
  readonly key: KeyObject
  readonly publicKey: JWK & { readonly kid: string }
}

/** To derive one takes a millisecond. */
const signingKeys = new WeakMap<Sealer, SigningKey>()

/** AWS's clients read `sub` and name the session by it: the ARN that GetCallerIdentity answers too. */
export async function signIdToken(
  { sealer, publicUrl }: SignInServer,
  { arn, clientId, now }: { readonly arn: string; readonly clientId: string; readonly now: Date },
): Promise<string> {
  const { key, publicKey } = await signingKeyOf(sealer)
  const issuedAt = Math.floor(now.getTime() / 1000)
  return new SignJWT({ session_arn: arn })
    .setProtectedHeader({ alg: 'ES384', kid: publicKey.kid, typ: 'JWT' })
    .setIssuer(publicUrl())
    .setSubject(arn)
    .setAudience(clientId)
    .setIssuedAt(issuedAt)
    .setExpirationTime(issuedAt + lifeSeconds)
    .sign(key)
}

/** By which others can check ID tokens: https://www.rfc-editor.org/rfc/rfc7517#section-5 */
export async function publishedKeys({ sealer }: Pick<SignInServer, 'sealer'>): Promise<JSONWebKeySet> {
  const { publicKey } = await signingKeyOf(sealer)
  return { keys: [publicKey] }
}

async function signingKeyOf(sealer: Sealer): Promise<SigningKey> {
  const known = signingKeys.get(sealer)
  if (known) return known
  const key = deriveIdTokenKey(sealer)
  const jwk = createPublicKey(key).export({ format: 'jwk' }) as JWK
  const publicKey = { ...jwk, kid: await calculateJwkThumbprint(jwk), alg: 'ES384', use: 'sig' }
  const signingKey = { key, publicKey }
  signingKeys.set(sealer, signingKey)
  return signingKey
}
