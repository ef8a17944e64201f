/** AWS Query protocol, outwards: an output or a fault becomes XML, in the form that AWS gives it. */
import type { AwsFault } from './faults.ts'
import type { OperationModel, Service, Shape, Structure } from './model.ts'

/** Faults that are found before it is known which service is meant. */
const awsFaultNamespace = 'http://webservices.amazon.com/AWSFault/2005-15-09'

export function encodeSuccess(
  model: OperationModel,
  output: Readonly<Record<string, unknown>>,
  requestId: string,
): string {
  const { action, service } = model
  const result = model.output ? resultEncoder(action, model.output)(output) : ''
  const metadata = element('ResponseMetadata', nest(element('RequestId', escapeText(requestId), '    '), '  '), '  ')
  return element(`${action}Response`, nest(result + metadata, ''), '', ` xmlns="${service.xmlNamespace}"`)
}

export function encodeFault(fault: AwsFault, requestId: string, service: Service | undefined): string {
  const type = element('Type', fault.type, '    ')
  const code = element('Code', fault.code, '    ')
  const message = fault.message === '' ? '' : element('Message', escapeText(fault.message), '    ')
  const error = element('Error', nest(type + code + message, '  '), '  ')
  const content = error + element('RequestId', escapeText(requestId), '  ')
  return element('ErrorResponse', nest(content, ''), '', ` xmlns="${service?.xmlNamespace ?? awsFaultNamespace}"`)
}

/** From a value to its text, which is the content of an element or an element, indented as deep as it lies. */
type Encoder = (value: unknown) => string

/** Compiled once for each operation: to look up members and put tags together anew makes a long list half as slow again. */
const resultEncoders = new WeakMap<Structure, Encoder>()

function resultEncoder(action: string, output: Structure): Encoder {
  const known = resultEncoders.get(output)
  if (known) return known
  const encoder = compileElement(`${action}Result`, output, '  ')
  resultEncoders.set(output, encoder)
  return encoder
}

function compileElement(name: string, shape: Shape, indent: string): Encoder {
  const encode = compileContent(shape, indent)
  const start = `${indent}<${name}>`
  const end = `</${name}>\n`
  const empty = element(name, '', indent)
  return (value) => {
    const content = encode(value)
    return content === '' ? empty : start + content + end
  }
}

/** `indent` is that of the element around the content. */
function compileContent(shape: Shape, indent: string): Encoder {
  switch (shape.kind) {
    case 'structure':
      return compileStructure(shape, indent)
    case 'list': {
      const encodeItem = compileElement('member', shape.item, `${indent}  `)
      return (items) => {
        let content = ''
        for (const item of items as readonly unknown[]) content += encodeItem(item)
        return nest(content, indent)
      }
    }
    case 'map': {
      const entry: Structure = {
        kind: 'structure',
        members: [
          { name: 'key', shape: shape.key, isRequired: true },
          { name: 'value', shape: shape.value, isRequired: true },
        ],
      }
      const encodeEntry = compileElement('entry', entry, `${indent}  `)
      return (map) => {
        let content = ''
        for (const [key, value] of Object.entries(map as object)) content += encodeEntry({ key, value })
        return nest(content, indent)
      }
    }
    case 'timestamp':
      return (time) => `${(time as Date).toISOString().slice(0, -'.000Z'.length)}Z`
    case 'blob':
      return (bytes) => Buffer.from(bytes as Uint8Array).toString('base64')
    default:
      return (value) => escapeText(String(value))
  }
}

/** Members leave in the order in which the operation names them. */
function compileStructure(shape: Structure, indent: string): Encoder {
  const encoders = new Map(
    shape.members.map((member) => [member.name, compileElement(member.name, member.shape, `${indent}  `)]),
  )
  return (structure) => {
    let content = ''
    for (const name of Object.keys(structure as object)) {
      const value = (structure as Readonly<Record<string, unknown>>)[name]
      const encode = value === undefined ? undefined : encoders.get(name)
      if (encode) content += encode(value)
    }
    return nest(content, indent)
  }
}

/** Elements as the content of another: each on lines of its own, and the closing tag too. */
function nest(content: string, indent: string): string {
  return content === '' ? '' : `\n${content}${indent}`
}

function element(name: string, content: string, indent: string, attributes = ''): string {
  if (content === '') return `${indent}<${name}${attributes}/>\n`
  return `${indent}<${name}${attributes}>${content}</${name}>\n`
}

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  // A parser would read a bare carriage return as a line feed.
  '\r': '&#xD;',
}

/** XML 1.0 has no way to write most control characters and lone surrogates: they become U+FFFD. */
export function escapeText(text: string): string {
  // Nearly every text is of plain ASCII; this is faster than to look for what is not.
  if (/^[ !#-%'-;=?-~]*$/.test(text)) return text
  return text
    .toWellFormed()
    .replace(/[&<>"\r]/g, (character) => escapes[character] ?? character)
    .replace(/(?![\t\n\u007F-\u009F])\p{Cc}|[\uFFFE\uFFFF]/gu, '\uFFFD')
}
