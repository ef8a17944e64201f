import fc from 'fast-check'
import { expect, test } from 'vitest'
import { awsPrincipalsOf, replaceAwsPrincipals } from '../../src/policy/trusted-principals.ts'

const statement = (rest: object) => JSON.stringify({ Statement: { Effect: 'Allow', ...rest } })
const toB = new Map([['a', 'b']])

test.each<[before: object, after?: object]>([
  [{ Principal: { AWS: 'a' } }, { Principal: { AWS: 'b' } }],
  [{ Principal: { AWS: ['x', 'a', 'a'] } }, { Principal: { AWS: ['x', 'b', 'b'] } }],
  [{ Principal: 'a' }, { Principal: 'b' }],
  [{ NotPrincipal: { AWS: 'a' } }, { NotPrincipal: { AWS: 'b' } }],
  // Elements that are written in another case must not keep a name that can change hands.
  [{ principal: { aws: 'a' } }, { principal: { aws: 'b' } }],
  [{ Principal: { Service: 'a', Federated: 'a' } }],
  [{ Sid: 'a', Condition: { StringEquals: { Principal: { AWS: 'a' }, 'aws:PrincipalArn': 'a' } } }],
])('%j', (before, after = before) => {
  const text = statement(before)
  expect(replaceAwsPrincipals(text, toB)).toBe(statement(after))
  const many = `{"Statement":[${text.slice(13, -1)},${text.slice(13, -1)}]}`
  const manyAfter = `{"Statement":[${statement(after).slice(13, -1)},${statement(after).slice(13, -1)}]}`
  expect(replaceAwsPrincipals(many, toB)).toBe(manyAfter)
})

test('each principal is found once', () => {
  expect(awsPrincipalsOf(statement({ Principal: { AWS: ['a', '*', 'a'], Service: 's' } }))).toEqual(['a', '*'])
})

test('a key named __proto__ is a key', () => {
  const text = '{"Statement":[{"Principal":{"AWS":"a"},"Condition":{"__proto__":{"x":"a"}},"__proto__":{"y":1}}]}'
  expect(replaceAwsPrincipals(text, toB)).toBe(text.replace('"AWS":"a"', '"AWS":"b"'))
})

test('without replacements a document means what it meant', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (rest) => {
      const text = JSON.stringify({ ...rest, Statement: [{ Effect: 'Allow', ...rest }, rest] }, undefined, 1)
      expect(replaceAwsPrincipals(text, new Map())).toBe(JSON.stringify(JSON.parse(text)))
    }),
  )
})
