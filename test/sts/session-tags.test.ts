import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Session } from '../../src/identity/principal.ts'
import { readSessionTags } from '../../src/sts/session-tags.ts'
import { createUser, describeTwinlock, errorOf, type TestServer } from '../twinlock.ts'
import { assume, claimsOf, createRole, notAuthorized, userArn } from './sessions.ts'

const invalid = (message: string) => ['InvalidParameterValue', 400, message]
const conflict = invalid(
  "One of the specified transitive tag keys can't be set because it conflicts with a transitive tag key from the calling session.",
)
const duplicate = invalid('Duplicate tag keys found. Please note that Tag keys are case insensitive.')
const notRequested = invalid('The specified transitive tag key must be included in the requested tags.')

const team = { Key: 'Team', Value: 'red' }
const stage = { Key: 'Stage', Value: 'prod' }

/** A user, a role for the user, and one that the first role's sessions may assume. */
async function chain(server: TestServer, nextActions?: readonly string[]) {
  const user = await createUser(server)
  const first = await createRole(server, [userArn(user)])
  const next = await createRole(server, [first.arn], nextActions ? { actions: nextActions } : {})
  return { user, first, next }
}

describeTwinlock('tags of role sessions', (server) => {
  it('are in the session, and passed on where they are transitive', async () => {
    const { user, first, next } = await chain(server)
    const session = await assume(server, user, first, { Tags: [team, stage], TransitiveTagKeys: ['tEAM'] })
    expect(claimsOf(session.credentials)).toMatchObject({
      tags: { Team: 'red', Stage: 'prod' },
      transitiveTagKeys: ['Team'],
    })
    const chained = await assume(server, session, next, { Tags: [{ Key: 'stage', Value: 'test' }] })
    expect(claimsOf(chained.credentials)).toMatchObject({
      tags: { Team: 'red', stage: 'test' },
      transitiveTagKeys: ['Team'],
    })
    const plain = claimsOf((await assume(server, user, first)).credentials)
    expect(plain).not.toHaveProperty('tags')
    expect(plain).not.toHaveProperty('transitiveTagKeys')
  })

  it('are refused when two keys differ only in case, or one is reserved', async () => {
    const { user, first } = await chain(server)
    const tag = (Key: string) => ({ Key, Value: '' })
    expect(await errorOf(assume(server, user, first, { Tags: [team, tag('TEAM')] }))).toEqual(duplicate)
    expect((await errorOf(assume(server, user, first, { Tags: [tag('AWS:team')] }))).slice(0, 2)).toEqual([
      'InvalidParameterValue',
      400,
    ])
  })

  it('are transitive only if they are there', async () => {
    const { user, first } = await chain(server)
    for (const options of [{ TransitiveTagKeys: ['Team'] }, { Tags: [stage], TransitiveTagKeys: ['Stage', 'Team'] }]) {
      expect(await errorOf(assume(server, user, first, options))).toEqual(notRequested)
    }
  })

  it('cannot replace those that are inherited', async () => {
    const { user, first, next } = await chain(server)
    const session = await assume(server, user, first, { Tags: [team], TransitiveTagKeys: ['Team'] })
    const override = { Key: 'team', Value: 'blue' }
    for (const TransitiveTagKeys of [[], ['team']]) {
      expect(await errorOf(assume(server, session, next, { Tags: [override], TransitiveTagKeys }))).toEqual(conflict)
    }
  })

  it('are asked for, passed or inherited', async () => {
    const { user, first, next } = await chain(server, ['sts:AssumeRole'])
    const { arn } = await createRole(server, [userArn(user)], { actions: ['sts:AssumeRole'] })
    const request = assume(server, user, { ...first, arn }, { Tags: [team] })
    expect(await errorOf(request)).toEqual(notAuthorized(userArn(user), arn, 'sts:TagSession'))

    const session = await assume(server, user, first, { Tags: [team], TransitiveTagKeys: ['Team'] })
    const { Arn = '' } = session.answer.AssumedRoleUser ?? {}
    expect(await errorOf(assume(server, session, next))).toEqual(notAuthorized(Arn, next.arn, 'sts:TagSession'))
    await assume(server, await assume(server, user, first, { Tags: [team] }), next)
  })

  it('can be a condition of the role', async () => {
    const user = await createUser(server)
    const condition = { StringEquals: { 'aws:RequestTag/Team': 'red' } }
    const role = await createRole(server, [userArn(user)], { condition })
    await assume(server, user, role, { Tags: [team] })
    const blue = { Tags: [{ Key: 'Team', Value: 'blue' }] }
    for (const options of [{}, blue]) {
      expect(await errorOf(assume(server, user, role, options))).toEqual(notAuthorized(userArn(user), role.arn))
    }
  })
})

describeTwinlock('the source identity', (server) => {
  it('is answered, and stays along the chain', async () => {
    const { user, first, next } = await chain(server)
    const session = await assume(server, user, first, { SourceIdentity: 'Ada' })
    expect(session.answer.SourceIdentity).toBe('Ada')
    for (const options of [{}, { SourceIdentity: 'Ada' }]) {
      const chained = await assume(server, session, next, options)
      expect(chained.answer.SourceIdentity).toBe('Ada')
      expect(claimsOf(chained.credentials)).toMatchObject({ sourceIdentity: 'Ada' })
    }
    for (const SourceIdentity of ['Bob', 'ada']) {
      expect(await errorOf(assume(server, session, next, { SourceIdentity }))).toEqual([
        'ValidationError',
        400,
        'The source identity is already set for this assume role session',
      ])
    }
  })

  it('is asked for, passed or inherited', async () => {
    const { user, first, next } = await chain(server, ['sts:AssumeRole'])
    const session = await assume(server, user, first, { SourceIdentity: 'Ada' })
    const { Arn = '' } = session.answer.AssumedRoleUser ?? {}
    expect(await errorOf(assume(server, session, next))).toEqual(notAuthorized(Arn, next.arn, 'sts:SetSourceIdentity'))
    const withoutIdentity = await assume(server, user, first)
    await assume(server, withoutIdentity, next)
    expect(await errorOf(assume(server, withoutIdentity, next, { SourceIdentity: 'Bob' }))).toEqual(
      notAuthorized(Arn, next.arn, 'sts:SetSourceIdentity'),
    )
  })
})

describe('readSessionTags', () => {
  const key = fc.stringMatching(/^[A-Za-z_]{1,3}$/)
  const value = fc.string({ maxLength: 4 })
  const session = fc
    .dictionary(key, value, { noNullPrototype: true })
    .chain((tags) => fc.record({ tags: fc.constant(tags), transitiveTagKeys: fc.subarray(Object.keys(tags)) }))
    .map((tags) => tags as unknown as Session)
  const fold = (keys: readonly string[]) => keys.map((text) => text.toLowerCase())

  it('hands on exactly what is transitive, never changed, and nothing else', () => {
    fc.assert(
      fc.property(session, fc.array(fc.record({ Key: key, Value: value }), { maxLength: 4 }), (calling, Tags) => {
        // Only sessions that this code could have made.
        fc.pre(new Set(fold(Object.keys(calling.tags))).size === Object.keys(calling.tags).length)
        fc.pre(new Set(fold(Tags.map((tag) => tag.Key))).size === Tags.length)
        const overrides = Tags.some((tag) => fold(calling.transitiveTagKeys).includes(tag.Key.toLowerCase()))
        if (overrides) {
          expect(() => readSessionTags({ Tags }, calling)).toThrow(/conflicts/)
          return
        }
        const { tags = {}, transitiveTagKeys = [] } = readSessionTags({ Tags }, calling)
        expect([...transitiveTagKeys].sort()).toEqual([...calling.transitiveTagKeys].sort())
        for (const inherited of calling.transitiveTagKeys) expect(tags[inherited]).toBe(calling.tags[inherited])
        expect(Object.keys(tags)).toHaveLength(Tags.length + transitiveTagKeys.length)
      }),
    )
  })

  it('takes any key for a key', () => {
    const Tags = [{ Key: '__proto__', Value: 'x' }]
    const { tags = {} } = readSessionTags({ Tags, TransitiveTagKeys: ['__proto__'] }, undefined)
    expect(Object.entries(tags)).toEqual([['__proto__', 'x']])
  })
})
