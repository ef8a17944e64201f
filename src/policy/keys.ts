/** Which condition keys decide about a document, so that only their values are looked up for a request. */
import type { PolicyDocument } from './document.ts'
import { tokenize } from './match.ts'

/** The keys of conditions and of variables, in lower case, each with its first spelling; in the order of the text. */
export function findKeys({ Version, Statement }: PolicyDocument): ReadonlyMap<string, string> {
  const keys = new Map<string, string>()
  const add = (spelling: string) => {
    const key = spelling.toLowerCase()
    if (!keys.has(key)) keys.set(key, spelling)
  }
  const addVariables = (text: string) => {
    if (Version !== '2012-10-17') return
    for (const token of tokenize(text, { hasWildcards: false, hasVariables: true })) {
      if (typeof token === 'object') add(token.spelling)
    }
  }
  for (const { Condition = {}, Resource = [], NotResource = [] } of Statement) {
    for (const text of [...Resource, ...NotResource]) addVariables(text)
    for (const [key, values] of Object.values(Condition).flatMap((element) => Object.entries(element))) {
      add(key)
      values.forEach(addVariables)
    }
  }
  return keys
}
