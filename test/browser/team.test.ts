import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { describe, expect, it } from 'vitest'
import { run, temporaryDirectory } from '../cli/twinlock-process.ts'
import { sqliteInMemory } from '../databases.ts'
import { administer, describeTwinlock, FrozenClock, rootCredentials } from '../twinlock.ts'
import { hasBrowser, useBrowser } from './open-browser.ts'
import { createPerson, scan } from './people.ts'
import { showCode, showPassword } from './steps.ts'

describe.skipIf(!hasBrowser)('In a browser', () => {
  const browser = useBrowser()

  describeTwinlock(
    'a team',
    (server) => {
      it('is given pages, and each person is asked for two codes at the first sign-in', {
        timeout: 60_000,
      }, async () => {
        const person = await createPerson(server)
        const other = await createPerson(server)
        const cwd = temporaryDirectory()
        writeFileSync(join(cwd, 'team.csv'), `user_name,full_name\n${person.userName},Ann Lee\n${other.userName},\n`)
        const made = await run(['mfa', 'enroll', '--file', 'team.csv', '--directory', 'pages'], {
          cwd,
          variables: {
            AWS_ACCESS_KEY_ID: rootCredentials.accessKeyId,
            AWS_SECRET_ACCESS_KEY: rootCredentials.secretAccessKey,
            AWS_ENDPOINT_URL: server.endpoint,
          },
        })
        expect(made).toMatchObject({ code: 0, stderr: '' })

        const sheet = await browser.newPage(server)
        await sheet.goto(pathToFileURL(join(cwd, 'pages', `${person.userName}.html`)).href)
        await sheet.getByRole('heading', { name: 'A second factor for Ann Lee' }).waitFor()
        const phone = await scan(sheet, server)
        const printed = await sheet.pdf({ preferCSSPageSize: true })
        expect(printed.toString('latin1').match(/\/Type\s*\/Page\b/g)).toHaveLength(1)

        const page = await browser.newPage(server)
        await page.goto('/console')
        await showPassword(page, person)
        await page.getByRole('heading', { name: 'Add your MFA device' }).waitFor()
        const showPair = async (first: string, second: string) => {
          await page.getByLabel('First code').fill(first)
          await page.getByLabel('The code after it').fill(second)
          await page.getByRole('button', { name: 'Add the device and sign in' }).click()
        }
        await showPair(phone.code(), phone.code())
        await page.getByText('That is the same code. Wait for the next one.').waitFor()
        for (const second of [phone.wrongCode(), phone.code(5)]) {
          await showPair(phone.code(-1), second)
          await page.getByText('These are not two codes of this device in a row').waitFor()
        }
        await showPair(phone.code(-1), phone.code())
        await page.getByRole('heading', { name: 'My security', level: 1 }).waitFor()
        expect((await server.iam.listMFADevices({ UserName: person.userName })).MFADevices).toHaveLength(1)

        const next = await browser.newPage(server)
        await next.goto('/console')
        await showPassword(next, person)
        await next.getByRole('heading', { name: 'Enter a code' }).waitFor()
        server.clock.advance(30)
        await showCode(next, phone.code())
        await next.getByRole('heading', { name: 'My security', level: 1 }).waitFor()
      })

      it('counts the codes that it refuses', { timeout: 60_000 }, async () => {
        const person = await createPerson(server)
        const { status } = await prepareFor(person.userName)
        expect(status).toBe(200)
        const page = await browser.newPage(server)
        await page.goto('/console')
        await showPassword(page, person)
        for (let attempt = 1; attempt <= 10; attempt++) {
          await page.getByLabel('First code').fill('000000')
          await page.getByLabel('The code after it').fill(`00000${attempt % 10 || 1}`)
          await page.getByRole('button', { name: 'Add the device and sign in' }).click()
          const told =
            attempt <= 9
              ? 'These are not two codes of this device in a row'
              : 'Codes of this device were tried too often'
          await page.getByText(told).waitFor()
        }
      })
      const prepareFor = (userName: string) =>
        administer(server, 'prepare-mfa-device', { userName, deviceName: userName })
    },
    { kinds: [sqliteInMemory], clock: new FrozenClock(Date.now()) },
  )
})
