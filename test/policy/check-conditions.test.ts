import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { findIdentityPolicyFault } from '../../src/policy/check.ts'

const syntax = 'Syntax errors in policy.'
const legacy = 'The policy failed legacy parsing'

function faultOf(condition: unknown, version = '2012-10-17'): string | undefined {
  const statement = { Effect: 'Deny', Action: '*', Resource: '*', Condition: condition }
  return findIdentityPolicyFault(JSON.stringify({ Version: version, Statement: statement }))
}

test.each<[unknown]>([
  [[]],
  ['a'],
  [null],
  [{ a: 'b' }],
  [{ DateGreaterThan: 'b' }],
  [{ DateGreaterThan: [] }],
  [{ DateGreaterThan: { a: {} } }],
  [{ x: { a: '1' } }],
  [{ 'ForAnyValue::StringEqualsIfExists': { a: 'x' } }],
  [{ StringEqualsIfExistsIfExists: { a: 'x' } }],
  [{ 'ForAnyValue:ForAnyValue:StringEquals': { a: 'x' } }],
  [{ stringEquals: { a: 'x' } }],
  [{ NullIfExists: { a: 'true' } }],
  [{ 'ForAnyValue:Null': { a: 'true' } }],
  [{ constructor: { a: 'x' } }],
  [{ StringEquals: { a: null } }],
  [{ StringEquals: { a: [['x']] } }],
  [{ StringEquals: { a: [{}] } }],
  [[{ 'ForAllValues:StringEquals': { 'aws:TagKeys': 'Department' } }]],
])('%j is no condition', (condition) => {
  expect(faultOf(condition)).toBe(syntax)
})

test.each<[unknown]>([
  [{}],
  [{ DateGreaterThan: {} }],
  [{ DateGreaterThan: { a: [] } }],
  [{ a: {} }],
  [{ x: {}, y: {} }],
  [{ 'ForAllValues:StringEquals': { 'aws:TagKeys': 'Department' } }],
  [{ StringEqualsIfExists: { a: 'x' } }],
  [{ 'ForAnyValue:StringEqualsIfExists': { a: 'x' } }],
  [{ BoolIfExists: { 'aws:MultiFactorAuthPresent': 'false' } }],
  [{ Bool: { 'aws:MultiFactorAuthPresent': [true, 'True', `\${aws:PrincipalTag/mfa}`] } }],
  [{ Null: { 'aws:MultiFactorAuthAge': ['true', false] } }],
  [{ NumericLessThan: { 'aws:MultiFactorAuthAge': 3600, b: ['0', '-1.5', 1e20] } }],
  [{ IpAddress: { 'aws:SourceIp': ['203.0.113.0/24', '203.0.113.7', '2001:db8::/32', '2001:db8::1', '0.0.0.0/0'] } }],
  [{ BinaryEquals: { key: 'QmluYXJ5VmFsdWVJbkJhc2U2NA==' } }],
  [{ ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/*' }, StringLike: { 's3:prefix': ['', 'home/'] } }],
  [{ StringEquals: { a: `\${aws:username}`, b: `\${aws:PrincipalTag/cost center, 'none'}-\${$}` } }],
])('%j is a condition', (condition) => {
  expect(faultOf(condition)).toBeUndefined()
})

describe('dates', () => {
  test.each([
    '2017-07-01T00:00:00Z',
    '2017-07-01',
    '2017',
    '01T',
    '2019-07-01T13:20Z',
    '2016-12-13T21:20:37.593194+00:00',
    '2016-12-13t2:00:00.593194+23',
    '2016-12-13T21:20:37-0500',
    '-292275054',
    '9223372036854775807',
    '1498867200',
  ])('%s is one', (date) => {
    expect(faultOf({ DateLessThan: { 'aws:CurrentTime': ['2017-07-01T00:00:00Z', date] } })).toBeUndefined()
  })

  test.each([
    'sdfdsf',
    '',
    '234-13',
    '2016-12-32',
    '2016-12-13T24:00:00Z',
    '2016-12-13t2:00:00.593194+1',
    '2016-12-13t2:00:00.1999999999+10:59',
    '9223372036854775808',
    '-292275055',
    '2016-12-13 21:20:37Z',
  ])('%s is none', (date) => {
    expect(faultOf({ DateLessThanEqualsIfExists: { a: ['2017-07-01T00:00:00Z', date] } })).toBe(legacy)
  })
})

test.each<[string, unknown]>([
  ['Bool', 'yes'],
  ['Bool', 1],
  ['Null', ''],
  ['Null', `\${aws:username}`],
  ['NumericLessThan', '1 hour'],
  ['NumericLessThan', ''],
  ['NumericLessThan', true],
  ['NumericLessThan', '0x10'],
  ['NumericLessThan', '1e3'],
  ['NumericLessThan', 1e21],
  ['Bool', `\${aws:username`],
  ['IpAddress', '203.0.113'],
  ['IpAddress', '203.0.113.0/33'],
  ['IpAddress', 'fe80::1%eth0'],
  ['NotIpAddress', '203.0.113.0/24/24'],
  ['NotIpAddress', '203.0.113.*'],
  ['NotIpAddress', '2001:db8::/129'],
  ['BinaryEquals', 'no base64'],
  ['StringEquals', `\${aws:username`],
  ['ArnLike', `\${}`],
])('no %s can read %j, so no Deny depends on it', (operator, value) => {
  expect(faultOf({ [operator]: { a: value } })).toBe(legacy)
})

test('in the old version there are no variables', () => {
  expect(faultOf({ StringEquals: { a: `\${` } }, '2008-10-17')).toBeUndefined()
})

test('no operator with a key passes unless AWS has it', () => {
  const names =
    /^(For(Any|All)Values?:)?(String(Not)?(Equals(IgnoreCase)?|Like)|Arn(Not)?(Equals|Like)|(Numeric|Date)((Not)?Equals|(Less|Greater)Than(Equals)?)|Bool|BinaryEquals|(Not)?IpAddress)(IfExists)?$/
  const operator = fc.stringMatching(
    /^(ForAnyValue:|ForAllValues:|ForAny)?(Not|String|Numeric|Date|Arn|Bool|Null|Ip)(Not|Less|Equals|Like|Than|Address|s){0,3}(IfExists|IgnoreCase)?$/,
  )
  fc.assert(
    fc.property(operator, (name) => {
      const fault = faultOf({ [name]: { a: [] } })
      expect(fault, name).toBe(names.test(name) || name === 'Null' ? undefined : syntax)
    }),
    { numRuns: 1000 },
  )
})
