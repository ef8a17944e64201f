/** Prints an answer: picked by `--query`, as JSON, text or table. */
import jmespath from 'jmespath'
import { failure, invalidValue } from './command-error.ts'
import { type Answer, joinPages, type Pages, type Pagination } from './pagination.ts'
import { isRecord } from './python-text.ts'
import { coloured, plain } from './table-drawing.ts'
import { formatTable } from './table-format.ts'
import type { Terminal } from './terminal.ts'
import { formatText } from './text-format.ts'

declare module 'jmespath' {
  /** Missing from its types. @throws Error for what is no expression. */
  export function compile(expression: string): unknown
}

export interface OutputOptions {
  readonly format: string
  readonly query: string | undefined
  readonly color: string
}

export const formats = ['json', 'text', 'table'] as const

/** Before anything is sent. @throws CommandError */
export function checkOutput({ format, query }: OutputOptions): void {
  if (format === 'yaml' || format === 'yaml-stream') throw invalidValue(`--output ${format} is not built: use json`)
  if (!formats.some((known) => known === format)) throw failure(`Unknown output type: ${format}`)
  if (query === undefined) return
  try {
    jmespath.compile(query)
  } catch (error) {
    throw invalidValue(`Bad value for --query ${query}: Invalid jmespath expression: ${(error as Error).message}`)
  }
}

export function printAnswer(operation: string, answer: Answer, options: OutputOptions, terminal: Terminal): void {
  const text = formatAnswer(operation, pick(answer, options.query), options, terminal)
  if (text !== '') terminal.print(text)
}

/** Text is printed page by page, and `--query` looks at each page by itself; the other formats have all of them at once. */
export async function printPages(
  operation: string,
  pages: Pages,
  pagination: Pagination,
  options: OutputOptions,
  terminal: Terminal,
): Promise<void> {
  if (options.format !== 'text') {
    printAnswer(operation, await joinPages(pages, pagination), options, terminal)
    return
  }
  let names = [...pagination.constants, ...pagination.results]
  for await (const page of pages.pages) {
    const shown = Object.fromEntries(names.map((name) => [name, page[name] ?? null]))
    printAnswer(operation, shown, options, terminal)
    names = [...pagination.results]
  }
  const token = pages.nextToken()
  if (token !== undefined) printAnswer(operation, { NextToken: { NextToken: token } }, options, terminal)
}

function pick(answer: Answer, query: string | undefined): unknown {
  if (query === undefined) return answer
  try {
    return jmespath.search(answer, query)
  } catch (error) {
    throw failure((error as Error).message, { cause: error })
  }
}

function formatAnswer(operation: string, value: unknown, { format, color }: OutputOptions, terminal: Terminal): string {
  if (format === 'text') return formatText(value)
  if (format !== 'table') return formatJson(value)
  const isColoured = color === 'on' || (color === 'auto' && terminal.hasColors)
  try {
    return formatTable(operation, value, terminal.columns, isColoured ? coloured : plain)
  } catch (error) {
    throw error instanceof RangeError ? failure(error.message) : error
  }
}

/** Nothing for an operation that answers nothing. */
export function formatJson(value: unknown): string {
  if (isRecord(value) && Object.keys(value).length === 0) return ''
  return `${JSON.stringify(value ?? null, null, 4)}\n`
}
