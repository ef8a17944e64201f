/** The fenced blocks of a Markdown page, and what its shell blocks ask for. */

export interface Block {
  /** Of the opening fence; the page's first line is 1. */
  readonly line: number
  readonly language: string
  /** What follows the language on the opening fence. */
  readonly rest: string
  readonly lines: readonly string[]
}

export interface ShellBlock extends Block {
  /** Why no test runs it. */
  readonly skipped?: string
  /** A part of the message with which its last command is refused. */
  readonly refused?: string
  /** What it prints, as the block right after it says; `…` stands for anything. */
  readonly output?: string
}

function blocksOf(name: string, page: string): Block[] {
  const blocks: Block[] = []
  let open: { line: number; language: string; rest: string; lines: string[] } | undefined
  for (const [index, text] of page.split('\n').entries()) {
    const [, info] = /^ {0,3}```(.*)$/.exec(text) ?? []
    if (info === undefined) open?.lines.push(text)
    else if (open === undefined) {
      const [, language = '', rest = ''] = /^(\S*)\s*(.*)$/.exec(info) ?? []
      open = { line: index + 1, language, rest, lines: [] }
    } else {
      blocks.push(open)
      open = undefined
    }
  }
  if (open !== undefined) throw new Error(`${name}, line ${open.line}: this block has no end`)
  return blocks
}

/** Known languages that no shell runs; of others nobody could say whether a test has to run them. */
const otherLanguages = ['', 'ini', 'json', 'nginx', 'python', 'text', 'ts', 'yaml']

/** @throws Error that names the page and the line of a fence that is not understood */
export function shellBlocksOf(name: string, page: string): ShellBlock[] {
  const blocks = blocksOf(name, page)
  return blocks.flatMap((block, index) => {
    const { line, language, rest } = block
    if (otherLanguages.includes(language)) return []
    if (language !== 'sh') throw new Error(`${name}, line ${line}: \`${language}\` is not known here. Shell is \`sh\``)
    const output = outputAfter(block, blocks[index + 1])
    if (rest === '') return { ...block, ...output }
    const [, word, text = ''] = /^(no-test|refused): (.+)$/.exec(rest) ?? []
    if (word === 'no-test') return { ...block, skipped: text }
    if (word === 'refused') return { ...block, refused: text, ...output }
    throw new Error(
      `${name}, line ${line}: a block is \`sh\`, \`sh no-test: reason\` or \`sh refused: message\`, and not \`sh ${rest}\``,
    )
  })
}

/** The block that begins behind one blank line. */
function outputAfter({ line, lines }: Block, next: Block | undefined): { output?: string } {
  const isRightAfter = next !== undefined && next.line - line === lines.length + 3
  return isRightAfter && ['json', 'text'].includes(next.language) ? { output: next.lines.join('\n') } : {}
}

export function isOutput(expected: string, printed: string): boolean {
  const pattern = expected
    .trim()
    .split('…')
    .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
    .join('.*')
  return new RegExp(`^${pattern}$`, 's').test(printed.trim())
}

/**
 * The page as a script: everything but its shell blocks is blank, so that bash counts the page's own lines. Fences become
 * calls of what shell-block.sh defines.
 */
export function scriptOf(page: string, blocks: readonly ShellBlock[]): string {
  const script = page.split('\n').map(() => '')
  for (const { line, lines, skipped, refused } of blocks) {
    if (skipped !== undefined) continue
    lines.forEach((text, index) => {
      script[line + index] = text
    })
    script[line - 1] = `begin_block ${line}${refused === undefined ? '' : '; refused() {'}`
    if (refused !== undefined) script[line + lines.length] = `}; expect_refusal ${quote(refused)}`
  }
  return script.join('\n')
}

/** One word of the shell. */
function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`
}
