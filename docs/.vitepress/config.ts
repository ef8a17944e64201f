/** The site that `npm run docs:site` builds from `docs/`, and from the Markdown beside it that those pages lead to. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type DefaultTheme, defineConfig } from 'vitepress'
import { copyLinkedFiles, pageOf, rewriteLinks } from './links.ts'

const decisions = join(import.meta.dirname, '..', 'decisions')
const drawing = readFileSync(join(import.meta.dirname, '../../src/console/app/twinlock.svg'), 'base64')
const icon = `data:image/svg+xml;base64,${drawing}`

export default defineConfig({
  title: 'Twinlock',
  description: 'AWS IAM’s multi-factor authentication as software you run yourself.',
  lang: 'en',
  head: [['link', { rel: 'icon', href: icon }]],
  // So that the files work under any address. It costs addresses that end in .html.
  base: './',
  srcDir: '..',
  srcExclude: ['bench/**', 'dist/**', 'test/**'],
  rewrites: pageOf,
  markdown: { config: rewriteLinks },
  buildEnd: copyLinkedFiles,
  // Vite's file in the root builds the console, and src/config.ts configures the server.
  vite: { configFile: false },
  additionalConfig: {},
  themeConfig: {
    logo: icon,
    search: { provider: 'local' },
    outline: { level: [2, 3] },
    docFooter: { prev: false, next: false },
    sidebar: [
      section('Begin', {
        '/': 'Quick start',
        '/walkthrough': 'Walkthrough',
        '/differences': 'How it differs',
      }),
      section('In tests', {
        '/test-kit': 'The test kit',
        '/seeds': 'Seeds',
        '/examples/pytest/': 'pytest and boto3',
        '/containers': 'Containers and CI',
      }),
      section('People and policies', {
        '/enrolling-people': 'Enrolling people',
        '/sessions': 'One code for every tool',
        '/aws-login': 'Signing in from the command line',
        '/mfa-context': 'MFA in policies: the truth table',
      }),
      section('Run it', {
        '/operating': 'Operating it',
        '/configuration': 'Configuration',
        '/audit-log': 'Audit log',
        '/SECURITY': 'Security',
      }),
      section('Reference', {
        '/compatibility': 'Compatibility',
        '/errors': 'Errors',
        '/CHANGELOG': 'Changelog',
        '/README': 'Everything on one page',
      }),
      section('Inside', {
        '/architecture': 'Architecture',
        '/CONTRIBUTING': 'Contributing',
        '/dependencies': 'Dependencies',
      }),
      { text: 'Decisions', link: '/decisions/', collapsed: true, items: decisionPages() },
    ],
  },
})

/** @param pages their titles by their addresses, none of which can be there twice */
function section(text: string, pages: Readonly<Record<string, string>>): DefaultTheme.SidebarItem {
  return { text, items: Object.entries(pages).map(([link, title]) => ({ text: title, link })) }
}

function decisionPages(): DefaultTheme.SidebarItem[] {
  return readdirSync(decisions)
    .filter((name) => /^\d/.test(name))
    .map((name) => {
      const [, text = name] = /^# (.*)/.exec(readFileSync(join(decisions, name), 'utf8')) ?? []
      return { text: text.replaceAll('`', ''), link: `/decisions/${name.slice(0, -'.md'.length)}` }
    })
}
