/** What belongs together in a server certificate: the certificate, its private key, and those who vouch for it. */
import { createPrivateKey, type KeyObject, type X509Certificate } from 'node:crypto'
import { AwsFault } from '../wire/faults.ts'
import { malformed, parseCertificates, publicKeyOf, requireValidAt } from './certificate.ts'

export interface ServerCertificateInput {
  readonly CertificateBody: string
  readonly PrivateKey: string
  readonly CertificateChain?: string | undefined
}

export interface ServerCertificateMaterial {
  readonly body: string
  readonly chain: string | undefined
  /** PKCS #8, in PEM. */
  readonly privateKey: string
  readonly expiresAt: Date
}

/**
 * Everything as AWS answers it: PEM of its own making, without a line feed at the end.
 * @throws AwsFault MalformedCertificate, KeyPairMismatch
 */
export function readServerCertificate(input: ServerCertificateInput, now: Date): ServerCertificateMaterial {
  const certificate = readBody(input.CertificateBody)
  requireValidAt(certificate, now)
  const privateKey = readPrivateKey(input.PrivateKey)
  if (!certificate.checkPrivateKey(privateKey)) {
    throw new AwsFault(
      'KeyPairMismatch',
      'The private key did not match the public key provided. Please verify the key material and try again.',
    )
  }
  const chain = input.CertificateChain === undefined ? [] : readChain(input.CertificateChain)
  requireUnbrokenChain([certificate, ...chain], now)
  return {
    body: toPem(certificate),
    chain: chain.length === 0 ? undefined : chain.map(toPem).join('\n'),
    privateKey: privateKey.export({ format: 'pem', type: 'pkcs8' }).toString(),
    expiresAt: certificate.validToDate,
  }
}

function readBody(text: string): X509Certificate {
  const [certificate, ...others] = parseCertificates(text) ?? []
  if (!certificate) {
    throw malformed('Unable to parse certificate. Please ensure the certificate is in PEM format.')
  }
  if (others.length > 0) {
    throw malformed('The certificate body holds several certificates. Please put all but the first into the chain.')
  }
  return certificate
}

function readChain(text: string): readonly X509Certificate[] {
  const certificates = parseCertificates(text)
  if (certificates) return certificates
  throw malformed('Unable to parse certificate chain. Please ensure the certificates are in PEM format.')
}

function readPrivateKey(text: string): KeyObject {
  try {
    return createPrivateKey(text)
  } catch {
    throw malformed('Invalid Private Key. Please ensure that it is in PEM format and not encrypted.')
  }
}

/**
 * Checks as AWS does: from the last certificate, which is trusted, to the first; all between must be those of authorities
 * (RFC 5280 section 6.1). The index that AWS prints is counted from the certificate itself, and -1 where nothing of the
 * path was signed by the last one: Java's PKIX validation counts like this.
 */
function requireUnbrokenChain(certificates: readonly X509Certificate[], now: Date): void {
  const path = certificates.slice(0, -1)
  let [issuer] = certificates.slice(-1)
  for (const [index, certificate] of [...path.entries()].reverse()) {
    if (!issuer || !isIssuedBy(certificate, issuer)) throw brokenChain(index === path.length - 1 ? -1 : index)
    const isInTime = now >= certificate.validFromDate && now <= certificate.validToDate
    if (!isInTime || (index > 0 && !certificate.ca)) throw brokenChain(index)
    issuer = certificate
  }
}

function isIssuedBy(certificate: X509Certificate, issuer: X509Certificate): boolean {
  const key = publicKeyOf(issuer)
  return key !== undefined && certificate.checkIssued(issuer) && certificate.verify(key)
}

function brokenChain(index: number): AwsFault {
  return malformed(
    `Unable to validate certificate chain. The certificate chain must start with the immediate signing certificate, followed by any intermediaries in order. The index within the chain of the invalid certificate is: ${index}`,
  )
}

function toPem(certificate: X509Certificate): string {
  return certificate.toString().trimEnd()
}
