import { expect, it } from 'vitest'
import { textWidth } from '../../../src/cli/aws/text-width.ts'

/** As Python's unicodedata.east_asian_width has it, with W, F and A as two columns. */
it.each([
  ['', 0],
  ['abc', 3],
  ['~\u00a0', 2],
  ['¡', 2],
  ['ü', 2],
  ['ä', 1],
  ['日本語', 6],
  ['ﾊ', 1],
  ['Ａ', 2],
  ['\u{1F600}', 2],
  ['\u{20000}', 2],
  ['\u{10FFFD}', 2],
])('%j takes %i columns', (text, columns) => {
  expect(textWidth(text)).toBe(columns)
})
