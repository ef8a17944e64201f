import { generateKeyPairSync } from 'node:crypto'
import type { StatusType } from '@aws-sdk/client-iam'
import { expect, it } from 'vitest'
import { createUser, describeTwinlock, errorOf } from '../twinlock.ts'
import { sshKey, sshKeyAsPem, sshKeyAsRsaPem, sshKeyFingerprint } from './ssh-keys.ts'

const unknownId = 'APKAIOSFODNN7EXAMPLE'
const noSuchUser = ['NoSuchEntity', 404, 'The user with name nobody cannot be found.']
const noSuchKey = (id: string) => ['NoSuchEntity', 404, `User has no Public Key with id ${id}.`]
const unrecognized = ['UnrecognizedPublicKeyEncoding', 400, 'Invalid public key uploaded.']
const invalid = ['InvalidPublicKey', 400, 'Invalid body for public key']
const duplicate = ['DuplicateSSHPublicKey', 400, 'Duplicate SSH public key uploaded.']

const rsaPem = (modulusLength = 2048, publicExponent = 0x10001) =>
  generateKeyPairSync('rsa', { modulusLength, publicExponent })
    .publicKey.export({ format: 'pem', type: 'spki' })
    .toString()

/** The blob of the key, changed by hand. */
const respelt = (change: (bytes: Buffer) => Buffer) =>
  `ssh-rsa ${change(Buffer.from(sshKey.slice('ssh-rsa '.length), 'base64')).toString('base64')}`

describeTwinlock('SSH public keys', (server) => {
  const upload = (UserName: string, SSHPublicKeyBody: string) =>
    server.iam.uploadSSHPublicKey({ UserName, SSHPublicKeyBody })
  const list = async (UserName: string) => (await server.iam.listSSHPublicKeys({ UserName })).SSHPublicKeys
  const createOwner = async (body = sshKey) => {
    const { userName: UserName } = await createUser(server)
    const { SSHPublicKey } = await upload(UserName, body)
    return { UserName, SSHPublicKeyId: SSHPublicKey?.SSHPublicKeyId ?? '' }
  }

  it('are answered as they were uploaded, comment included', async () => {
    await server.iam.createUser({ UserName: 'Key-holder' })
    const SSHPublicKeyBody = `${sshKey} ada@example.com\n`
    const { SSHPublicKey } = await upload('KEY-HOLDER', SSHPublicKeyBody)
    expect(SSHPublicKey).toEqual({
      UserName: 'Key-holder',
      SSHPublicKeyId: expect.stringMatching(/^APKA[A-Z2-7]{16}$/),
      Fingerprint: sshKeyFingerprint,
      SSHPublicKeyBody,
      Status: 'Active',
      UploadDate: new Date(server.clock.now()),
    })
  })

  it.each([
    ['SSH', `${sshKey} ada@example.com`],
    ['PEM', sshKeyAsPem],
    ['the older PEM', sshKeyAsRsaPem],
    ['PEM with the line ends of Windows', sshKeyAsPem.replaceAll('\n', '\r\n')],
  ])('come back in either encoding, uploaded in %s', async (_, body) => {
    const owned = await createOwner(body)
    const { SSHPublicKey: ssh } = await server.iam.getSSHPublicKey({ ...owned, Encoding: 'SSH' })
    expect(ssh).toEqual({
      ...owned,
      Fingerprint: sshKeyFingerprint,
      SSHPublicKeyBody: sshKey,
      Status: 'Active',
      UploadDate: new Date(server.clock.now()),
    })
    const { SSHPublicKey: pem } = await server.iam.getSSHPublicKey({ ...owned, Encoding: 'PEM' })
    expect(pem).toEqual({ ...ssh, SSHPublicKeyBody: sshKeyAsPem })
  })

  it('have no third encoding', async () => {
    const owned = await createOwner()
    const request = server.iam.getSSHPublicKey({ ...owned, Encoding: 'ssh' as 'SSH' })
    expect((await errorOf(request)).slice(0, 2)).toEqual(['ValidationError', 400])
  })

  it.each([
    ['text', 'not a key'],
    ['a certificate', '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n'],
    ['another kind of SSH key', 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ9zGqTEJwzPDTqXwHVSYZ8xA9UHB3bHb6fGgqEAv3cy ada'],
    ['two keys', sshKeyAsPem + sshKeyAsPem],
    // Node would read the public half of it; IAM must not even look.
    [
      'a private key',
      generateKeyPairSync('rsa', { modulusLength: 2048 })
        .privateKey.export({ format: 'pem', type: 'pkcs8' })
        .toString(),
    ],
  ])('are not recognized in %s', async (_, body) => {
    const { userName } = await createUser(server)
    expect(await errorOf(upload(userName, body))).toEqual(unrecognized)
    expect(await list(userName)).toEqual([])
  })

  it.each([
    ['no key after the type', 'ssh-rsa ada@example.com'],
    ['half a key', sshKey.slice(0, 200)],
    ['more than a key', respelt((bytes) => Buffer.concat([bytes, Buffer.of(0, 0, 0, 0)]))],
    ['bytes after the key', respelt((bytes) => Buffer.concat([bytes, Buffer.of(7)]))],
    [
      'a negative modulus',
      respelt((bytes) => Buffer.concat([bytes.subarray(0, 18), Buffer.of(0, 0, 1, 0), bytes.subarray(23)])),
    ],
    ['an even exponent', respelt((bytes) => Buffer.from(bytes).fill(0, 17, 18))],
    ['another type inside', respelt((bytes) => Buffer.from(bytes).fill('x', 4, 5))],
    ['two lines', `${sshKey} ada\n${sshKey} bob`],
    ['a short RSA key', rsaPem(1024)],
    ['a key that is a little short', rsaPem(2040)],
    [
      'a key of another kind',
      generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ format: 'pem', type: 'spki' }).toString(),
    ],
    ['PEM without a key', '-----BEGIN PUBLIC KEY-----\nMIIB\n-----END PUBLIC KEY-----'],
  ])('are not valid with %s', async (_, body) => {
    const { userName } = await createUser(server)
    expect(await errorOf(upload(userName, body))).toEqual(invalid)
    expect(await list(userName)).toEqual([])
  })

  it('are a user’s once, in whatever encoding, and another user’s as well', async () => {
    const { UserName } = await createOwner()
    for (const body of [sshKey, `${sshKey} another comment`, sshKeyAsPem, sshKeyAsRsaPem]) {
      expect(await errorOf(upload(UserName, body))).toEqual(duplicate)
    }
    // A leading zero that nobody needs is no other key.
    const padded = respelt((bytes) =>
      Buffer.concat([bytes.subarray(0, 18), Buffer.of(0, 0, 1, 2, 0), bytes.subarray(22)]),
    )
    expect(await errorOf(upload(UserName, padded))).toEqual(duplicate)
    expect(await list(UserName)).toHaveLength(1)
    await createOwner()
  })

  it('are five at most, inactive ones included', async () => {
    const { UserName, SSHPublicKeyId } = await createOwner()
    await server.iam.updateSSHPublicKey({ UserName, SSHPublicKeyId, Status: 'Inactive' })
    for (let count = 1; count < 5; count++) await upload(UserName, rsaPem())
    const sixth = rsaPem()
    const quota = ['LimitExceeded', 409, 'Cannot exceed quota for SSHPublicKeysPerUser: 5']
    expect(await errorOf(upload(UserName, sixth))).toEqual(quota)
    expect(await errorOf(upload(UserName, sshKey))).toEqual(duplicate)
    await server.iam.deleteSSHPublicKey({ UserName, SSHPublicKeyId })
    await upload(UserName, sixth)
  })

  it('are listed in pages, without the key', async () => {
    const owned = await createOwner()
    const listed = { ...owned, Status: 'Active', UploadDate: new Date(server.clock.now()) }
    expect(await list(owned.UserName)).toEqual([listed])
    const { SSHPublicKey } = await upload(owned.UserName, rsaPem())
    const first = await server.iam.listSSHPublicKeys({ UserName: owned.UserName, MaxItems: 1 })
    expect([first.SSHPublicKeys?.length, first.IsTruncated]).toEqual([1, true])
    const page = { UserName: owned.UserName, MaxItems: 1, Marker: first.Marker }
    const second = await server.iam.listSSHPublicKeys(page)
    expect([second.SSHPublicKeys?.length, second.IsTruncated, second.Marker]).toEqual([1, false, undefined])
    const ids = [...(first.SSHPublicKeys ?? []), ...(second.SSHPublicKeys ?? [])].map((key) => key.SSHPublicKeyId)
    expect(ids.sort()).toEqual([owned.SSHPublicKeyId, SSHPublicKey?.SSHPublicKeyId].sort())
  })

  it('are the caller’s own without a name; the root user has none', async () => {
    const user = await createUser(server, undefined, {
      Version: '2012-10-17',
      Statement: { Effect: 'Allow', Action: 'iam:ListSSHPublicKeys', Resource: `arn:aws:iam::*:user/\${aws:username}` },
    })
    await upload(user.userName, sshKey)
    const { SSHPublicKeys } = await user.iam.listSSHPublicKeys()
    expect(SSHPublicKeys?.map(({ UserName }) => UserName)).toEqual([user.userName])
    const mustSpecify = ['ValidationError', 400, 'Must specify userName when calling with non-User credentials']
    expect(await errorOf(server.iam.listSSHPublicKeys())).toEqual(mustSpecify)
  })

  it('are Active or Inactive', async () => {
    const owned = await createOwner()
    const set = (Status: StatusType) => server.iam.updateSSHPublicKey({ ...owned, Status })
    for (const status of ['Inactive', 'Active'] as const) {
      await set(status)
      expect((await list(owned.UserName))?.map(({ Status }) => Status)).toEqual([status])
      expect((await server.iam.getSSHPublicKey({ ...owned, Encoding: 'SSH' })).SSHPublicKey?.Status).toBe(status)
    }
    const expired = ['InvalidInput', 400, 'Operation does not support status Expired']
    expect(await errorOf(set('Expired'))).toEqual(expired)
    expect((await errorOf(set('active' as 'Active')))[0]).toBe('ValidationError')
    expect((await list(owned.UserName))?.map(({ Status }) => Status)).toEqual(['Active'])
  })

  it('belong to one user: no other’s name leads to them', async () => {
    const { UserName: owner, SSHPublicKeyId } = await createOwner()
    const { userName: UserName } = await createUser(server)
    const named = { UserName, SSHPublicKeyId }
    const wrong = noSuchKey(SSHPublicKeyId)
    expect(await errorOf(server.iam.getSSHPublicKey({ ...named, Encoding: 'SSH' }))).toEqual(wrong)
    expect(await errorOf(server.iam.updateSSHPublicKey({ ...named, Status: 'Inactive' }))).toEqual(wrong)
    expect(await errorOf(server.iam.deleteSSHPublicKey(named))).toEqual(wrong)
    expect((await list(owner))?.map(({ Status }) => Status)).toEqual(['Active'])
  })

  it('are not there where they are unknown, nor are their users', async () => {
    const { userName } = await createUser(server)
    for (const [UserName, wrong] of [
      [userName, noSuchKey(unknownId)],
      ['nobody', noSuchUser],
    ] as const) {
      const named = { UserName, SSHPublicKeyId: unknownId }
      expect(await errorOf(server.iam.getSSHPublicKey({ ...named, Encoding: 'PEM' }))).toEqual(wrong)
      expect(await errorOf(server.iam.updateSSHPublicKey({ ...named, Status: 'Active' }))).toEqual(wrong)
      expect(await errorOf(server.iam.deleteSSHPublicKey(named))).toEqual(wrong)
    }
    expect(await errorOf(upload('nobody', sshKey))).toEqual(noSuchUser)
    expect(await errorOf(server.iam.listSSHPublicKeys({ UserName: 'nobody' }))).toEqual(noSuchUser)
  })

  it('stay when their user is renamed, and keep the user from being deleted', async () => {
    await server.iam.createUser({ UserName: 'committer' })
    const { SSHPublicKey } = await upload('committer', sshKey)
    const UserName = 'committer-renamed'
    await server.iam.updateUser({ UserName: 'committer', NewUserName: UserName })
    expect((await list(UserName))?.map((key) => key.UserName)).toEqual([UserName])
    expect(await errorOf(server.iam.deleteUser({ UserName }))).toEqual([
      'DeleteConflict',
      409,
      'Cannot delete entity, must remove referenced objects first.',
    ])
    await server.iam.deleteSSHPublicKey({ UserName, SSHPublicKeyId: SSHPublicKey?.SSHPublicKeyId })
    await server.iam.deleteUser({ UserName })
  })
})
