/** Where the files are on GitHub and where their pages are on the site: the same links lead to both. */
import { statSync } from 'node:fs'
import { dirname, join, relative, sep } from 'node:path'
import type { MarkdownEnv, MarkdownRenderer } from 'vitepress'

const root = join(import.meta.dirname, '..', '..')

/** The page's path in the site, for a file's path from the root: `docs/` is the top of the site. */
export function pageOf(file: string): string {
  return file.replace(/^docs\//, '').replace(/^(.+\/)README\.md$/, '$1index.md')
}

/** Links are written for GitHub, from file to file; VitePress then fails on those that lead to no page. */
export function rewriteLinks(markdown: MarkdownRenderer): void {
  markdown.core.ruler.push('site_links', ({ tokens, env }: { tokens: Token[]; env: MarkdownEnv }) => {
    for (const token of tokens.flatMap(({ children }) => children ?? [])) {
      const href = token.type === 'link_open' ? token.attrGet('href') : null
      if (href !== null && !/^(#|\/|[a-z]+:)/.test(href))
        token.attrSet('href', addressOf(href, env.realPath ?? env.path))
    }
  })
}

type Token = ReturnType<MarkdownRenderer['parse']>[number]

function addressOf(href: string, from: string): string {
  const [path = '', anchor] = href.split('#')
  const target = join(dirname(from), path)
  const isDirectory = statSync(target, { throwIfNoEntry: false })?.isDirectory() ?? false
  const file = relative(root, isDirectory ? join(target, 'README.md') : target)
    .split(sep)
    .join('/')
  return `/${pageOf(file)}${anchor === undefined ? '' : `#${anchor}`}`
}
