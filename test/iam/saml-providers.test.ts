import { expect, it } from 'vitest'
import { createSAMLProvider } from '../../src/iam/saml-providers.ts'
import { lookUp } from '../server/audit-records.ts'
import { accountId, describeTwinlock, errorOf } from '../twinlock.ts'
import { issueCertificate } from './certificates.ts'
import { questionsOf } from './questions.ts'
import { samlMetadata } from './saml-metadata.ts'

const arnOf = (name: string) => `arn:aws:iam::${accountId}:saml-provider/${name}`
const unreadable = ['InvalidInput', 400, 'Could not parse metadata']
const notFound = (arn: string) => ['NoSuchEntity', 404, `Manifest not found for arn ${arn}`]
const exists = (name: string) => ['EntityAlreadyExists', 409, `SAMLProvider with name ${name} already exists.`]
const noEncryption = [
  'InvalidInput',
  400,
  'Encrypted SAML assertions are not supported: leave out AssertionEncryptionMode, AddPrivateKey and RemovePrivateKey.',
]
const document = samlMetadata()
const certificateText = />\s*MII[^<]+</
const filler = `<!--${'x'.repeat(1000)}-->`

describeTwinlock('SAML providers', (server) => {
  const create = async (Name: string, SAMLMetadataDocument = document) => {
    const { SAMLProviderArn = '' } = await server.iam.createSAMLProvider({ Name, SAMLMetadataDocument })
    return SAMLProviderArn
  }
  const get = async (SAMLProviderArn: string) => {
    const { $metadata: _, ...provider } = await server.iam.getSAMLProvider({ SAMLProviderArn })
    return provider
  }
  const list = async () => (await server.iam.listSAMLProviders({})).SAMLProviderList ?? []
  const inYears = (years: number) => {
    const end = new Date(server.clock.now())
    end.setUTCFullYear(end.getUTCFullYear() + years)
    return end
  }

  it('are answered with the document as it was given, good for a hundred years where it names no end', async () => {
    const Tags = [{ Key: 'team', Value: 'red' }]
    const input = { Name: 'Full.Name_1-a', SAMLMetadataDocument: document, Tags }
    const { $metadata: _, ...answer } = await server.iam.createSAMLProvider(input)
    const Arn = arnOf('Full.Name_1-a')
    expect(answer).toEqual({ SAMLProviderArn: Arn, Tags })
    const CreateDate = new Date(server.clock.now())
    const ValidUntil = inYears(100)
    expect(await get(Arn)).toEqual({
      SAMLProviderUUID: expect.stringMatching(/^[A-Z2-7]{32}$/),
      SAMLMetadataDocument: document,
      CreateDate,
      ValidUntil,
      Tags,
    })
    expect(await list()).toContainEqual({ Arn, CreateDate, ValidUntil })
  })

  it('are good until the end that the document names', async () => {
    const arn = await create('ending', samlMetadata({ attributes: 'validUntil="2030-01-02T03:04:05Z"' }))
    expect((await get(arn)).ValidUntil).toEqual(new Date('2030-01-02T03:04:05Z'))
    const update = { SAMLProviderArn: arn, SAMLMetadataDocument: document }
    expect(await server.iam.updateSAMLProvider(update)).toMatchObject({ SAMLProviderArn: arn })
    expect(await get(arn)).toMatchObject({ SAMLMetadataDocument: document, ValidUntil: inYears(100) })
  })

  it('have neither tags nor anything of encryption where nothing was said of it', async () => {
    const provider = await get(await create('plain'))
    const members = ['CreateDate', 'SAMLMetadataDocument', 'SAMLProviderUUID', 'ValidUntil']
    expect(Object.keys(provider).sort()).toEqual(members)
  })

  it.each([
    ['a certificate that names no use', samlMetadata({ use: '' })],
    ['two certificates', samlMetadata({ certificates: [issueCertificate(), issueCertificate()] })],
    ['white space and a byte order mark around it', `\uFEFF\n${document.replace(/^<\?xml.*\n/, '')}\n`],
  ])('are created from metadata with %s', async (_, text) => {
    const arn = await create('tried', text)
    expect(await get(arn)).toMatchObject({ SAMLMetadataDocument: text })
    await server.iam.deleteSAMLProvider({ SAMLProviderArn: arn })
  })

  it.each([
    ['is no XML', 'x'.repeat(1000)],
    ['is cut off', document.slice(0, document.indexOf('</md:IDPSSODescriptor>'))],
    ['has an unquoted attribute', document.replace('use="signing"', 'use=signing')],
    ['has two roots', document + document.replace(/^<\?xml.*\n/, '')],
    ['has another root', document.replaceAll('EntityDescriptor', 'EntitiesDescriptor')],
    ['is of another namespace', document.replace(':2.0:metadata"', ':1.0:metadata"')],
    ['names no entity', document.replace(/entityID="[^"]*"/, '')],
    ['names an empty entity', samlMetadata({ entityId: '' })],
    ['is of a service provider', document.replaceAll('IDPSSODescriptor', 'SPSSODescriptor')],
    ['has no certificate', samlMetadata({ certificates: [] })],
    ['has a certificate for encryption only', samlMetadata({ use: 'use="encryption"' })],
    ['has a certificate that is none', document.replace(certificateText, '>TUlJ<')],
    ['has a certificate that is no base64', document.replace(certificateText, '>???<')],
    ['has an end that is no time', samlMetadata({ attributes: 'validUntil="tomorrow"' })],
    [
      'declares an entity',
      document.replace('<md:Entity', '<!DOCTYPE md:EntityDescriptor [<!ENTITY e "https://a">]><md:Entity'),
    ],
    ['reads a file', document.replace('<md:Entity', '<!DOCTYPE x SYSTEM "file:///etc/passwd"><md:Entity')],
    ['uses an entity that nobody declared', document.replace('https://idp', '&e;https://idp')],
    ['is deep', `${'<a>'.repeat(2000)}${'</a>'.repeat(2000)}${filler}`],
  ])('are refused when the metadata %s', async (_, text) => {
    const before = await list()
    expect(await errorOf(create('refused', text))).toEqual(unreadable)
    expect(await list()).toEqual(before)
  })

  it('keep what they have when an update is refused, or says nothing', async () => {
    const SAMLProviderArn = await create('kept')
    const update = server.iam.updateSAMLProvider({ SAMLProviderArn, SAMLMetadataDocument: 'x'.repeat(1000) })
    expect(await errorOf(update)).toEqual(unreadable)
    await server.iam.updateSAMLProvider({ SAMLProviderArn })
    expect(await get(SAMLProviderArn)).toMatchObject({ SAMLMetadataDocument: document })
  })

  it('are refused when they are to be encrypted, which nothing here could read', async () => {
    const AddPrivateKey = issueCertificate().privateKey
    const input = { Name: 'encrypted', SAMLMetadataDocument: document }
    const SAMLProviderArn = await create('unencrypted')
    for (const encryption of [{ AddPrivateKey }, { AssertionEncryptionMode: 'Required' as const }]) {
      expect(await errorOf(server.iam.createSAMLProvider({ ...input, ...encryption }))).toEqual(noEncryption)
      expect(await errorOf(server.iam.updateSAMLProvider({ SAMLProviderArn, ...encryption }))).toEqual(noEncryption)
    }
    const RemovePrivateKey = 'A'.repeat(22)
    expect(await errorOf(server.iam.updateSAMLProvider({ SAMLProviderArn, RemovePrivateKey }))).toEqual(noEncryption)
    expect(await errorOf(get(arnOf('encrypted')))).toEqual(notFound(arnOf('encrypted')))
  })

  it('are refused with metadata of more tags than anyone has', async () => {
    const fault = ['InvalidInput', 400, 'The metadata has more than 5000 tags.']
    expect(await errorOf(create('many-tags', document.replace('<ds:X509Data>', `${'<a>'.repeat(5000)}`)))).toEqual(
      fault,
    )
  })

  it('are refused with metadata that is too short', async () => {
    const [code, status, message] = await errorOf(create('short', 'x'.repeat(999)))
    expect([code, status]).toEqual(['ValidationError', 400])
    expect(message).toContain('Member must have length greater than or equal to 1000')
  })

  it('exist once for a name in whatever case, also when they are created at the same time', async () => {
    await create('Same')
    expect(await errorOf(create('SAME'))).toEqual(exists('SAME'))
    expect(await errorOf(get(arnOf('SAME')))).toEqual(notFound(arnOf('SAME')))
    const results = await Promise.allSettled(Array.from({ length: 4 }, () => create('at-once')))
    const refused = results.filter((result) => result.status === 'rejected').map(({ reason }) => reason.name)
    expect([refused.length, new Set(refused)]).toEqual([3, new Set(['EntityAlreadyExistsException'])])
  })

  it('are not found under another ARN, and not looked for under what is no ARN of one', async () => {
    await create('here')
    for (const arn of [arnOf('none'), arnOf('a b'), arnOf('\0'), arnOf('here').replace(accountId, '210987654321')]) {
      const on = { SAMLProviderArn: arn }
      const requests = [
        server.iam.getSAMLProvider(on),
        server.iam.updateSAMLProvider({ ...on, SAMLMetadataDocument: document }),
        server.iam.deleteSAMLProvider(on),
        server.iam.tagSAMLProvider({ ...on, Tags: [{ Key: 'k', Value: 'v' }] }),
        server.iam.untagSAMLProvider({ ...on, TagKeys: ['k'] }),
        server.iam.listSAMLProviderTags(on),
      ]
      for (const [code, status, message] of await Promise.all(requests.map(errorOf))) {
        expect([code, status]).toEqual(['NoSuchEntity', 404])
        expect(message).toContain('Manifest not found for arn ')
      }
    }
    const other = `arn:aws:iam::${accountId}:oidc-provider/here`
    expect(await errorOf(get(other))).toEqual(['InvalidInput', 400, `ARN ${other} is not valid.`])
    expect(await errorOf(get('https://id.example.com/a'))).toEqual([
      'ValidationError',
      400,
      'Invalid ARN:  Could not be parsed!',
    ])
  })

  it('are deleted with their tags, and get another id when they are created again', async () => {
    const SAMLProviderArn = await create('again')
    await server.iam.tagSAMLProvider({ SAMLProviderArn, Tags: [{ Key: 'k', Value: 'v' }] })
    const first = await get(SAMLProviderArn)
    expect(first.Tags).toEqual([{ Key: 'k', Value: 'v' }])
    await server.iam.deleteSAMLProvider({ SAMLProviderArn })
    expect(await errorOf(get(SAMLProviderArn))).toEqual(notFound(SAMLProviderArn))
    expect(await errorOf(server.iam.deleteSAMLProvider({ SAMLProviderArn }))).toEqual(notFound(SAMLProviderArn))
    await create('again')
    const second = await get(SAMLProviderArn)
    expect(second).not.toHaveProperty('Tags')
    expect(second.SAMLProviderUUID).not.toBe(first.SAMLProviderUUID)
  })

  it('are tagged and untagged', async () => {
    const SAMLProviderArn = await create('tagged')
    const Tags = ['b', 'a'].map((Key) => ({ Key, Value: `of ${Key}` }))
    await server.iam.tagSAMLProvider({ SAMLProviderArn, Tags })
    const first = await server.iam.listSAMLProviderTags({ SAMLProviderArn, MaxItems: 1 })
    expect(first).toMatchObject({ Tags: [{ Key: 'a', Value: 'of a' }], IsTruncated: true })
    const second = await server.iam.listSAMLProviderTags({ SAMLProviderArn, Marker: first.Marker })
    expect(second).toMatchObject({ Tags: [{ Key: 'b', Value: 'of b' }], IsTruncated: false })
    await server.iam.untagSAMLProvider({ SAMLProviderArn, TagKeys: ['A', 'never'] })
    expect((await get(SAMLProviderArn)).Tags).toEqual([{ Key: 'b', Value: 'of b' }])
  })

  it('are asked about by their ARN and tags, and stand in the audit log by it', async () => {
    const Tags = [{ Key: 'team', Value: 'red' }]
    const context = { 'aws:RequestTag/team': ['red'], 'aws:TagKeys': ['team'] }
    const resource = arnOf('asked')
    const input = { Name: 'asked', SAMLMetadataDocument: document, Tags }
    expect(await questionsOf(server, createSAMLProvider, input)).toEqual([
      { action: 'iam:CreateSAMLProvider', resource, context },
      { action: 'iam:TagSAMLProvider', resource, context },
    ])
    await server.iam.createSAMLProvider(input)
    const records = await lookUp(server, { lookupAttribute: { key: 'ResourceName', value: resource } })
    expect(records.map(({ eventName }) => eventName)).toEqual(['CreateSAMLProvider'])
  })

  it('are at most a hundred, sorted by their name, and counted', async () => {
    for (let index = (await list()).length; index < 100; index += 1) await create(`many-${index}`)
    const quota = 'Cannot exceed quota for SAMLProvidersPerAccount: 100'
    expect(await errorOf(create('one-too-many'))).toEqual(['LimitExceeded', 409, quota])
    const names = (await list()).map(({ Arn = '' }) => Arn.toLowerCase())
    expect(names).toHaveLength(100)
    expect(names).toEqual([...names].sort())
    expect((await server.iam.getAccountSummary({})).SummaryMap?.Providers).toBe(100)
  })
})
