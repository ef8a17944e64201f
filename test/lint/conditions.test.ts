import { describe, expect, it } from 'vitest'
import { document, lint, summaryOf } from './lint.ts'

const present = 'aws:MultiFactorAuthPresent'
const age = 'aws:MultiFactorAuthAge'
const everything = { Effect: 'Allow', Action: '*', Resource: '*' }
const work = { Effect: 'Allow', Action: 's3:*', Resource: '*' }

/** What is said of the one statement that has the condition. */
function rulesOf(Effect: 'Allow' | 'Deny', Condition: object, ...others: object[]) {
  const statement = { Sid: 'It', Effect, Action: 's3:*', Resource: '*', Condition }
  return summaryOf(lint([document(statement, ...others)])).filter((line) => line.endsWith(' It'))
}

describe('a deny', () => {
  it.each([
    ['error deny-misses-keys', { Bool: { [present]: 'false' } }],
    ['error deny-misses-keys', { Bool: { [present.toLowerCase()]: false } }],
    ['error deny-misses-sessions', { Null: { [present]: 'true' } }],
    ['error deny-misses-both', { NumericGreaterThan: { [age]: '3600' } }],
    ['error deny-hits-mfa', { Null: { [present]: 'false' } }],
    ['error deny-hits-mfa', { BoolIfExists: { [present]: 'true' } }],
    ['error deny-hits-mfa', { NumericLessThanIfExists: { [age]: '3600' } }],
    ['warning never-holds', { Bool: { [present]: 'false' }, Null: { [present]: 'true' } }],
  ])('%s: %j', (said, condition) => {
    expect(rulesOf('Deny', condition, work)).toEqual([`${said} It`])
  })

  it.each([
    [{ BoolIfExists: { [present]: 'false' } }],
    [{ BoolIfExists: { [present]: ['false'] }, StringNotEquals: { 'aws:RequestedRegion': 'eu-west-1' } }],
    [{ NumericGreaterThanIfExists: { [age]: '3600' } }],
    [{ Bool: { 'aws:SecureTransport': 'false' } }],
  ])('is right with %j', (condition) => {
    expect(rulesOf('Deny', condition, work)).toEqual([])
  })
})

describe('an allow', () => {
  it.each([
    ['error allow-takes-keys', { BoolIfExists: { [present]: 'true' } }],
    ['error allow-takes-keys', { 'ForAllValues:Bool': { [present]: 'true' } }],
    ['error allow-takes-sessions', { Null: { [present]: 'false' } }],
    ['error allow-takes-all', { NumericLessThanIfExists: { [age]: '3600' } }],
    ['error allow-takes-all', { BoolIfExists: { [present]: ['true', 'false'] } }],
    ['warning only-without-mfa', { BoolIfExists: { [present]: 'false' } }],
    ['warning never-holds', { Bool: { [present]: 'false' }, NumericLessThan: { [age]: '3600' } }],
  ])('%s: %j', (said, condition) => {
    expect(rulesOf('Allow', condition)).toEqual([`${said} It`])
  })

  it.each([
    [{ Bool: { [present]: 'true' } }],
    [{ NumericLessThan: { [age]: '3600' } }],
    [{ Bool: { [present]: 'true' }, NumericLessThan: { [age]: '3600' } }],
    [{ Null: { [age]: 'false' } }],
  ])('is right with %j', (condition) => {
    expect(rulesOf('Allow', condition)).toEqual([])
  })
})

describe('what lets through where another statement refuses', () => {
  const missesKeys = { Bool: { [present]: 'false' } }
  const missesSessions = { Null: { [present]: 'true' } }
  const denyAll = { Effect: 'Deny', Action: '*', Resource: '*' }

  it('is a note: two denies that make one together', () => {
    const both = document(
      work,
      { Sid: 'One', Effect: 'Deny', Action: 's3:*', Resource: '*', Condition: missesKeys },
      { Sid: 'Two', Effect: 'Deny', Action: 's3:*', Resource: '*', Condition: missesSessions },
    )
    expect(summaryOf(lint([both])).filter((line) => /One|Two/.test(line))).toEqual([
      'note deny-misses-keys One',
      'note deny-misses-sessions Two',
    ])
  })

  it('is a note: another document denies, or only MFA is allowed', () => {
    const condition = { BoolIfExists: { [present]: 'false' } }
    expect(rulesOf('Deny', missesKeys, work, { ...denyAll, Condition: condition })).toEqual([
      'note deny-misses-keys It',
    ])
    const allowed = { ...work, Condition: { Bool: { [present]: 'true' } } }
    expect(rulesOf('Deny', missesKeys, allowed)).toEqual(['note deny-misses-keys It'])
    const includesKeys = { BoolIfExists: { [present]: 'true' } }
    expect(rulesOf('Allow', includesKeys, { ...denyAll, Condition: condition })).toEqual(['note allow-takes-keys It'])
  })

  it('is an error where the other asks for more than MFA, or is about less', () => {
    const elsewhere = { NotIpAddress: { 'aws:SourceIp': '198.51.100.0/24' } }
    expect(rulesOf('Deny', missesKeys, work, { ...denyAll, Condition: elsewhere })).toEqual([
      'error deny-misses-keys It',
    ])
    const less = { ...denyAll, Action: 's3:GetObject', Condition: { BoolIfExists: { [present]: 'false' } } }
    expect(rulesOf('Deny', missesKeys, work, less)).toEqual(['error deny-misses-keys It'])
    const fromOffice = { ...everything, Condition: { IpAddress: { 'aws:SourceIp': '198.51.100.0/24' } } }
    const withMfa = { ...work, Condition: { Bool: { [present]: 'true' } } }
    expect(rulesOf('Deny', missesKeys, withMfa, fromOffice)).toEqual(['error deny-misses-keys It'])
  })
})

it('reads the trust policy of a role, and the policy of a bucket, without a user’s way', () => {
  const Principal = { AWS: 'arn:aws:iam::111122223333:root' }
  const Condition = { BoolIfExists: { [present]: 'true' } }
  const trust = lint([document({ Effect: 'Allow', Principal, Action: 'sts:AssumeRole', Condition })])
  expect(summaryOf(trust)).toEqual(['error allow-takes-keys 1'])
  expect(trust.journey).toEqual([])
  const right = { Effect: 'Allow', Principal, Action: 'sts:AssumeRole', Condition: { Bool: { [present]: 'true' } } }
  expect(summaryOf(lint([document(right)]))).toEqual([])
  const bucket = {
    ...work,
    Effect: 'Deny',
    Principal: '*',
    Resource: 'arn:aws:s3:::b/*',
    Condition: { Null: { [age]: 'true' } },
  }
  expect(summaryOf(lint([document(bucket)]))).toEqual([])
})

it('says what AWS would not take', () => {
  expect(lint(['{"Version": "2012-10-17"']).findings).toMatchObject([
    { severity: 'error', rule: 'unreadable-policy', policy: 'p1', problem: expect.stringContaining('Syntax errors') },
  ])
  const misspelt = document({ ...work, Condition: { Boolean: { [present]: 'true' } } })
  expect(summaryOf(lint([misspelt]))).toEqual(['error unreadable-policy'])
})
