/** X.509 certificates as text (RFC 7468), and their time. */
import { type KeyObject, X509Certificate } from 'node:crypto'
import { AwsFault } from '../wire/faults.ts'

const pemBlocks = /-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----/g

/**
 * The certificates in the text, in their order; undefined when one does not parse, when there is none, or when there is
 * anything besides, which may be the private key.
 */
export function parseCertificates(text: string): readonly X509Certificate[] | undefined {
  if (text.replace(pemBlocks, '').trim() !== '') return undefined
  try {
    const certificates = (text.match(pemBlocks) ?? []).map((block) => new X509Certificate(block))
    return certificates.length === 0 ? undefined : certificates
  } catch {
    return undefined
  }
}

/** Undefined for a kind of key that nobody here knows. */
export function publicKeyOf(certificate: X509Certificate): KeyObject | undefined {
  try {
    return certificate.publicKey
  } catch {
    return undefined
  }
}

/** @throws AwsFault MalformedCertificate, as AWS calls it, before and after the certificate's time */
export function requireValidAt({ validFromDate, validToDate }: X509Certificate, now: Date): void {
  // Dates that are none are before and after nothing.
  if (!(now >= validFromDate)) {
    throw malformed(
      "Certificate is not yet valid. The 'Not Before' date restriction on the certificate has not passed.",
    )
  }
  if (!(now <= validToDate)) {
    throw malformed("Certificate is no longer valid. The 'Not After' date restriction on the certificate has passed.")
  }
}

export function malformed(message: string): AwsFault {
  return new AwsFault('MalformedCertificate', message)
}
