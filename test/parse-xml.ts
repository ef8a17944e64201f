/** A strict XML parser for answers, which have neither comments nor processing instructions: whatever is not well-formed throws. */

export class XmlElement {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  readonly children: readonly XmlElement[]
  /** What stands between the elements as well. */
  readonly text: string

  constructor(name: string, attributes: Record<string, string>, children: readonly XmlElement[], text: string) {
    this.name = name
    this.attributes = attributes
    this.children = children
    this.text = text
  }

  find(name: string): XmlElement | undefined {
    return this.children.find((child) => child.name === name)
  }

  child(name: string): XmlElement {
    const found = this.find(name)
    if (!found) throw new Error(`<${this.name}> has no <${name}>`)
    return found
  }
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

/** https://www.w3.org/TR/xml/#NT-Char */
const character = /^[\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]*$/u

export function parseXml(document: string): XmlElement {
  if (!character.test(document)) throw new Error('The document holds a character that XML does not have')
  // https://www.w3.org/TR/xml/#sec-line-ends
  const parser = new Parser(document.replace(/\r\n?/g, '\n'))
  const root = parser.element()
  parser.expect(/\s*/y)
  parser.expectEnd()
  return root
}

class Parser {
  readonly #text: string
  #at = 0

  constructor(text: string) {
    this.#text = text
  }

  element(): XmlElement {
    const [, name = ''] = this.expect(/<([A-Za-z_][\w.-]*)/y)
    const attributes: Record<string, string> = {}
    for (;;) {
      const attribute = this.#match(/\s+([A-Za-z_][\w.:-]*)="([^"<]*)"/y)
      if (!attribute) break
      attributes[attribute[1] ?? ''] = decode(attribute[2] ?? '')
    }
    if (this.#match(/\s*\/>/y)) return new XmlElement(name, attributes, [], '')
    this.expect(/\s*>/y)
    const children: XmlElement[] = []
    let text = ''
    for (;;) {
      text += decode(this.expect(/[^<]*/y)[0])
      const end = this.#match(/<\/([A-Za-z_][\w.-]*)\s*>/y)
      if (!end) {
        children.push(this.element())
      } else if (end[1] === name) {
        return new XmlElement(name, attributes, children, text)
      } else {
        throw new Error(`<${name}> ends with </${end[1]}>`)
      }
    }
  }

  expect(pattern: RegExp): RegExpExecArray {
    const match = this.#match(pattern)
    if (!match) throw new Error(`Not well-formed: ${JSON.stringify(this.#text.slice(this.#at, this.#at + 40))}`)
    return match
  }

  expectEnd(): void {
    if (this.#at < this.#text.length) throw new Error('Something follows the root element')
  }

  #match(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.#at
    const match = pattern.exec(this.#text)
    if (!match) return undefined
    this.#at = pattern.lastIndex
    return match
  }
}

function decode(text: string): string {
  if (text.includes(']]>')) throw new Error('Not well-formed: ]]> in text')
  const decoded = text.replace(
    /&(?:#x([0-9A-Fa-f]+)|#([0-9]+)|([a-z]+));|&/g,
    (reference, hexadecimal, decimal, name) => {
      const code = hexadecimal ? Number.parseInt(hexadecimal, 16) : decimal ? Number(decimal) : undefined
      const value = code === undefined ? entities[name] : String.fromCodePoint(code)
      if (value === undefined || !character.test(value)) throw new Error(`Not well-formed: ${reference}`)
      return value
    },
  )
  return decoded
}
