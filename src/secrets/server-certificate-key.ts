/** Under which identity the Sealer keeps the private key of a server certificate. */
export function serverCertificateKeyIdentity(accountId: string, serverCertificateId: string): string {
  return `server-certificate-key:${accountId}:${serverCertificateId}`
}
