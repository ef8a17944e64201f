import { describe, expect, it } from 'vitest'
import { compilePolicy, PolicyCompileError } from '../../src/policy/compile.ts'
import type { PolicyDocument } from '../../src/policy/document.ts'
import { account, applies, appliesIn, bob, document } from './decide.ts'

const username = `\${aws:username}`

describe('actions', () => {
  it.each([
    ['iam:GetUser', 'iam:GetUser', true],
    ['IAM:getuser', 'iam:GetUser', true],
    ['iam:GetUser', 'IAM:GETUSER', true],
    ['*', 'iam:GetUser', true],
    ['iam:*', 'iam:GetUser', true],
    ['iam:*', 'iamx:GetUser', false],
    ['iam:Get*', 'iam:ListUsers', false],
    ['iam:?etUser', 'iam:GetUser', true],
    ['iam:?GetUser', 'iam:GetUser', false],
    ['iam:*User', 'iam:GetUserPolicy', false],
    ['iam:Get*e*r', 'iam:GetUser', true],
    ['sts:*', 'iam:GetUser', false],
    ['iam:GetUser', 'iam:GetUsers', false],
    [username, 'iam:GetUser', false],
  ])('%s for %s: %s', (pattern, action, isMatch) => {
    const asked = { action, context: { 'aws:username': 'iam:GetUser' } }
    expect(applies({ Action: [pattern] }, asked)).toBe(isMatch)
    expect(applies({ NotAction: [pattern] }, asked)).toBe(!isMatch)
    expect(applies({ Effect: 'Deny', NotAction: [pattern] }, asked)).toBe(!isMatch)
  })
})

describe('resources', () => {
  // In an allow, in a deny.
  it.each([
    ['*', bob, true, true],
    ['*', '*', true, true],
    [bob, bob, true, true],
    [bob, '*', false, false],
    ['arn:aws:iam::*', '*', false, false],
    ['arn:aws:iam::111122223333:user/Bob', bob, false, false],
    ['arn:aws:iam::*:user/*', bob, true, true],
    ['arn:aws:iam::*:user/*', 'arn:aws:iam::111122223333:user/a/b:c', true, true],
    ['arn:aws:iam::*:user/b?b', bob, true, true],
    ['arn:aws:iam::1111*:us*b', bob, true, true],
    ['arn:aws:iam::*', bob, true, true],
    ['arn:aws:i*', bob, true, true],
    ['arn:*', bob, true, true],
    ['arn:aws:iam', bob, false, true],
    ['arn:aws:ia', bob, false, false],
    ['arn:aws:iam:*:user/bob', bob, false, true],
    // A name with a colon must not pass for another resource where something is allowed.
    ['arn:aws:iam::*:user/bob', 'arn:aws:iam::111122223333:role/x:user/bob', false, true],
    ['arn:aws:iam::?:user/bob', 'arn:aws:iam:::user/bob', false, false],
    ['arn:aws:iam:::user/bob', bob, false, false],
  ] as const)('%s for %s: allow %s, deny %s', (pattern, resource, isAllowed, isDenied) => {
    expect(applies({ Resource: [pattern] }, { resource })).toBe(isAllowed)
    expect(applies({ Effect: 'Deny', Resource: [pattern] }, { resource })).toBe(isDenied)
    expect(applies({ NotResource: [pattern] }, { resource })).toBe(!isDenied)
    expect(applies({ Effect: 'Deny', NotResource: [pattern] }, { resource })).toBe(!isAllowed)
  })

  it('take any of several', () => {
    expect(applies({ Resource: ['arn:aws:s3:::x', bob] })).toBe(true)
    expect(applies({ NotResource: ['arn:aws:s3:::x', bob] })).toBe(false)
  })
})

describe('variables', () => {
  const own = `arn:aws:iam::*:user/${username}`
  const user = (name: string) => `arn:aws:iam::${account}:user/${name}`
  const as = (name: string, resource = user('bob')) => ({ resource, context: { 'aws:username': name } })

  it('stand for the value of the key, whatever its case', () => {
    for (const Resource of [[own], [own.replace('username', 'UserName')]]) {
      expect(applies({ Resource }, as('bob'))).toBe(true)
      expect(applies({ Resource }, as('Bob'))).toBe(false)
      expect(applies({ Resource }, as('bo'))).toBe(false)
    }
  })

  it('have values without wildcards', () => {
    for (const name of ['*', 'b?b', 'b*']) {
      expect(applies({ Resource: [own] }, as(name))).toBe(false)
      expect(applies({ Resource: [own] }, as(name, user(name)))).toBe(true)
      const Condition = { StringLike: { k: [username] } }
      expect(applies({ Condition }, { context: { k: 'bob', 'aws:username': name } })).toBe(false)
      const arnLike = { ArnLike: { k: [own] } }
      expect(applies({ Condition: arnLike }, { context: { k: bob, 'aws:username': name } })).toBe(false)
    }
    // Nor can a value open another variable, or shift the parts of an ARN.
    expect(applies({ Resource: [own] }, as(username))).toBe(false)
    expect(applies({ Resource: [own] }, as('b:b', user('b:b')))).toBe(true)
  })

  it('match nothing without a value, or with several', () => {
    for (const values of [{}, { 'aws:username': [] }, { 'aws:username': ['bob', 'bob'] }]) {
      for (const Effect of ['Allow', 'Deny'] as const) {
        const asked = { context: { k: 'bob', ...values } }
        expect(applies({ Effect, Resource: [own] }, asked)).toBe(false)
        expect(applies({ Effect, Condition: { StringEquals: { k: [username] } } }, asked)).toBe(false)
        expect(applies({ Effect, Condition: { StringEquals: { k: [username, 'bob'] } } }, asked)).toBe(true)
        // What is left out by a name that nobody knows is open: an allow leaves everything out, a deny nothing.
        expect(applies({ Effect, NotResource: [own] }, asked)).toBe(Effect === 'Deny')
        expect(applies({ Effect, Condition: { StringNotEquals: { k: [username] } } }, asked)).toBe(Effect === 'Deny')
        expect(applies({ Effect, Condition: { StringNotLike: { k: [username, 'b*'] } } }, asked)).toBe(false)
      }
    }
  })

  it('have defaults, literal as well', () => {
    const withDefault = (text: string) => [`arn:aws:iam::*:user/\${aws:username, '${text}'}`]
    expect(applies({ Resource: withDefault('bob') })).toBe(true)
    expect(applies({ Resource: withDefault('bob') }, as('eve'))).toBe(false)
    expect(applies({ Resource: withDefault('eve') })).toBe(false)
    expect(applies({ Resource: withDefault('bob') }, { context: { 'aws:username': [] } })).toBe(true)
    expect(applies({ Resource: withDefault('bob') }, { context: { 'aws:username': ['bob', 'bob'] } })).toBe(false)
    expect(applies({ Resource: withDefault('*') })).toBe(false)
    expect(applies({ Resource: withDefault('') }, { resource: user('') })).toBe(true)
  })

  it('name the characters that mean something', () => {
    for (const [character, other] of [
      ['*', 'x'],
      ['?', 'x'],
      ['$', 'x'],
    ] as const) {
      const pattern = `a\${${character}}b`
      for (const operator of ['StringLike', 'StringEquals']) {
        const Condition = { [operator]: { k: [pattern] } }
        expect(applies({ Condition }, { context: { k: `a${character}b` } })).toBe(true)
        expect(applies({ Condition }, { context: { k: `a${other}b` } })).toBe(false)
      }
    }
    const Condition = { StringEquals: { k: [`\${$}{aws:username}`] } }
    expect(applies({ Condition }, { context: { k: username, 'aws:username': 'bob' } })).toBe(true)
  })

  it('are for the last part of an ARN in Resource', () => {
    const elsewhere = { Resource: [`arn:aws:iam::\${aws:PrincipalAccount}:user/bob`] }
    expect(applies(elsewhere, { context: { 'aws:principalaccount': account } })).toBe(false)
  })

  it('work in Bool and with values of any case in StringEqualsIgnoreCase, but not in other types', () => {
    const context = { k: 'true', n: '5', 'aws:x': 'TRUE', 'aws:n': '5' }
    expect(applies({ Condition: { Bool: { k: [`\${aws:x}`] } } }, { context })).toBe(true)
    expect(applies({ Condition: { StringEqualsIgnoreCase: { k: [`\${aws:x}`] } } }, { context })).toBe(true)
    expect(applies({ Condition: { NumericEquals: { n: [`\${aws:n}`] } } }, { context })).toBe(false)
  })

  it.each([undefined, '2008-10-17'] as const)('are plain text in version %s', (Version) => {
    const old = (Resource: string): PolicyDocument => ({
      ...(Version ? { Version } : {}),
      Statement: [{ Effect: 'Allow', Action: ['*'], Resource: [Resource] }],
    })
    expect(appliesIn(old(own), as('bob'))).toBe(false)
    expect(appliesIn(old(own), as('bob', user(username)))).toBe(true)
    expect(appliesIn(old(`arn:aws:iam::*:user/a\${*}b`), { resource: user(`a\${anything}b`) })).toBe(true)
  })

  it('that are not closed are plain text', () => {
    const Condition = { StringEquals: { k: [`\${aws:username`] } }
    expect(applies({ Condition }, { context: { k: `\${aws:username`, 'aws:username': 'bob' } })).toBe(true)
  })
})

describe('conditions', () => {
  it('must all hold', () => {
    const Condition = { StringEquals: { a: ['1'], b: ['2'] }, Bool: { c: ['true'] } }
    expect(applies({ Condition }, { context: { a: '1', b: '2', c: 'true' } })).toBe(true)
    for (const key of ['a', 'b', 'c']) {
      expect(applies({ Condition }, { context: { a: '1', b: '2', c: 'true', [key]: 'no' } })).toBe(false)
    }
  })
})

describe('the idioms of MFA', () => {
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-multifactorauthpresent
  const longTerm = {}
  const without = { 'aws:MultiFactorAuthPresent': 'false' }
  const withMfa = { 'aws:MultiFactorAuthPresent': 'true', 'aws:MultiFactorAuthAge': '300' }
  it.each([
    ['Deny', 'BoolIfExists', 'false', [true, true, false]],
    ['Deny', 'Bool', 'false', [false, true, false]],
    ['Allow', 'BoolIfExists', 'true', [true, false, true]],
    ['Allow', 'Bool', 'true', [false, false, true]],
    ['Deny', 'Null', 'true', [true, false, false]],
  ] as const)('%s with %s %s', (Effect, operator, value, expected) => {
    const Condition = { [operator]: { 'aws:MultiFactorAuthPresent': [value] } }
    const found = [longTerm, without, withMfa].map((context) => applies({ Effect, Condition }, { context }))
    expect(found).toEqual(expected)
  })

  it.each([
    ['Allow', 'NumericLessThan', [false, false, true]],
    ['Deny', 'NumericGreaterThanIfExists', [true, true, false]],
    ['Deny', 'NumericGreaterThan', [false, false, false]],
  ] as const)('%s by age with %s', (Effect, operator, expected) => {
    const Condition = { [operator]: { 'aws:MultiFactorAuthAge': ['3600'] } }
    const found = [longTerm, without, withMfa].map((context) => applies({ Effect, Condition }, { context }))
    expect(found).toEqual(expected)
    const old = { ...withMfa, 'aws:MultiFactorAuthAge': '3601' }
    expect(applies({ Effect, Condition }, { context: old })).toBe(Effect === 'Deny')
  })
})

describe('compilePolicy', () => {
  it('names the keys of conditions and variables in lower case, in their order, with their spelling', () => {
    const { keys } = compilePolicy(
      document({
        Resource: [`arn:aws:iam::*:user/${username}`, `arn:aws:iam::*:user/\${*}`],
        Condition: {
          StringEquals: { 'aws:ResourceTag/Team': [`\${aws:PrincipalTag/Team, 'x'}`] },
          Null: { 'aws:A': ['true'] },
        },
      }),
    )
    expect([...keys]).toEqual([
      ['aws:username', 'aws:username'],
      ['aws:resourcetag/team', 'aws:ResourceTag/Team'],
      ['aws:principaltag/team', 'aws:PrincipalTag/Team'],
      ['aws:a', 'aws:A'],
    ])
    expect([...compilePolicy({ Statement: document({ Resource: [username] }).Statement }).keys]).toEqual([])
  })

  it.each([
    ['no action', { Effect: 'Allow', Resource: ['*'] }],
    ['both action elements', { Effect: 'Allow', Action: ['*'], NotAction: ['*'], Resource: ['*'] }],
    ['no resource', { Effect: 'Allow', Action: ['*'] }],
    ['both resource elements', { Effect: 'Allow', Action: ['*'], Resource: ['*'], NotResource: ['*'] }],
    ['an effect of its own', { Effect: 'allow' as 'Allow', Action: ['*'], Resource: ['*'] }],
  ] as const)('refuses %s', (_, statement) => {
    expect(() => compilePolicy({ Statement: [statement] })).toThrow(PolicyCompileError)
  })
})
