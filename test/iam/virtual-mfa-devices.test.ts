import type { VirtualMFADevice } from '@aws-sdk/client-iam'
import { decode as decodePng } from 'fast-png'
import decodeQR from 'qr/decode.js'
import { describe, expect, it } from 'vitest'
import {
  Authenticator,
  accountId,
  createDevice,
  createUser,
  createUserWithDevice,
  describeTwinlock,
  errorOf,
  sendForm,
} from '../twinlock.ts'

const seedText = /^[A-Z2-7]{64}$/
const pathIsInvalid =
  'The specified value for path is invalid. It must begin and end with / and contain only alphanumeric characters and/or / characters.'

describeTwinlock('Virtual MFA devices', (server) => {
  describe('CreateVirtualMFADevice', () => {
    it('answers the serial number, the seed and the QR code, and nothing else', async () => {
      const { VirtualMFADevice } = await server.iam.createVirtualMFADevice({
        VirtualMFADeviceName: 'phone',
        Path: '/devices/',
      })
      expect(VirtualMFADevice).toEqual({
        SerialNumber: `arn:aws:iam::${accountId}:mfa/devices/phone`,
        Base32StringSeed: expect.any(Uint8Array),
        QRCodePNG: expect.any(Uint8Array),
      })
    })

    it('answers the tags where there are any, sorted by key', async () => {
      const tags = [
        { Key: 'Team', Value: 'blue' },
        { Key: 'owner', Value: '' },
      ]
      const request = { VirtualMFADeviceName: 'tagged', Tags: tags.toReversed() }
      const { VirtualMFADevice } = await server.iam.createVirtualMFADevice(request)
      expect(Object.keys(VirtualMFADevice ?? {}).sort()).toEqual([
        'Base32StringSeed',
        'QRCodePNG',
        'SerialNumber',
        'Tags',
      ])
      expect(VirtualMFADevice?.Tags).toEqual(tags.toReversed())
    })

    it('sends the seed as base64 of base32 text, and its codes are good', async () => {
      const parameters = { Action: 'CreateVirtualMFADevice', VirtualMFADeviceName: 'encoded-twice' }
      const { body } = await sendForm(server, 'iam', parameters)
      const encoded = /<Base32StringSeed>(.*)<\/Base32StringSeed>/.exec(body)?.[1] ?? ''
      const seed = Buffer.from(encoded, 'base64').toString()
      expect(seed).toMatch(seedText)
      const { userName } = await createUser(server)
      const device = new Authenticator(`arn:aws:iam::${accountId}:mfa/encoded-twice`, seed, server.clock)
      await server.iam.enableMFADevice({ UserName: userName, ...device.pair() })
    })

    it('draws the link of AWS as a QR code, with the account id, or with the alias where there is one', async () => {
      const byId = await server.iam.createVirtualMFADevice({ VirtualMFADeviceName: 'drawn' })
      await server.iam.createAccountAlias({ AccountAlias: 'acme' })
      const byAlias = await server.iam.createVirtualMFADevice({ VirtualMFADeviceName: 'drawn-again' })
      await server.iam.deleteAccountAlias({ AccountAlias: 'acme' })

      expect(readQR(byId.VirtualMFADevice?.QRCodePNG)).toBe(
        `otpauth://totp/Amazon%20Web%20Services:drawn@${accountId}?secret=${seedOf(byId)}&issuer=Amazon%20Web%20Services`,
      )
      expect(readQR(byAlias.VirtualMFADevice?.QRCodePNG)).toBe(
        `otpauth://totp/Amazon%20Web%20Services:drawn-again@acme?secret=${seedOf(byAlias)}&issuer=Amazon%20Web%20Services`,
      )
    })

    it('refuses a second device of the same path and name, in whatever case', async () => {
      const alreadyExists = ['EntityAlreadyExists', 409, 'MFA device already exists.']
      const create = (name: string, Path = '/') =>
        server.iam.createVirtualMFADevice({ VirtualMFADeviceName: name, Path })
      await create('twice', '/a/')
      expect(await errorOf(create('twice', '/a/'))).toEqual(alreadyExists)
      expect(await errorOf(create('TWICE', '/A/'))).toEqual(alreadyExists)
      await create('twice', '/b/')
    })

    it('keeps the seed of a device that is there already', async () => {
      const user = await createUser(server)
      const device = await createDevice(server, 'keeps-its-seed')
      await errorOf(server.iam.createVirtualMFADevice({ VirtualMFADeviceName: 'keeps-its-seed' }))
      await server.iam.enableMFADevice({ UserName: user.userName, ...device.pair() })
    })

    it.each(['/team', 'team/', '//', '/te am/', '/\u007f/', '/é/', '/a\nb/', ''])(
      'refuses the path %j',
      async (Path) => {
        const request = server.iam.createVirtualMFADevice({ VirtualMFADeviceName: 'nowhere', Path })
        expect(await errorOf(request)).toEqual(['ValidationError', 400, pathIsInvalid])
      },
    )

    it('takes a path with an empty step', async () => {
      const request = { VirtualMFADeviceName: 'phone', Path: '/a//b/' }
      const { VirtualMFADevice } = await server.iam.createVirtualMFADevice(request)
      expect(VirtualMFADevice?.SerialNumber).toBe(`arn:aws:iam::${accountId}:mfa/a//b/phone`)
    })

    it('refuses a serial number that no other operation would take', async () => {
      const name = 'x'.repeat(256 - `arn:aws:iam::${accountId}:mfa/`.length)
      await createDevice(server, name)
      for (const request of [{ VirtualMFADeviceName: `${name}x` }, { VirtualMFADeviceName: 'x', Path: '/not!/' }]) {
        const [code, status] = await errorOf(server.iam.createVirtualMFADevice(request))
        expect([code, status]).toEqual(['ValidationError', 400])
      }
    })

    it('makes nothing when the tags are refused', async () => {
      const create = (Tags: { Key: string; Value: string }[]) =>
        server.iam.createVirtualMFADevice({ VirtualMFADeviceName: 'not-made', Tags })
      const duplicates = ['Key', 'key'].map((Key) => ({ Key, Value: '' }))
      expect((await errorOf(create(duplicates)))[0]).toBe('InvalidInput')
      expect((await errorOf(create([{ Key: 'aws:reserved', Value: '' }])))[0]).toBe('InvalidInput')
      await create([])
    })
  })

  describe('ListVirtualMFADevices', () => {
    it('shows what is assigned and what is not, and both by default', async () => {
      const { userName, userId, device } = await createUserWithDevice(server)
      const spare = await createDevice(server)
      const now = new Date(Math.floor(server.clock.now() / 1000) * 1000)
      const assigned = {
        SerialNumber: device.serialNumber,
        EnableDate: now,
        User: {
          Path: '/',
          UserName: userName,
          UserId: userId,
          Arn: `arn:aws:iam::${accountId}:user/${userName}`,
          CreateDate: now,
        },
      }
      const unassigned = { SerialNumber: spare.serialNumber }

      for (const AssignmentStatus of [undefined, 'Any'] as const) {
        const devices = await listAll(AssignmentStatus)
        expect(devices).toContainEqual(assigned)
        expect(devices).toContainEqual(unassigned)
      }
      expect(await listAll('Assigned')).toContainEqual(assigned)
      expect(await listAll('Assigned')).not.toContainEqual(unassigned)
      expect(await listAll('Unassigned')).toContainEqual(unassigned)
      expect((await listAll('Unassigned')).map(Object.keys)).toEqual(expect.arrayContaining([['SerialNumber']]))
      expect((await listAll('Unassigned')).filter((each) => Object.keys(each).length > 1)).toEqual([])
    })

    it('pages by MaxItems and Marker, in the order of the serial numbers', async () => {
      for (let count = 0; count < 5; count++) await createDevice(server)
      const all = (await listAll()).map((device) => device.SerialNumber)
      expect(all).toEqual(all.toSorted((a = '', b = '') => (a.toLowerCase() < b.toLowerCase() ? -1 : 1)))
      const paged: (string | undefined)[] = []
      let Marker: string | undefined
      do {
        const page = await server.iam.listVirtualMFADevices({ MaxItems: 2, ...(Marker && { Marker }) })
        paged.push(...(page.VirtualMFADevices ?? []).map((device) => device.SerialNumber))
        expect(page.IsTruncated).toBe(page.Marker !== undefined)
        Marker = page.Marker
      } while (Marker)
      expect(paged).toEqual(all)
    })

    it('goes on behind the marker whatever came and went meanwhile', async () => {
      for (const name of ['page-b', 'page-d', 'page-f']) await createDevice(server, name)
      const serial = (name: string) => `arn:aws:iam::${accountId}:mfa/${name}`
      const upToD = 1 + (await listAll()).findIndex((device) => device.SerialNumber === serial('page-d'))
      const { Marker = '' } = await server.iam.listVirtualMFADevices({ MaxItems: upToD })

      await createDevice(server, 'page-a')
      await server.iam.deleteVirtualMFADevice({ SerialNumber: serial('page-b') })
      await server.iam.deleteVirtualMFADevice({ SerialNumber: serial('page-d') })
      await createDevice(server, 'page-e')

      const { VirtualMFADevices } = await server.iam.listVirtualMFADevices({ Marker, MaxItems: 2 })
      expect(VirtualMFADevices?.map((device) => device.SerialNumber)).toEqual([serial('page-e'), serial('page-f')])
    })

    it('refuses a marker that it never gave', async () => {
      const [code, status] = await errorOf(server.iam.listVirtualMFADevices({ Marker: 'AAAA' }))
      expect([code, status]).toEqual(['ValidationError', 400])
    })

    it.each(['assigned', 'None'])('refuses the AssignmentStatus %s', async (AssignmentStatus) => {
      const request = server.iam.listVirtualMFADevices({ AssignmentStatus: AssignmentStatus as 'Any' })
      expect(await errorOf(request)).toEqual([
        'ValidationError',
        400,
        "1 validation error detected: Value at 'assignmentStatus' failed to satisfy constraint: Member must satisfy enum value set",
      ])
    })
  })

  it('shows a seed to nobody after it was created', async () => {
    const { userName } = await createUser(server)
    const { VirtualMFADevice } = await server.iam.createVirtualMFADevice({ VirtualMFADeviceName: 'secret' })
    const SerialNumber = VirtualMFADevice?.SerialNumber ?? ''
    const seed = seedOf({ VirtualMFADevice })
    const device = new Authenticator(SerialNumber, seed, server.clock)
    await server.iam.enableMFADevice({ UserName: userName, ...device.pair() })
    const reads = [
      { Action: 'ListVirtualMFADevices', MaxItems: '1000' },
      { Action: 'ListMFADevices', UserName: userName },
      { Action: 'ListMFADeviceTags', SerialNumber },
      { Action: 'GetMFADevice', SerialNumber, UserName: userName },
      { Action: 'GetUser', UserName: userName },
    ]
    const secrets = ['Base32StringSeed', 'QRCodePNG', seed, Buffer.from(seed).toString('base64')]
    for (const read of reads) {
      const { body } = await sendForm(server, 'iam', read)
      for (const secret of secrets) expect(body, read.Action).not.toContain(secret)
    }
    expect(server.log.join('')).not.toContain(seed)
  })

  describe('DeleteVirtualMFADevice', () => {
    it('refuses a device that is in use', async () => {
      const { userName, device } = await createUserWithDevice(server)
      const remove = () => server.iam.deleteVirtualMFADevice({ SerialNumber: device.serialNumber })
      expect(await errorOf(remove())).toEqual([
        'DeleteConflict',
        409,
        'MFA VirtualDevice in use. Must deactivate first.',
      ])
      await server.iam.deactivateMFADevice({ UserName: userName, SerialNumber: device.serialNumber })
      await remove()
    })

    it('finds the device in whatever case, once', async () => {
      const { serialNumber } = await createDevice(server, 'Mixed-Case')
      const remove = () => server.iam.deleteVirtualMFADevice({ SerialNumber: serialNumber.toUpperCase() })
      await remove()
      expect((await errorOf(remove())).slice(0, 2)).toEqual(['NoSuchEntity', 404])
      expect((await listAll()).map((device) => device.SerialNumber)).not.toContain(serialNumber)
    })

    it('takes tags and seed along: what is created again is another device', async () => {
      const { userName } = await createUser(server)
      const old = await createDevice(server, 'replaced')
      await server.iam.tagMFADevice({ SerialNumber: old.serialNumber, Tags: [{ Key: 'old', Value: '' }] })
      await server.iam.deleteVirtualMFADevice({ SerialNumber: old.serialNumber })
      const replacement = await createDevice(server, 'replaced')
      expect((await server.iam.listMFADeviceTags({ SerialNumber: old.serialNumber })).Tags).toEqual([])
      expect((await errorOf(server.iam.enableMFADevice({ UserName: userName, ...old.pair() })))[0]).toBe(
        'InvalidAuthenticationCode',
      )
      await server.iam.enableMFADevice({ UserName: userName, ...replacement.pair() })
    })
  })

  async function listAll(AssignmentStatus?: 'Assigned' | 'Unassigned' | 'Any') {
    const { VirtualMFADevices, IsTruncated } = await server.iam.listVirtualMFADevices({
      MaxItems: 1000,
      ...(AssignmentStatus && { AssignmentStatus }),
    })
    expect(IsTruncated).toBe(false)
    return VirtualMFADevices ?? []
  }
})

function seedOf({ VirtualMFADevice }: { readonly VirtualMFADevice?: VirtualMFADevice | undefined }): string {
  return Buffer.from(VirtualMFADevice?.Base32StringSeed ?? []).toString()
}

/** One bit for each pixel, rows in whole bytes: what the decoder wants is four bytes for each. */
function readQR(png: Uint8Array | undefined): string {
  const { width, height, data } = decodePng(png ?? new Uint8Array())
  const bytesPerRow = Math.ceil(width / 8)
  const rgba = new Uint8Array(width * height * 4)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const isWhite = ((data[y * bytesPerRow + (x >> 3)] ?? 0) >> (7 - (x & 7))) & 1
      rgba.fill(isWhite ? 255 : 0, (y * width + x) * 4, (y * width + x) * 4 + 4)
    }
  }
  return decodeQR({ width, height, data: rgba })
}
