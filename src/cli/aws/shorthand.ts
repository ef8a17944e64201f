/**
 * The AWS CLI's shorthand for structures: `Key=team,Value=blue`, lists as `a=1,2` or `a=[1,2]`, structures as `a={b=c}`.
 * https://docs.aws.amazon.com/cli/latest/userguide/cli-usage-shorthand.html
 */
export type ShorthandValue = string | readonly ShorthandValue[] | { readonly [key: string]: ShorthandValue }

/** What it means is for the shape of the parameter to say: see parameter-values.ts. */
export class ShorthandError extends Error {
  readonly isSyntax: boolean

  constructor(message: string, isSyntax: boolean) {
    super(message)
    this.name = 'ShorthandError'
    this.isSyntax = isSyntax
  }
}

const singleQuoted = /'(?:\\\\|\\'|[^'])*'/y
const doubleQuoted = /"(?:\\\\|\\"|[^"])*"/y
const key = /[\w\-.#/:]*/y
const word = '(?:\\\\,|[^\\0-\\x20"\',=[{])'
/** A value right after `=` may hold further equals signs and brackets; one that follows a comma may not: it could be a key. */
const firstValue = new RegExp(`${word}(?:\\\\,|[^"',\\]}])*`, 'y')
const laterValue = new RegExp(`${word}(?:\\\\,|[^"',=])*`, 'y')

/** @throws ShorthandError that shows the place. */
export function parseShorthand(text: string): { readonly [key: string]: ShorthandValue } {
  return new ShorthandParser(text).parse()
}

class ShorthandParser {
  readonly #text: string
  #index = 0

  constructor(text: string) {
    this.#text = text
  }

  parse(): { readonly [key: string]: ShorthandValue } {
    const entries = new Map<string, ShorthandValue>()
    let previousEnd = 0
    do {
      if (entries.size > 0) this.#expect(',')
      const [name, value] = this.#entry(() => this.#values())
      if (entries.has(name)) throw this.#duplicate(name, previousEnd + 1)
      entries.set(name, value)
      previousEnd = this.#index
    } while (!this.#isAtEnd())
    return Object.fromEntries(entries)
  }

  #entry(readValue: () => ShorthandValue): [string, ShorthandValue] {
    const name = this.#match(key) ?? ''
    this.#expect('=')
    return [name, readValue()]
  }

  #values(): ShorthandValue {
    if (this.#isAtEnd()) return ''
    return this.#current() === '[' || this.#current() === '{' ? this.#explicitValue() : this.#commaSeparated()
  }

  /** `b` of `a=b`, or `b` and `c` of `a=b,c`. Whether `c` is an item or the next key shows only after it. */
  #commaSeparated(): ShorthandValue {
    const first = this.#scalar()
    this.#skipBlanks()
    if (this.#current() !== ',') return first
    const items = [first]
    let comma = this.#index
    this.#expect(',')
    for (;;) {
      try {
        const item = this.#laterScalar()
        this.#skipBlanks()
        if (this.#isAtEnd()) {
          items.push(item)
          break
        }
        const next = this.#index
        this.#expect(',')
        items.push(item)
        comma = next
      } catch (error) {
        if (!(error instanceof ShorthandError && error.isSyntax) || this.#isAtEnd()) throw error
        this.#index = comma
        break
      }
    }
    return items.length === 1 ? first : items
  }

  #explicitValue(): ShorthandValue {
    if (this.#current() === '[') return this.#list()
    return this.#current() === '{' ? this.#structure() : this.#scalar()
  }

  #list(): ShorthandValue {
    const items: ShorthandValue[] = []
    this.#between('[', ']', () => items.push(this.#explicitValue()))
    return items
  }

  #structure(): ShorthandValue {
    const entries = new Map<string, ShorthandValue>()
    this.#between('{', '}', () => {
      const [name, value] = this.#entry(() => this.#explicitValue())
      entries.set(name, value)
    })
    return Object.fromEntries(entries)
  }

  #between(open: string, close: string, readItem: () => void): void {
    this.#expect(open)
    while (this.#current() !== close) {
      readItem()
      this.#skipBlanks()
      if (this.#current() !== close) this.#expect(',')
    }
    this.#index += 1
  }

  #scalar(): string {
    return this.#quoted() ?? unescapeCommas(this.#match(firstValue) ?? '')
  }

  #laterScalar(): string {
    const quoted = this.#quoted()
    if (quoted !== undefined) return quoted
    const text = this.#match(laterValue)
    if (text === undefined) throw this.#unexpected('<second>', '<none>')
    return unescapeCommas(text)
  }

  #quoted(): string | undefined {
    const quote = this.#current()
    if (quote !== "'" && quote !== '"') return undefined
    const text = this.#match(quote === "'" ? singleQuoted : doubleQuoted)
    if (text === undefined) throw this.#unexpected(`<${quote === "'" ? 'singled' : 'double'} quoted>`, '<none>')
    return text.slice(1, -1).replaceAll(`\\${quote}`, quote).replaceAll('\\\\', '\\')
  }

  #expect(character: string): void {
    this.#skipBlanks()
    const actual = this.#current() ?? 'EOF'
    if (actual !== character) throw this.#unexpected(character, actual)
    this.#index += 1
    this.#skipBlanks()
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#index
    const text = pattern.exec(this.#text)?.[0]
    this.#index += text?.length ?? 0
    return text
  }

  #skipBlanks(): void {
    while (/[ \t\n\r\v\f]/.test(this.#current() ?? '')) this.#index += 1
  }

  #current(): string | undefined {
    return this.#text[this.#index]
  }

  #isAtEnd(): boolean {
    return this.#index >= this.#text.length
  }

  #unexpected(expected: string, actual: string): ShorthandError {
    const message = `Expected: '${expected}', received: '${actual}' for input:\n${this.#show(this.#index)}`
    return new ShorthandError(message, true)
  }

  #duplicate(name: string, index: number): ShorthandError {
    return new ShorthandError(
      `Second instance of key "${name}" encountered for input:\n${this.#show(index)}\n` +
        'This is often because there is a preceding "," instead of a space.',
      false,
    )
  }

  /** The text with a mark below the place. */
  #show(index: number): string {
    const lineEnd = this.#text.indexOf('\n', index)
    const end = lineEnd < 0 ? this.#text.length : lineEnd
    const lineStart = this.#text.slice(0, index).lastIndexOf('\n') + 1
    return `${this.#text.slice(0, end)}\n${' '.repeat(index - lineStart)}^${this.#text.slice(end)}`
  }
}

function unescapeCommas(text: string): string {
  return text.replaceAll('\\,', ',').trimEnd()
}
