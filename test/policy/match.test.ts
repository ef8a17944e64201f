import { performance } from 'node:perf_hooks'
import { describe, expect, it } from 'vitest'
import { compileTokens, tokenize } from '../../src/policy/match.ts'

const like = (pattern: string) => {
  const matches = compileTokens(tokenize(pattern, { hasWildcards: true, hasVariables: true }))
  return (text: string, context = new Map()) => matches(text, context)
}

describe('wildcards', () => {
  it.each([
    ['', '', true],
    ['', 'a', false],
    ['*', '', true],
    ['?', '', false],
    ['?', 'a', true],
    ['**', 'abc', true],
    ['a*', 'a', true],
    ['*a', 'ba', true],
    ['*a', 'ab', false],
    ['a*a', 'a', false],
    ['a*a', 'aa', true],
    ['ab*ba', 'aba', false],
    ['*ab*', 'xaby', true],
    ['*a?c*', 'xaabcx', true],
    ['a?*?b', 'ab', false],
    ['a?*?b', 'axyb', true],
    ['a*b*c', 'abcbc', true],
    ['a*b*c', 'acb', false],
    ['*a*b', 'bab', true],
    ['*aab*aab', 'aaab', false],
    ['.+(', '.+(', true],
    ['a*', 'a\nb', true],
  ])('%j like %j: %s', (pattern, text, isMatch) => {
    expect(like(pattern)(text)).toBe(isMatch)
  })

  it.each([
    ['*a', 50, 'b'],
    ['*a?', 50, 'b'],
    ['*aaaaaaaaaaaaaaaaaaab', 1, ''],
    ['*?', 200, 'b'],
    [`*\${x}`, 50, 'b'],
  ])('take time that grows with the text only: %j', (unit, repetitions, end) => {
    const matches = like(unit.repeat(repetitions) + end)
    const context = new Map([['x', ['a']]])
    const measure = (length: number) => {
      const text = 'a'.repeat(length)
      const times = Array.from({ length: 7 }, () => {
        const start = performance.now()
        for (let i = 0; i < 20; i += 1) matches(text, context)
        return performance.now() - start
      })
      return Math.min(...times)
    }
    expect(matches('a'.repeat(3_000), context)).toBe(false)
    // Eight times the text may take eight times as long; with backtracking it would not end. The rest is for a busy machine.
    expect(measure(16_000)).toBeLessThan(Math.max(20, measure(2_000) * 40))
  })
})

it('reads a variable in time that grows with its length alone', () => {
  const spaces = ' '.repeat(130_000)
  for (const variable of [`\${a${spaces}b}`, `\${a,${spaces}'b'${spaces}c}`, `\${a${spaces},${spaces}'b'${spaces}}`]) {
    const start = performance.now()
    tokenize(variable, { hasWildcards: true, hasVariables: true })
    expect(performance.now() - start).toBeLessThan(2000)
  }
})
