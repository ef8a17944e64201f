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
      {
        text: 'Begin',
        items: [
          { text: 'Quick start', link: '/' },
          { text: 'Walkthrough', link: '/walkthrough' },
          { text: 'How it differs', link: '/differences' },
        ],
      },
      {
        text: 'In tests',
        items: [
          { text: 'The test kit', link: '/test-kit' },
          { text: 'Seeds', link: '/seeds' },
          { text: 'pytest and boto3', link: '/examples/pytest/' },
          { text: 'Containers and CI', link: '/containers' },
        ],
      },
      {
        text: 'People and policies',
        items: [
          { text: 'Enrolling people', link: '/enrolling-people' },
          { text: 'One code for every tool', link: '/sessions' },
          { text: 'One code for every tool', link: '/sessions' },
          { text: 'Signing in from the command line', link: '/aws-login' },
          { text: 'MFA in policies: the truth table', link: '/mfa-context' },
        ],
      },
      {
        text: 'Run it',
        items: [
          { text: 'Operating it', link: '/operating' },
          { text: 'Configuration', link: '/configuration' },
          { text: 'Audit log', link: '/audit-log' },
          { text: 'Security', link: '/SECURITY' },
        ],
      },
      {
        text: 'Reference',
        items: [
          { text: 'Compatibility', link: '/compatibility' },
          { text: 'Errors', link: '/errors' },
          { text: 'Changelog', link: '/CHANGELOG' },
          { text: 'Everything on one page', link: '/README' },
        ],
      },
      {
        text: 'Inside',
        items: [
          { text: 'Architecture', link: '/architecture' },
          { text: 'Contributing', link: '/CONTRIBUTING' },
          { text: 'Dependencies', link: '/dependencies' },
        ],
      },
      { text: 'Decisions', link: '/decisions/', collapsed: true, items: decisionPages() },
    ],
  },
})

function decisionPages(): DefaultTheme.SidebarItem[] {
  return readdirSync(decisions)
    .filter((name) => /^\d/.test(name))
    .map((name) => {
      const [, text = name] = /^# (.*)/.exec(readFileSync(join(decisions, name), 'utf8')) ?? []
      return { text: text.replaceAll('`', ''), link: `/decisions/${name.slice(0, -'.md'.length)}` }
    })
}
