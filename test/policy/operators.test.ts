import { describe, expect, it } from 'vitest'
import { compilePolicy, PolicyCompileError } from '../../src/policy/compile.ts'
import { applies, bob, document } from './decide.ts'

type Case = readonly [operator: string, value: string, equal: string, other: string]

/** Operator, value in the policy, a value of the request that equals it (or is like it), and one that does not. */
const positive: readonly Case[] = [
  ['StringEquals', 'blue', 'blue', 'Blue'],
  ['StringEqualsIgnoreCase', 'Blue', 'bLUE', 'blues'],
  ['StringLike', 'b?u*', 'blue', 'Blue'],
  ['NumericEquals', '10', '10.0', '11'],
  ['NumericLessThan', '10', '9.5', '10'],
  ['NumericLessThanEquals', '10', '10', '10.5'],
  ['NumericGreaterThan', '10', '11', '10'],
  ['NumericGreaterThanEquals', '-10', '-10', '-11'],
  ['DateEquals', '2020-01-01T00:00:00Z', '1577836800', '1577836801'],
  ['DateLessThan', '2020-01-01T00:00:00Z', '2019-12-31T23:59:59Z', '2020-01-01T00:00:00Z'],
  ['DateLessThanEquals', '2020-01-01', '2020-01-01T01:00:00+01:00', '2020-01-01T00:00:00.5Z'],
  ['DateGreaterThan', '2020', '2020-01-01T00:00:01Z', '2020-01-01T00:00Z'],
  ['DateGreaterThanEquals', '1577836800', '2020-01', '2019-12'],
  ['Bool', 'true', 'True', 'false'],
  ['BinaryEquals', 'QmluYXJ5', 'QmluYXJ5', 'QmluYXJ6'],
  ['IpAddress', '203.0.113.0/24', '203.0.113.255', '203.0.114.0'],
  ['ArnEquals', 'arn:aws:iam::*:user/b?b', bob, `${bob}by`],
  ['ArnLike', 'arn:aws:iam::*:user/*', bob, 'arn:aws:iam::111122223333:role/bob'],
]

const negated: readonly Case[] = [
  ['StringNotEquals', 'blue', 'blue', 'Blue'],
  ['StringNotEqualsIgnoreCase', 'Blue', 'bLUE', 'blues'],
  ['StringNotLike', 'b?u*', 'blue', 'Blue'],
  ['NumericNotEquals', '10', '10.0', '11'],
  ['DateNotEquals', '2020-01-01T00:00:00Z', '1577836800', '1577836801'],
  ['NotIpAddress', '203.0.113.0/24', '203.0.113.255', '203.0.114.0'],
  ['ArnNotEquals', 'arn:aws:iam::*:user/b?b', bob, `${bob}by`],
  ['ArnNotLike', 'arn:aws:iam::*:user/*', bob, 'arn:aws:iam::111122223333:role/bob'],
]

/**
 * Whether the condition holds when the key is missing, has the equal value, the other, both, or is empty. Missing keys and
 * IfExists: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html. Sets:
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html.
 * `doubt`: AWS leaves it open; an allow does not apply, a deny does.
 */
const doubt = 'doubt'
const table = {
  positive: [
    //                          missing equal other  both   empty
    ['', /*                  */ false, true, false, doubt, false],
    ['IfExists', /*          */ true, true, false, doubt, true],
    ['ForAnyValue:', /*      */ false, true, false, true, false],
    ['ForAnyValue:IfExists', doubt, true, false, true, doubt],
    ['ForAllValues:', /*     */ true, true, false, false, true],
    ['ForAllValues:IfExists', true, true, false, false, true],
  ],
  negated: [
    ['', /*                  */ true, false, true, doubt, true],
    ['IfExists', /*          */ true, false, true, doubt, true],
    ['ForAnyValue:', /*      */ false, false, true, true, false],
    ['ForAnyValue:IfExists', doubt, false, true, true, doubt],
    ['ForAllValues:', /*     */ true, false, true, false, true],
    ['ForAllValues:IfExists', true, false, true, false, true],
  ],
} as const

describe.each([
  ['positive', positive],
  ['negated', negated],
] as const)('%s operators', (kind, operators) => {
  const rows = operators.flatMap((operator) => table[kind].map((row) => [operator, row] as const))
  it.each(rows)('%j, as %j', ([name, value, equal, other], [form, ...expected]) => {
    const [prefix = '', suffix = ''] = form.includes(':') ? form.split(/(?<=:)/) : ['', form]
    const requests = [undefined, [equal], [other], [equal, other], []]
    for (const [i, values] of requests.entries()) {
      for (const Effect of ['Allow', 'Deny'] as const) {
        const context = values ? { 'aws:K': values } : {}
        const isHeld = expected[i] === doubt ? Effect === 'Deny' : expected[i]
        const operator = `${prefix}${name}${suffix}`
        expect([
          Effect,
          values,
          applies({ Effect, Condition: { [operator]: { 'AWS:k': [value] } } }, { context }),
        ]).toEqual([Effect, values, isHeld])
        const lower = { [operator.toLowerCase()]: { 'aws:k': [value] } }
        expect(applies({ Effect, Condition: lower }, { context })).toBe(isHeld)
      }
    }
  })

  it.each(operators)('%s takes any of several values of the policy', (name, value, equal, other) => {
    const Condition = { [name]: { k: ['5', value] } }
    const isEqualHeld = kind === 'positive'
    // The bound of 5 lies below or above the other value for some orders, which then hold: only the equal one is asked.
    if (!/Than/.test(name)) expect(applies({ Effect: 'Deny', Condition }, { context: { k: other } })).toBe(!isEqualHeld)
    expect(applies({ Condition }, { context: { k: equal } })).toBe(isEqualHeld)
  })
})

describe('Null', () => {
  it.each([
    ['true', undefined, true],
    ['true', ['x'], false],
    ['true', ['x', 'y'], false],
    ['true', [], true],
    ['false', undefined, false],
    ['false', ['x'], true],
    ['False', ['x', 'y'], true],
    ['false', [], false],
    ['neither', ['x'], false],
    ['neither', undefined, false],
  ] as const)('%s with %j: %s', (value, values, isHeld) => {
    const context = values ? { k: values } : {}
    expect(applies({ Condition: { Null: { K: [value] } } }, { context })).toBe(isHeld)
    expect(applies({ Effect: 'Deny', Condition: { Null: { K: [value] } } }, { context })).toBe(isHeld)
  })

  // With a set operator, AWS's rules for missing keys may contradict each other: that is in doubt.
  it.each([
    ['ForAllValues:Null', 'true', true, true, false],
    ['ForAllValues:Null', 'false', false, true, true],
    ['ForAnyValue:Null', 'true', false, true, false],
    ['ForAnyValue:Null', 'false', false, false, true],
  ] as const)('%s %s', (operator, value, isAllowed, isDenied, isHeldWhenThere) => {
    const Condition = { [operator]: { k: [value] } }
    expect(applies({ Condition })).toBe(isAllowed)
    expect(applies({ Effect: 'Deny', Condition })).toBe(isDenied)
    for (const Effect of ['Allow', 'Deny'] as const) {
      expect(applies({ Effect, Condition }, { context: { k: ['x', 'y'] } })).toBe(isHeldWhenThere)
    }
  })

  it('does not take an empty text for a missing key, as a set operator does', () => {
    expect(applies({ Condition: { Null: { k: ['false'] } } }, { context: { k: '' } })).toBe(true)
    expect(applies({ Condition: { StringEquals: { k: [''] } } }, { context: { k: '' } })).toBe(true)
    expect(applies({ Condition: { 'ForAllValues:StringEquals': { k: ['x'] } } }, { context: { k: '' } })).toBe(true)
    expect(applies({ Condition: { 'ForAnyValue:StringEquals': { k: [''] } } }, { context: { k: '' } })).toBe(false)
    expect(applies({ Condition: { 'ForAllValues:StringEquals': { k: ['x'] } } }, { context: { k: ['', 'y'] } })).toBe(
      false,
    )
  })
})

describe('a value that is none of the type', () => {
  it.each([
    ['NumericEquals', '10', 'ten'],
    ['NumericLessThan', 'ten', '9'],
    ['NumericEquals', '0', ''],
    ['NumericEquals', '16', '0x10'],
    ['NumericEquals', '16', ' 16'],
    ['DateGreaterThan', '2020-01-01', 'tomorrow'],
    ['DateGreaterThan', '2020-13-01', '2021-01-01'],
    ['DateGreaterThan', '2020-01-32', '2021-01-01'],
    ['DateGreaterThan', '2020-01-01T25:00Z', '2021-01-01'],
    ['DateGreaterThan', '2020-01-01T00:60Z', '2021-01-01'],
    ['DateGreaterThan', '2020-01-01 00:00:00', '2021-01-01'],
    ['Bool', 'yes', 'yes'],
    ['BinaryEquals', 'Qm9i!', 'Qm9i!'],
    ['IpAddress', '192.0.2.0/33', '192.0.2.0'],
    ['IpAddress', '192.0.2.0/24/8', '192.0.2.0'],
    ['IpAddress', '0.0.0.0/0', '192.0.2.256'],
    ['IpAddress', '0.0.0.0/0', '192.0.2.01'],
    ['IpAddress', '0.0.0.0/0', '192.0.2'],
    ['IpAddress', '::/0', '1::2::3'],
    ['IpAddress', '::/0', '1:2:3:4:5:6:7:8:9'],
    ['IpAddress', '::/0', '1:2:3:4:5:6:7:::'],
    ['ArnLike', '*', bob],
    ['ArnLike', 'arn:aws:iam::*', bob],
    ['ArnLike', 'arn:*:*:*:*:*', 'bob'],
  ] as const)('never matches: %s %j with %j', (operator, value, asked) => {
    const context = { k: asked }
    const negated = operator === 'IpAddress' ? 'NotIpAddress' : operator.replace(/(Equals|Like)/, 'Not$1')
    for (const Effect of ['Allow', 'Deny'] as const) {
      expect(applies({ Effect, Condition: { [operator]: { k: [value] } } }, { context })).toBe(false)
    }
    if (/Than|Bool|Binary/.test(operator)) return
    expect(applies({ Condition: { [negated]: { k: [value] } } }, { context })).toBe(false)
    expect(applies({ Effect: 'Deny', Condition: { [negated]: { k: [value] } } }, { context })).toBe(true)
  })
})

describe('dates', () => {
  it.each([
    ['2020-01-01T00:00:00', '2020-01-01T00:00:00Z'],
    ['2020-1-1t0:0z', '2020-01-01'],
    ['2020-01-01T', '2020'],
    ['2020-01-01T05', '2020-01-01T05:00:00Z'],
    ['2020-01-01T05:30+0530', '2020-01-01'],
    ['2019-12-31T21:00:00-03', '2020-01-01'],
    ['2020-01-01T00:00:00.250Z', '1577836800.25'],
    ['0050-01-01', '0050-01-01T00:00Z'],
    ['1577836800', '2020-01-01T01:00:00+01:00'],
  ])('%s is %s', (date, same) => {
    for (const [a, b] of [
      [date, same],
      [same, date],
    ] as const) {
      expect(applies({ Condition: { DateEquals: { k: [a] } } }, { context: { k: b } })).toBe(true)
      expect(applies({ Condition: { DateLessThan: { k: [a] } } }, { context: { k: b } })).toBe(false)
    }
  })
})

describe('addresses', () => {
  it.each([
    ['192.0.2.7', '192.0.2.7', true],
    ['192.0.2.7', '192.0.2.8', false],
    ['192.0.2.9/24', '192.0.2.200', true],
    ['0.0.0.0/0', '255.255.255.255', true],
    ['0.0.0.0/0', '2001:db8::1', false],
    ['::/0', '192.0.2.7', false],
    ['::/0', '2001:db8::1', true],
    ['2001:DB8:1234:5678::/64', '2001:db8:1234:5678:ffff:ffff:ffff:ffff', true],
    ['2001:DB8:1234:5678::/64', '2001:db8:1234:5679::', false],
    ['2001:db8::1', '2001:0db8:0:0:0:0:0:1', true],
    ['2001:db8::1', '2001:db8::2', false],
    ['192.0.2.0/24', '::ffff:192.0.2.1', true],
    ['::ffff:192.0.2.0/120', '192.0.2.1', true],
    ['::ffff:192.0.2.0/120', '192.0.3.1', false],
    ['192.0.2.0/24', '::ffff:c000:201', true],
    ['64:ff9b::/96', '64:ff9b::192.0.2.1', true],
  ])('%s holds %s: %s', (range, address, isHeld) => {
    expect(applies({ Condition: { IpAddress: { k: [range] } } }, { context: { k: address } })).toBe(isHeld)
    expect(applies({ Condition: { NotIpAddress: { k: [range] } } }, { context: { k: address } })).toBe(!isHeld)
  })
})

describe('ARN operators', () => {
  // The example of the User Guide, under "Amazon Resource Name (ARN) condition operators".
  const value = 'arn:aws:someservice:us-east-2:999999999999:store/abc:111122223333:finance/document.txt'
  const pattern = 'arn:aws:someservice:*:111122223333:finance/*'

  it('compare part by part, where StringLike goes over colons', () => {
    expect(applies({ Condition: { StringLike: { k: [pattern] } } }, { context: { k: value } })).toBe(true)
    for (const name of ['ArnLike', 'ArnEquals']) {
      expect(applies({ Condition: { [name]: { k: [pattern] } } }, { context: { k: value } })).toBe(false)
    }
  })
})

describe('what AWS does not know', () => {
  it.each([
    'StringContains',
    'NullIfExists',
    'ForAnyValue:NullIfExists',
    'ForAny:StringEquals',
    'IfExists',
    '',
    'constructor',
  ])('is refused: operator %j', (operator) => {
    const unknown = document({ Condition: { [operator]: { k: ['x'] } } })
    expect(() => compilePolicy(unknown)).toThrow(PolicyCompileError)
  })
})
