import { expect, it } from 'vitest'
import { trace } from '../../src/policy/trace.ts'
import { applied, bob, contextOf, document } from './decide.ts'

const condition = { Bool: { 'aws:MultiFactorAuthPresent': ['true'] } }
const request = { action: 'iam:GetUser', resource: bob, context: contextOf({}) }

it('names the allows that conditions alone keep from applying, and no others', () => {
  const policy = document(
    { Sid: 'Unmet', Action: ['iam:*'], Condition: condition },
    { Sid: 'Met', Action: ['iam:Get*'] },
    { Sid: 'OtherAction', Action: ['s3:*'], Condition: condition },
    { Sid: 'OtherResource', Resource: ['arn:aws:s3:::b'], Condition: condition },
    { Sid: 'Deny', Effect: 'Deny', Condition: condition },
  )
  const { unmetAllows, matchedStatements, keys } = trace(request, { identity: [applied(policy)] })
  expect(unmetAllows.map(({ kind, statement, index }) => [kind, statement.Sid, index])).toEqual([
    ['identity', 'Unmet', 0],
  ])
  expect(matchedStatements.map(({ statement }) => statement.Sid)).toEqual(['Met'])
  expect([...keys]).toEqual([['aws:multifactorauthpresent', undefined]])
})

it('counts allows of a trust policy only where they name the caller', () => {
  const principalOf = (name: string) => ({ isAnyone: false, byKind: { AWS: [name] } })
  const trust = (name: string) => ({
    ...applied({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: principalOf(name), Action: ['iam:GetUser'], Condition: condition }],
    }),
    ownerAccountId: '111122223333',
    mustAllow: true,
  })
  const asked = { ...request, principal: { kind: 'AWS', accountId: '111122223333', names: [bob] } as const }
  const unmetWith = (name: string) => trace(asked, { identity: [], resource: trust(name) }).unmetAllows.length
  expect(unmetWith(bob)).toBe(1)
  expect(unmetWith(`${bob}-2`)).toBe(0)
})
