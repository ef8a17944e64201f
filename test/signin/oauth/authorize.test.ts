import { request } from 'node:http'
import { beforeAll, describe, expect, it } from 'vitest'
import { describeTwinlock, type TestServer } from '../../twinlock.ts'
import { Browser, problemOf } from '../browser.ts'
import { Command, crossDevice, decide, sameDevice, signIn } from './command.ts'

/** `fetch` does not let anybody choose the host. */
function getAs(
  host: string,
  { endpoint }: TestServer,
  path: string,
): Promise<[number | undefined, string | undefined]> {
  return new Promise((resolve, reject) => {
    const asked = request(endpoint + path, { headers: { Host: host } }, (response) => {
      response.resume()
      resolve([response.statusCode, response.headers.location])
    })
    asked.on('error', reject).end()
  })
}

describeTwinlock('The page of aws login', (server) => {
  it('is behind the sign-in, which leads back to it with all that was asked', async () => {
    const query = new Command(server).query()
    const { status, headers } = await new Browser(server).get(`/v1/authorize?${query}`)
    expect(status).toBe(302)
    const location = new URL(headers.get('location') ?? '', server.endpoint)
    expect(location.pathname).toBe('/signin')
    expect(location.searchParams.get('continue')).toBe(`/v1/authorize?${query}`)
    expect(location.origin).toBe(server.endpoint)
  })

  it('is on the public URL, with all that was asked', async () => {
    const query = new Command(server).query()
    const { port } = new URL(server.endpoint)
    expect(await getAs(`127.0.0.1:${port}`, server, `/v1/authorize?${query}`)).toEqual([
      307,
      `${server.endpoint}/v1/authorize?${query}`,
    ])
  })

  it('is told who asks for what', async () => {
    const { browser, arn } = await signIn(server, { withDevice: true })
    const same = await browser.get(`/v1/authorize/request?${new Command(server).query()}`)
    expect(same.content).toEqual({
      clientName: 'AWS command line on this computer',
      device: 'same',
      principalArn: arn,
      mfa: true,
      expiresAt: new Date(server.clock.now() + 12 * 3_600_000).toISOString(),
    })
    const without = await signIn(server)
    const cross = await without.browser.get(`/v1/authorize/request?${new Command(server, crossDevice).query()}`)
    expect(cross.content).toMatchObject({ device: 'cross', mfa: false })
    expect(problemOf(await new Browser(server).get(`/v1/authorize/request?${new Command(server).query()}`))).toEqual([
      'SignInExpired',
      401,
    ])
  })

  it('hands out nothing without a click', async () => {
    const { browser } = await signIn(server)
    const answer = await browser.get(`/v1/authorize?${new Command(server).query()}`)
    expect(answer.headers.get('location')).toBeNull()
    const codes = await server.storage.read((queries) =>
      queries.selectFrom('authorization_codes').selectAll().execute(),
    )
    expect(codes).toEqual([])
  })

  it('takes a click from our own page only', async () => {
    const { browser } = await signIn(server)
    const query = new Command(server).query()
    browser.origin = 'https://evil.example'
    expect(problemOf(await decide(browser, query))).toEqual(['AccessDenied', 403])
    browser.origin = server.endpoint
    const { csrfToken } = browser
    browser.csrfToken = 'another'
    expect(problemOf(await decide(browser, query))).toEqual(['AccessDenied', 403])
    browser.csrfToken = undefined
    expect(problemOf(await decide(browser, query))).toEqual(['AccessDenied', 403])
    browser.csrfToken = csrfToken
    expect((await decide(browser, query)).status).toBe(200)
    const stranger = new Browser(server)
    expect(problemOf(await decide(stranger, query))).toEqual(['SignInExpired', 401])
  })

  it('tells the command when the person does not allow it', async () => {
    const { browser } = await signIn(server)
    const command = new Command(server)
    const { content } = await decide(browser, command.query(), false)
    const destination = new URL(String(content['redirectTo']))
    expect(destination.origin + destination.pathname).toBe(command.redirectUri)
    expect(Object.fromEntries(destination.searchParams)).toEqual({
      error: 'access_denied: you did not allow it',
      state: command.state,
    })
  })

  it('explains a refusal by policies to whoever may ask why', async () => {
    const { browser } = await signIn(server, { policy: null })
    const { content } = await browser.get(`/v1/authorize/request?${new Command(server).query()}`)
    expect(content['error']).toMatchObject({ code: 'AccessDenied', requestId: expect.any(String) })
    const root = new Browser(server)
    await root.post('/signin/password', { rootEmail: 'root@localhost', password: 'Test-root-password-1' })
    await root.openConsole()
    const { requestId } = content['error'] as { requestId: string }
    const why = await root.post('/console/admin/explain-refusal', { requestId })
    expect(why.content).toMatchObject({ action: 'signin:AuthorizeOAuth2Access' })
  })

  describe('is an error, and never a way elsewhere, when a request', () => {
    let browser: Browser
    beforeAll(async () => {
      browser = (await signIn(server)).browser
    })
    const evil = 'https://evil.example/oauth/callback'
    const local = 'http://127.0.0.1:41234/oauth/callback'
    const wrong: [string, Record<string, string | undefined>, string][] = [
      ['names no client', { client_id: undefined }, 'client_id is missing'],
      ['names an unknown client', { client_id: 'arn:aws:signin:::devtools/another' }, 'client_id'],
      ['goes elsewhere', { redirect_uri: evil }, 'redirect_uri'],
      [
        'goes to another name of this machine',
        { redirect_uri: local.replace('127.0.0.1', 'localhost') },
        'redirect_uri',
      ],
      [
        'goes to another address of this machine',
        { redirect_uri: local.replace('127.0.0.1', '127.0.0.2') },
        'redirect_uri',
      ],
      ['goes to another path', { redirect_uri: `${local}/..` }, 'redirect_uri'],
      ['adds a query', { redirect_uri: `${local}?next=${evil}` }, 'redirect_uri'],
      ['adds a fragment', { redirect_uri: `${local}#` }, 'redirect_uri'],
      ['names a user', { redirect_uri: 'http://127.0.0.1:1@evil.example/oauth/callback' }, 'redirect_uri'],
      ['looks like it', { redirect_uri: 'http://127.0.0.1:1.evil.example/oauth/callback' }, 'redirect_uri'],
      ['has no port', { redirect_uri: 'http://127.0.0.1/oauth/callback' }, 'redirect_uri'],
      ['has no such port', { redirect_uri: 'http://127.0.0.1:65536/oauth/callback' }, 'redirect_uri'],
      ['uses TLS', { redirect_uri: local.replace('http', 'https') }, 'redirect_uri'],
      ['is a script', { redirect_uri: 'javascript:alert(1)' }, 'redirect_uri'],
      ['goes to the other client’s address', { client_id: crossDevice, redirect_uri: local }, 'redirect_uri'],
      [
        'goes to another server',
        { client_id: crossDevice, redirect_uri: 'https://evil.example/v1/sessions/confirmation' },
        'redirect_uri',
      ],
      [
        'goes to another page of this server',
        { client_id: crossDevice, redirect_uri: 'http://OWNHOST/console' },
        'redirect_uri',
      ],
      [
        'adds something to the confirmation',
        { client_id: crossDevice, redirect_uri: 'http://OWNHOST/v1/sessions/confirmation?next=x' },
        'redirect_uri',
      ],
      [
        'names a user of this server',
        { client_id: crossDevice, redirect_uri: 'http://a@OWNHOST/v1/sessions/confirmation' },
        'redirect_uri',
      ],
      [
        'spells the confirmation differently',
        { client_id: crossDevice, redirect_uri: 'HTTP://OWNHOST/v1/sessions/confirmation' },
        'redirect_uri',
      ],
      ['wants a token at once', { response_type: 'token' }, 'response_type'],
      ['wants another scope', { scope: 'openid profile' }, 'scope'],
      ['has no challenge', { code_challenge: undefined }, 'code_challenge is missing'],
      ['has no method', { code_challenge_method: undefined }, 'code_challenge_method is missing'],
      ['sends the verifier itself', { code_challenge_method: 'plain' }, 'code_challenge_method'],
      ['has a short challenge', { code_challenge: 'a'.repeat(42) }, 'code_challenge'],
      ['has a padded challenge', { code_challenge: `${'a'.repeat(43)}=` }, 'code_challenge'],
      ['has no state', { state: undefined }, 'state is missing'],
      ['has a long state', { state: 'a'.repeat(513) }, 'state'],
    ]
    it.each(wrong)('%s', async (_, changes, message) => {
      const { host } = new URL(server.endpoint)
      const named = Object.entries(changes).map(([name, value]) => [name, value?.replace('OWNHOST', host)])
      const query = new Command(server).query(Object.fromEntries(named))
      const page = await browser.get(`/v1/authorize?${query}`)
      expect(page.status).toBe(400)
      expect(page.headers.get('location')).toBeNull()
      expect(page.content['text']).toContain(message)
      const request = await browser.get(`/v1/authorize/request?${query}`)
      expect(problemOf(request)).toEqual(['ValidationError', 400])
      for (const allow of [true, false]) {
        expect(problemOf(await decide(browser, query, allow))).toEqual(['ValidationError', 400])
      }
    })

    it.each(['client_id', 'redirect_uri', 'code_challenge', 'state'])('gives %s twice', async (name) => {
      const query = new Command(server).query()
      for (const twice of [`${query}&${name}=x`, `${name}=x&${query}`]) {
        const page = await browser.get(`/v1/authorize?${twice}`)
        expect([page.status, page.content['text']]).toEqual([
          400,
          expect.stringContaining(`${name} is given more than once`),
        ])
      }
    })

    it('is HTML', async () => {
      const page = await new Browser(server).get(
        `/v1/authorize?${new Command(server).query({ client_id: '<script>alert(1)</script>' })}`,
      )
      expect(page.content['text']).not.toContain('<script')
      expect(page.headers.get('content-security-policy')).toContain("default-src 'none'")
    })
  })

  it('takes the standard’s name of the method, and another name of this machine for the confirmation', async () => {
    const { browser } = await signIn(server)
    const command = new Command(server)
    expect((await decide(browser, command.query({ code_challenge_method: 'S256' }))).status).toBe(200)
    const { port } = new URL(server.endpoint)
    const redirect_uri = `http://127.0.0.1:${port}/v1/sessions/confirmation`
    const cross = new Command(server, crossDevice)
    const { content } = await decide(browser, cross.query({ redirect_uri }))
    // Its own page whatever the client calls it.
    expect(content['redirectTo']).toMatch(/^\/v1\/sessions\/confirmation\?code=/)
    const code = new URLSearchParams(String(content['redirectTo']).split('?')[1]).get('code') ?? ''
    expect((await cross.exchange(code, { redirectUri: redirect_uri })).status).toBe(200)
  })

  it('does not mind what it does not know', async () => {
    const { browser } = await signIn(server)
    expect((await decide(browser, `${new Command(server, sameDevice).query()}&prompt=login&nonce=1`)).status).toBe(200)
  })
})
