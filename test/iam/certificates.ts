/** Makes X.509 certificates (RFC 5280 section 4.1), good and bad ones, at the time of the test's clock. */
import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto'

export interface KeyPair {
  readonly publicKey: KeyObject
  readonly privateKey: KeyObject
}

export interface Issued {
  /** Ends with a line feed. */
  readonly pem: string
  readonly subject: string
  readonly keys: KeyPair
  /** PKCS #8, in PEM. */
  readonly privateKey: string
}

export interface Certificate {
  readonly subject?: string
  readonly keys?: KeyPair
  /** Undefined: self-signed. */
  readonly issuer?: Issued
  readonly isCA?: boolean
  readonly notBefore?: Date
  readonly notAfter?: Date
}

export const rsaKeys = (modulusLength = 2048): KeyPair => generateKeyPairSync('rsa', { modulusLength })
export const ecKeys = (): KeyPair => generateKeyPairSync('ec', { namedCurve: 'P-256' })
export const ed25519Keys = (): KeyPair => generateKeyPairSync('ed25519')

let serialNumbers = 0

export function issueCertificate({
  subject = 'example.com',
  keys = ecKeys(),
  issuer,
  isCA = false,
  notBefore = new Date(Date.UTC(2026, 0, 1)),
  notAfter = new Date(Date.UTC(2027, 0, 1)),
}: Certificate = {}): Issued {
  const signer = issuer?.keys ?? keys
  const [algorithm, digest] = signatureOf(signer)
  const content = sequence(
    tagged(0xa0, tagged(0x02, Buffer.of(2))),
    tagged(0x02, Buffer.of(1, ++serialNumbers)),
    algorithm,
    nameOf(issuer?.subject ?? subject),
    sequence(time(notBefore), time(notAfter)),
    nameOf(subject),
    keys.publicKey.export({ format: 'der', type: 'spki' }),
    tagged(0xa3, sequence(basicConstraints(isCA))),
  )
  const signature = tagged(0x03, Buffer.of(0), sign(digest, content, signer.privateKey))
  return {
    pem: toPem(sequence(content, algorithm, signature)),
    subject,
    keys,
    privateKey: keys.privateKey.export({ format: 'pem', type: 'pkcs8' }).toString(),
  }
}

export function toPem(der: Buffer): string {
  const lines = der.toString('base64').match(/.{1,64}/g) ?? []
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`
}

/** One letter of it is another: it parses, and nobody has signed it. */
export function tampered({ pem }: Issued): string {
  const der = Buffer.from(pem.replaceAll(/-----.*-----|\n/g, ''), 'base64')
  der[der.length - 5] = (der[der.length - 5] ?? 0) ^ 1
  return toPem(der)
}

/** The algorithm's identifier, and the digest that `sign` takes for it. */
function signatureOf({ privateKey }: KeyPair): [identifier: Buffer, digest: string | null] {
  switch (privateKey.asymmetricKeyType) {
    case 'rsa':
      return [sequence(objectId('2a864886f70d01010b'), Buffer.of(0x05, 0)), 'sha256']
    case 'ec':
      return [sequence(objectId('2a8648ce3d040302')), 'sha256']
    default:
      return [sequence(objectId('2b6570')), null]
  }
}

const nameOf = (commonName: string) =>
  sequence(tagged(0x31, sequence(objectId('550403'), tagged(0x0c, Buffer.from(commonName)))))

const basicConstraints = (isCA: boolean) =>
  sequence(
    objectId('551d13'),
    tagged(0x01, Buffer.of(0xff)),
    tagged(0x04, isCA ? sequence(tagged(0x01, Buffer.of(0xff))) : sequence()),
  )

/** Years with four digits (GeneralizedTime) are for those from 2050 on, but nobody minds. */
const time = (date: Date) => tagged(0x18, Buffer.from(`${date.toISOString().replaceAll(/[-:T]|\..*/g, '')}Z`))

const objectId = (hex: string) => tagged(0x06, Buffer.from(hex, 'hex'))

const sequence = (...parts: Buffer[]) => tagged(0x30, ...parts)

function tagged(tag: number, ...parts: Buffer[]): Buffer {
  const content = Buffer.concat(parts)
  const { length } = content
  const lengthBytes = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff]
  return Buffer.concat([Buffer.of(tag, ...lengthBytes), content])
}
