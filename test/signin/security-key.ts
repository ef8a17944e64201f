/** A security key in software: https://www.w3.org/TR/webauthn-3/#sctn-authenticator-data */
import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto'

const userPresent = 0x01
const attestedCredential = 0x40

export class SecurityKey {
  readonly #rpId: string
  readonly #origin: string
  readonly #id: Buffer
  readonly #key = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  /** 0 for ever on keys that do not count. */
  count = 0

  constructor(endpoint: string, origin = endpoint, { idLength = 16 } = {}) {
    this.#id = randomBytes(idLength)
    this.#rpId = new URL(endpoint).hostname
    this.#origin = origin
  }

  /** RegistrationResponseJSON; without attestation, unless one is given: its format, and its statement in CBOR. */
  register(
    challenge: unknown,
    { format = 'none', statement = Buffer.of(0xa0), transports = ['usb'] as unknown } = {},
  ): object {
    const credential = Buffer.concat([
      Buffer.alloc(16),
      uint16(this.#id.length),
      this.#id,
      coseKey(this.#key.publicKey),
    ])
    const authData = Buffer.concat([this.#authenticatorData(userPresent | attestedCredential), credential])
    const attestationObject = Buffer.concat([
      Buffer.of(0xa3),
      cborText('fmt'),
      cborText(format),
      cborText('attStmt'),
      statement,
      cborText('authData'),
      cborBytes(authData),
    ])
    return this.#response({
      clientDataJSON: base64url(this.#clientData('webauthn.create', challenge)),
      attestationObject: base64url(attestationObject),
      transports,
    })
  }

  /** AuthenticationResponseJSON. */
  authenticate(challenge: unknown): object {
    this.count += 1
    const authenticatorData = this.#authenticatorData(userPresent)
    const clientData = this.#clientData('webauthn.get', challenge)
    const signed = Buffer.concat([authenticatorData, createHash('sha256').update(clientData).digest()])
    return this.#response({
      clientDataJSON: base64url(clientData),
      authenticatorData: base64url(authenticatorData),
      signature: base64url(sign('sha256', signed, this.#key.privateKey)),
    })
  }

  #response(response: object): object {
    const id = base64url(this.#id)
    return { id, rawId: id, type: 'public-key', clientExtensionResults: {}, response }
  }

  #clientData(type: string, challenge: unknown): Buffer {
    return Buffer.from(JSON.stringify({ type, challenge, origin: this.#origin, crossOrigin: false }))
  }

  #authenticatorData(flags: number): Buffer {
    const count = Buffer.alloc(4)
    count.writeUInt32BE(this.count)
    return Buffer.concat([createHash('sha256').update(this.#rpId).digest(), Buffer.of(flags), count])
  }
}

/** {1: EC2, 3: ES256, -1: P-256, -2: x, -3: y}: https://www.rfc-editor.org/rfc/rfc9052#section-7 */
function coseKey(key: KeyObject): Buffer {
  const { x = '', y = '' } = key.export({ format: 'jwk' })
  const coordinate = (label: number, value: string) =>
    Buffer.concat([Buffer.of(label), cborBytes(Buffer.from(value, 'base64url'))])
  return Buffer.concat([Buffer.of(0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01), coordinate(0x21, x), coordinate(0x22, y)])
}

export function cborText(text: string): Buffer {
  return Buffer.concat([Buffer.of(0x60 + text.length), Buffer.from(text)])
}

export function cborBytes(bytes: Buffer): Buffer {
  const { length } = bytes
  // The shortest form, which is the only canonical one.
  const head = length < 256 ? Buffer.of(0x58, length) : Buffer.concat([Buffer.of(0x59), uint16(length)])
  return Buffer.concat([head, bytes])
}

function uint16(value: number): Buffer {
  const bytes = Buffer.alloc(2)
  bytes.writeUInt16BE(value)
  return bytes
}

function base64url(bytes: Buffer): string {
  return bytes.toString('base64url')
}
