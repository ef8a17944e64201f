/**
 * Every page, light and dark, wide and narrow: no serious finding of axe-core, no error in the browser's console. With
 * SCREENSHOTS=docs/screenshots the pictures are kept there, but for the narrow ones.
 */
import { mkdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { sqliteInMemory } from '../databases.ts'
import { type Authenticator, allow, createUser, describeTwinlock, putPolicy, type TestServer } from '../twinlock.ts'
import { hasBrowser, useBrowser } from './open-browser.ts'
import { createPerson, giveDevice } from './people.ts'
import { showPassword, signIn } from './steps.ts'

const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js')
const directory = process.env['SCREENSHOTS']

interface Finding {
  readonly id: string
  readonly impact: string
  readonly nodes: readonly { readonly target: unknown; readonly failureSummary: string }[]
}

async function findSerious(page: Page): Promise<string[]> {
  // The page's policy keeps scripts out that are added to it; evaluated by the debugger they are not the page's.
  const source = await import('node:fs').then(({ readFileSync }) => readFileSync(axe, 'utf8'))
  await page.evaluate(source)
  const { violations } = (await page.evaluate('axe.run(document, { resultTypes: ["violations"] })')) as {
    violations: readonly Finding[]
  }
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(
      ({ id, nodes }) =>
        `${id}: ${nodes.map(({ target, failureSummary }) => `${target} ${failureSummary}`).join('; ')}`,
    )
}

const looks = [
  { name: 'light', options: { colorScheme: 'light', reducedMotion: 'reduce', viewport: { width: 1280, height: 900 } } },
  { name: 'dark', options: { colorScheme: 'dark', reducedMotion: 'reduce', viewport: { width: 1280, height: 900 } } },
  { name: 'narrow', options: { colorScheme: 'light', reducedMotion: 'reduce', viewport: { width: 380, height: 800 } } },
] as const

/** Path, and a heading by which the page is known to be there. */
const consolePages: readonly (readonly [name: string, path: string, heading: string | RegExp])[] = [
  ['my-security', '/console', 'My security'],
  ['users', '/console/users', /^Users/],
  ['user', '/console/users/details?name=alice', 'alice'],
  ['groups', '/console/groups', /^Groups/],
  ['group', '/console/groups/details?name=developers', 'developers'],
  ['roles', '/console/roles', /^Roles/],
  ['role-create', '/console/roles/create', /role/i],
  ['role', '/console/roles/details?name=deployment', 'deployment'],
  ['policies', '/console/policies', /^Policies/],
  ['policy-create', '/console/policies/create', /policy/i],
  ['policy', '/console/policies/details?arn=arn:aws:iam::123456789012:policy/read-only&name=read-only', 'read-only'],
  ['mfa-overview', '/console/mfa', 'MFA overview'],
  ['simulator', '/console/simulator', 'Policy simulator'],
  ['activity', '/console/activity', 'Activity'],
  ['account-settings', '/console/settings', 'Account settings'],
]

/** Bytes of JavaScript and style sheets as they came over the wire. */
function loadedBytes(page: Page): Promise<number> {
  return page.evaluate(() =>
    (performance.getEntriesByType('resource') as PerformanceResourceTiming[])
      .filter(({ name }) => /\.(js|css)$/.test(name))
      .reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0),
  )
}

describe.skipIf(!hasBrowser)('In a browser', () => {
  const browser = useBrowser()
  describeTwinlock(
    'every page',
    (server) => {
      let admin: Awaited<ReturnType<typeof createPerson>>
      let device: Authenticator
      beforeAll(async () => {
        admin = await createPerson(server, allow('*'))
        device = await giveDevice(server, admin)
        await populate(server)
      })

      const look = async (page: Page, name: string) => {
        await page.waitForLoadState('networkidle')
        if (directory !== undefined && !name.endsWith('narrow')) {
          mkdirSync(directory, { recursive: true })
          await page.screenshot({ path: `${directory}/${name}.png`, fullPage: true })
        }
        expect(await findSerious(page), name).toEqual([])
      }

      it.each(looks)('of the sign-in, $name', async ({ name, options }) => {
        const page = await browser.newPage(server, options)
        await page.goto('/signin')
        await page.getByRole('heading', { name: 'Sign in' }).waitFor()
        await look(page, `sign-in-${name}`)
        await showPassword(page, admin)
        await page.getByRole('heading', { name: 'Enter a code' }).waitFor()
        await look(page, `sign-in-code-${name}`)
      })

      it('of the sign-in loads at most 150 kB of JavaScript and style sheets, the first of the console 600 kB', async () => {
        server.clock.advance(60)
        const page = await browser.newPage(server)
        await page.goto('/signin')
        await page.getByRole('heading', { name: 'Sign in' }).waitFor()
        await page.waitForLoadState('networkidle')
        const signInBytes = await loadedBytes(page)
        await signIn(page, admin, device)
        await page.waitForLoadState('networkidle')
        const consoleBytes = await loadedBytes(page)
        console.log(`sign-in page ${signInBytes} bytes, first page of the console ${consoleBytes} bytes`)
        expect(signInBytes).toBeGreaterThan(10_000)
        expect(signInBytes).toBeLessThanOrEqual(150_000)
        expect(consoleBytes).toBeGreaterThan(signInBytes)
        expect(consoleBytes).toBeLessThanOrEqual(600_000)
      })

      it.each(looks)('of the console, $name', { timeout: 120_000 }, async ({ name, options }) => {
        server.clock.advance(60)
        const page = await browser.newPage(server, options)
        await signIn(page, admin, device)
        for (const [title, path, heading] of consolePages) {
          await page.goto(path)
          await page.getByRole('heading', { name: heading, level: 1 }).waitFor()
          await look(page, `${title}-${name}`)
        }
      })
    },
    { kinds: [sqliteInMemory] },
  )
})

/** Some people with MFA and some without, groups, roles and policies, so that the pages have something to show. */
async function populate(server: TestServer): Promise<void> {
  for (const userName of ['alice', 'bob', 'carol', 'dave']) {
    const user = await createUser(server, userName, null)
    await server.iam.createLoginProfile({ UserName: userName, Password: 'Correct-horse-1' })
    if (userName < 'c') await giveDevice(server, user)
  }
  await putPolicy(server, 'carol', allow('iam:Get*'))
  await server.iam.createGroup({ GroupName: 'developers' })
  await server.iam.addUserToGroup({ GroupName: 'developers', UserName: 'alice' })
  const trust = { Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::123456789012:root' }, Action: 'sts:AssumeRole' }
  await server.iam.createRole({
    RoleName: 'deployment',
    AssumeRolePolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: trust }),
  })
  await server.iam.createPolicy({ PolicyName: 'read-only', PolicyDocument: JSON.stringify(allow('iam:Get*')) })
  await server.iam.attachGroupPolicy({
    GroupName: 'developers',
    PolicyArn: 'arn:aws:iam::123456789012:policy/read-only',
  })
}
