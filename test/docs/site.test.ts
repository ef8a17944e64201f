import { execFile } from 'node:child_process'
import { existsSync, globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const root = join(import.meta.dirname, '../..')
const vitepress = join(root, 'node_modules/vitepress/bin/vitepress.js')
const site = mkdtempSync(join(tmpdir(), 'twinlock-site-'))
const filesOf = (pattern: string) => globSync(pattern, { cwd: site }).map((name) => join(site, name))

describe('the site', { timeout: 120_000 }, () => {
  beforeAll(async () => {
    // Fails on a link in the text that leads to no page.
    await promisify(execFile)(process.execPath, [vitepress, 'build', 'docs', '--outDir', site], { cwd: root })
  }, 120_000)
  afterAll(() => rmSync(site, { recursive: true, force: true }))

  it('has a page for every file of docs, and leads to it from the menu of every page', () => {
    const files = globSync('docs/**/*.md', { cwd: root, exclude: ['docs/**/README.md'] })
    expect(files.length).toBeGreaterThan(20)
    const pages = files.map((file) => file.replace(/^docs\//, '').replace(/md$/, 'html'))
    const menu = addressesIn(join(site, 'index.html'), /href/)
    expect(pages.filter((page) => !existsSync(join(site, page)) || !menu.includes(`./${page}`))).toEqual([])
  })

  it('has what its pages and its menu lead to, the places in the pages included', () => {
    const broken = filesOf('**/*.html').flatMap((page) =>
      addressesIn(page, /href|src/)
        .filter((address) => !/^(https?|data):/.test(address))
        .filter((address) => !leadsSomewhere(page, address))
        .map((address) => `${page}: ${address}`),
    )
    expect(broken).toEqual([])
  })

  it('loads nothing from elsewhere', () => {
    const pages = filesOf('**/*.html').map((page) => readFileSync(page, 'utf8'))
    const loading = pages.flatMap(
      (text) => text.match(/<(link|script|img|iframe)[^>]*(href|src)="(https?:)?\/\/[^>]*>/g) ?? [],
    )
    const styles = filesOf('**/*.css').filter((style) =>
      /(url\(|@import)\s*["']?(https?:)?\/\//.test(readFileSync(style, 'utf8')),
    )
    expect([...loading, ...styles]).toEqual([])
  })
})

function addressesIn(page: string, attribute: RegExp): string[] {
  const text = readFileSync(page, 'utf8')
  return Array.from(text.matchAll(new RegExp(` (?:${attribute.source})="([^"]*)"`, 'g')), ([, address = '']) => address)
}

function leadsSomewhere(page: string, address: string): boolean {
  const [path = '', anchor = ''] = address.split('#')
  const target = path === '' ? page : resolve(page, '..', path)
  return (
    existsSync(target) &&
    (anchor === '' || readFileSync(target, 'utf8').includes(` id="${decodeURIComponent(anchor)}"`))
  )
}
