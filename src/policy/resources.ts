/**
 * Resource and NotResource. Case counts; six parts of an ARN, the last with all its colons and slashes.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
 *
 * AWS says that an asterisk at the end of a part "can" go beyond the colon. So an allow takes the narrow reading, in which
 * it does not, and a deny the wide one, in which any may: nothing is allowed that AWS refuses.
 */
import { anyMany, compileTokens, type TextMatcher, type Token, tokenize } from './match.ts'
import type { ConditionContext } from './request.ts'

const partsOfArn = 6

/** `undefined`: a variable has no value. */
export type ResourceMatcher = (resource: string, context: ConditionContext) => boolean | undefined

export function compileResource(text: string, hasVariables: boolean, isNarrow: boolean): ResourceMatcher {
  const tokens = tokenize(text, { hasWildcards: true, hasVariables })
  if (tokens.length > 0 && tokens.every((token) => token === anyMany)) return () => true
  return isNarrow ? compileNarrow(tokens) : compileWide(tokens)
}

function compileNarrow(tokens: readonly Token[]): ResourceMatcher {
  const parts = splitTokens(tokens)
  // "arn:aws:iam::*": the last asterisk stands for the parts that are missing.
  if (parts.length < partsOfArn && parts.at(-1)?.at(-1) !== anyMany) return () => false
  while (parts.length < partsOfArn) parts.push([anyMany])
  // Variables are for the last part only.
  if (parts.slice(0, -1).flat().some(isVariable)) return () => false
  return compileArnParts(parts)
}

/** Fewer than six parts: the others may be anything, before the last or after it. */
function compileWide(tokens: readonly Token[]): ResourceMatcher {
  const matches = compileTokens(tokens)
  if (splitTokens(tokens).length >= partsOfArn) return matches
  const matchesLonger = compileTokens([...tokens, ':', anyMany])
  return (resource, context) => matches(resource, context) || matchesLonger(resource, context)
}

/** An ARN that is compared part by part, as the ARN operators do it as well. @throws Error unless there are six parts. */
export function compileArnParts(parts: readonly (readonly Token[])[]): TextMatcher {
  const heads = parts.slice(0, -1).map((part) => compileTokens(part))
  const last = compileTokens(parts[partsOfArn - 1] ?? [])
  const start = parts[0]?.length === 1 && typeof parts[0][0] === 'string' ? `${parts[0][0]}:` : ''
  return (text, context) => {
    if (!text.startsWith(start)) return false
    let from = 0
    for (const matches of heads) {
      const colon = text.indexOf(':', from)
      if (colon < 0) return false
      const isMatch = matches(text.slice(from, colon), context)
      if (!isMatch) return isMatch
      from = colon + 1
    }
    return last(text.slice(from), context)
  }
}

/** At the first five colons of the pattern's own text: colons in the value of a variable separate nothing. */
export function splitTokens(tokens: readonly Token[]): Token[][] {
  let part: Token[] = []
  const parts = [part]
  for (const token of tokens) {
    let rest = token
    while (typeof rest === 'string' && rest.includes(':') && parts.length < partsOfArn) {
      const colon = rest.indexOf(':')
      if (colon > 0) part.push(rest.slice(0, colon))
      rest = rest.slice(colon + 1)
      part = []
      parts.push(part)
    }
    if (rest !== '') part.push(rest)
  }
  return parts
}

function isVariable(token: Token): boolean {
  return typeof token === 'object'
}
