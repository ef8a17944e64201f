import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { sqliteInMemory } from '../databases.ts'
import { addDevice } from '../signin/people.ts'
import { allow, describeTwinlock } from '../twinlock.ts'
import { hasBrowser, useBrowser } from './open-browser.ts'
import { createPerson, giveDevice } from './people.ts'
import { showCode, showPassword, signIn } from './steps.ts'

const field = (page: Page, label: string) => page.getByLabel(label, { exact: true })
const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).last().click()

describe.skipIf(!hasBrowser)('In a browser', () => {
  const browser = useBrowser()
  describeTwinlock(
    'the console',
    (server) => {
      it('lets people choose among their devices', async () => {
        const person = await createPerson(server)
        const first = await addDevice(server, person)
        const second = await giveDevice(server, person)
        const page = await browser.newPage(server)
        await page.goto('/console')
        await showPassword(page, person)
        await page.getByRole('heading', { name: 'Choose a device' }).waitFor()
        await page.getByText(first.serialNumber.split('/').at(-1) ?? '', { exact: true }).waitFor()
        await page.getByText(second.serialNumber.split('/').at(-1) ?? '', { exact: true }).click()
        await showCode(page, first.code())
        await page.getByText('The code is wrong, or was used already').waitFor()
        await showCode(page, second.code())
        await page.getByRole('heading', { name: 'My security', level: 1 }).waitFor()
      })

      it('changes the own password, which ends the other sessions', async () => {
        const person = await createPerson(server, allow('iam:*'))
        const [page, elsewhere] = [await browser.newPage(server), await browser.newPage(server)]
        await signIn(elsewhere, person)
        await signIn(page, person)
        await press(page, 'Change password')
        await field(page, 'Present password').fill(person.password)
        await field(page, 'New password').fill('Another-horse-2')
        await field(page, 'New password again').fill('Another-horse-2')
        await press(page, 'Change password')
        await page.getByRole('dialog').waitFor({ state: 'hidden' })
        await page.reload()
        await page.getByRole('heading', { name: 'My security', level: 1 }).waitFor()
        await elsewhere.reload()
        await elsewhere.getByRole('heading', { name: 'Sign in' }).waitFor()
      })

      it('ends another session, and leads whoever was in it to the sign-in', async () => {
        const person = await createPerson(server, allow('iam:*'))
        const [page, elsewhere] = [await browser.newPage(server), await browser.newPage(server)]
        await signIn(elsewhere, person)
        await signIn(page, person)
        await page.getByRole('button', { name: /^End: / }).click()
        await press(page, 'End session')
        await page.getByRole('dialog').waitFor({ state: 'hidden' })
        await elsewhere.reload()
        await elsewhere.getByRole('heading', { name: 'Sign in' }).waitFor()
        await page.reload()
        await page.getByRole('heading', { name: 'My security', level: 1 }).waitFor()
      })

      it('shows a new access key once, and it works', async () => {
        const person = await createPerson(server, allow('iam:*'))
        const page = await browser.newPage(server)
        await signIn(page, person)
        await press(page, 'Create access key')
        await press(page, 'Create')
        const downloading = page.waitForEvent('download')
        await press(page, 'Download as CSV')
        const file = readFileSync(await (await downloading).path(), 'utf8')
        const [accessKeyId = '', secretAccessKey = ''] = file.trim().split(/\r?\n/).at(-1)?.split(',') ?? []
        const key = server.as({ accessKeyId, secretAccessKey })
        expect((await key.sts.getCallerIdentity({})).Arn).toContain(`:user/${person.userName}`)
      })

      it('creates a user, and says who has MFA, also as a file', async () => {
        const admin = await createPerson(server, allow('*'))
        const page = await browser.newPage(server)
        await signIn(page, admin)
        await page.goto('/console/users')
        await press(page, 'Create user')
        await field(page, 'User name').fill('made-in-the-console')
        await press(page, 'Create user')
        await page.getByRole('heading', { name: 'made-in-the-console', level: 1 }).waitFor()
        expect((await server.iam.getUser({ UserName: 'made-in-the-console' })).User?.Path).toBe('/')

        await page.goto('/console/mfa')
        await page.getByRole('link', { name: 'made-in-the-console' }).waitFor()
        const downloading = page.waitForEvent('download')
        await press(page, 'Export as CSV')
        const file = readFileSync(await (await downloading).path(), 'utf8')
        expect(file).toContain('made-in-the-console')
      })

      it('says which policy would decide, and what is wrong with a document', async () => {
        const admin = await createPerson(server, allow('iam:*'))
        const page = await browser.newPage(server)
        await signIn(page, admin)
        await page.goto('/console/simulator')
        await press(page, 'Simulate')
        await page.getByText('Allowed').first().waitFor()
        await page.goto('/console/policies/create')
        await field(page, 'Policy document').fill('{"Version":"2012-10-17","Statement":[{"Effect":"Alow"}]}')
        await page.getByText(/Line 1, column \d+: Syntax errors in policy/).waitFor()
        await press(page, 'Create policy')
        await expect.poll(async () => (await server.iam.listPolicies({ Scope: 'Local' })).Policies).toEqual([])
      })
    },
    { kinds: [sqliteInMemory] },
  )
})
