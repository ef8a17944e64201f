import { describe, expect, it } from 'vitest'
import { isOutput, shellBlocksOf } from './page-blocks.ts'
import { runPage } from './run-page.ts'

const fence = (info: string, ...lines: string[]) => [`\`\`\`${info}`, ...lines, '```\n\n'].join('\n')
const run = (text: string) => runPage({ name: 'page.md', text, blocks: shellBlocksOf('page.md', text) })

describe('the blocks of a page', () => {
  it('are shell with its reason, its refusal and its output, or no shell', () => {
    const page =
      fence('sh', 'a', 'b') +
      fence('json', '{}') +
      fence('ts') +
      fence('sh no-test: needs a phone') +
      fence('sh refused: No.')
    expect(shellBlocksOf('page.md', page)).toMatchObject([
      { line: 1, lines: ['a', 'b'], output: '{}' },
      { skipped: 'needs a phone' },
      { refused: 'No.' },
    ])
    expect(shellBlocksOf('page.md', `${fence('sh', 'a')}And not:\n\n${fence('json', '{}')}`)).toMatchObject([
      { line: 1 },
    ])
  })

  it.each(['bash', 'sh notest: typo', 'sh no-test', 'console', 'SH'])('of the kind %s are refused', (info) => {
    expect(() => shellBlocksOf('page.md', `text\n${fence(info, 'a')}`)).toThrow('page.md, line 2: ')
  })

  it('have an end', () => {
    expect(() => shellBlocksOf('page.md', '```sh\na')).toThrow('page.md, line 1: this block has no end')
  })

  it('print what is shown, but for …', () => {
    expect(isOutput('"Id": "AIDA…",\n(a)', '"Id": "AIDAX",\n(a)\n')).toBe(true)
    expect(isOutput('a…c', 'abcd')).toBe(false)
    expect(isOutput('a.c', 'abc')).toBe(false)
  })
})

describe('a page fails', { timeout: 120_000 }, () => {
  it('at the line of a command that fails, in a function as well', async () => {
    const page = `# Page\n\n${fence('sh', 'true', 'npx twinlock iam get-user --user-name nobody', 'true')}`
    await expect(run(page)).rejects.toThrow(/^page\.md, .*NoSuchEntity.*line 5: failed: /s)
    await expect(run(`${fence('sh', 'true')}${fence('sh', 'false')}`)).rejects.toThrow('page.md, line 6: failed: false')
  })

  it('at a refusal that does not come, or is another one', async () => {
    await expect(run(fence('sh refused: No.', 'true'))).rejects.toThrow('this was not refused\nline 3: failed')
    await expect(run(fence('sh refused: No.', 'ls /nowhere'))).rejects.toThrow('this was refused otherwise: ls')
  })

  it('at a block that prints something else', async () => {
    await expect(run(fence('sh', 'echo no') + fence('text', 'yes'))).rejects.toThrow(
      'page.md, line 1: says\nyes\nand prints\nno\n',
    )
  })
})
