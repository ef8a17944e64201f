import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { iamRegistry } from '../../src/iam/registry.ts'
import { stsRegistry } from '../../src/sts/registry.ts'
import { anything, integer, type Limit, listOf, oneOf, structure, text } from '../../src/wire/limits.ts'
import { actionsOf, operationModel, type ServiceName } from '../../src/wire/model.ts'
import * as named from '../../src/wire/named-limits.ts'
import { unverifiedLimits } from '../../src/wire/unverified-limits.ts'

/** What botocore 1.43.11 says of the inputs, recorded apart from the code. */
interface Recording {
  readonly shapes: Readonly<Record<string, RecordedShape>>
  readonly inputs: Readonly<Record<string, Readonly<Record<string, string>>>>
}

interface RecordedShape {
  readonly type: 'string' | 'integer' | 'boolean' | 'list' | 'structure'
  readonly min?: number
  readonly max?: number
  readonly pattern?: string
  readonly enum?: readonly string[]
  readonly member?: string
  readonly members?: Readonly<Record<string, string>>
}

const read = (name: string) =>
  JSON.parse(readFileSync(new URL(`../vectors/${name}.json`, import.meta.url), 'utf8')) as Recording
const recordings: Record<ServiceName, Recording> = { iam: read('iam-limits'), sts: read('sts-limits') }

const registries: Record<
  ServiceName,
  Readonly<Record<string, { readonly action: string; readonly limits: object }>>
> = {
  iam: iamRegistry,
  sts: stsRegistry,
}

/** IAM answers a broken pattern of these with a sentence of its own, and says nothing of the length then. */
const shapesWithSentence = new Set([
  'existingUserNameType',
  'groupNameType',
  'instanceProfileNameType',
  'pathPrefixType',
  'pathType',
  'policyNameType',
  'policyPathType',
  'roleNameType',
  'userNameType',
  'virtualMFADeviceName',
])

/** Texts of a wanted length that match a pattern of the recording, and one that does not. All others take `a` and `\0`. */
const samples: Readonly<Record<string, { valid: (length: number) => string; invalid: string }>> = {
  '[\\d]+': { valid: (length) => '1'.repeat(length), invalid: '12345a' },
  '[\\d]*': { valid: (length) => '1'.repeat(length), invalid: '12345a' },
  '\\d{12}': { valid: () => '123456789012', invalid: '1234567890123' },
  '[A-Z0-9]+': { valid: (length) => 'A'.repeat(length), invalid: 'a'.repeat(22) },
  'v[1-9][0-9]*(\\.[A-Za-z0-9-]*)?': { valid: () => 'v12.a-b', invalid: 'v0' },
  '^p-[0-9a-zA-Z_]{8,128}$': { valid: () => 'p-12345678', invalid: 'p-1234567' },
  '^o-[0-9a-z]{10,32}\\/r-[0-9a-z]{4,32}[0-9a-z-\\/]*': {
    valid: (length) => 'o-1234567890/r-1234'.padEnd(length, '/').slice(0, length),
    invalid: 'o-1234567890/r-12345/A',
  },
  '^http(s?)://[a-zA-Z0-9._/-]*(\\?[a-zA-Z0-9._=&-]*)?(#[a-zA-Z0-9._/-]*)?$': {
    valid: (length) => (length === 0 ? '' : 'https://a?b=c#d'.padEnd(length, 'd')),
    invalid: 'https://a b',
  },
  '(\\u002F)|(\\u002F[\\u0021-\\u007E]+\\u002F)': {
    valid: (length) => `/${'a'.repeat(length)}`.slice(0, length - 1) + '/'.slice(0, length),
    invalid: '//',
  },
  '((/[A-Za-z0-9\\.,\\+@=_-]+)*)/': {
    valid: (length) => `/${'a'.repeat(length)}`.slice(0, length - 1) + '/'.slice(0, length),
    invalid: '/a//b/',
  },
  '\\u002F[\\u0021-\\u007F]*': { valid: (length) => '/'.padEnd(length, 'a').slice(0, length), invalid: 'team' },
}

interface Probe {
  readonly value: unknown
  readonly path: string
  /** Undefined: the value is fine. */
  readonly constraint: string | undefined
}

function probesOf({ shapes }: Recording, name: string): readonly Probe[] {
  const shape = shapes[name]
  if (shape === undefined) throw new Error(`${name} is not recorded`)
  const good = (value: unknown): Probe => ({ value, path: '', constraint: undefined })
  const bad = (value: unknown, constraint: string): Probe => ({ value, path: '', constraint })
  const { min, max, pattern } = shape
  switch (shape.type) {
    case 'boolean':
      return [good(true), good(false)]
    case 'integer':
      return [
        ...(min === undefined
          ? []
          : [good(min), bad(min - 1, `Member must have value greater than or equal to ${min}`)]),
        ...(max === undefined ? [] : [good(max), bad(max + 1, `Member must have value less than or equal to ${max}`)]),
      ]
    case 'string': {
      if (shape.enum !== undefined)
        return [...shape.enum.map(good), bad('Stranger', 'Member must satisfy enum value set: [')]
      const sample = samples[pattern ?? ''] ?? {
        valid: (length) => 'a'.repeat(length),
        invalid: '\0'.repeat(Math.max(min ?? 1, 1)),
      }
      const tooShort = `Member must have length greater than or equal to ${min}`
      const needsOneCharacter = min === 1 && shapesWithSentence.has(name)
      return [
        good(sample.valid(min ?? (pattern === undefined || pattern.endsWith('*') ? 0 : 1))),
        ...(min !== undefined && min > 0 && !needsOneCharacter ? [bad(sample.valid(min - 1), tooShort)] : []),
        ...(max === undefined
          ? [good(sample.valid(3000))]
          : [
              good(sample.valid(max)),
              bad(sample.valid(max + 1), `Member must have length less than or equal to ${max}`),
            ]),
        pattern === undefined
          ? good('\0é\u{1F511}'.padEnd(min ?? 0, '\0').slice(0, max))
          : bad(sample.invalid, `Member must satisfy regular expression pattern: ${pattern}`),
      ]
    }
    case 'structure':
      return Object.entries(shape.members ?? {}).flatMap(([member, memberShape]) =>
        probesOf({ shapes, inputs: {} }, memberShape).map(({ value, path, constraint }) => ({
          value: { [member]: value },
          path: `.${member.charAt(0).toLowerCase()}${member.slice(1)}${path}`,
          constraint,
        })),
      )
    case 'list': {
      const isStructure = shapes[shape.member ?? '']?.type === 'structure'
      const items = probesOf({ shapes, inputs: {} }, shape.member ?? '')
      const listed = items.map(({ value, path, constraint }) => ({
        value: Array(Math.max(min ?? 1, 1)).fill(value),
        path: isStructure ? `.1.member${path}` : '',
        constraint: constraint === undefined || isStructure ? constraint : 'Member must satisfy constraint: [',
      }))
      const item = items.find(({ constraint }) => constraint === undefined)?.value
      const times = (count: number) => Array<unknown>(count).fill(item)
      return [
        ...listed,
        ...(min === undefined ? [] : [bad(times(min - 1), `Member must have length greater than or equal to ${min}`)]),
        ...(max === undefined
          ? [good(times(500))]
          : [good(times(max)), bad(times(max + 1), `Member must have length less than or equal to ${max}`)]),
      ]
    }
  }
}

describe.each(['iam', 'sts'] as const)('the limits of %s', (service) => {
  const recording = recordings[service]
  const registry = registries[service]

  it.each(actionsOf(service))('%s', (action) => {
    const limits = registry[action]?.limits as Readonly<Record<string, Limit<unknown>>> | undefined
    if (limits === undefined) return expect.unreachable(`${action} has no limits`)
    expect(registry[action]?.action).toBe(action)
    const members = operationModel(service, action).input.members.map(({ name }) => name)
    expect(Object.keys(limits).sort()).toEqual([...members].sort())

    const recorded = recording.inputs[action] ?? {}
    const isRecorded = (member: string) => recorded[member] !== undefined
    expect(
      members.filter((member) => !isRecorded(member) && !unverifiedLimits.includes(`${action}.${member}`)),
    ).toEqual([])
    for (const [member, shape] of Object.entries(recorded)) {
      for (const { value, path, constraint } of probesOf(recording, shape)) {
        const violations = limits[member]?.(value) ?? []
        const shown = `${member} = ${JSON.stringify(value).slice(0, 80)}`
        if (constraint === undefined) {
          expect(violations, shown).toEqual([])
          continue
        }
        // An empty text breaks most patterns too, and the pattern is told first.
        const last = violations.at(-1)
        expect(last?.path, shown).toBe(path)
        expect(last?.constraint.slice(0, constraint.endsWith('[') ? constraint.length : undefined), shown).toBe(
          constraint,
        )
        expect(last?.message !== undefined, shown).toBe(
          service === 'iam' && shapesWithSentence.has(shape) && constraint.includes('pattern'),
        )
      }
    }
  })

  it('prints every value of an enumeration and every constraint of an item', () => {
    for (const [action, members] of Object.entries(recording.inputs)) {
      for (const [member, shapeName] of Object.entries(members)) {
        const shape = recording.shapes[shapeName]
        const item = shape?.type === 'list' ? recording.shapes[shape.member ?? ''] : undefined
        const limits = registry[action]?.limits as Readonly<Record<string, Limit<unknown>>>
        const complaint = (value: unknown) => limits[member]?.(value).at(-1)?.constraint ?? ''
        if (shape?.enum !== undefined) expect(valuesIn(complaint('Stranger'))).toEqual([...shape.enum].sort())
        if (item?.enum !== undefined) expect(valuesIn(complaint(['Stranger']))).toEqual([...item.enum].sort())
        if (item?.type !== 'string' || (item.min ?? 0) === 0) continue
        for (const rule of [item.min, item.max, item.pattern])
          if (rule !== undefined) expect(complaint([''])).toContain(`${rule}`)
      }
    }
  })
})

it('knows which limits nobody could verify', () => {
  const names = (['iam', 'sts'] as const).flatMap((service) =>
    actionsOf(service).flatMap((action) =>
      operationModel(service, action)
        .input.members.filter(({ name }) => recordings[service].inputs[action]?.[name] === undefined)
        .map(({ name }) => `${action}.${name}`),
    ),
  )
  expect(names.sort()).toEqual(unverifiedLimits)
})

const valuesIn = (constraint: string) => (/enum value set: \[([^\]]*)\]/.exec(constraint)?.[1] ?? '').split(', ').sort()

describe('names and paths', () => {
  it.each(['/', '/team/', '/a//b/', '/~/'])('takes the path %j', (path) => expect(named.path(path)).toEqual([]))

  it.each(['', '//', '/team', 'team/', '/a b/', '/a\x7F/', '/é/', '/a\n/', '/a/\n', '\n/a/'])(
    'refuses the path %j',
    (path) => {
      const violations = named.path(path)
      expect(violations).toHaveLength(1)
      expect(violations[0]?.message?.('path')).toBe(
        'The specified value for path is invalid. It must begin and end with / and contain only alphanumeric characters and/or / characters.',
      )
    },
  )

  it('says of a path prefix only how it begins', () => {
    for (const limit of [named.pathPrefix, named.policyPath, named.path]) {
      expect(limit('team')[0]?.message?.('pathPrefix')).toBe(
        'The specified value for pathPrefix is invalid. It must begin with the / character and contain only alphanumeric characters and/or / characters.',
      )
    }
    expect(named.pathPrefix('/team')).toEqual([])
    expect(named.policyPath('/team')).toHaveLength(1)
  })

  it.each(['', 'a b', 'a/b', 'é', 'a\n', 'a:b'])('refuses the name %j with a sentence', (name) => {
    const violations = named.userName(name)
    expect(violations).toHaveLength(1)
    expect(violations[0]?.message?.('newUserName')).toBe(
      'The specified value for newUserName is invalid. It must contain only alphanumeric characters and/or the following: +=,.@_-',
    )
  })

  it('has 64 characters for a new user, 128 for one to look up', () => {
    expect(named.userName('a'.repeat(65)).map(({ constraint }) => constraint)).toEqual([
      'Member must have length less than or equal to 64',
    ])
    expect(named.existingUserName('a'.repeat(65))).toEqual([])
  })
})

describe('the builders', () => {
  it('tells the pattern before the length', () => {
    expect(text({ min: 2, pattern: '[a-z]+' })('1').map(({ constraint }) => constraint)).toEqual([
      'Member must satisfy regular expression pattern: [a-z]+',
      'Member must have length greater than or equal to 2',
    ])
  })

  it('matches a pattern with alternatives as a whole', () => {
    const limit = text({ pattern: 'ab|cd' })
    expect(limit('ab')).toEqual([])
    expect(limit('abx')).toHaveLength(1)
    expect(limit('xcd')).toHaveLength(1)
    expect(limit('cd\n')).toHaveLength(1)
  })

  it('counts UTF-16 units', () => {
    const limit = text({ max: 2 })
    expect(limit('\u{1F511}')).toEqual([])
    expect(limit('\u{1F511}a')).toHaveLength(1)
  })

  it('takes letters of any script in a tag, and no emoji', () => {
    expect(named.tagKey('Ключ 鍵\u{20000}')).toEqual([])
    expect(named.tagKey('\u{1F511}')).toHaveLength(1)
  })

  it('reports of a list that is too long nothing but its length', () => {
    const tags = Array(51).fill({ Key: 'bad#key', Value: 'b' })
    expect(named.tagList(tags)).toEqual([
      { path: '', value: tags, constraint: 'Member must have length less than or equal to 50' },
    ])
  })

  it('numbers the items of a list from one', () => {
    expect(
      named.tagList([
        { Key: 'a', Value: 'b' },
        { Key: 'bad#key', Value: 'b' },
      ]),
    ).toEqual([
      {
        path: '.2.member.key',
        value: 'bad#key',
        constraint: String.raw`Member must satisfy regular expression pattern: [\p{L}\p{Z}\p{N}_.:/=+\-@]+`,
      },
    ])
  })

  it('reports a broken item without parts at the list, with all constraints of the items', () => {
    expect(listOf(text({ min: 1, max: 3, pattern: '[a-z]*' }))(['abc', 'abcd', ''])).toEqual([
      {
        path: '',
        value: ['abc', 'abcd', ''],
        constraint:
          'Member must satisfy constraint: [Member must have length less than or equal to 3, Member must have length greater than or equal to 1, Member must satisfy regular expression pattern: [a-z]*, Member must not be null]',
      },
    ])
    expect(listOf(integer({ max: 3 }))([4])[0]?.constraint).toBe(
      'Member must satisfy constraint: [Member must have value less than or equal to 3, Member must not be null]',
    )
    expect(listOf(oneOf(['A', 'B']))(['C'])[0]?.constraint).toBe(
      'Member must satisfy constraint: [Member must satisfy enum value set: [A, B]]',
    )
  })

  it('leaves out the members of a structure that are not there', () => {
    const limit = structure<{ A?: string | undefined; B?: number | undefined }>({ A: text({ min: 1 }), B: anything })
    expect(limit({})).toEqual([])
    expect(limit({ A: '' })).toMatchObject([{ path: '.a', value: '' }])
  })

  // As much as a request can carry: V8 gives up on the widest classes only beyond three million characters.
  it.each([
    ['a tag', named.tagKey],
    ['a password', named.password],
    ['a policy', named.policyDocument],
    ['a path', named.path],
    ['a policy path', named.policyPath],
    ['an alias', named.accountAlias],
  ])('judges a million characters of %s at once', (_, limit) => {
    for (const hostile of [
      'a'.repeat(1_000_000),
      '/a'.repeat(500_000),
      '-'.repeat(1_000_000),
      '\u9375'.repeat(1_000_000),
    ]) {
      const start = performance.now()
      expect(limit(`${hostile}\0`).length).toBeGreaterThan(0)
      expect(performance.now() - start).toBeLessThan(1_000)
    }
  })
})
