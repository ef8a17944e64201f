import { describe, expect, it } from 'vitest'
import { accountId, createDevice, describeTwinlock, errorOf } from '../twinlock.ts'

const duplicateKeys = ['InvalidInput', 400, 'Duplicate tag keys found. Please note that Tag keys are case insensitive.']

describeTwinlock('Tags of MFA devices', (server) => {
  const tagsOf = async (SerialNumber: string) => (await server.iam.listMFADeviceTags({ SerialNumber })).Tags
  const newSerialNumber = async () => (await createDevice(server)).serialNumber

  it('are listed sorted by key, ignoring case', async () => {
    const SerialNumber = await newSerialNumber()
    const Tags = ['b', 'C', 'a'].map((Key) => ({ Key, Value: `of ${Key}` }))
    await server.iam.tagMFADevice({ SerialNumber, Tags })
    const { Tags: listed, IsTruncated, Marker } = await server.iam.listMFADeviceTags({ SerialNumber })
    expect(listed?.map(({ Key, Value }) => [Key, Value])).toEqual([
      ['a', 'of a'],
      ['b', 'of b'],
      ['C', 'of C'],
    ])
    expect([IsTruncated, Marker]).toEqual([false, undefined])
  })

  it('take the value and the spelling that were given last', async () => {
    const SerialNumber = await newSerialNumber()
    await server.iam.tagMFADevice({ SerialNumber, Tags: [{ Key: 'Owner', Value: 'first' }] })
    await server.iam.tagMFADevice({ SerialNumber, Tags: [{ Key: 'OWNER', Value: '' }] })
    expect(await tagsOf(SerialNumber)).toEqual([{ Key: 'OWNER', Value: '' }])
  })

  it('are removed in whatever case; what is not there does not matter', async () => {
    const SerialNumber = await newSerialNumber()
    const Tags = ['Keep', 'Remove'].map((Key) => ({ Key, Value: '' }))
    await server.iam.tagMFADevice({ SerialNumber, Tags })
    await server.iam.untagMFADevice({ SerialNumber, TagKeys: ['remove', 'unknown'] })
    expect(await tagsOf(SerialNumber)).toEqual([{ Key: 'Keep', Value: '' }])
  })

  it('belong to the device in whatever case its serial number is given, and to no other', async () => {
    const { serialNumber: SerialNumber } = await createDevice(server, 'Tagged-Case')
    const other = await newSerialNumber()
    await server.iam.tagMFADevice({ SerialNumber: SerialNumber.toUpperCase(), Tags: [{ Key: 'k', Value: 'v' }] })
    expect(await tagsOf(SerialNumber.toLowerCase())).toEqual([{ Key: 'k', Value: 'v' }])
    expect(await tagsOf(other)).toEqual([])
  })

  it.each([[['same', 'same']], [['Case', 'cASE']]])(
    'refuse the keys %j in one request, and keep none',
    async (keys) => {
      const SerialNumber = await newSerialNumber()
      const Tags = [...keys, 'innocent'].map((Key) => ({ Key, Value: '' }))
      expect(await errorOf(server.iam.tagMFADevice({ SerialNumber, Tags }))).toEqual(duplicateKeys)
      expect(await tagsOf(SerialNumber)).toEqual([])
    },
  )

  it.each(['aws:key', 'AWS:key'])('refuse the key %s, which is reserved', async (Key) => {
    const SerialNumber = await newSerialNumber()
    const request = server.iam.tagMFADevice({ SerialNumber, Tags: [{ Key, Value: '' }] })
    expect((await errorOf(request)).slice(0, 2)).toEqual(['InvalidInput', 400])
    expect(await tagsOf(SerialNumber)).toEqual([])
  })

  it.each(['key!', 'x'.repeat(129), ''])('refuse the key %j', async (Key) => {
    const SerialNumber = await newSerialNumber()
    const request = server.iam.tagMFADevice({ SerialNumber, Tags: [{ Key, Value: '' }] })
    expect((await errorOf(request)).slice(0, 2)).toEqual(['ValidationError', 400])
  })

  it('take keys and values in all scripts, up to their full length', async () => {
    const SerialNumber = await newSerialNumber()
    const Tags = [{ Key: `größe ${'大'.repeat(122)}`, Value: 'я'.repeat(256) }]
    await server.iam.tagMFADevice({ SerialNumber, Tags })
    expect(await tagsOf(SerialNumber)).toEqual(Tags)
  })

  it('are fifty at most, those that are there already counted', async () => {
    const SerialNumber = await newSerialNumber()
    const tags = (count: number, prefix: string) =>
      Array.from({ length: count }, (_, index) => ({ Key: `${prefix}${index}`, Value: '' }))
    await server.iam.tagMFADevice({ SerialNumber, Tags: tags(50, 'key') })
    const another = server.iam.tagMFADevice({ SerialNumber, Tags: tags(1, 'other') })
    expect((await errorOf(another)).slice(0, 2)).toEqual(['LimitExceeded', 409])
    await server.iam.tagMFADevice({ SerialNumber, Tags: [{ Key: 'KEY7', Value: 'new' }] })
    expect(await tagsOf(SerialNumber)).toHaveLength(50)
    const tooManyAtOnce = server.iam.tagMFADevice({ SerialNumber, Tags: tags(51, 'key') })
    expect((await errorOf(tooManyAtOnce)).slice(0, 2)).toEqual(['ValidationError', 400])
  })

  it('are paged by MaxItems and Marker, also where keys are longer than markers may be', async () => {
    const SerialNumber = await newSerialNumber()
    const keys = ['大'.repeat(128), `${'大'.repeat(127)}小`, 'a', 'B', 'c'].sort()
    const Tags = keys.map((Key) => ({ Key, Value: '' }))
    await server.iam.tagMFADevice({ SerialNumber, Tags })
    const whole = (await tagsOf(SerialNumber))?.map(({ Key }) => Key)
    const pages: (string | undefined)[][] = []
    let Marker: string | undefined
    do {
      const page = await server.iam.listMFADeviceTags({ SerialNumber, MaxItems: 2, ...(Marker && { Marker }) })
      pages.push((page.Tags ?? []).map(({ Key }) => Key))
      expect(page.IsTruncated).toBe(page.Marker !== undefined)
      Marker = page.Marker
    } while (Marker)
    expect(pages.map((page) => page.length)).toEqual([2, 2, 1])
    expect(pages.flat()).toEqual(whole)
    const foreign = server.iam.listMFADeviceTags({ SerialNumber, Marker: 'AAAA' })
    expect((await errorOf(foreign)).slice(0, 2)).toEqual(['ValidationError', 400])
  })

  describe('of an unknown device', () => {
    const SerialNumber = `arn:aws:iam::${accountId}:mfa/nowhere`
    it.each([
      ['TagMFADevice', () => server.iam.tagMFADevice({ SerialNumber, Tags: [{ Key: 'k', Value: '' }] })],
      ['UntagMFADevice', () => server.iam.untagMFADevice({ SerialNumber, TagKeys: ['k'] })],
      ['ListMFADeviceTags', () => server.iam.listMFADeviceTags({ SerialNumber })],
    ])('are not found by %s', async (_, request) => {
      expect((await errorOf(request())).slice(0, 2)).toEqual(['NoSuchEntity', 404])
    })
  })
})
