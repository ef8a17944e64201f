/**
 * Texts of a policy that are compared with texts of a request: wildcards, and variables in their place.
 *
 * Matching looks for what stands between two asterisks from left to right and never goes back over an asterisk, so that no
 * pattern takes more than (length of pattern × length of text) steps. A regular expression would: `*a*a*a*b`.
 */
import type { ConditionContext } from './request.ts'
import { findVariable, resolveVariable, type Variable } from './variables.ts'

/** `undefined`: a variable of the pattern has no value in this request, so nothing can be compared. */
export type TextMatcher = (text: string, context: ConditionContext) => boolean | undefined

export type Token = string | typeof anyOne | typeof anyMany | Variable

export const anyOne = Symbol('?')
export const anyMany = Symbol('*')

export interface PatternOptions {
  readonly hasWildcards: boolean
  /** Only `Version` 2012-10-17 has variables. In older documents their text stands for itself. */
  readonly hasVariables: boolean
}

/** Texts that stand for themselves, wildcards and variables, in their order. */
export function tokenize(text: string, { hasWildcards, hasVariables }: PatternOptions): Token[] {
  const tokens: Token[] = []
  let literal = ''
  const flush = (token?: Token) => {
    if (literal !== '') tokens.push(literal)
    literal = ''
    if (token !== undefined) tokens.push(token)
  }
  for (let i = 0; i < text.length; i += 1) {
    const found = hasVariables && text[i] === '$' ? findVariable(text, i) : undefined
    if (found) {
      if (typeof found.variable === 'string') literal += found.variable
      else flush(found.variable)
      i = found.end - 1
    } else if (hasWildcards && text[i] === '*') flush(anyMany)
    else if (hasWildcards && text[i] === '?') flush(anyOne)
    else literal += text[i]
  }
  flush()
  return tokens
}

/** What a pattern without variables can prepare once, it does here. */
export function compileTokens(tokens: readonly Token[]): TextMatcher {
  if (tokens.some((token) => typeof token === 'object')) {
    return (text, context) => {
      const resolved = resolveTokens(tokens, context)
      return resolved && matchParts(toParts(resolved), text)
    }
  }
  if (tokens.length > 0 && tokens.every((token) => token === anyMany)) return () => true
  const parts = toParts(tokens as readonly FixedToken[])
  const [only] = parts
  if (parts.length === 1 && only && !only.holes) return (text) => text === only.text
  return (text) => matchParts(parts, text)
}

type FixedToken = Exclude<Token, Variable>

/** Values are literal: an asterisk in a user's tag is an asterisk, or whoever may tag could widen policies. */
export function resolveTokens(tokens: readonly Token[], context: ConditionContext): FixedToken[] | undefined {
  const resolved: FixedToken[] = []
  for (const token of tokens) {
    const value = typeof token === 'object' ? resolveVariable(token, context) : token
    if (value === undefined) return undefined
    resolved.push(value)
  }
  return resolved
}

/** What stands between two asterisks. */
interface Part {
  readonly text: string
  /** For each character, whether any other may stand in its place. Left out: for none. */
  readonly holes?: readonly boolean[]
}

function toParts(tokens: readonly FixedToken[]): Part[] {
  const parts: Part[] = []
  let text = ''
  let holes: boolean[] = []
  const ended: readonly FixedToken[] = [...tokens, anyMany]
  for (const token of ended) {
    if (token === anyMany) {
      parts.push(holes.includes(true) ? { text, holes } : { text })
      text = ''
      holes = []
    } else if (token === anyOne) {
      text += '?'
      holes.push(true)
    } else {
      text += token
      for (let i = 0; i < token.length; i += 1) holes.push(false)
    }
  }
  return parts
}

function matchParts(parts: readonly Part[], text: string): boolean {
  const first = parts[0]
  const last = parts[parts.length - 1]
  if (!first || !last) return text === ''
  if (parts.length === 1) return text.length === first.text.length && standsAt(first, text, 0)
  const end = text.length - last.text.length
  let position = first.text.length
  if (end < position || !standsAt(first, text, 0) || !standsAt(last, text, end)) return false
  for (let i = 1; i < parts.length - 1; i += 1) {
    const part = parts[i] as Part
    const found = findPart(part, text, position)
    if (found < 0) return false
    position = found + part.text.length
    if (position > end) return false
  }
  return true
}

function findPart(part: Part, text: string, from: number): number {
  if (!part.holes) return text.indexOf(part.text, from)
  for (let at = from; at + part.text.length <= text.length; at += 1) if (standsAt(part, text, at)) return at
  return -1
}

function standsAt({ text: wanted, holes }: Part, text: string, at: number): boolean {
  if (!holes) return text.startsWith(wanted, at)
  for (let i = 0; i < wanted.length; i += 1) if (!holes[i] && wanted[i] !== text[at + i]) return false
  return true
}
