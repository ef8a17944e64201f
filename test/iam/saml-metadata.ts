import { type Issued, issueCertificate } from './certificates.ts'

export interface Metadata {
  readonly entityId?: string
  readonly certificates?: readonly Issued[]
  readonly use?: string
  /** Attributes of the root besides. */
  readonly attributes?: string
}

const office = issueCertificate({ subject: 'Office' })

/** What an identity provider publishes of itself. */
export function samlMetadata({
  entityId = 'https://idp.example.com/saml',
  certificates = [office],
  use = 'use="signing"',
  attributes = '',
}: Metadata = {}): string {
  const keys = certificates.map(
    ({ pem }) => `<md:KeyDescriptor ${use}><ds:KeyInfo><ds:X509Data>
      <ds:X509Certificate>${pem.replace(/-----[A-Z ]+-----/g, '')}</ds:X509Certificate>
    </ds:X509Data></ds:KeyInfo></md:KeyDescriptor>`,
  )
  return `<?xml version="1.0" encoding="UTF-8"?>
<md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" xmlns:ds="http://www.w3.org/2000/09/xmldsig#" entityID="${entityId}" ${attributes}>
  <md:IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">
    ${keys.join('')}
    <md:NameIDFormat>urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified</md:NameIDFormat>
    <md:SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST" Location="${entityId}"/>
  </md:IDPSSODescriptor>
</md:EntityDescriptor>
<!-- ${'long enough '.repeat(80)} -->
`
}
