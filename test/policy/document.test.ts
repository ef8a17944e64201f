import { expect, test } from 'vitest'
import { parsePolicyDocument } from '../../src/policy/document.ts'

const parse = (document: unknown) => parsePolicyDocument(JSON.stringify(document))

test('single values become lists', () => {
  const statement = { Sid: 'One', Effect: 'Allow', Action: 'iam:GetUser', Resource: '*' }
  expect(parse({ Version: '2012-10-17', Id: 'mine', Statement: statement })).toEqual({
    Version: '2012-10-17',
    Id: 'mine',
    Statement: [{ Sid: 'One', Effect: 'Allow', Action: ['iam:GetUser'], Resource: ['*'] }],
  })
})

test('lists stay as they are, and what is not there stays away', () => {
  const statement = { Effect: 'Deny', NotAction: ['iam:*', 'sts:*'], NotResource: [] }
  expect(parse({ Statement: [statement, statement] })).toEqual({ Statement: [statement, statement] })
})

test('values of conditions are text', () => {
  const condition = {
    NumericLessThan: { 'aws:MultiFactorAuthAge': 3600, b: [1.5, '2', 1e21] },
    Bool: { 'aws:MultiFactorAuthPresent': true },
    StringLike: { empty: [] },
  }
  expect(parse({ Statement: { Effect: 'Allow', Condition: condition } }).Statement[0]?.Condition).toEqual({
    NumericLessThan: { 'aws:MultiFactorAuthAge': ['3600'], b: ['1.5', '2', '1e+21'] },
    Bool: { 'aws:MultiFactorAuthPresent': ['true'] },
    StringLike: { empty: [] },
  })
})

test('principals are lists by kind, and a bare star is anyone', () => {
  const parsePrincipal = (Principal: unknown) =>
    parse({ Statement: { Effect: 'Allow', Principal } }).Statement[0]?.Principal
  expect(parsePrincipal('*')).toEqual({ isAnyone: true, byKind: { AWS: ['*'] } })
  expect(parsePrincipal({ AWS: '*' })).toEqual({ isAnyone: false, byKind: { AWS: ['*'] } })
  expect(parsePrincipal({ AWS: '111122223333', Service: ['ec2.amazonaws.com', 'ecs.amazonaws.com'] })).toEqual({
    isAnyone: false,
    byKind: { AWS: ['111122223333'], Service: ['ec2.amazonaws.com', 'ecs.amazonaws.com'] },
  })
})

test('a key named __proto__ is a key', () => {
  const text = '{"Statement":{"Effect":"Allow","Condition":{"StringEquals":{"__proto__":"x"}},"__proto__":{"Sid":"y"}}}'
  const [statement] = parsePolicyDocument(text).Statement
  expect(Object.entries(statement?.Condition?.['StringEquals'] ?? {})).toEqual([['__proto__', ['x']]])
  expect(statement?.Sid).toBeUndefined()
})

test.each(['[]', '"text"', 'null', '{"Statement":[1]}', '{"Statement":{"Effect":"Maybe"}}', 'no JSON'])(
  'a damaged record is an error: %s',
  (text) => {
    expect(() => parsePolicyDocument(text)).toThrow(Error)
  },
)
