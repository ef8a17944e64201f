/** A real browser for a test, and what goes wrong in its pages: each error in the browser's console fails the test. */
import chromium from '@sparticuz/chromium'
import { type Browser, type BrowserContext, type Page, chromium as playwright } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect } from 'vitest'
import type { TestServer } from '../twinlock.ts'

/** The package's Chromium is for Linux; elsewhere the variable CHROMIUM names one. */
export const hasBrowser = process.env['CHROMIUM'] !== undefined || process.platform === 'linux'

export interface BrowserOfTests {
  /** A page of a browser that has no cookies yet. */
  newPage(server: TestServer, options?: Parameters<Browser['newContext']>[0]): Promise<Page>
}

/** Call it at the top of a file or of a `describe`. */
export function useBrowser(): BrowserOfTests {
  let browser: Browser
  const contexts: BrowserContext[] = []
  const problems: string[] = []

  beforeAll(async () => {
    const executablePath = process.env['CHROMIUM'] ?? (await chromium.executablePath())
    // Without the flags for machines that have no room for a browser: they switch its boundaries between sites off.
    const args = ['--no-sandbox', '--disable-gpu', '--use-gl=angle', '--use-angle=swiftshader']
    browser = await playwright.launch({ executablePath, args, headless: true })
  }, 120_000)
  afterEach(async () => {
    for (const context of contexts.splice(0)) await context.close()
    expect(problems.splice(0)).toEqual([])
  })
  afterAll(() => browser?.close())

  return {
    async newPage({ endpoint }, options = {}) {
      const context = await browser.newContext({ baseURL: endpoint, ...options })
      contexts.push(context)
      const page = await context.newPage()
      page.setDefaultTimeout(10_000)
      page.on('pageerror', (error) => problems.push(`${page.url()}: ${error.message}`))
      page.on('console', (message) => {
        if (message.type() === 'error' || message.type() === 'warning')
          problems.push(`${page.url()}: ${message.text()}`)
      })
      return page
    },
  }
}
