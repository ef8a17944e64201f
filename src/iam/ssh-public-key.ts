/** An RSA public key in the encodings that IAM takes and gives: SSH's own (RFC 4253 section 6.6) and PEM. */
import { createHash, createPublicKey, type KeyObject } from 'node:crypto'
import { AwsFault } from '../wire/faults.ts'

const keyType = 'ssh-rsa'

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_ssh-keys.html */
const modulusLength = { min: 2048, max: 16384 }

/** A comment may follow the key. */
const sshText = /^ssh-rsa[ \t]+([A-Za-z0-9+/]+={0,2})(?:[ \t][^\r\n]*)?$/

/** One block and nothing around it. The label matters: Node would take the public half of a private key too. */
const pemText = /^-----BEGIN (RSA )?PUBLIC KEY-----[A-Za-z0-9+/=\s]+-----END \1PUBLIC KEY-----$/

/**
 * The key as SSH writes it, in base64: alike for a key that comes in another encoding or with another comment.
 * @throws AwsFault UnrecognizedPublicKeyEncoding, InvalidPublicKey
 */
export function parseSSHPublicKey(body: string): string {
  const text = body.trim()
  const key = text.startsWith(`${keyType} `) ? readSSH(text) : readPem(text)
  const { modulusLength: bits = 0, publicExponent = 0n } = key.asymmetricKeyDetails ?? {}
  const isRsa = key.asymmetricKeyType === 'rsa' && publicExponent >= 3n && publicExponent % 2n === 1n
  if (!isRsa || bits < modulusLength.min || bits > modulusLength.max) throw invalidKey()
  const { e = '', n = '' } = key.export({ format: 'jwk' })
  return Buffer.concat([
    sshString(Buffer.from(keyType)),
    sshString(positive(Buffer.from(e, 'base64url'))),
    sshString(positive(Buffer.from(n, 'base64url'))),
  ]).toString('base64')
}

/** @param publicKey - as `parseSSHPublicKey` gives it */
export function toSSHEncoding(publicKey: string): string {
  return `${keyType} ${publicKey}`
}

export function toPemEncoding(publicKey: string): string {
  return readSSH(toSSHEncoding(publicKey)).export({ format: 'pem', type: 'spki' }).toString()
}

/** MD5 of the key as SSH writes it, in pairs of digits: what `ssh-keygen -l -E md5` prints. */
export function fingerprintOf(publicKey: string): string {
  const digest = createHash('md5').update(Buffer.from(publicKey, 'base64')).digest('hex')
  return digest.replace(/(..)(?=.)/g, '$1:')
}

function readSSH(text: string): KeyObject {
  const [, base64 = ''] = sshText.exec(text) ?? []
  const fields = readSSHStrings(Buffer.from(base64, 'base64'))
  const [type, e, n] = fields
  if (fields.length !== 3 || type?.toString() !== keyType || !e || !n) throw invalidKey()
  // The first bit is the sign.
  if ([e, n].some((number) => (number[0] ?? 0x80) >= 0x80)) throw invalidKey()
  return createKey({
    key: { kty: 'RSA', e: e.toString('base64url'), n: n.toString('base64url') },
    format: 'jwk',
  })
}

function readPem(text: string): KeyObject {
  if (!pemText.test(text)) throw new AwsFault('UnrecognizedPublicKeyEncoding', 'Invalid public key uploaded.')
  return createKey(text)
}

function createKey(key: Parameters<typeof createPublicKey>[0]): KeyObject {
  try {
    return createPublicKey(key)
  } catch {
    throw invalidKey()
  }
}

/** RFC 4251 section 5: four bytes of length, then so many bytes. Nothing where that does not come out even. */
function readSSHStrings(bytes: Buffer): Buffer[] {
  const strings: Buffer[] = []
  let position = 0
  while (position + 4 <= bytes.length) {
    const end = position + 4 + bytes.readUInt32BE(position)
    if (end > bytes.length) return []
    strings.push(bytes.subarray(position + 4, end))
    position = end
  }
  return position === bytes.length ? strings : []
}

function sshString(bytes: Buffer): Buffer {
  const length = Buffer.alloc(4)
  length.writeUInt32BE(bytes.length)
  return Buffer.concat([length, bytes])
}

/** A leading zero keeps a number from being read as a negative one. */
function positive(bytes: Buffer): Buffer {
  return (bytes[0] ?? 0) < 0x80 ? bytes : Buffer.concat([Buffer.of(0), bytes])
}

function invalidKey(): AwsFault {
  return new AwsFault('InvalidPublicKey', 'Invalid body for public key')
}
