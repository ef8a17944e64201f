/** Which condition keys decide about a document, so that only their values are looked up for a request. */
import type { PolicyDocument } from './document.ts'
import { tokenize } from './match.ts'

/** The keys of conditions and of variables, in lower case. */
export function findKeys({ Version, Statement }: PolicyDocument): ReadonlySet<string> {
  const keys = new Set<string>()
  const addVariables = (text: string) => {
    for (const token of tokenize(text, { hasWildcards: false, hasVariables: true })) {
      if (typeof token === 'object') keys.add(token.key)
    }
  }
  for (const { Condition = {}, Resource = [], NotResource = [] } of Statement) {
    const texts = [...Resource, ...NotResource]
    for (const [key, values] of Object.values(Condition).flatMap((element) => Object.entries(element))) {
      keys.add(key.toLowerCase())
      texts.push(...values)
    }
    if (Version === '2012-10-17') texts.forEach(addVariables)
  }
  return keys
}
