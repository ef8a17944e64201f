import { createRemoteJWKSet, decodeJwt, jwtVerify } from 'jose'
import { expect, it } from 'vitest'
import { accountId, allow, describeTwinlock } from '../../twinlock.ts'
import {
  Command,
  codeFor,
  codeOf,
  crossDevice,
  decide,
  login,
  loginPolicy,
  refusalOf,
  sameDevice,
  signIn,
} from './command.ts'

describeTwinlock('aws login', (server) => {
  it('ends with credentials of whoever signed in, and of the MFA that was shown', async () => {
    const { arn, tokens, clients } = await login(server, { withDevice: true })
    expect(tokens).toEqual({
      accessToken: {
        accessKeyId: expect.stringMatching(/^ASIA/),
        secretAccessKey: expect.any(String),
        sessionToken: expect.any(String),
      },
      tokenType: 'aws_sigv4',
      expiresIn: 900,
      refreshToken: expect.stringMatching(/^[\w-]{43}$/),
      idToken: expect.any(String),
    })
    expect(decodeJwt(tokens.idToken ?? '').sub).toBe(arn)
    expect((await clients.sts.getCallerIdentity()).Arn).toBe(arn)
    server.clock.advance(900)
    expect(await codeOf(clients.sts.getCallerIdentity())).toEqual(['ExpiredToken', 403])
  })

  it('signs the ID token with a key that is published', async () => {
    const { arn, tokens } = await login(server)
    const keys = createRemoteJWKSet(new URL('/.well-known/jwks.json', server.endpoint))
    const options = { issuer: server.endpoint, audience: sameDevice, currentDate: new Date(server.clock.now()) }
    const { payload, protectedHeader } = await jwtVerify(tokens.idToken ?? '', keys, options)
    expect(protectedHeader).toMatchObject({ alg: 'ES384', typ: 'JWT', kid: expect.any(String) })
    expect(payload).toMatchObject({ sub: arn, session_arn: arn })
    expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(900)
  })

  it('gives the root user an ARN too, and asks for no permission', async () => {
    const { browser } = await signIn(server)
    await browser.post('/signin/password', { rootEmail: 'root@localhost', password: 'Test-root-password-1' })
    await browser.openConsole()
    const command = new Command(server)
    const { content } = await command.exchange(await codeFor(browser, command))
    expect(decodeJwt(String(content['idToken'])).sub).toBe(`arn:aws:iam::${accountId}:root`)
  })

  it('may call IAM without MFA, as the policies allow, but says so in its context', async () => {
    const { clients, user } = await login(server)
    expect((await clients.iam.getUser()).User?.UserName).toBe(user.userName)
    const needsMfa = {
      Effect: 'Deny',
      Action: 'iam:*',
      Resource: '*',
      Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'false' } },
    }
    const policy = { ...loginPolicy, Statement: [loginPolicy.Statement, needsMfa] }
    const without = await login(server, { policy })
    expect(await codeOf(without.clients.iam.getUser())).toEqual(['AccessDenied', 403])
    const withDevice = await login(server, { policy, withDevice: true })
    expect((await withDevice.clients.iam.getUser()).User?.UserName).toBe(withDevice.user.userName)
  })

  it('cannot get other credentials from STS than those of a role', async () => {
    const { clients } = await login(server, { withDevice: true })
    expect(await codeOf(clients.sts.getSessionToken())).toEqual(['AccessDenied', 403])
  })

  it('tells policies which session it is', async () => {
    const { clients, user, tokens, command } = await login(server)
    const [session] = await server.storage.read((queries) =>
      queries
        .selectFrom('sign_in_sessions')
        .selectAll()
        .where('principal_id', '=', user.userId)
        .where('kind', '=', 'cli')
        .execute(),
    )
    const deny = {
      Effect: 'Deny',
      Action: '*',
      Resource: '*',
      Condition: {
        ArnEquals: { 'aws:SignInSessionArn': `arn:aws:signin:us-east-1:${accountId}:session/${session?.session_id}` },
      },
    }
    expect((await clients.iam.getUser()).User).toBeDefined()
    const PolicyDocument = JSON.stringify({ ...loginPolicy, Statement: [loginPolicy.Statement, deny] })
    await server.iam.putUserPolicy({ UserName: user.userName, PolicyName: 'test', PolicyDocument })
    expect(await codeOf(clients.iam.getUser())).toEqual(['AccessDenied', 403])
    expect(refusalOf(await command.refresh(tokens.refreshToken))).toEqual([
      'AccessDeniedException',
      403,
      'INSUFFICIENT_PERMISSIONS',
    ])
    expect((await user.iam.getUser()).User).toBeDefined()
  })

  it('works from another device, through a page of the server’s own', async () => {
    const { browser, arn } = await signIn(server)
    const command = new Command(server, crossDevice)
    const { content } = await decide(browser, command.query())
    expect(content['redirectTo']).toMatch(/^\/v1\/sessions\/confirmation\?code=[\w-]{43}&state=[\w-]{36}$/)
    const answer = new URLSearchParams(String(content['redirectTo']).split('?')[1])
    expect(answer.get('state')).toBe(command.state)
    const tokens = await command.exchange(answer.get('code') ?? '')
    expect(decodeJwt(String(tokens.content['idToken']))).toMatchObject({ sub: arn, aud: crossDevice })
  })

  it('takes a path before its own, and two slashes', async () => {
    const { browser } = await signIn(server)
    for (const path of ['/base/v1/token', '/base//v1/token', '//v1/token']) {
      const command = new Command(server)
      const proof = command.proof({ htu: server.endpoint + path })
      const answer = await command.exchange(await codeFor(browser, command), {}, { path, proof })
      expect(answer.status, path).toBe(200)
    }
  })

  it('answers a form in the spelling of a form', async () => {
    const { browser } = await signIn(server)
    const command = new Command(server)
    const form = new URLSearchParams({
      client_id: command.clientId,
      grant_type: 'authorization_code',
      code: await codeFor(browser, command),
      code_verifier: command.verifier,
      redirect_uri: command.redirectUri,
    })
    const headers = { 'Content-Type': 'application/x-www-form-urlencoded' }
    const { content } = await command.send(form.toString(), { headers })
    expect(content).toMatchObject({
      access_token: { access_key_id: expect.any(String), session_token: expect.any(String) },
      token_type: 'aws_sigv4',
      expires_in: 900,
    })
  })

  it('is over when the sign-in in the browser would be, and its last credentials with it', async () => {
    const { browser } = await signIn(server)
    for (let minutes = 0; minutes < 710; minutes += 10) {
      server.clock.advance(600)
      expect((await browser.get('/console/session')).status).toBe(200)
    }
    const command = new Command(server)
    const { content } = await command.exchange(await codeFor(browser, command))
    expect(content['expiresIn']).toBe(600)
    server.clock.advance(600)
    expect(refusalOf(await command.refresh(String(content['refreshToken'])))).toEqual([
      'AccessDeniedException',
      401,
      'TOKEN_EXPIRED',
    ])
  })

  it('needs both permissions, each at its step', async () => {
    const none = await signIn(server, { policy: allow('iam:*') })
    const refused = await decide(none.browser, new Command(server).query())
    expect([refused.status, refused.content]).toMatchObject([
      403,
      {
        error: {
          code: 'AccessDenied',
          message: expect.stringContaining(
            `signin:AuthorizeOAuth2Access on resource: arn:aws:signin:us-east-1:${accountId}:oauth2/public-client/localhost`,
          ),
        },
      },
    ])
    const half = await signIn(server, { policy: allow('signin:AuthorizeOAuth2Access') })
    const command = new Command(server)
    const code = await codeFor(half.browser, command)
    expect(refusalOf(await command.exchange(code))).toEqual(['AccessDeniedException', 403, 'INSUFFICIENT_PERMISSIONS'])
    // The code is not spent: an administrator may help in the meantime.
    await server.iam.attachUserPolicy({
      UserName: half.user.userName,
      PolicyArn: 'arn:aws:iam::aws:policy/SignInLocalDevelopmentAccess',
    })
    expect((await command.exchange(code)).status).toBe(200)
    const onlyLocal = await signIn(server, {
      policy: allow('signin:*', `arn:aws:signin:*:${accountId}:oauth2/public-client/localhost`),
    })
    expect((await decide(onlyLocal.browser, new Command(server, crossDevice).query())).status).toBe(403)
    expect((await decide(onlyLocal.browser, new Command(server).query())).status).toBe(200)
  })
})
