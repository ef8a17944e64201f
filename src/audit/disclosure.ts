/** What of a request and its answer may stand in the log: everything but secrets, which are left out. */
import type { Shape, Structure } from '../wire/model.ts'
import { spokenTime } from './times.ts'

/**
 * Secrets, whether the SDK marks them as such or not: it does not mark codes, session tokens, and what
 * DecodeAuthorizationMessage is asked and answers.
 */
const secrets: ReadonlySet<string> = new Set([
  'AddPrivateKey',
  'AuthenticationCode1',
  'AuthenticationCode2',
  'Base32StringSeed',
  'ContextAssertion',
  'DecodedMessage',
  'EncodedMessage',
  'NewPassword',
  'OldPassword',
  'Password',
  'PrivateKey',
  'QRCodePNG',
  'SAMLAssertion',
  'SecretAccessKey',
  'ServiceCredentialSecret',
  'ServicePassword',
  'SessionToken',
  'TokenCode',
  'TradeInToken',
  'WebIdentityToken',
])

/** What should hold a certificate or a public key, and may by mistake hold a private one. */
const pemTexts: ReadonlySet<string> = new Set(['CertificateBody', 'CertificateChain', 'SSHPublicKeyBody'])

const privateKeys = /-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z0-9 ]*PRIVATE KEY-----|$)/g

/** The same text without the private keys in it, be they whole or cut off. */
export function hidePrivateKeys(text: string): string {
  return text.includes('PRIVATE KEY-----') ? text.replace(privateKeys, hidden) : text
}

export const hidden = 'HIDDEN_DUE_TO_SECURITY_REASONS'

/** Undefined: nothing of it may be shown. */
type Disclose = (value: unknown) => unknown

const disclosers = new WeakMap<Structure, Disclose>()

/** With CloudTrail's names of members, which begin in lower case; null when there are none. */
export function disclose(structure: Structure, value: object): object | null {
  let discloser = disclosers.get(structure)
  if (!discloser) {
    discloser = discloserOfStructure(structure)
    disclosers.set(structure, discloser)
  }
  const disclosed = discloser(value) as object
  return Object.keys(disclosed).length === 0 ? null : disclosed
}

/** The texts of a request that may not be shown, so that they can be taken out of whatever else was said of it. */
export function secretTexts(structure: Structure, value: object): string[] {
  return structure.members.flatMap(({ name, shape }) => {
    const part = (value as Readonly<Record<string, unknown>>)[name]
    return typeof part === 'string' && part !== '' && isSecret(name, shape) ? [part] : []
  })
}

function isSecret(name: string, shape: Shape): boolean {
  if (secrets.has(name)) return true
  if (shape.kind === 'list') return isSecret(name, shape.item)
  if (shape.kind === 'map') return isSecret(name, shape.key) || isSecret(name, shape.value)
  return 'isSensitive' in shape && (shape.isSensitive || shape.kind === 'blob')
}

function discloserOfStructure({ members }: Structure): Disclose {
  const parts = members
    .filter(({ name, shape }) => !isSecret(name, shape))
    .map(({ name, shape }) => [name, name.charAt(0).toLowerCase() + name.slice(1), discloserOf(name, shape)] as const)
  return (value) => {
    const disclosed: Record<string, unknown> = {}
    for (const [name, shownName, discloser] of parts) {
      const part = (value as Readonly<Record<string, unknown>>)[name]
      if (part !== undefined) disclosed[shownName] = discloser ? discloser(part) : part
    }
    return disclosed
  }
}

/** Undefined: as it is. */
function discloserOf(name: string, shape: Shape): Disclose | undefined {
  switch (shape.kind) {
    case 'structure':
      return discloserOfStructure(shape)
    case 'list': {
      const item = discloserOf(name, shape.item)
      return item && ((value) => (value as readonly unknown[]).map(item))
    }
    case 'map': {
      const discloser = discloserOf(name, shape.value)
      if (!discloser) return undefined
      return (value) => Object.fromEntries(Object.entries(value as object).map(([key, part]) => [key, discloser(part)]))
    }
    case 'timestamp':
      return (value) => (value instanceof Date ? spokenTime(value) : value)
    default:
      return pemTexts.has(name) ? (value) => (typeof value === 'string' ? hidePrivateKeys(value) : value) : undefined
  }
}
