import { describe, expect, it } from 'vitest'
import { actionsOf, operationModel, type Shape } from '../../src/wire/model.ts'
import { decodeInput, parseForm } from '../../src/wire/query.ts'

const decode = (action: string, form: string) => decodeInput(operationModel('iam', action).input, parseForm(form))

function faultOf(run: () => unknown): unknown {
  try {
    run()
    return 'nothing was thrown'
  } catch (error) {
    const { code, status, message } = error as { code: string; status: number; message: string }
    return [code, status, message]
  }
}

const malformed = ['MalformedInput', 400, '']

describe('forms', () => {
  it.each<[string, string[], [string, string][]]>([
    [
      'names and values',
      ['Action=GetUser&UserName=bob'],
      [
        ['Action', 'GetUser'],
        ['UserName', 'bob'],
      ],
    ],
    [
      'query before body',
      ['UserName=a', 'UserName=b&Path=c'],
      [
        ['UserName', 'a'],
        ['Path', 'c'],
      ],
    ],
    [
      'the first of duplicates',
      ['A=1&A=2&B=3&A=4'],
      [
        ['A', '1'],
        ['B', '3'],
      ],
    ],
    ['an empty first value before a later one', ['A=&A=2'], [['A', '']]],
    ['a duplicate that is spelt with an escape', ['A=1&%41=2'], [['A', '1']]],
    [
      'a name without =',
      ['A&B=2'],
      [
        ['A', ''],
        ['B', '2'],
      ],
    ],
    ['further = as part of the value', ['A=b=c=='], [['A', 'b=c==']]],
    ['empty pairs', ['&&A=1&&', '&'], [['A', '1']]],
    ['plus as a space, in names too', ['A+B=c+d'], [['A B', 'c d']]],
    ['an escaped plus as a plus', ['A=c%2Bd%2bd'], [['A', 'c+d+d']]],
    ['escapes as UTF-8', ['A=%C3%A9%F0%9F%94%91'], [['A', 'é\u{1F511}']]],
    ['unescaped bytes as UTF-8', ['A=\u00C3\u00A9'], [['A', 'é']]],
    ['bytes that are no UTF-8 as U+FFFD', ['A=%FF%ED%A0%80'], [['A', '\uFFFD\uFFFD\uFFFD\uFFFD']]],
    ['NUL', ['A=%00'], [['A', '\0']]],
    [
      'names of object members',
      ['__proto__=1&constructor=2'],
      [
        ['__proto__', '1'],
        ['constructor', '2'],
      ],
    ],
  ])('take %s', (_, parts, expected) => {
    expect([...parseForm(...parts)]).toEqual(expected)
  })

  it.each([
    ['A=%', 'Incomplete trailing escape % sequence'],
    ['A=b%4', 'Incomplete trailing escape % sequence'],
    ['A%=b', 'Incomplete trailing escape % sequence'],
    ['A=%zz&B=1', 'Illegal hex character in escape % pattern: %zz'],
    ['A=%4g', 'Illegal hex character in escape % pattern: %4g'],
    ['A=%+1', 'Illegal hex character in escape % pattern: %+1'],
  ])('refuse the escape in %s', (form, message) => {
    expect(faultOf(() => parseForm(form))).toEqual(['MalformedQueryString', 400, message])
  })
})

describe('scalars', () => {
  it.each([
    ['900', 900],
    ['0900', 900],
    ['+900', 900],
    ['0', 0],
    ['-5', -5],
    ['2147483647', 2_147_483_647],
    ['-2147483648', -2_147_483_648],
  ])('read the integer %s', (text, value) => {
    expect(decode('ListUsers', `MaxItems=${encodeURIComponent(text)}`)).toEqual({ MaxItems: value })
  })

  it.each([
    ' 900 ',
    '\t900',
    '900\n',
    '900.0',
    '9e2',
    '2147483648',
    '-2147483649',
    '0x10',
    '٣',
    '+',
    '--1',
    'NaN',
    'null',
  ])('refuse %j as an integer, without a message', (text) => {
    expect(faultOf(() => decode('ListUsers', `MaxItems=${encodeURIComponent(text)}`))).toEqual(malformed)
  })

  it('refuse an empty integer, with a message', () => {
    expect(faultOf(() => decode('ListUsers', 'MaxItems='))).toEqual([
      'MalformedInput',
      400,
      'missing value for decimal type',
    ])
  })

  it.each([
    ['true', true],
    ['1', true],
    ['false', false],
    ['0', false],
  ])('read the boolean %s', (text, value) => {
    expect(decode('ListServiceSpecificCredentials', `AllUsers=${text}`)).toEqual({ AllUsers: value })
  })

  it.each(['True', 'TRUE', ' true', 'true ', '', 'null', 'yes', '2', '01'])('refuse %j as a boolean', (text) => {
    const form = `AllUsers=${encodeURIComponent(text)}`
    expect(faultOf(() => decode('ListServiceSpecificCredentials', form))).toEqual(malformed)
  })

  it('keep a text as it is, and an empty one too', () => {
    expect(decode('GetUser', 'UserName=')).toEqual({ UserName: '' })
    expect(decode('GetUser', 'UserName=%20a%09')).toEqual({ UserName: ' a\t' })
  })
})

describe('structures and lists', () => {
  it('ignore what the operation does not know', () => {
    const form = 'Action=GetUser&Version=x&UserName=bob&Nonsense=1&username=eve&UserName.x=2&X-Amz-Date=3'
    expect(decode('GetUser', form)).toEqual({ UserName: 'bob' })
  })

  it('order items by number, whatever the order and however far apart', () => {
    const form = [10, 9, 2, 100, 1].map((index) => `TagKeys.member.${index}=k${index}`).join('&')
    expect(decode('UntagUser', form)).toEqual({ TagKeys: ['k1', 'k2', 'k9', 'k10', 'k100'] })
  })

  it('read structures inside of lists', () => {
    const form = 'Tags.member.2.Value=v2&Tags.member.1.Key=k1&Tags.member.2.Key=k2&Tags.member.1.Value='
    expect(decode('TagUser', form)).toEqual({
      Tags: [
        { Key: 'k1', Value: '' },
        { Key: 'k2', Value: 'v2' },
      ],
    })
  })

  it('read maps', () => {
    const form =
      'Properties.entry.2.key=b&Properties.entry.2.value=2&Properties.entry.1.key=a&Properties.entry.1.value=1'
    expect(decode('PutAccountProperties', form)).toEqual({ Properties: { a: '1', b: '2' } })
  })

  it.each([
    ['Tags=', []],
    ['Tags=anything', []],
    ['Tags.member=', []],
    ['Tags.member.x=1&Tags.member.-1.Key=a&Tags.member..Key=b', []],
    ['Tags.entry.1.Key=a', []],
    ['Tags.member.1=', [{}]],
    ['Tags.member.1.Nonsense=1', [{}]],
  ])('read %s as a list with what it has', (form, Tags) => {
    expect(decode('TagUser', form)).toEqual({ Tags })
  })

  it('have no item where a text should stand and a structure does', () => {
    expect(decode('UntagUser', 'TagKeys.member.1.Key=a')).toEqual({ TagKeys: [] })
    expect(decode('UntagUser', 'TagKeys.member.1.Key=a&TagKeys.member.2=b')).toEqual({ TagKeys: ['b'] })
    expect(decode('PutAccountProperties', 'Properties.entry.1.key=a&Properties.entry.1.value.x=1')).toEqual({
      Properties: {},
    })
    expect(decode('GetUser', 'UserName.member.1=a')).toEqual({})
  })

  it('pass over names that are deeper than any input', () => {
    expect(decode('TagUser', `UserName=bob&Tags.member.1${'.x'.repeat(5000)}=1`)).toEqual({ UserName: 'bob' })
    expect(decode('UntagUser', `TagKeys.member.1=a&TagKeys.member.1${'.member'.repeat(5000)}=1`)).toEqual({
      TagKeys: ['a'],
    })
  })

  it('keep names of object members apart from the object', () => {
    const { Properties } = decode(
      'PutAccountProperties',
      'Properties.entry.1.key=__proto__&Properties.entry.1.value=x&__proto__.polluted=1&constructor.prototype.polluted=1',
    )
    expect(Object.entries(Properties as object)).toEqual([['__proto__', 'x']])
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
  })

  it('take five thousand parameters, and no more', () => {
    const formOf = (length: number) =>
      Array.from({ length }, (_, index) => `TagKeys.member.${index}=${index}`).join('&')
    expect((decode('UntagUser', formOf(5000))['TagKeys'] as string[]).length).toBe(5000)
    expect(() => decode('UntagUser', formOf(5001))).toThrow('The request has more than 5000 parameters')
    expect(parseForm('&'.repeat(1_000_000)).size).toBe(0)
  })
})

describe('the inputs of both services', () => {
  const scalarKinds = (shape: Shape): string[] => {
    if (shape.kind === 'structure') return shape.members.flatMap((member) => scalarKinds(member.shape))
    if (shape.kind === 'list') return scalarKinds(shape.item)
    if (shape.kind === 'map') return [...scalarKinds(shape.key), ...scalarKinds(shape.value)]
    return [shape.kind]
  }

  it('have no blob and no timestamp, which the decoder does not read', () => {
    const kinds = (['iam', 'sts'] as const).flatMap((service) =>
      actionsOf(service).flatMap((action) => scalarKinds(operationModel(service, action).input)),
    )
    expect([...new Set(kinds)].sort()).toEqual(['boolean', 'integer', 'string'])
  })
})
