import { describe, expect, it } from 'vitest'
import { describeTwinlock } from '../../twinlock.ts'
import { Command, codeFor, codeOf, crossDevice, refusalOf, signIn, type Tokens } from './command.ts'

const expired = ['AccessDeniedException', 401, 'AUTHCODE_EXPIRED']
const invalid = ['ValidationException', 400, 'INVALID_REQUEST']

describeTwinlock('An authorization code', (server) => {
  async function begin(clientId?: string) {
    const person = await signIn(server)
    const command = new Command(server, clientId)
    return { ...person, command, code: await codeFor(person.browser, command) }
  }

  it('is good once', async () => {
    const { command, code } = await begin()
    const first = await command.exchange(code)
    expect(first.status).toBe(200)
    expect(refusalOf(await command.exchange(code))).toEqual(expired)
    // The command did not get its answer and tries again: what it has got is good still.
    const { refreshToken } = first.content as unknown as Tokens
    expect((await command.refresh(refreshToken)).status).toBe(200)
  })

  it('ends what it gave when somebody else comes with it and the verifier', async () => {
    const { command, code } = await begin()
    const { content } = await command.exchange(code)
    const { refreshToken, accessToken } = content as unknown as Tokens
    const thief = new Command(server)
    const { verifier: codeVerifier } = command
    const clients = server.as(accessToken)
    expect(refusalOf(await thief.exchange(code, { codeVerifier: thief.verifier }))).toEqual(expired)
    expect((await clients.sts.getCallerIdentity()).Arn).toBeDefined()
    expect(refusalOf(await thief.exchange(code, { codeVerifier }))).toEqual(expired)
    expect(refusalOf(await command.refresh(refreshToken))).toEqual(['AccessDeniedException', 401, 'TOKEN_EXPIRED'])
    expect(await codeOf(clients.sts.getCallerIdentity())).toEqual(['ExpiredToken', 403])
  })

  it.each([
    ['another verifier', { codeVerifier: 'a'.repeat(64) }],
    ['the challenge itself', 'challenge'],
    ['another client', { clientId: crossDevice }],
    ['an unknown client', { clientId: 'arn:aws:signin:::devtools/another' }],
    ['another port', { redirectUri: 'http://127.0.0.1:41235/oauth/callback' }],
    ['another spelling', { redirectUri: 'http://127.0.0.1:41234/oauth/callback/' }],
  ])('is burnt by %s', async (_, given) => {
    const { command, code } = await begin()
    const challenge = new URLSearchParams(command.query()).get('code_challenge')
    const changes = given === 'challenge' ? { codeVerifier: challenge } : (given as Record<string, unknown>)
    expect(refusalOf(await command.exchange(code, changes))).toEqual(invalid)
    expect(refusalOf(await command.exchange(code))).toEqual(expired)
  })

  it.each([
    ['no verifier', { codeVerifier: undefined }, 'codeVerifier is missing'],
    ['an empty verifier', { codeVerifier: '' }, 'codeVerifier is not well-formed'],
    ['a short verifier', { codeVerifier: 'a'.repeat(42) }, 'codeVerifier is not well-formed'],
    ['a verifier that is no text', { codeVerifier: [1] }, 'codeVerifier is not well-formed'],
    ['no redirectUri', { redirectUri: undefined }, 'redirectUri is missing'],
    ['no client', { clientId: undefined }, 'clientId is missing'],
    ['another grant', { grantType: 'password' }, 'grantType must be'],
    ['a code that is too long', { code: 'a'.repeat(513) }, 'code is not well-formed'],
  ])('is not redeemed with %s', async (_, changes, message) => {
    const { command, code } = await begin()
    const answer = await command.exchange(code, changes)
    expect(refusalOf(answer)).toEqual(invalid)
    expect(answer.content['message']).toContain(message)
    expect((await command.exchange(code)).status).toBe(200)
  })

  it.each(['[]', 'null', '"text"', '{', ''])('is not redeemed by the body %s', async (body) => {
    expect(refusalOf(await new Command(server).send(body))).toEqual(invalid)
  })

  it('waits a minute, or five where a person pastes it', async () => {
    const same = await begin()
    server.clock.advance(60)
    expect(refusalOf(await same.command.exchange(same.code))).toEqual(expired)
    const cross = await begin(crossDevice)
    server.clock.advance(299)
    expect((await cross.command.exchange(cross.code)).status).toBe(200)
    const late = await begin(crossDevice)
    server.clock.advance(300)
    expect(refusalOf(await late.command.exchange(late.code))).toEqual(expired)
  })

  it('is nobody’s invention', async () => {
    const answer = await new Command(server).exchange('a'.repeat(43))
    expect(refusalOf(answer)).toEqual(expired)
    expect(answer.content['message']).toContain('Begin again with aws login')
    expect(answer.headers.get('x-amzn-requestid')).toBeTruthy()
    expect(answer.headers.get('cache-control')).toBe('no-store')
  })

  describe('goes with the session in which it was asked for', () => {
    it('when the person signs out', async () => {
      const { browser, command, code } = await begin()
      expect((await browser.post('/console/sign-out', {})).status).toBe(204)
      expect(refusalOf(await command.exchange(code))).toEqual(expired)
    })

    it('when the password changes', async () => {
      const { user, command, code } = await begin()
      await server.iam.updateLoginProfile({ UserName: user.userName, Password: 'Another-horse-2' })
      expect(refusalOf(await command.exchange(code))).toEqual(expired)
    })

    it('when the user is deleted', async () => {
      const { user, command, code } = await begin()
      await server.iam.deleteLoginProfile({ UserName: user.userName })
      expect(refusalOf(await command.exchange(code))).toEqual(expired)
    })
  })

  it('is in the database as a hash alone, as is all that it becomes', async () => {
    const { command, code } = await begin()
    const { content } = await command.exchange(code)
    const { refreshToken } = content as unknown as Tokens
    const rows = await server.storage.read(async (queries) => [
      await queries.selectFrom('authorization_codes').selectAll().execute(),
      await queries.selectFrom('sign_in_sessions').selectAll().execute(),
      await queries.selectFrom('sign_in_attempts').selectAll().execute(),
    ])
    for (const secret of [code, refreshToken, command.verifier]) {
      expect(JSON.stringify(rows)).not.toContain(secret)
      expect(server.log.join('\n')).not.toContain(secret)
    }
  })
})
