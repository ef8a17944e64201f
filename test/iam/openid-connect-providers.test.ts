import { expect, it } from 'vitest'
import {
  addClientIDToOpenIDConnectProvider,
  createOpenIDConnectProvider,
} from '../../src/iam/openid-connect-providers.ts'
import { lookUp } from '../server/audit-records.ts'
import { accountId, createUser, describeTwinlock, errorOf } from '../twinlock.ts'
import { questionsOf } from './questions.ts'

const arnOf = (url: string) => `arn:aws:iam::${accountId}:oidc-provider/${url}`
const notFound = (arn: string) => ['NoSuchEntity', 404, `OpenIDConnect Provider not found for arn ${arn}`]
const invalidInput = (message: string) => ['InvalidInput', 400, message]
const validationError = (message: string) => ['ValidationError', 400, message]
const noUrl = validationError('Invalid Open ID Connect Provider URL')
const badUrl = invalidInput('Invalid Open ID Connect Provider URL.')
const notHttps = invalidInput('Invalid Open ID Connect Provider URL. The URL must begin with https://.')
const tooManyThumbprints = invalidInput('Thumbprint list must contain fewer than 5 entries.')
const quota = (name: string) => ['LimitExceeded', 409, `Cannot exceed quota for ${name}: 100`]
const tooManyClients = quota('ClientIdsPerOpenIdConnectProvider')

const thumbprint = (digit: string) => digit.repeat(40)
const numbered = (count: number) => Array.from({ length: count }, (_, index) => `client-${index}`)

let created = 0
const newUrl = () => `id-${++created}.example.com`

describeTwinlock('OpenID Connect providers', (server) => {
  const create = async (input: { ClientIDList?: string[]; ThumbprintList?: string[] } = {}) => {
    const Url = `https://${newUrl()}`
    const { OpenIDConnectProviderArn = '' } = await server.iam.createOpenIDConnectProvider({ Url, ...input })
    return OpenIDConnectProviderArn
  }
  const get = async (OpenIDConnectProviderArn: string) => {
    const { $metadata: _, ...provider } = await server.iam.getOpenIDConnectProvider({ OpenIDConnectProviderArn })
    return provider
  }
  const listed = async () => {
    const { OpenIDConnectProviderList = [] } = await server.iam.listOpenIDConnectProviders({})
    return OpenIDConnectProviderList.map(({ Arn }) => Arn)
  }

  it('are answered as they were created, thumbprints in small letters', async () => {
    const url = `${newUrl()}/realms/Main_1`
    const Tags = [{ Key: 'team', Value: 'red' }]
    const { $metadata: _, ...answer } = await server.iam.createOpenIDConnectProvider({
      Url: `https://${url}`,
      ClientIDList: ['z', 'sts.amazonaws.com', 'z'],
      ThumbprintList: [thumbprint('F'), thumbprint('0')],
      Tags,
    })
    expect(answer).toEqual({ OpenIDConnectProviderArn: arnOf(url), Tags })
    expect(await get(arnOf(url))).toEqual({
      Url: url,
      ClientIDList: ['z', 'sts.amazonaws.com'],
      ThumbprintList: [thumbprint('f'), thumbprint('0')],
      CreateDate: new Date(server.clock.now()),
      Tags,
    })
  })

  it('have neither tags nor clients nor a thumbprint where none were given: nobody is asked for a certificate', async () => {
    const Url = `https://${newUrl()}`
    const { $metadata: _, ...answer } = await server.iam.createOpenIDConnectProvider({ Url })
    expect(Object.keys(answer)).toEqual(['OpenIDConnectProviderArn'])
    const provider = await get(answer.OpenIDConnectProviderArn ?? '')
    expect(provider).toMatchObject({ ClientIDList: [], ThumbprintList: [] })
    expect(provider).not.toHaveProperty('Tags')
  })

  it.each([
    ['example.com', noUrl],
    ['https://', noUrl],
    ['https://?q', noUrl],
    ['http://example.com', notHttps],
    ['HTTPS://example.com', notHttps],
    ['https://user:pass@example.com', badUrl],
    ['https://example.com?foo=1', badUrl],
    ['https://example.com/a?foo=1', badUrl],
    ['https://example.com#part', badUrl],
    ['https://example.com:8443', badUrl],
    ['https://exa_mple.com', badUrl],
    ['https://example..com', badUrl],
    ['https://[::1]', badUrl],
    ['https://example.com/*', badUrl],
    ['https://example.com/a b', badUrl],
    ['https://example.com/\0', badUrl],
    ['https://example.com/é', badUrl],
  ])('are refused with the URL %j', async (Url, fault) => {
    const before = await listed()
    expect(await errorOf(server.iam.createOpenIDConnectProvider({ Url }))).toEqual(fault)
    expect(await listed()).toEqual(before)
  })

  it('may be at an address, and every letter of the URL counts', async () => {
    const base = newUrl()
    const urls = ['198.51.100.7', base, `${base}/`, `${base}/A`, `${base}/a`]
    for (const url of urls) {
      const { OpenIDConnectProviderArn } = await server.iam.createOpenIDConnectProvider({ Url: `https://${url}` })
      expect(OpenIDConnectProviderArn).toBe(arnOf(url))
    }
    expect(await listed()).toEqual(expect.arrayContaining(urls.map(arnOf)))
    expect(await errorOf(get(arnOf(base.toUpperCase())))).toEqual(notFound(arnOf(base.toUpperCase())))
  })

  it('exist once for a URL', async () => {
    const Url = `https://${newUrl()}`
    await server.iam.createOpenIDConnectProvider({ Url, ClientIDList: ['first'] })
    const again = server.iam.createOpenIDConnectProvider({ Url, ClientIDList: ['second'] })
    expect(await errorOf(again)).toEqual(['EntityAlreadyExists', 409, `Provider with url ${Url} already exists.`])
    expect(await get(arnOf(Url.slice('https://'.length)))).toMatchObject({ ClientIDList: ['first'] })
  })

  it('that are created twice at the same time are created once', async () => {
    const Url = `https://${newUrl()}`
    const results = await Promise.allSettled(
      Array.from({ length: 5 }, () => server.iam.createOpenIDConnectProvider({ Url })),
    )
    const refused = results.filter((result) => result.status === 'rejected').map(({ reason }) => reason.name)
    expect([refused.length, new Set(refused)]).toEqual([4, new Set(['EntityAlreadyExistsException'])])
  })

  it('have at most five thumbprints, which are replaced all together', async () => {
    const five = ['1', '2', '3', '4', '5'].map(thumbprint)
    const tooMany = [...five, thumbprint('6')]
    const Url = `https://${newUrl()}`
    expect(await errorOf(server.iam.createOpenIDConnectProvider({ Url, ThumbprintList: tooMany }))).toEqual(
      tooManyThumbprints,
    )
    const OpenIDConnectProviderArn = await create({ ThumbprintList: five })
    const update = (ThumbprintList: string[]) =>
      errorOf(server.iam.updateOpenIDConnectProviderThumbprint({ OpenIDConnectProviderArn, ThumbprintList }))
    expect(await update(tooMany)).toEqual(tooManyThumbprints)
    expect(await update([])).toEqual(invalidInput('Thumbprint list must contain at least one entry.'))
    const short = await update(['a'.repeat(39)])
    expect(short.slice(0, 2)).toEqual(['ValidationError', 400])
    expect(short[2]).toContain('Member must have length greater than or equal to 40')
    expect(await get(OpenIDConnectProviderArn)).toMatchObject({ ThumbprintList: five })
    const ThumbprintList = [thumbprint('A')]
    await server.iam.updateOpenIDConnectProviderThumbprint({ OpenIDConnectProviderArn, ThumbprintList })
    expect(await get(OpenIDConnectProviderArn)).toMatchObject({ ThumbprintList: [thumbprint('a')] })
  })

  it('get and lose client ids one by one; what is there, or is not, does not matter', async () => {
    const OpenIDConnectProviderArn = await create({ ClientIDList: ['a'], ThumbprintList: [thumbprint('1')] })
    const clients = async () => (await get(OpenIDConnectProviderArn)).ClientIDList
    for (const ClientID of ['b', 'b', 'B']) {
      await server.iam.addClientIDToOpenIDConnectProvider({ OpenIDConnectProviderArn, ClientID })
    }
    expect(await clients()).toEqual(['a', 'b', 'B'])
    for (const ClientID of ['a', 'a', 'never']) {
      await server.iam.removeClientIDFromOpenIDConnectProvider({ OpenIDConnectProviderArn, ClientID })
    }
    expect(await clients()).toEqual(['b', 'B'])
    expect(await get(OpenIDConnectProviderArn)).toMatchObject({ ThumbprintList: [thumbprint('1')] })
  })

  it('have at most a hundred client ids, of which none is lost when they come at the same time', async () => {
    const tooMany = server.iam.createOpenIDConnectProvider({ Url: `https://${newUrl()}`, ClientIDList: numbered(101) })
    expect(await errorOf(tooMany)).toEqual(tooManyClients)
    const OpenIDConnectProviderArn = await create({ ClientIDList: numbered(95) })
    const add = (ClientID: string) =>
      server.iam.addClientIDToOpenIDConnectProvider({ OpenIDConnectProviderArn, ClientID })
    await Promise.all(['a', 'b', 'c', 'd', 'e'].map(add))
    expect(await errorOf(add('f'))).toEqual(tooManyClients)
    await add('e')
    const { ClientIDList = [] } = await get(OpenIDConnectProviderArn)
    expect([...ClientIDList].sort()).toEqual(['a', 'b', 'c', 'd', 'e', ...numbered(95)].sort())
  })

  it('are not found under another ARN, and not looked for under what is no ARN of one', async () => {
    await create()
    const ThumbprintList = [thumbprint('1')]
    const ClientID = 'a'
    const foreign = `arn:aws:iam::210987654321:oidc-provider/id-${created}.example.com`
    for (const OpenIDConnectProviderArn of [arnOf('none.example.com'), arnOf('a b'), arnOf('\0'), foreign]) {
      const on = { OpenIDConnectProviderArn }
      const requests = [
        server.iam.getOpenIDConnectProvider(on),
        server.iam.addClientIDToOpenIDConnectProvider({ ...on, ClientID }),
        server.iam.removeClientIDFromOpenIDConnectProvider({ ...on, ClientID }),
        server.iam.updateOpenIDConnectProviderThumbprint({ ...on, ThumbprintList }),
        server.iam.tagOpenIDConnectProvider({ ...on, Tags: [{ Key: 'k', Value: 'v' }] }),
        server.iam.untagOpenIDConnectProvider({ ...on, TagKeys: ['k'] }),
        server.iam.listOpenIDConnectProviderTags(on),
      ]
      for (const [code, status, message] of await Promise.all(requests.map(errorOf))) {
        expect([code, status]).toEqual(['NoSuchEntity', 404])
        expect(message).toContain('OpenIDConnect Provider not found for arn ')
      }
    }
    for (const request of [
      get,
      (arn: string) => server.iam.deleteOpenIDConnectProvider({ OpenIDConnectProviderArn: arn }),
    ]) {
      const role = `arn:aws:iam::${accountId}:role/oidc-provider`
      expect(await errorOf(request(role))).toEqual(invalidInput(`ARN ${role} is not valid.`))
      expect(await errorOf(request('https://id.example.com/a'))).toEqual(
        validationError('Invalid ARN:  Could not be parsed!'),
      )
    }
  })

  it('are deleted with their tags, and once more without an error; roles that trust them stay as they are', async () => {
    const Url = `https://${newUrl()}`
    const Tags = [{ Key: 'k', Value: 'v' }]
    const { OpenIDConnectProviderArn = '' } = await server.iam.createOpenIDConnectProvider({ Url, Tags })
    const Statement = [
      { Effect: 'Allow', Action: 'sts:AssumeRoleWithWebIdentity', Principal: { Federated: OpenIDConnectProviderArn } },
    ]
    const AssumeRolePolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement })
    await server.iam.createRole({ RoleName: 'trusting', AssumeRolePolicyDocument })
    for (const _ of [1, 2]) await server.iam.deleteOpenIDConnectProvider({ OpenIDConnectProviderArn })
    expect(await errorOf(get(OpenIDConnectProviderArn))).toEqual(notFound(OpenIDConnectProviderArn))
    expect(await listed()).not.toContain(OpenIDConnectProviderArn)
    const { Role } = await server.iam.getRole({ RoleName: 'trusting' })
    expect(decodeURIComponent(Role?.AssumeRolePolicyDocument ?? '')).toBe(AssumeRolePolicyDocument)
    await server.iam.createOpenIDConnectProvider({ Url })
    expect(await get(OpenIDConnectProviderArn)).not.toHaveProperty('Tags')
  })

  it('are tagged and untagged', async () => {
    const OpenIDConnectProviderArn = await create()
    const Tags = ['b', 'a'].map((Key) => ({ Key, Value: `of ${Key}` }))
    await server.iam.tagOpenIDConnectProvider({ OpenIDConnectProviderArn, Tags })
    const first = await server.iam.listOpenIDConnectProviderTags({ OpenIDConnectProviderArn, MaxItems: 1 })
    expect(first).toMatchObject({ Tags: [{ Key: 'a', Value: 'of a' }], IsTruncated: true })
    const { Marker } = first
    const second = await server.iam.listOpenIDConnectProviderTags({ OpenIDConnectProviderArn, Marker })
    expect(second).toMatchObject({ Tags: [{ Key: 'b', Value: 'of b' }], IsTruncated: false })
    await server.iam.untagOpenIDConnectProvider({ OpenIDConnectProviderArn, TagKeys: ['A', 'never'] })
    expect(await get(OpenIDConnectProviderArn)).toMatchObject({ Tags: [{ Key: 'b', Value: 'of b' }] })
    const duplicates = ['k', 'K'].map((Key) => ({ Key, Value: '' }))
    expect(await errorOf(server.iam.tagOpenIDConnectProvider({ OpenIDConnectProviderArn, Tags: duplicates }))).toEqual(
      invalidInput('Duplicate tag keys found. Please note that Tag keys are case insensitive.'),
    )
  })

  it('are asked about by their ARN and their tags', async () => {
    const url = newUrl()
    const Tags = [{ Key: 'team', Value: 'red' }]
    const context = { 'aws:RequestTag/team': ['red'], 'aws:TagKeys': ['team'] }
    const resource = arnOf(url)
    expect(await questionsOf(server, createOpenIDConnectProvider, { Url: `https://${url}`, Tags })).toEqual([
      { action: 'iam:CreateOpenIDConnectProvider', resource, context },
      { action: 'iam:TagOpenIDConnectProvider', resource, context },
    ])
    const action = 'iam:AddClientIDToOpenIDConnectProvider'
    const add = { OpenIDConnectProviderArn: resource, ClientID: 'a' }
    expect(await questionsOf(server, addClientIDToOpenIDConnectProvider, add)).toEqual([
      { action, resource, context: {} },
    ])
    await server.iam.createOpenIDConnectProvider({ Url: `https://${url}`, Tags })
    expect(await questionsOf(server, addClientIDToOpenIDConnectProvider, add)).toEqual([
      { action, resource, resourceId: resource, context: {} },
    ])
    const Condition = { StringEquals: { 'aws:ResourceTag/team': 'red' } }
    const user = await createUser(server, undefined, {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: 'iam:GetOpenIDConnectProvider', Resource: resource, Condition }],
    })
    expect((await user.iam.getOpenIDConnectProvider({ OpenIDConnectProviderArn: resource })).Url).toBe(url)
    await server.iam.untagOpenIDConnectProvider({ OpenIDConnectProviderArn: resource, TagKeys: ['team'] })
    const refused = user.iam.getOpenIDConnectProvider({ OpenIDConnectProviderArn: resource })
    expect((await errorOf(refused)).slice(0, 2)).toEqual(['AccessDenied', 403])
  })

  it('stand in the audit log by their ARN', async () => {
    const arn = await create()
    await server.iam.addClientIDToOpenIDConnectProvider({ OpenIDConnectProviderArn: arn, ClientID: 'a' })
    const lookupAttribute = { key: 'ResourceName', value: arn }
    const names = (await lookUp(server, { lookupAttribute })).map(({ eventName }) => eventName)
    expect(names.sort()).toEqual(['AddClientIDToOpenIDConnectProvider', 'CreateOpenIDConnectProvider'])
  })

  it('are at most a hundred, sorted by their URL, and counted', async () => {
    const count = (await listed()).length
    for (let index = count; index < 100; index += 1) await create()
    expect(await errorOf(create())).toEqual(quota('OpenIdConnectProvidersPerAccount'))
    const all = await listed()
    expect(all).toHaveLength(100)
    expect(all).toEqual([...all].sort())
    expect((await server.iam.getAccountSummary({})).SummaryMap?.Providers).toBe(100)
  })
})
