/** The JSON of a policy document, read as a stranger's text. */
import { isObject } from './document.ts'

/** `undefined` when the text is not JSON or not an object. */
export function parseJsonObject(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return isObject(value) ? value : undefined
  } catch {
    return undefined
  }
}

/**
 * Whether an object of the text, which must be JSON, has a field twice. JSON.parse lets the last one win, so that a second
 * `Condition` or `StringEquals` would take the first one away without a word: the statement would grant more than it says.
 * Walks the text once and does not recurse, however deep it is.
 */
export function hasFieldTwice(text: string): boolean {
  const objects: Set<string>[] = []
  for (const [token, quoted, colon] of text.matchAll(/("(?:[^"\\]|\\.)*")(\s*:)?|[{}]/g)) {
    if (token === '{') objects.push(new Set())
    else if (token === '}') objects.pop()
    else if (quoted !== undefined && colon !== undefined) {
      const fields = objects.at(-1)
      const name = String(JSON.parse(quoted))
      if (fields?.has(name)) return true
      fields?.add(name)
    }
  }
  return false
}
