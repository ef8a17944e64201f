/** The metadata document in which a SAML identity provider describes itself: https://docs.oasis-open.org/security/saml/v2.0/saml-metadata-2.0-os.pdf */
import { X509Certificate } from 'node:crypto'
import { DOMParser, type Element, onWarningStopParsing } from '@xmldom/xmldom'
import { AwsFault } from '../wire/faults.ts'

const metadata = 'urn:oasis:names:tc:SAML:2.0:metadata'
const signatures = 'http://www.w3.org/2000/09/xmldsig#'

/** A document that names no end is good for as long as AWS says. */
const yearsWithoutEnd = 100

/** The metadata of a provider with all its claims has a few hundred. A megabyte of nested tags keeps the parser for seconds. */
const mostTags = 5000

export interface SamlMetadata {
  readonly entityId: string
  /** With which assertions may be signed; at least one. */
  readonly certificates: readonly X509Certificate[]
  readonly validUntil: Date
}

/** @throws AwsFault InvalidInput for whatever is not the metadata of one identity provider that signs */
export function readSamlMetadata(document: string, now: Date): SamlMetadata {
  if (document.split('<').length > mostTags) {
    throw new AwsFault('InvalidInput', `The metadata has more than ${mostTags} tags.`)
  }
  const root = parse(document)
  const entityId = root?.getAttribute('entityID')
  if (!root || !isElement(root, metadata, 'EntityDescriptor') || !entityId) throw unreadable()
  // A key that names no use is for signing too.
  const keys = childrenOf(root, metadata, 'IDPSSODescriptor')
    .flatMap((descriptor) => childrenOf(descriptor, metadata, 'KeyDescriptor'))
    .filter((key) => (key.getAttribute('use') || 'signing') === 'signing')
  const certificates = keys.flatMap((key) =>
    Array.from(key.getElementsByTagNameNS(signatures, 'X509Certificate'), readCertificate),
  )
  if (certificates.length === 0) throw unreadable()
  return { entityId, certificates, validUntil: readEnd(root.getAttribute('validUntil'), now) }
}

/**
 * Undefined for what is not well-formed. A document type could declare entities, which grow without bounds or read files, so
 * none is looked at: https://owasp.org/www-community/vulnerabilities/XML_External_Entity_(XXE)_Processing
 */
function parse(document: string): Element | undefined {
  if (/<!DOCTYPE/i.test(document)) return undefined
  try {
    const parsed = new DOMParser({ onError: onWarningStopParsing }).parseFromString(document.trim(), 'text/xml')
    return parsed.documentElement ?? undefined
  } catch {
    return undefined
  }
}

function isElement(node: { namespaceURI?: string | null; localName?: string | null }, space: string, name: string) {
  return node.namespaceURI === space && node.localName === name
}

function childrenOf(parent: Element, space: string, name: string): readonly Element[] {
  return Array.from(parent.childNodes).filter((node): node is Element => isElement(node, space, name))
}

function readCertificate(element: Element): X509Certificate {
  const text = (element.textContent ?? '').replace(/\s/g, '')
  if (!/^[A-Za-z0-9+/]+=*$/.test(text)) throw unreadable()
  try {
    return new X509Certificate(Buffer.from(text, 'base64'))
  } catch {
    throw unreadable()
  }
}

function readEnd(text: string | null, now: Date): Date {
  if (!text) {
    const end = new Date(now)
    end.setUTCFullYear(end.getUTCFullYear() + yearsWithoutEnd)
    return end
  }
  const end = new Date(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?$/.test(text) ? text : Number.NaN)
  if (Number.isNaN(end.getTime())) throw unreadable()
  return end
}

function unreadable(): AwsFault {
  return new AwsFault('InvalidInput', 'Could not parse metadata')
}
