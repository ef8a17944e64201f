import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, it } from 'vitest'
import { sqliteInMemory } from '../databases.ts'
import { Command, crossDevice, loginPolicy, sameDevice } from '../signin/oauth/command.ts'
import { describeTwinlock } from '../twinlock.ts'
import { hasBrowser, useBrowser } from './open-browser.ts'
import { createPerson, giveDevice } from './people.ts'
import { showCode, showPassword } from './steps.ts'

/** Where the AWS CLI waits for the browser. */
async function listen() {
  const seen = Promise.withResolvers<URL>()
  const server = createServer((request, response) => {
    seen.resolve(new URL(request.url ?? '/', 'http://127.0.0.1'))
    response.setHeader('Content-Type', 'text/html').end('<title>Done</title>You can close this tab.')
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return { redirectUri: `http://127.0.0.1:${port}/oauth/callback`, seen: seen.promise, close: () => server.close() }
}

describe.skipIf(!hasBrowser)('In a browser', () => {
  const browser = useBrowser()
  describeTwinlock(
    'aws login',
    (server) => {
      it('asks for password and code, then whether the command may, and leads back to it', async () => {
        const person = await createPerson(server, loginPolicy)
        const device = await giveDevice(server, person)
        const loopback = await listen()
        const command = Object.assign(new Command(server, sameDevice), { redirectUri: loopback.redirectUri })
        const page = await browser.newPage(server)
        await page.goto(`/v1/authorize?${command.query()}`)
        await showPassword(page, person)
        await showCode(page, device.code())
        await page.getByText(`user/${person.userName}`).waitFor()
        await page.getByText('Yes, and the command line will be too').waitFor()
        await page.getByRole('button', { name: 'Allow' }).click()
        const callback = await loopback.seen
        await page.getByText('You can close this tab.').waitFor()
        loopback.close()
        expect(callback.searchParams.get('state')).toBe(command.state)
        const { status, content } = await command.exchange(callback.searchParams.get('code') ?? '')
        expect([status, content['tokenType'], content['expiresIn']]).toEqual([200, 'aws_sigv4', 900])
      })

      it('tells the command that it was denied', async () => {
        const person = await createPerson(server, loginPolicy)
        const loopback = await listen()
        const command = Object.assign(new Command(server, sameDevice), { redirectUri: loopback.redirectUri })
        const page = await browser.newPage(server)
        await page.goto(`/v1/authorize?${command.query()}`)
        await showPassword(page, person)
        await page.getByRole('button', { name: 'Deny' }).click()
        const callback = await loopback.seen
        loopback.close()
        expect(callback.searchParams.has('code')).toBe(false)
        expect(callback.searchParams.get('error')).toBeTruthy()
      })

      it('says that nothing was allowed where there is nobody to tell', async () => {
        const person = await createPerson(server, loginPolicy)
        const page = await browser.newPage(server)
        await page.goto(`/v1/authorize?${new Command(server, crossDevice).query()}`)
        await showPassword(page, person)
        await page.getByRole('button', { name: 'Deny' }).click()
        await page.getByText('Nothing was allowed').waitFor()
      })

      it('shows a code to copy to another device', async () => {
        const person = await createPerson(server, loginPolicy)
        const command = new Command(server, crossDevice)
        const page = await browser.newPage(server)
        await page.goto(`/v1/authorize?${command.query()}`)
        await showPassword(page, person)
        await page.getByText('If somebody sent you this address, deny it.').waitFor()
        await page.getByRole('button', { name: 'Allow' }).click()
        const text = await page.getByLabel('Verification code').inputValue()
        const pasted = new URLSearchParams(Buffer.from(text, 'base64').toString())
        expect(pasted.get('state')).toBe(command.state)
        expect((await command.exchange(pasted.get('code') ?? '')).status).toBe(200)
      })
    },
    { kinds: [sqliteInMemory] },
  )
})
