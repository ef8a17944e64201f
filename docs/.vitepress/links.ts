/** Where the files are on GitHub and where their pages are on the site: the same links lead to both. */
import { cpSync, statSync } from 'node:fs'
import { dirname, join, relative, sep } from 'node:path'
import type { MarkdownEnv, MarkdownRenderer, SiteConfig } from 'vitepress'

const root = join(import.meta.dirname, '..', '..')

/** The page's path in the site, for a file's path from the root: `docs/` is the top of the site. */
export function pageOf(file: string): string {
  return file.replace(/^docs\//, '').replace(/^(.+\/)README\.md$/, '$1index.md')
}

/** Files that pages lead to and that are no pages, by their path from the root. */
const linkedFiles = new Set<string>()

/** Links are written for GitHub, from file to file; VitePress then fails on those that lead to no page. */
export function rewriteLinks(markdown: MarkdownRenderer): void {
  markdown.core.ruler.push('site_links', ({ tokens, env }: { tokens: Token[]; env: MarkdownEnv }) => {
    for (const token of tokens.flatMap(({ children }) => children ?? [])) {
      const href = token.type === 'link_open' ? token.attrGet('href') : null
      if (href !== null && !/^(#|\/|[a-z]+:)/.test(href)) lead(token, href, dirname(env.realPath ?? env.path))
    }
  })
}

type Token = ReturnType<MarkdownRenderer['parse']>[number]

function lead(link: Token, href: string, from: string): void {
  const [path = '', anchor] = href.split('#')
  const target = join(from, path)
  const status = statSync(target, { throwIfNoEntry: false })
  const file = relative(root, status?.isDirectory() ? join(target, 'README.md') : target).replaceAll(sep, '/')
  const isPage = file.endsWith('.md') || !status
  link.attrSet('href', `/${isPage ? pageOf(file) : file}${anchor === undefined ? '' : `#${anchor}`}`)
  if (isPage) return
  linkedFiles.add(file)
  // Says to VitePress that this is none of its pages: https://vitepress.dev/guide/routing#linking-to-non-vitepress-pages
  link.attrSet('target', '_self')
}

/** Puts those files beside the pages. */
export function copyLinkedFiles({ outDir }: Pick<SiteConfig, 'outDir'>): void {
  for (const file of linkedFiles) cpSync(join(root, file), join(outDir, file))
}
