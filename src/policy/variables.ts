/**
 * Variables: `${aws:username}`, with a default `${aws:username, 'anonymous'}`, and `${*}`, `${?}`, `${$}` for the characters.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */
import type { ConditionContext } from './request.ts'

export interface Variable {
  /** The condition key, in lower case. */
  readonly key: string
  /** The same as the policy spells it. */
  readonly spelling: string
  readonly fallback?: string
}

export interface FoundVariable {
  /** A text where the variable stands for a character. */
  readonly variable: Variable | string
  /** Where the text goes on. */
  readonly end: number
}

/** The variable that begins at this `$`; `undefined` when none does. */
export function findVariable(text: string, start: number): FoundVariable | undefined {
  if (text[start + 1] !== '{') return undefined
  const close = text.indexOf('}', start)
  if (close < 0) return undefined
  const content = text.slice(start + 2, close)
  if (content === '*' || content === '?' || content === '$') return { variable: content, end: close + 1 }
  return { variable: parseVariable(content), end: close + 1 }
}

/** `undefined` without a value and without a default. A key with several values cannot be a variable. */
export function resolveVariable({ key, fallback }: Variable, context: ConditionContext): string | undefined {
  const values = context.get(key)
  if (values === undefined || values.length === 0) return fallback
  return values.length === 1 ? values[0] : undefined
}

function parseVariable(content: string): Variable {
  // Without a regular expression: one with white space on both sides of a comma takes the square of the length, and AWS's
  // quotas do not count white space.
  const comma = content.indexOf(',')
  const value = content.slice(comma + 1).trim()
  if (comma > 0 && value.length > 1 && value.startsWith("'") && value.endsWith("'")) {
    return { ...nameVariable(content.slice(0, comma)), fallback: value.slice(1, -1) }
  }
  return nameVariable(content)
}

function nameVariable(content: string): Variable {
  const spelling = content.trim()
  return { key: spelling.toLowerCase(), spelling }
}
