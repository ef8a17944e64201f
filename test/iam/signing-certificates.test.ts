import { createHash, X509Certificate } from 'node:crypto'
import type { StatusType } from '@aws-sdk/client-iam'
import { expect, it } from 'vitest'
import { decodeBase32 } from '../../src/identity/base32.ts'
import { listSigningCertificateStates } from '../../src/storage/signing-certificates.ts'
import { accountId, createUser, describeTwinlock, errorOf } from '../twinlock.ts'
import { ecKeys, ed25519Keys, issueCertificate, rsaKeys, toPem } from './certificates.ts'

const unknownId = 'TA7SMP42TDN5Z26OBPJE7EXAMPLE'
const noSuchUser = ['NoSuchEntity', 404, 'The user with name nobody cannot be found.']
const noSuchCertificate = (id: string) => ['NoSuchEntity', 404, `The Certificate with id ${id} cannot be found.`]
const malformed = (body: string) => ['MalformedCertificate', 400, `Certificate ${body} is malformed.`]
const newCertificate = () => issueCertificate().pem

describeTwinlock('signing certificates', (server) => {
  const upload = (UserName: string, CertificateBody: string) =>
    server.iam.uploadSigningCertificate({ UserName, CertificateBody })
  const list = async (UserName: string) => (await server.iam.listSigningCertificates({ UserName })).Certificates
  const createOwner = async (body = newCertificate()) => {
    const { userName: UserName } = await createUser(server)
    const { Certificate } = await upload(UserName, body)
    return { UserName, CertificateId: Certificate?.CertificateId ?? '', body }
  }

  it.each([
    ['RSA', () => rsaKeys()],
    ['a short RSA', () => rsaKeys(1024)],
    ['EC', ecKeys],
  ])('of %s keys are answered as they were uploaded', async (_, newKeys) => {
    const { pem } = issueCertificate({ keys: newKeys() })
    const { userName } = await createUser(server)
    const { Certificate } = await upload(userName.toUpperCase(), pem)
    expect(Certificate).toEqual({
      UserName: userName,
      CertificateId: expect.stringMatching(/^[A-Z2-7]{32}$/),
      CertificateBody: pem,
      Status: 'Active',
      UploadDate: new Date(server.clock.now()),
    })
    expect(await list(userName)).toEqual([Certificate])
  })

  it('have an id that is made of them', async () => {
    const { CertificateId, body } = await createOwner()
    const digest = createHash('sha1').update(new X509Certificate(body).raw).digest()
    expect(Buffer.from(decodeBase32(CertificateId) ?? [])).toEqual(digest)
  })

  it('are the caller’s own without a name, and the root user’s', async () => {
    const user = await createUser(server, undefined, {
      Version: '2012-10-17',
      Statement: {
        Effect: 'Allow',
        Action: 'iam:*SigningCertificate*',
        Resource: `arn:aws:iam::*:user/\${aws:username}`,
      },
    })
    const { Certificate } = await user.iam.uploadSigningCertificate({ CertificateBody: newCertificate() })
    expect(Certificate?.UserName).toBe(user.userName)
    const { CertificateId } = Certificate ?? {}
    await user.iam.updateSigningCertificate({ CertificateId, Status: 'Inactive' })
    expect((await user.iam.listSigningCertificates()).Certificates).toEqual([{ ...Certificate, Status: 'Inactive' }])
    await user.iam.deleteSigningCertificate({ CertificateId })
    expect(await list(user.userName)).toEqual([])

    const present = async () => (await server.iam.getAccountSummary()).SummaryMap?.AccountSigningCertificatesPresent
    await createOwner()
    expect(await present()).toBe(0)
    const ofRoot = (await server.iam.uploadSigningCertificate({ CertificateBody: newCertificate() })).Certificate
    expect(ofRoot).not.toHaveProperty('UserName')
    expect((await server.iam.listSigningCertificates()).Certificates).toEqual([ofRoot])
    expect(await present()).toBe(1)
    await server.iam.deleteSigningCertificate({ CertificateId: ofRoot?.CertificateId })
    expect(await present()).toBe(0)
  })

  it('uploaded once more by their owner stay as they are, though the answer says Active', async () => {
    const { UserName, CertificateId, body } = await createOwner()
    const [first] = (await list(UserName)) ?? []
    await server.iam.updateSigningCertificate({ UserName, CertificateId, Status: 'Inactive' })
    server.clock.advance(60)
    expect((await upload(UserName, body)).Certificate).toEqual(first)
    expect(await list(UserName)).toEqual([{ ...first, Status: 'Inactive' }])
  })

  it('are one user’s in the account', async () => {
    const { body } = await createOwner()
    const { userName } = await createUser(server)
    const duplicate = ['DuplicateCertificate', 409, 'Duplicate certificate uploaded.']
    expect(await errorOf(upload(userName, body))).toEqual(duplicate)
    expect(await errorOf(server.iam.uploadSigningCertificate({ CertificateBody: body }))).toEqual(duplicate)
    expect(await list(userName)).toEqual([])
  })

  it('are two at most, inactive ones included', async () => {
    const { UserName, CertificateId, body } = await createOwner()
    await upload(UserName, newCertificate())
    await server.iam.updateSigningCertificate({ UserName, CertificateId, Status: 'Inactive' })
    const third = newCertificate()
    const quota = ['LimitExceeded', 409, 'Cannot exceed quota for CertificatesPerUser: 2']
    expect(await errorOf(upload(UserName, third))).toEqual(quota)
    await upload(UserName, body)
    await server.iam.deleteSigningCertificate({ UserName, CertificateId })
    await upload(UserName, third)
  })

  it.each([
    ['text', 'not a certificate'],
    ['nothing inside', '-----BEGIN CERTIFICATE-----\n\n-----END CERTIFICATE-----'],
    ['what is no certificate', toPem(Buffer.from('3003020101', 'hex'))],
    ['half of one', newCertificate().replace(/^(.{64}\n){3}/m, '')],
    ['two', newCertificate() + newCertificate()],
    ['text before it', `Certificate:\n${newCertificate()}`],
  ])('are malformed in %s', async (_, body) => {
    const { userName } = await createUser(server)
    expect(await errorOf(upload(userName, body))).toEqual(malformed(body))
    expect(await list(userName)).toEqual([])
  })

  it('do not come with the private key, which whoever may list them would read', async () => {
    const { userName } = await createUser(server)
    const { pem, privateKey } = issueCertificate()
    for (const body of [pem + privateKey, privateKey + pem, privateKey]) {
      expect((await errorOf(upload(userName, body))).slice(0, 2)).toEqual(['MalformedCertificate', 400])
    }
    expect(await list(userName)).toEqual([])
  })

  it('are in their time', async () => {
    const { userName } = await createUser(server)
    const now = server.clock.now()
    const at = (seconds: number) => new Date(now + seconds * 1000)
    const early = issueCertificate({ notBefore: at(1) }).pem
    const notYet = "Certificate is not yet valid. The 'Not Before' date restriction on the certificate has not passed."
    expect(await errorOf(upload(userName, early))).toEqual(['MalformedCertificate', 400, notYet])
    const late = issueCertificate({ notAfter: at(-1) }).pem
    const noMore = "Certificate is no longer valid. The 'Not After' date restriction on the certificate has passed."
    expect(await errorOf(upload(userName, late))).toEqual(['MalformedCertificate', 400, noMore])
    await upload(userName, issueCertificate({ notBefore: at(0), notAfter: at(0) }).pem)
  })

  it('are invalid with another kind of key', async () => {
    const { userName } = await createUser(server)
    const wrong = ['InvalidCertificate', 400, 'The public key of the certificate must be an RSA or an EC key.']
    expect(await errorOf(upload(userName, issueCertificate({ keys: ed25519Keys() }).pem))).toEqual(wrong)
  })

  it('are listed in pages', async () => {
    const { UserName, CertificateId } = await createOwner()
    const { Certificate } = await upload(UserName, newCertificate())
    const first = await server.iam.listSigningCertificates({ UserName, MaxItems: 1 })
    expect([first.Certificates?.length, first.IsTruncated]).toEqual([1, true])
    const second = await server.iam.listSigningCertificates({ UserName, MaxItems: 1, Marker: first.Marker })
    expect([second.Certificates?.length, second.IsTruncated, second.Marker]).toEqual([1, false, undefined])
    const ids = [first, second].flatMap(({ Certificates }) => Certificates?.map((each) => each.CertificateId))
    expect(ids.sort()).toEqual([CertificateId, Certificate?.CertificateId].sort())
  })

  it('are Active or Inactive', async () => {
    const { UserName, CertificateId } = await createOwner()
    const set = (Status: StatusType) => server.iam.updateSigningCertificate({ UserName, CertificateId, Status })
    for (const status of ['Inactive', 'Active'] as const) {
      await set(status)
      expect((await list(UserName))?.map(({ Status }) => Status)).toEqual([status])
    }
    const expired = ['InvalidInput', 400, 'Operation does not support status Expired']
    expect(await errorOf(set('Expired'))).toEqual(expired)
    expect((await list(UserName))?.map(({ Status }) => Status)).toEqual(['Active'])
  })

  it('belong to one user: no other’s name leads to them', async () => {
    const { UserName: owner, CertificateId } = await createOwner()
    const { userName: UserName } = await createUser(server)
    const wrong = noSuchCertificate(CertificateId)
    for (const named of [{ UserName, CertificateId }, { CertificateId }]) {
      const update = server.iam.updateSigningCertificate({ ...named, Status: 'Inactive' })
      expect(await errorOf(update)).toEqual(wrong)
      expect(await errorOf(server.iam.deleteSigningCertificate(named))).toEqual(wrong)
    }
    expect((await list(owner))?.map(({ Status }) => Status)).toEqual(['Active'])
  })

  it('are not there where they are unknown, nor are their users', async () => {
    const { userName } = await createUser(server)
    for (const [UserName, wrong] of [
      [userName, noSuchCertificate(unknownId)],
      ['nobody', noSuchUser],
    ] as const) {
      const named = { UserName, CertificateId: unknownId }
      const update = server.iam.updateSigningCertificate({ ...named, Status: 'Active' })
      expect(await errorOf(update)).toEqual(wrong)
      expect(await errorOf(server.iam.deleteSigningCertificate(named))).toEqual(wrong)
    }
    expect(await errorOf(upload('nobody', newCertificate()))).toEqual(noSuchUser)
    expect(await errorOf(server.iam.listSigningCertificates({ UserName: 'nobody' }))).toEqual(noSuchUser)
  })

  it('are told to reports with their owners, in the order of their uploads', async () => {
    const { UserName } = await createOwner()
    const { User } = await server.iam.getUser({ UserName })
    const [first] = (await list(UserName)) ?? []
    server.clock.advance(60)
    await upload(UserName, newCertificate())
    await server.iam.updateSigningCertificate({ UserName, CertificateId: first?.CertificateId, Status: 'Inactive' })
    const states = await server.storage.read((queries) => listSigningCertificateStates(queries, accountId))
    expect(states.filter(({ owner_id }) => owner_id === User?.UserId)).toEqual([
      { owner_id: User?.UserId, status: 'Inactive', uploaded_at: server.clock.now() - 60_000 },
      { owner_id: User?.UserId, status: 'Active', uploaded_at: server.clock.now() },
    ])
  })

  it('stay when their user is renamed, and keep the user from being deleted', async () => {
    const UserName = 'signer'
    await server.iam.createUser({ UserName })
    const { Certificate } = await upload(UserName, newCertificate())
    await server.iam.updateUser({ UserName, NewUserName: 'signer-renamed' })
    expect(await list('signer-renamed')).toEqual([{ ...Certificate, UserName: 'signer-renamed' }])
    const named = { UserName: 'signer-renamed' }
    expect(await errorOf(server.iam.deleteUser(named))).toEqual([
      'DeleteConflict',
      409,
      'Cannot delete entity, must delete certificates first.',
    ])
    await server.iam.deleteSigningCertificate({ ...named, CertificateId: Certificate?.CertificateId })
    await server.iam.deleteUser(named)
  })
})
