/** Servers behind a proxy that ends TLS: they go by one name, and are reached by others. */
import { beforeAll, describe, expect, it } from 'vitest'
import { databases, postgres } from '../../databases.ts'
import { FrozenClock, startTwinlock, type TestServer } from '../../twinlock.ts'
import { Browser } from '../browser.ts'
import { Command, codeFor, crossDevice, refusalOf, signIn, type Tokens } from './command.ts'

const publicUrl = 'https://iam.example.com'
const htu = `${publicUrl}/v1/token`

describe.each(databases)('Behind a proxy on $name', (kind) => {
  const nodes: TestServer[] = []
  let first: TestServer
  beforeAll(async () => {
    const database = await kind.create()
    const options = { clock: new FrozenClock(), trustProxy: true, publicUrl }
    for (let node = 0; node < (kind === postgres ? 2 : 1); node++) nodes.push(await startTwinlock(database, options))
    first = nodes[0] as TestServer
    return async () => {
      for (const node of nodes) await node.close()
      await database.destroy()
    }
  })

  async function login() {
    const { browser } = await signIn(first, { origin: publicUrl })
    const command = new Command(first)
    const { content } = await command.exchange(await codeFor(browser, command), {}, { proof: command.proof({ htu }) })
    return { browser, command, tokens: content as unknown as Tokens }
  }

  it('a proof is for the public URL, and one for the address of a server is for another', async () => {
    const { command, tokens } = await login()
    expect(tokens.refreshToken).toBeDefined()
    const answer = await command.refresh(tokens.refreshToken)
    expect(refusalOf(answer)).toEqual(['ValidationException', 400, 'INVALID_REQUEST'])
    expect(answer.content['message']).toContain(`use ${publicUrl} as the endpoint URL`)
    const other = command.proof({ htu: 'https://iam.example.com.evil.example/v1/token' })
    expect((await command.refresh(tokens.refreshToken, {}, { proof: other })).status).toBe(400)
    const port = command.proof({ htu: 'https://iam.example.com:443/v1/token' })
    expect((await command.refresh(tokens.refreshToken, {}, { proof: port })).status).toBe(200)
  })

  it('one proof gets something once, at whichever server', async () => {
    const { command, tokens } = await login()
    const proof = command.proof({ htu })
    const content = { clientId: command.clientId, grantType: 'refresh_token', refreshToken: tokens.refreshToken }
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, index) =>
        fetch(`${nodes[index % nodes.length]?.endpoint}/v1/token`, {
          method: 'POST',
          headers: { 'Content-Type': 'application/json', DPoP: proof },
          body: JSON.stringify(content),
        }),
      ),
    )
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array(11).fill(400)])
  })

  it('the page and the confirmation are on the public URL', async () => {
    const query = new Command(first).query()
    const page = await new Browser(first).get(`/v1/authorize?${query}`)
    expect([page.status, page.headers.get('location')]).toEqual([307, `${publicUrl}/v1/authorize?${query}`])
    const { browser } = await signIn(first, { origin: publicUrl })
    const remote = new Command(first, crossDevice)
    for (const [redirect_uri, status] of [
      [`${publicUrl}/v1/sessions/confirmation`, 200],
      [`${first.endpoint}/v1/sessions/confirmation`, 400],
      ['http://iam.example.com/v1/sessions/confirmation', 400],
    ] as const) {
      const answer = await browser.post('/v1/authorize/decision', {
        query: remote.query({ redirect_uri }),
        allow: true,
      })
      expect(answer.status, redirect_uri).toBe(status)
    }
  })
})
