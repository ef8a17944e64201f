/** The key that a session is bound to: a copy of its refresh token is of no use without. https://www.rfc-editor.org/rfc/rfc9449 */
import { generateKeyPairSync, randomUUID } from 'node:crypto'
import { type JWK, SignJWT } from 'jose'
import { systemClock } from '../../clock.ts'

export interface DpopKey {
  /** As AWS's clients keep it: SEC 1, in PEM. */
  readonly pem: string
  /** That the key is here now, for one request to this URL. */
  prove(url: URL): Promise<string>
}

export function createDpopKey(): DpopKey {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const jwk = publicKey.export({ format: 'jwk' }) as JWK
  return {
    pem: privateKey.export({ format: 'pem', type: 'sec1' }).toString(),
    prove: ({ origin, pathname }) =>
      new SignJWT({ htm: 'POST', htu: origin + pathname })
        .setProtectedHeader({ typ: 'dpop+jwt', alg: 'ES256', jwk })
        .setIssuedAt(Math.floor(systemClock.now() / 1000))
        .setJti(randomUUID())
        .sign(privateKey),
  }
}
