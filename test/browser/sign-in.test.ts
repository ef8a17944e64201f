import { describe, expect, it } from 'vitest'
import { sqliteInMemory } from '../databases.ts'
import { allow, describeTwinlock } from '../twinlock.ts'
import { hasBrowser, useBrowser } from './open-browser.ts'
import { createPerson, giveDevice, scan } from './people.ts'
import { showCode, showPassword, signIn } from './steps.ts'

describe.skipIf(!hasBrowser)('In a browser', () => {
  const browser = useBrowser()

  describeTwinlock(
    'signing in',
    (server) => {
      it('asks for the password, then for a code: a wrong one and a used one are refused', async () => {
        const person = await createPerson(server)
        const device = await giveDevice(server, person)
        const page = await browser.newPage(server)
        await page.goto('/')
        await page.getByRole('heading', { name: 'Sign in' }).waitFor()
        await showPassword(page, { ...person, password: 'wrong' })
        await page.getByText('That account, user name and password do not go together').waitFor()
        await showPassword(page, person)
        await page.getByRole('heading', { name: 'Enter a code' }).waitFor()
        await showCode(page, device.wrongCode())
        await page.getByText('The code is wrong, or was used already').waitFor()
        // STS takes it first.
        const code = device.code()
        await person.sts.getSessionToken({ SerialNumber: device.serialNumber, TokenCode: code })
        await showCode(page, code)
        await page.getByText('The code is wrong, or was used already').waitFor()
        server.clock.advance(30)
        await showCode(page, device.code())
        await page.getByRole('heading', { name: 'My security', level: 1 }).waitFor()
        expect(new URL(page.url()).pathname).toBe('/console')
        await page.getByText('Since').first().waitFor()
      })

      it('offers to resynchronise a phone whose clock has run away', async () => {
        const person = await createPerson(server)
        const device = await giveDevice(server, person)
        const page = await browser.newPage(server)
        await page.goto('/console')
        await showPassword(page, person)
        for (const offset of [20, 21, 22]) {
          await showCode(page, device.code(offset))
          await page.getByText('The code is wrong, or was used already').waitFor()
        }
        await page.getByRole('button', { name: /Resynchronise/ }).click()
        await page.getByLabel('First code').fill(device.code(22))
        await page.getByLabel('The code after it').fill(device.code(23))
        await page.getByRole('button', { name: /Resynchronise/ }).click()
        await showCode(page, device.code(24))
        await page.getByRole('heading', { name: 'My security', level: 1 }).waitFor()
      })

      it('asks for a new password where one is due', async () => {
        const person = await createPerson(server, allow('iam:ChangePassword'))
        await server.iam.updateLoginProfile({ UserName: person.userName, PasswordResetRequired: true })
        const page = await browser.newPage(server)
        await page.goto('/console')
        await showPassword(page, person)
        await page.getByLabel('New password', { exact: true }).fill('short')
        await page.getByLabel('New password again', { exact: true }).fill('short')
        await page
          .getByRole('button', { name: /password/i })
          .last()
          .click()
        await page.getByText('Password does not conform to the account password policy').waitFor()
        await page.getByLabel('New password', { exact: true }).fill('Another-horse-2')
        await page.getByLabel('New password again', { exact: true }).fill('Another-horse-2')
        await page
          .getByRole('button', { name: /password/i })
          .last()
          .click()
        await page.getByRole('heading', { name: 'My security', level: 1 }).waitFor()
      })

      it('follows no address that leads elsewhere', async () => {
        const person = await createPerson(server)
        for (const elsewhere of [
          'https://evil.example/',
          '//evil.example/',
          '/\\evil.example',
          'javascript:alert(1)',
        ]) {
          const page = await browser.newPage(server)
          await page.goto(`/signin?continue=${encodeURIComponent(elsewhere)}`)
          await showPassword(page, person)
          await page.getByRole('heading', { name: 'My security', level: 1 }).waitFor()
          expect(new URL(page.url()).origin + new URL(page.url()).pathname).toBe(`${server.endpoint}/console`)
        }
      })

      it('keeps nothing from the console’s scripts that they need, and the cookie from all of them', async () => {
        const person = await createPerson(server)
        const page = await browser.newPage(server)
        await signIn(page, person)
        expect(await page.evaluate('document.cookie')).toBe('')
        const [cookie] = await page.context().cookies()
        expect(cookie).toMatchObject({ name: 'twinlock-session', httpOnly: true, sameSite: 'Lax', path: '/' })
      })
    },
    { kinds: [sqliteInMemory] },
  )

  describeTwinlock(
    'a policy that demands MFA',
    (server) => {
      it('stops whoever has shown none, and the page says why and what helps', async () => {
        const person = await createPerson(server)
        const page = await browser.newPage(server)
        await signIn(page, person)
        await page.getByText('with an explicit deny in an identity-based policy').first().waitFor()
        await page.getByRole('button', { name: 'Why?' }).first().click()
        await page.getByText('With MFA it would be allowed: add an MFA device under My security').waitFor()
        const device = await giveDevice(server, person)
        await page.reload()
        await page.getByRole('button', { name: 'Sign in again with a code' }).first().click()
        await showPassword(page, person)
        await showCode(page, device.code())
        await page.getByText(person.credentials.accessKeyId).waitFor()
        expect(await page.getByText('with an explicit deny').count()).toBe(0)
      })
    },
    { kinds: [sqliteInMemory] },
  )

  describeTwinlock(
    'enrolment',
    (server) => {
      it('takes a phone that scans the screen; from then on a code is asked for', async () => {
        const person = await createPerson(server)
        const page = await browser.newPage(server)
        await signIn(page, person)
        await page.getByRole('button', { name: 'Add an authenticator app' }).click()
        await page.getByLabel(/name/i).last().fill(`phone-of-${person.userName}`)
        await page.getByRole('button', { name: 'Continue' }).click()
        const phone = await scan(page, server)
        await page.getByLabel('First code').fill(phone.wrongCode())
        await page.getByLabel('Second code').fill(phone.code())
        await page.getByRole('button', { name: 'Enable device' }).click()
        await page.getByText('These are not two codes of this device in a row').waitFor()
        await page.getByLabel('First code').fill(phone.code(-1))
        await page.getByLabel('Second code').fill(phone.code())
        await page.getByRole('button', { name: 'Enable device' }).click()
        await page.getByText(`phone-of-${person.userName}`, { exact: true }).first().waitFor()
        const { MFADevices } = await server.iam.listMFADevices({ UserName: person.userName })
        expect(MFADevices).toHaveLength(1)

        server.clock.advance(60)
        const again = await browser.newPage(server)
        await again.goto('/console')
        await showPassword(again, person)
        await showCode(again, phone.code())
        await again.getByRole('heading', { name: 'My security', level: 1 }).waitFor()
      })

      it('leaves no half-made device behind', async () => {
        const person = await createPerson(server)
        const page = await browser.newPage(server)
        await signIn(page, person)
        await page.getByRole('button', { name: 'Add an authenticator app' }).click()
        await page.getByLabel(/name/i).last().fill('half-made')
        await page.getByRole('button', { name: 'Continue' }).click()
        await page.getByRole('img', { name: /QR code/ }).waitFor()
        await page.getByRole('button', { name: 'Cancel' }).click()
        await expect
          .poll(async () => {
            const { VirtualMFADevices } = await server.iam.listVirtualMFADevices({ AssignmentStatus: 'Unassigned' })
            return VirtualMFADevices?.length
          })
          .toBe(0)
      })

      it('takes the root user’s, which AWS takes nowhere else, and it counts', async () => {
        const page = await browser.newPage(server)
        await page.goto('/console')
        await page.getByText('Root user', { exact: true }).click()
        await page.getByLabel('E-mail address of the root user').fill('root@localhost')
        await page.getByLabel('Password', { exact: true }).fill('Test-root-password-1')
        await page.getByRole('button', { name: 'Sign in', exact: true }).click()
        await page.getByRole('button', { name: 'Add an authenticator app' }).click()
        await page.getByLabel(/name/i).last().fill('root-phone')
        await page.getByRole('button', { name: 'Continue' }).click()
        const phone = await scan(page, server)
        await page.getByLabel('First code').fill(phone.code(-1))
        await page.getByLabel('Second code').fill(phone.code())
        await page.getByRole('button', { name: 'Enable device' }).click()
        await page.getByText('root-phone', { exact: true }).first().waitFor()
        expect((await server.iam.getAccountSummary({})).SummaryMap).toMatchObject({ AccountMFAEnabled: 1 })
      })

      it('takes a passkey, which then signs in', async () => {
        const person = await createPerson(server)
        const page = await browser.newPage(server)
        const devtools = await page.context().newCDPSession(page)
        await devtools.send('WebAuthn.enable')
        await devtools.send('WebAuthn.addVirtualAuthenticator', {
          options: {
            protocol: 'ctap2',
            transport: 'usb',
            hasResidentKey: false,
            hasUserVerification: false,
            automaticPresenceSimulation: true,
          },
        })
        await signIn(page, person)
        await page.getByRole('button', { name: 'Add MFA device' }).click()
        await page.getByRole('menuitem', { name: /Passkey or security key/ }).click()
        await page.getByLabel('Passkey name').fill('my-key')
        await page.getByRole('button', { name: 'Continue' }).click()
        await page.getByText('my-key', { exact: true }).first().waitFor()
        const { MFADevices } = await server.iam.listMFADevices({ UserName: person.userName })
        expect(MFADevices?.[0]?.SerialNumber).toContain(`:u2f/user/${person.userName}/my-key-`)

        await page.context().clearCookies()
        await page.goto('/console')
        await showPassword(page, person)
        await page.getByRole('button', { name: /passkey/i }).click()
        await page.getByRole('heading', { name: 'My security', level: 1 }).waitFor()
        await page.getByText('Since').first().waitFor()
      })
    },
    { kinds: [sqliteInMemory] },
  )
})
