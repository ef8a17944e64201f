import { createPrivateKey } from 'node:crypto'
import { expect, it } from 'vitest'
import { updateServerCertificate, uploadServerCertificate } from '../../src/iam/server-certificates.ts'
import { Sealer } from '../../src/secrets/seal.ts'
import { serverCertificateKeyIdentity } from '../../src/secrets/server-certificate-key.ts'
import { recordsOf } from '../server/audit-records.ts'
import { accountId, allow, createUser, describeTwinlock, errorOf, masterKey } from '../twinlock.ts'
import { ed25519Keys, type Issued, issueCertificate, rsaKeys, tampered, toPem } from './certificates.ts'
import { questionsOf } from './questions.ts'

const certificateArn = (pathAndName: string) => `arn:aws:iam::${accountId}:server-certificate${pathAndName}`
const noSuchCertificate = (name: string) => [
  'NoSuchEntity',
  404,
  `The Server Certificate with name ${name} cannot be found.`,
]
const exists = (name: string) => [
  'EntityAlreadyExists',
  409,
  `The Server Certificate with name ${name} already exists.`,
]
const malformed = (message: string) => ['MalformedCertificate', 400, message]
const notPem = malformed('Unable to parse certificate. Please ensure the certificate is in PEM format.')
const badKey = malformed('Invalid Private Key. Please ensure that it is in PEM format and not encrypted.')
const badChain = (index: number) =>
  malformed(
    `Unable to validate certificate chain. The certificate chain must start with the immediate signing certificate, followed by any intermediaries in order. The index within the chain of the invalid certificate is: ${index}`,
  )

const root = issueCertificate({ subject: 'Root', isCA: true })
const middle = issueCertificate({ subject: 'Middle', issuer: root, isCA: true })
const otherRoot = issueCertificate({ subject: 'Stranger', isCA: true })
const leaf = issueCertificate({ subject: 'leaf.example.com', issuer: middle })
const selfSigned = issueCertificate()
const material = ({ pem, privateKey }: Issued) => ({ CertificateBody: pem, PrivateKey: privateKey })

describeTwinlock('server certificates', (server) => {
  /** Deletes it again: there is room for twenty. */
  const tryUpload = async (input: { CertificateBody: string; PrivateKey: string; CertificateChain?: string }) => {
    const name = { ServerCertificateName: 'tried' }
    await server.iam.uploadServerCertificate({ ...name, ...input })
    const { ServerCertificate } = await server.iam.getServerCertificate(name)
    await server.iam.deleteServerCertificate(name)
    return ServerCertificate
  }
  const remove = (...names: string[]) =>
    Promise.all(names.map((name) => server.iam.deleteServerCertificate({ ServerCertificateName: name })))

  it('are answered with their chain, without their private key', async () => {
    const Tags = [{ Key: 'team', Value: 'red' }]
    const { $metadata: _, ...uploaded } = await server.iam.uploadServerCertificate({
      ServerCertificateName: 'Web',
      Path: '/cloudfront/',
      ...material(leaf),
      CertificateChain: middle.pem + root.pem,
      Tags,
    })
    expect(uploaded).toEqual({
      ServerCertificateMetadata: {
        Path: '/cloudfront/',
        ServerCertificateName: 'Web',
        ServerCertificateId: expect.stringMatching(/^ASCA[A-Z2-7]{17}$/),
        Arn: certificateArn('/cloudfront/Web'),
        UploadDate: new Date(server.clock.now()),
        Expiration: new Date(Date.UTC(2027, 0, 1)),
      },
      Tags,
    })
    const { ServerCertificate } = await server.iam.getServerCertificate({ ServerCertificateName: 'WEB' })
    expect(ServerCertificate).toEqual({
      ...uploaded,
      CertificateBody: leaf.pem.trimEnd(),
      CertificateChain: (middle.pem + root.pem).trimEnd(),
    })
    await remove('web')
  })

  it('have neither chain nor tags where none were given', async () => {
    const name = { ServerCertificateName: 'plain' }
    const { ServerCertificateMetadata, ...rest } = await server.iam.uploadServerCertificate({
      ...name,
      ...material(selfSigned),
    })
    expect(rest).toEqual({ $metadata: rest.$metadata })
    expect(ServerCertificateMetadata?.Arn).toBe(certificateArn('/plain'))
    const { ServerCertificate } = await server.iam.getServerCertificate(name)
    const CertificateBody = selfSigned.pem.trimEnd()
    expect(ServerCertificate).toEqual({ ServerCertificateMetadata, CertificateBody })
    await remove('plain')
  })

  it('keep their private key sealed, out of the log and of the audit log', async () => {
    const keys = rsaKeys()
    const certificate = issueCertificate({ keys })
    const PrivateKey = keys.privateKey.export({ format: 'pem', type: 'pkcs1' }).toString()
    const name = { ServerCertificateName: 'sealed' }
    const request = server.iam.uploadServerCertificate({ ...name, ...material(certificate), PrivateKey })
    await request
    const rows = await server.storage.read((queries) => queries.selectFrom('server_certificates').selectAll().execute())
    const row = rows.find((each) => each.name === 'sealed')
    const identity = serverCertificateKeyIdentity(accountId, row?.server_certificate_id ?? '')
    const kept = new Sealer(Buffer.from(masterKey, 'base64')).unseal(row?.sealed_private_key ?? '', identity)
    expect(createPrivateKey(kept.toString()).equals(keys.privateKey)).toBe(true)

    const secretLines = PrivateKey.split('\n').slice(1, -2)
    expect(secretLines.length).toBeGreaterThan(10)
    const records = JSON.stringify(await recordsOf(server, request))
    expect(records).toContain('sealed')
    const mistake = server.iam.uploadServerCertificate({
      ServerCertificateName: 'mistake',
      ...material(certificate),
      CertificateBody: certificate.pem + PrivateKey,
    })
    expect(await errorOf(mistake)).toEqual(notPem)
    const told = [JSON.stringify(rows), records, JSON.stringify(await recordsOf(server, mistake)), server.log.join('')]
    for (const line of secretLines) for (const text of told) expect(text).not.toContain(line)
    await remove('sealed')
  })

  it('are taken with keys of every kind and in every form', async () => {
    const rsa = rsaKeys(1024)
    const ec = selfSigned.keys
    const parameters = '-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n'
    const sec1 = ec.privateKey.export({ format: 'pem', type: 'sec1' }).toString()
    await tryUpload(material(issueCertificate({ keys: rsa })))
    await tryUpload({
      CertificateBody: issueCertificate({ keys: rsa }).pem,
      PrivateKey: rsa.privateKey.export({ format: 'pem', type: 'pkcs1' }).toString(),
    })
    await tryUpload({ CertificateBody: selfSigned.pem, PrivateKey: sec1 })
    await tryUpload({ CertificateBody: selfSigned.pem, PrivateKey: parameters + sec1 })
    const keys = ed25519Keys()
    await tryUpload(material(issueCertificate({ keys })))
  })

  it('are answered in one form, however they were wrapped', async () => {
    const windows = selfSigned.pem.replaceAll('\n', '\r\n')
    const unwrapped = selfSigned.pem.replace(/(?<=[A-Za-z0-9+/=])\n(?=[A-Za-z0-9+/=])/g, '')
    for (const pem of [`\n\n${windows}`, unwrapped]) {
      const certificate = await tryUpload({ ...material(selfSigned), CertificateBody: pem })
      expect(certificate?.CertificateBody).toBe(selfSigned.pem.trimEnd())
    }
  })

  it.each([
    ['text', 'bad cert'],
    ['what is no certificate', toPem(Buffer.from('3003020101', 'hex'))],
    ['text before it', `Certificate:\n${selfSigned.pem}`],
    ['its private key', selfSigned.privateKey],
  ])('do not parse in %s', async (_, CertificateBody) => {
    expect(await errorOf(tryUpload({ ...material(selfSigned), CertificateBody }))).toEqual(notPem)
  })

  it('come one by one', async () => {
    const message = 'The certificate body holds several certificates. Please put all but the first into the chain.'
    const body = leaf.pem + middle.pem
    expect(await errorOf(tryUpload({ ...material(leaf), CertificateBody: body }))).toEqual(malformed(message))
  })

  it.each([
    ['text', 'my key'],
    ['a public key', selfSigned.keys.publicKey.export({ format: 'pem', type: 'spki' }).toString()],
    ['the certificate', selfSigned.pem],
    [
      'an encrypted key',
      selfSigned.keys.privateKey
        .export({ format: 'pem', type: 'pkcs8', cipher: 'aes-256-cbc', passphrase: 'secret' })
        .toString(),
    ],
  ])('have no private key in %s', async (_, PrivateKey) => {
    expect(await errorOf(tryUpload({ ...material(selfSigned), PrivateKey }))).toEqual(badKey)
  })

  it('need the key that they were made for', async () => {
    const message =
      'The private key did not match the public key provided. Please verify the key material and try again.'
    const another = { ...material(selfSigned), PrivateKey: issueCertificate().privateKey }
    expect(await errorOf(tryUpload(another))).toEqual(['KeyPairMismatch', 400, message])
    const ofAnotherKind = { ...material(selfSigned), PrivateKey: issueCertificate({ keys: rsaKeys() }).privateKey }
    expect(await errorOf(tryUpload(ofAnotherKind))).toEqual(['KeyPairMismatch', 400, message])
  })

  it('are in their time', async () => {
    const at = (seconds: number) => new Date(server.clock.now() + seconds * 1000)
    const notYet = "Certificate is not yet valid. The 'Not Before' date restriction on the certificate has not passed."
    const noMore = "Certificate is no longer valid. The 'Not After' date restriction on the certificate has passed."
    const early = issueCertificate({ notBefore: at(1) })
    expect(await errorOf(tryUpload(material(early)))).toEqual(malformed(notYet))
    const late = issueCertificate({ notAfter: at(-1) })
    expect(await errorOf(tryUpload(material(late)))).toEqual(malformed(noMore))
  })

  it.each([
    ['none', undefined],
    ['its issuer', middle.pem],
    ['all up to the root', middle.pem + root.pem],
    ['the root twice', middle.pem + root.pem + root.pem],
  ])('are taken with a chain of %s', async (_, chain) => {
    const certificate = await tryUpload({ ...material(leaf), ...(chain && { CertificateChain: chain }) })
    expect(certificate?.CertificateChain).toBe(chain?.trimEnd())
  })

  it.each([
    ['that parses not at all', 'bad chain'],
    ['with the private key in it', middle.pem + middle.privateKey],
  ])('are not taken with a chain %s', async (_, CertificateChain) => {
    const message = 'Unable to parse certificate chain. Please ensure the certificates are in PEM format.'
    expect(await errorOf(tryUpload({ ...material(leaf), CertificateChain }))).toEqual(malformed(message))
  })

  it.each([
    ['of strangers', [otherRoot.pem], -1],
    ['of a namesake of the issuer', [issueCertificate({ subject: 'Middle', isCA: true }).pem], -1],
    ['without the issuer', [root.pem], -1],
    ['in the wrong order', [root.pem, middle.pem], -1],
    ['with the certificate itself in it', [leaf.pem, middle.pem], 1],
    ['that ends with a stranger', [middle.pem, selfSigned.pem], -1],
    ['that breaks in the middle', [middle.pem, otherRoot.pem, otherRoot.pem], 1],
    ['that breaks behind the certificate', [root.pem, root.pem], 0],
    ['with a signature that is none', [tampered(middle), root.pem], -1],
  ] as const)('are not taken with a chain %s', async (_, chain, index) => {
    const input = { ...material(leaf), CertificateChain: chain.join('') }
    expect(await errorOf(tryUpload(input))).toEqual(badChain(index))
  })

  it('are not taken with a chain of which one is no authority, or has expired', async () => {
    const expired = { subject: 'Expired', issuer: root, isCA: true, notAfter: new Date(server.clock.now() - 1000) }
    for (const between of [issueCertificate({ subject: 'Person', issuer: root }), issueCertificate(expired)]) {
      const certificate = issueCertificate({ issuer: between })
      const input = { ...material(certificate), CertificateChain: between.pem + root.pem }
      expect(await errorOf(tryUpload(input))).toEqual(badChain(1))
    }
  })

  it('have names that differ in more than case', async () => {
    const upload = (ServerCertificateName: string) =>
      server.iam.uploadServerCertificate({ ServerCertificateName, ...material(selfSigned) })
    await upload('Taken')
    expect(await errorOf(upload('TAKEN'))).toEqual(exists('TAKEN'))
    await remove('taken')
  })

  it('are twenty at most, and counted', async () => {
    const upload = (ServerCertificateName: string) =>
      server.iam.uploadServerCertificate({ ServerCertificateName, ...material(selfSigned) })
    const count = async () => (await server.iam.getAccountSummary()).SummaryMap?.ServerCertificates
    expect(await count()).toBe(0)
    const names = Array.from({ length: 20 }, (_, index) => `many-${index}`)
    for (const name of names) await upload(name)
    const quota = ['LimitExceeded', 409, 'Cannot exceed quota for ServerCertificatesPerAccount: 20']
    expect(await errorOf(upload('many-20'))).toEqual(quota)
    expect(await errorOf(upload('MANY-0'))).toEqual(exists('MANY-0'))
    expect(await count()).toBe(20)
    await remove(...names)
    expect(await count()).toBe(0)
  })

  it('are listed by name, page by page, and by path', async () => {
    for (const [name, Path] of [
      ['page-b', '/page/'],
      ['Page-A', '/page/'],
      ['page-c', '/page/deep/'],
      ['elsewhere', '/else/'],
    ] as const) {
      await server.iam.uploadServerCertificate({ ServerCertificateName: name, Path, ...material(selfSigned) })
    }
    const page = { PathPrefix: '/page/', MaxItems: 2 }
    const first = await server.iam.listServerCertificates(page)
    const names = (answer: typeof first) =>
      answer.ServerCertificateMetadataList?.map((each) => each.ServerCertificateName)
    expect([names(first), first.IsTruncated]).toEqual([['Page-A', 'page-b'], true])
    const second = await server.iam.listServerCertificates({ ...page, Marker: first.Marker })
    expect([names(second), second.IsTruncated, second.Marker]).toEqual([['page-c'], false, undefined])
    const all = await server.iam.listServerCertificates()
    expect(names(all)).toEqual(['elsewhere', 'Page-A', 'page-b', 'page-c'])
    const [elsewhere] = all.ServerCertificateMetadataList ?? []
    const got = await server.iam.getServerCertificate({ ServerCertificateName: 'elsewhere' })
    expect(elsewhere).toEqual(got.ServerCertificate?.ServerCertificateMetadata)
    await remove('elsewhere', 'page-a', 'page-b', 'page-c')
  })

  it('are renamed and moved, and stay the same', async () => {
    const Tags = [{ Key: 'team', Value: 'red' }]
    const name = { ServerCertificateName: 'before' }
    await server.iam.uploadServerCertificate({ ...name, Path: '/a/', ...material(selfSigned), Tags })
    const { ServerCertificate } = await server.iam.getServerCertificate(name)
    await server.iam.uploadServerCertificate({ ServerCertificateName: 'other', ...material(selfSigned) })
    const taken = server.iam.updateServerCertificate({ ...name, NewServerCertificateName: 'OTHER' })
    expect(await errorOf(taken)).toEqual(exists('OTHER'))
    const expectNow = async (ServerCertificateName: string, Path: string) => {
      const now = await server.iam.getServerCertificate({ ServerCertificateName })
      const { ServerCertificateMetadata: metadata } = ServerCertificate ?? {}
      const Arn = certificateArn(Path + ServerCertificateName)
      const ServerCertificateMetadata = { ...metadata, ServerCertificateName, Path, Arn }
      expect(now.ServerCertificate).toEqual({ ...ServerCertificate, ServerCertificateMetadata })
    }
    await server.iam.updateServerCertificate({ ...name, NewServerCertificateName: 'Before' })
    await expectNow('Before', '/a/')
    await server.iam.updateServerCertificate({ ...name, NewPath: '/b/' })
    await expectNow('Before', '/b/')
    await server.iam.updateServerCertificate({ ...name, NewServerCertificateName: 'after', NewPath: '/c/' })
    await expectNow('after', '/c/')
    await server.iam.updateServerCertificate({ ServerCertificateName: 'AFTER' })
    await expectNow('after', '/c/')
    expect(await errorOf(server.iam.getServerCertificate(name))).toEqual(noSuchCertificate('before'))
    await remove('after', 'other')
  })

  it('are not there where they are unknown', async () => {
    const name = { ServerCertificateName: 'nowhere' }
    const wrong = noSuchCertificate('nowhere')
    expect(await errorOf(server.iam.getServerCertificate(name))).toEqual(wrong)
    expect(await errorOf(server.iam.updateServerCertificate({ ...name, NewPath: '/a/' }))).toEqual(wrong)
    expect(await errorOf(server.iam.deleteServerCertificate(name))).toEqual(wrong)
    expect(await errorOf(server.iam.listServerCertificateTags(name))).toEqual(wrong)
    const Tags = [{ Key: 'a', Value: '1' }]
    expect(await errorOf(server.iam.tagServerCertificate({ ...name, Tags }))).toEqual(wrong)
    expect(await errorOf(server.iam.untagServerCertificate({ ...name, TagKeys: ['a'] }))).toEqual(wrong)
  })

  it('are tagged, which goes with them', async () => {
    const name = { ServerCertificateName: 'tagged' }
    await server.iam.uploadServerCertificate({ ...name, ...material(selfSigned) })
    const tags = async (page = {}) => (await server.iam.listServerCertificateTags({ ...name, ...page })).Tags
    expect(await tags()).toEqual([])
    const Tags = ['b', 'a', 'c'].map((Key) => ({ Key, Value: Key }))
    await server.iam.tagServerCertificate({ ...name, Tags })
    expect((await tags())?.map(({ Key }) => Key)).toEqual(['a', 'b', 'c'])
    const first = await server.iam.listServerCertificateTags({ ...name, MaxItems: 2 })
    expect([first.Tags?.length, first.IsTruncated]).toEqual([2, true])
    expect(await tags({ Marker: first.Marker })).toEqual([{ Key: 'c', Value: 'c' }])
    await server.iam.untagServerCertificate({ ...name, TagKeys: ['A', 'b', 'nothing'] })
    expect(await tags()).toEqual([{ Key: 'c', Value: 'c' }])

    const empty = (what: string) => ['InvalidInput', 400, `The provided tag ${what} must not be null/empty.`]
    expect(await errorOf(server.iam.tagServerCertificate({ ...name, Tags: [] }))).toEqual(empty('map'))
    expect(await errorOf(server.iam.untagServerCertificate({ ...name, TagKeys: [] }))).toEqual(empty('keys'))
    const twice = ['x', 'X'].map((Key) => ({ Key, Value: '' }))
    const duplicate = ['InvalidInput', 400, 'Duplicate tag keys found. Please note that Tag keys are case insensitive.']
    expect(await errorOf(server.iam.tagServerCertificate({ ...name, Tags: twice }))).toEqual(duplicate)
    const many = Array.from({ length: 50 }, (_, index) => ({ Key: `k${index}`, Value: '' }))
    const quota = ['LimitExceeded', 409, 'Cannot exceed quota for TagsPerResource: 50']
    expect(await errorOf(server.iam.tagServerCertificate({ ...name, Tags: many }))).toEqual(quota)

    await remove('tagged')
    await server.iam.uploadServerCertificate({ ...name, ...material(selfSigned) })
    expect(await tags()).toEqual([])
    await remove('tagged')
  })

  it('are asked about with their path and their tags', async () => {
    const Tags = [{ Key: 'team', Value: 'red' }]
    const upload = { ServerCertificateName: 'guarded', Path: '/team/', ...material(selfSigned), Tags }
    const asked = await questionsOf(server, uploadServerCertificate, upload)
    expect(asked.map(({ action, resource }) => [action, resource])).toEqual([
      ['iam:UploadServerCertificate', certificateArn('/team/guarded')],
      ['iam:TagServerCertificate', certificateArn('/team/guarded')],
    ])
    expect(asked[0]?.context).toEqual({ 'aws:RequestTag/team': ['red'], 'aws:TagKeys': ['team'] })
    await server.iam.uploadServerCertificate(upload)
    const move = { ServerCertificateName: 'GUARDED', NewPath: '/x/', NewServerCertificateName: 'moved' }
    const moving = await questionsOf(server, updateServerCertificate, move)
    expect(moving.map(({ resource }) => resource)).toEqual([
      certificateArn('/team/guarded'),
      certificateArn('/x/moved'),
    ])

    const name = { ServerCertificateName: 'guarded' }
    const byPath = await createUser(server, undefined, allow('iam:GetServerCertificate', certificateArn('/team/*')))
    await byPath.iam.getServerCertificate(name)
    const byTag = await createUser(server, undefined, {
      Version: '2012-10-17',
      Statement: {
        Effect: 'Allow',
        Action: 'iam:*ServerCertificate*',
        Resource: '*',
        Condition: { StringEquals: { 'aws:ResourceTag/team': 'red' } },
      },
    })
    await byTag.iam.getServerCertificate(name)
    await server.iam.tagServerCertificate({ ...name, Tags: [{ Key: 'team', Value: 'blue' }] })
    expect((await errorOf(byTag.iam.getServerCertificate(name)))[0]).toBe('AccessDenied')
    await server.iam.updateServerCertificate({ ...name, NewPath: '/x/' })
    // It tells nobody where the certificate is.
    const action = 'iam:GetServerCertificate'
    const message = `User: arn:aws:iam::${accountId}:user/${byPath.userName} is not authorized to perform: ${action} on resource: ${certificateArn('/guarded')} because no identity-based policy allows the ${action} action`
    expect(await errorOf(byPath.iam.getServerCertificate(name))).toEqual(['AccessDenied', 403, message])
    await remove('guarded')
  })
})
