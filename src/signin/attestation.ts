/** What a new passkey says of its maker: nothing, since it is not asked for. https://www.w3.org/TR/webauthn-3/#sctn-attestation */
import { decodeAttestationObject, isoBase64URL } from '@simplewebauthn/server/helpers'

/**
 * Browsers take certificates out where none are asked for, so whoever sends some has made them for us. The library would go
 * to the addresses that stand in them, for lists of what was revoked, before it knows whose certificates they are: anybody
 * who may enrol a passkey could have the server fetch what he likes, as much of it as he likes. A signature by the passkey's
 * own key is left as it is: https://www.w3.org/TR/webauthn-3/#self-attestation
 *
 * Throws when the response cannot be read.
 */
export function namesItsMaker(response: object): boolean {
  const { attestationObject } = partOf(response, 'response') as { readonly attestationObject?: unknown }
  if (typeof attestationObject !== 'string') throw new TypeError('its attestationObject is missing')
  const attestation = decodeAttestationObject(isoBase64URL.toBuffer(attestationObject))
  const statement: unknown = attestation.get('attStmt')
  const isBySelf = attestation.get('fmt') === 'packed' && statement instanceof Map && !statement.has('x5c')
  return attestation.get('fmt') !== 'none' && !isBySelf
}

function partOf(value: object, name: string): object {
  const part: unknown = Object.getOwnPropertyDescriptor(value, name)?.value
  return typeof part === 'object' && part !== null ? part : {}
}
