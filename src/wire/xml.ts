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
  const result = model.output ? element(`${action}Result`, encodeStructure(model.output, output, '  '), '  ') : ''
  const metadata = element('ResponseMetadata', nest([element('RequestId', escapeText(requestId), '    ')], '  '), '  ')
  return element(`${action}Response`, nest([result, metadata], ''), '', ` xmlns="${service.xmlNamespace}"`)
}

export function encodeFault(fault: AwsFault, requestId: string, service: Service | undefined): string {
  const error = [
    element('Type', fault.type, '    '),
    element('Code', fault.code, '    '),
    fault.message === '' ? '' : element('Message', escapeText(fault.message), '    '),
  ]
  const content = [element('Error', nest(error, '  '), '  '), element('RequestId', escapeText(requestId), '  ')]
  return element('ErrorResponse', nest(content, ''), '', ` xmlns="${service?.xmlNamespace ?? awsFaultNamespace}"`)
}

/** Members leave in the order in which the operation names them. `indent` is that of the element around them. */
function encodeStructure(shape: Structure, output: Readonly<Record<string, unknown>>, indent: string): string {
  const inner = `${indent}  `
  const elements: string[] = []
  for (const [name, value] of Object.entries(output)) {
    const member = shape.members.find((candidate) => candidate.name === name)
    if (member && value !== undefined) elements.push(element(name, encodeShape(member.shape, value, inner), inner))
  }
  return nest(elements, indent)
}

function encodeShape(shape: Shape, value: unknown, indent: string): string {
  const inner = `${indent}  `
  switch (shape.kind) {
    case 'structure':
      return encodeStructure(shape, value as Record<string, unknown>, indent)
    case 'list':
      return nest(
        (value as unknown[]).map((item) => element('member', encodeShape(shape.item, item, inner), inner)),
        indent,
      )
    case 'map':
      return nest(
        Object.entries(value as Record<string, unknown>).map(([key, item]) => {
          const entry = [
            element('key', escapeText(key), `${inner}  `),
            element('value', encodeShape(shape.value, item, `${inner}  `), `${inner}  `),
          ]
          return element('entry', nest(entry, inner), inner)
        }),
        indent,
      )
    case 'timestamp':
      return (value as Date).toISOString().replace(/\.\d+Z$/, 'Z')
    case 'blob':
      return Buffer.from(value as Uint8Array).toString('base64')
    default:
      return escapeText(String(value))
  }
}

/** Elements as the content of another: each on lines of its own, and the closing tag too. */
function nest(elements: readonly string[], indent: string): string {
  const content = elements.join('')
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
  if (!/[&<>"\p{Cc}\p{Cs}\uFFFE\uFFFF]/u.test(text)) return text
  return text
    .toWellFormed()
    .replace(/[&<>"\r]/g, (character) => escapes[character] ?? character)
    .replace(/(?![\t\n\u007F-\u009F])\p{Cc}|[\uFFFE\uFFFF]/gu, '\uFFFD')
}
