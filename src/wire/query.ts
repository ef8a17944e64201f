/**
 * AWS Query protocol, inwards: a form becomes typed input, by walking the schema and not the form, so that unknown
 * parameters fall away. https://smithy.io/2.0/aws/protocols/aws-query-protocol.html
 */
import { AwsFault } from './faults.ts'
import type { Member, Shape, Structure } from './model.ts'
import { decodePercent } from './percent-encoding.ts'

/** The parameters of a request. Of duplicates the first counts, as on AWS. */
export type Form = ReadonlyMap<string, string>

const htmlForm = { plusIsSpace: true }

/** Far more than any operation takes: a form is read before anything is known of its sender. */
const mostParameters = 5000

/**
 * @param parts - the raw query string and the raw body, in this order, one character a byte
 * @throws AwsFault MalformedQueryString for a broken percent escape, or for too many parameters
 */
export function parseForm(...parts: readonly string[]): Form {
  const form = new Map<string, string>()
  let count = 0
  for (const part of parts) {
    for (let start = 0, end = 0; start < part.length; start = end + 1) {
      end = part.indexOf('&', start)
      if (end < 0) end = part.length
      if (end === start) continue
      if (++count > mostParameters) {
        throw new AwsFault('MalformedQueryString', `The request has more than ${mostParameters} parameters`)
      }
      addParameter(form, part.slice(start, end))
    }
  }
  return form
}

function addParameter(form: Map<string, string>, pair: string): void {
  const equals = pair.indexOf('=')
  const name = decodePercent(equals < 0 ? pair : pair.slice(0, equals), htmlForm)
  if (!form.has(name)) form.set(name, equals < 0 ? '' : decodePercent(pair.slice(equals + 1), htmlForm))
}

/** A form's names, split at the dots: `Tags.member.1.Key` is four levels deep. */
interface Branch {
  value?: string
  readonly children: Map<string, Branch>
}

/** Deeper than any input of IAM or STS; what lies beyond is not a parameter of theirs. */
const deepest = 12

/**
 * The input as the operation gets it. Whether required members are there and limits are kept is checked afterwards.
 * @throws AwsFault MalformedInput for a value that is not of its type at all
 */
export function decodeInput(input: Structure, form: Form): Record<string, unknown> {
  const root: Branch = { children: new Map() }
  const memberNames = new Set(input.members.map((member) => member.name))
  for (const [name, value] of form) {
    const levels = name.split('.', deepest + 1)
    if (levels.length <= deepest && memberNames.has(levels[0] ?? '')) plant(root, levels, value)
  }
  return decodeStructure(input.members, root)
}

function plant(root: Branch, levels: readonly string[], value: string): void {
  let branch = root
  for (const level of levels) {
    let child = branch.children.get(level)
    if (!child) {
      child = { children: new Map() }
      branch.children.set(level, child)
    }
    branch = child
  }
  branch.value = value
}

function decodeStructure(members: readonly Member[], branch: Branch): Record<string, unknown> {
  const decoded: Record<string, unknown> = {}
  for (const { name, shape } of members) {
    const child = branch.children.get(name)
    const value = child && decodeShape(shape, child)
    if (value !== undefined) decoded[name] = value
  }
  return decoded
}

function decodeShape(shape: Shape, branch: Branch): unknown {
  switch (shape.kind) {
    case 'structure':
      return decodeStructure(shape.members, branch)
    case 'list':
      return inOrder(branch.children.get('member'))
        .map((item) => decodeShape(shape.item, item))
        .filter((item) => item !== undefined)
    case 'map':
      return Object.fromEntries(
        inOrder(branch.children.get('entry'))
          .map((entry) => [
            entry.children.get('key')?.value ?? '',
            decodeShape(shape.value, entry.children.get('value') ?? { value: '', children: new Map() }),
          ])
          .filter(([, value]) => value !== undefined),
      )
    default:
      return branch.value === undefined ? undefined : decodeScalar(shape.kind, branch.value)
  }
}

/** `member.10` comes after `member.9`. An empty list is sent as `Tags=`, which has no members at all. */
function inOrder(branch: Branch | undefined): readonly Branch[] {
  return [...(branch?.children ?? [])]
    .filter(([index]) => /^\d{1,9}$/.test(index))
    .sort(([one], [other]) => Number(one) - Number(other))
    .map(([, child]) => child)
}

function decodeScalar(kind: 'string' | 'integer' | 'boolean' | 'timestamp' | 'blob', text: string): unknown {
  switch (kind) {
    case 'string':
      return text
    case 'integer':
      return decodeInteger(text)
    case 'boolean':
      if (text === 'true' || text === '1') return true
      if (text === 'false' || text === '0') return false
      throw new AwsFault('MalformedInput', '')
    default:
      // Neither service has such an input, which a test holds the SDK to.
      throw new Error(`No input of IAM or STS is a ${kind}`)
  }
}

function decodeInteger(text: string): number {
  if (text === '') throw new AwsFault('MalformedInput', 'missing value for decimal type')
  const value = /^[+-]?\d+$/.test(text) ? Number(text) : Number.NaN
  if (!(value >= -(2 ** 31) && value < 2 ** 31)) throw new AwsFault('MalformedInput', '')
  return value
}
