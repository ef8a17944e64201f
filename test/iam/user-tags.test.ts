import { expect, it } from 'vitest'
import { describeTwinlock, errorOf } from '../twinlock.ts'

const range = (length: number, from = 0) => Array.from({ length }, (_, index) => String(from + index).padStart(3, '0'))
const withKeys = (keys: readonly string[]) => keys.map((Key) => ({ Key, Value: `of ${Key}` }))
const noSuchUser = ['NoSuchEntity', 404, 'The user with name nobody cannot be found.']
const duplicate = ['InvalidInput', 400, 'Duplicate tag keys found. Please note that Tag keys are case insensitive.']

let users = 0

describeTwinlock('tags of users', (server, kind) => {
  const newUser = async () => {
    const UserName = `tagged-${kind.name}-${++users}`.replaceAll(' ', '-')
    await server.iam.createUser({ UserName })
    return UserName
  }
  const tagsOf = async (UserName: string) => (await server.iam.listUserTags({ UserName })).Tags

  it('are listed sorted by key, ignoring case, for whatever case of the name', async () => {
    const UserName = await newUser()
    await server.iam.tagUser({ UserName: UserName.toUpperCase(), Tags: withKeys(['b', 'C', 'a']) })
    expect(await tagsOf(UserName.toLowerCase())).toEqual(withKeys(['a', 'b', 'C']))
    expect((await server.iam.getUser({ UserName })).User?.Tags).toEqual(withKeys(['a', 'b', 'C']))
  })

  it('are none at first', async () => {
    const { Tags, IsTruncated, Marker } = await server.iam.listUserTags({ UserName: await newUser() })
    expect([Tags, IsTruncated, Marker]).toEqual([[], false, undefined])
  })

  it('take the place of one whose key differs in case', async () => {
    const UserName = await newUser()
    await server.iam.tagUser({ UserName, Tags: [{ Key: 'Owner', Value: 'first' }] })
    await server.iam.tagUser({ UserName, Tags: [{ Key: 'oWNER', Value: '' }] })
    expect(await tagsOf(UserName)).toEqual([{ Key: 'oWNER', Value: '' }])
  })

  it('are removed in whatever case; what is not there does not matter', async () => {
    const UserName = await newUser()
    await server.iam.tagUser({ UserName, Tags: withKeys(['Keep', 'Drop']) })
    await server.iam.untagUser({ UserName, TagKeys: ['DROP', 'unknown'] })
    expect(await tagsOf(UserName)).toEqual(withKeys(['Keep']))
  })

  it.each([[['k', 'k']], [['Case', 'cASE']]])('refuse the keys %j together, and keep none', async (keys) => {
    const UserName = await newUser()
    expect(await errorOf(server.iam.tagUser({ UserName, Tags: withKeys([...keys, 'x']) }))).toEqual(duplicate)
    expect(await tagsOf(UserName)).toEqual([])
  })

  it.each(['aws:k', 'AWS:k', 'Aws:'])('refuse the key %s', async (Key) => {
    const UserName = await newUser()
    const [code, status] = await errorOf(server.iam.tagUser({ UserName, Tags: [{ Key, Value: '' }] }))
    expect([code, status]).toEqual(['InvalidInput', 400])
    expect(await tagsOf(UserName)).toEqual([])
  })

  it('may look like the reserved ones', async () => {
    const UserName = await newUser()
    await server.iam.tagUser({ UserName, Tags: [{ Key: 'aws', Value: 'aws:x' }] })
    expect(await tagsOf(UserName)).toEqual([{ Key: 'aws', Value: 'aws:x' }])
  })

  it('are fifty at most', async () => {
    const UserName = await newUser()
    const tooMany = server.iam.tagUser({ UserName, Tags: withKeys(range(51)) })
    expect(await errorOf(tooMany)).toEqual([
      'ValidationError',
      400,
      "1 validation error detected: Value at 'tags' failed to satisfy constraint: Member must have length less than or equal to 50",
    ])
    await server.iam.tagUser({ UserName, Tags: withKeys(range(49)) })
    const twoMore = server.iam.tagUser({ UserName, Tags: withKeys(range(2, 49)) })
    expect((await errorOf(twoMore)).slice(0, 2)).toEqual(['LimitExceeded', 409])
    await server.iam.tagUser({ UserName, Tags: withKeys(range(1, 49)) })
    // The fifty can still be changed.
    await server.iam.tagUser({ UserName, Tags: [{ Key: '000', Value: 'changed' }] })
    const tags = await tagsOf(UserName)
    expect([tags?.length, tags?.[0]?.Value]).toEqual([50, 'changed'])
  })

  it('have keys of 128 and values of 256 characters at most, of any script', async () => {
    const UserName = await newUser()
    const Tags = [
      { Key: 'k'.repeat(128), Value: 'v'.repeat(256) },
      { Key: 'Straße 道 _.:/=+-@', Value: 'é Ω ١' },
    ]
    await server.iam.tagUser({ UserName, Tags })
    expect(await tagsOf(UserName)).toEqual(Tags)
    const refuse = async (Key: string, Value: string) =>
      (await errorOf(server.iam.tagUser({ UserName, Tags: [{ Key, Value }] })))[2]
    expect(await refuse('k'.repeat(129), '')).toBe(
      "1 validation error detected: Value at 'tags.1.member.key' failed to satisfy constraint: Member must have length less than or equal to 128",
    )
    expect(await refuse('k', 'v'.repeat(257))).toBe(
      "1 validation error detected: Value at 'tags.1.member.value' failed to satisfy constraint: Member must have length less than or equal to 256",
    )
    expect(await refuse('', '')).toContain("Value at 'tags.1.member.key' failed to satisfy constraint")
    for (const text of ['a\0', '<', '\n', 'a*', '\u{1F511}']) {
      expect(await refuse(text, '')).toContain('[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]+')
      expect(await refuse('k', text)).toContain('[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*')
    }
  })

  it('come in pages, which go on while tags come and go behind the marker', async () => {
    const UserName = await newUser()
    await server.iam.tagUser({ UserName, Tags: withKeys(['b', 'd', 'f']) })
    const first = await server.iam.listUserTags({ UserName, MaxItems: 2 })
    expect([first.Tags?.map(({ Key }) => Key), first.IsTruncated]).toEqual([['b', 'd'], true])
    await server.iam.tagUser({ UserName, Tags: withKeys(['a', 'e']) })
    await server.iam.untagUser({ UserName, TagKeys: ['f', 'b'] })
    const second = await server.iam.listUserTags({ UserName, Marker: first.Marker ?? '', MaxItems: 10 })
    expect([second.Tags?.map(({ Key }) => Key), second.IsTruncated, second.Marker]).toEqual([['e'], false, undefined])
  })

  it('refuse a marker whose own tag was removed, instead of leaving others out', async () => {
    const UserName = await newUser()
    await server.iam.tagUser({ UserName, Tags: withKeys(['b', 'd', 'f']) })
    const { Marker = '' } = await server.iam.listUserTags({ UserName, MaxItems: 2 })
    await server.iam.untagUser({ UserName, TagKeys: ['d'] })
    const request = server.iam.listUserTags({ UserName, Marker })
    expect((await errorOf(request)).slice(0, 2)).toEqual(['ValidationError', 400])
  })

  it('are nobody’s', async () => {
    const UserName = 'nobody'
    expect(await errorOf(server.iam.tagUser({ UserName, Tags: withKeys(['k']) }))).toEqual(noSuchUser)
    expect(await errorOf(server.iam.untagUser({ UserName, TagKeys: ['k'] }))).toEqual(noSuchUser)
    expect(await errorOf(server.iam.listUserTags({ UserName }))).toEqual(noSuchUser)
  })
})
