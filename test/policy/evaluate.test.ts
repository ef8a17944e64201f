import { describe, expect, it } from 'vitest'
import type { PrincipalElement, Statement } from '../../src/policy/document.ts'
import { evaluate, type PolicySet } from '../../src/policy/evaluate.ts'
import type { PolicyPrincipal } from '../../src/policy/request.ts'
import { trace } from '../../src/policy/trace.ts'
import { account, applied, bob, contextOf, document } from './decide.ts'

const other = '444455556666'
const allow = [applied(document({}), 'allow')]
const nothing = [applied(document({ Action: ['s3:*'] }), 'nothing')]
const denyAll = applied(document({ Effect: 'Deny' }), 'deny')

const user: PolicyPrincipal = { kind: 'AWS', accountId: account, names: [bob, 'AIDABOB'] }
const session: PolicyPrincipal = {
  kind: 'AWS',
  accountId: account,
  names: [`arn:aws:sts::${account}:assumed-role/app/s`],
  actsFor: [`arn:aws:iam::${account}:role/app`, 'AROAAPP'],
}
const foreigner: PolicyPrincipal = { kind: 'AWS', accountId: other, names: [`arn:aws:iam::${other}:user/bob`] }
const service: PolicyPrincipal = { kind: 'Service', names: ['ec2.amazonaws.com'] }
const federated: PolicyPrincipal = { kind: 'Federated', names: [`arn:aws:iam::${account}:oidc-provider/example.com`] }

const aws = (...names: string[]): PrincipalElement => ({ isAnyone: false, byKind: { AWS: names } })
const anyone: PrincipalElement = { isAnyone: true, byKind: { AWS: ['*'] } }

const decide = (policies: PolicySet, principal?: PolicyPrincipal) => {
  const request = { action: 'sts:AssumeRole', resource: `arn:aws:iam::${account}:role/target`, context: new Map() }
  const { outcome, kind } = evaluate(principal ? { ...request, principal } : request, policies)
  return `${outcome} ${kind}`
}

const resource = (statement: Partial<Statement>, mustAllow = true) => ({
  ...applied(
    { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: ['sts:AssumeRole'], ...statement }] },
    'trust',
  ),
  ownerAccountId: account,
  mustAllow,
})

describe('kinds of policies', () => {
  it.each([
    ['identity alone', { identity: allow }, 'allowed identity'],
    ['none', { identity: [] }, 'implicitDeny identity'],
    ['none that speaks of it', { identity: nothing }, 'implicitDeny identity'],
    ['boundary alone', { identity: [], boundary: allow[0] }, 'implicitDeny identity'],
    ['session alone', { identity: [], session: allow }, 'implicitDeny identity'],
    ['all three', { identity: allow, boundary: allow[0], session: allow }, 'allowed identity'],
    ['a boundary without it', { identity: allow, boundary: nothing[0], session: nothing }, 'implicitDeny boundary'],
    ['a session without it', { identity: allow, boundary: allow[0], session: nothing }, 'implicitDeny session'],
    ['one of several of the session', { identity: allow, session: [...nothing, ...allow] }, 'allowed identity'],
    ['a session that may do nothing', { identity: allow, session: [] }, 'implicitDeny session'],
    ['a deny beside allows', { identity: [...allow, denyAll] }, 'explicitDeny identity'],
    ['a deny in the boundary', { identity: allow, boundary: denyAll }, 'explicitDeny boundary'],
    ['a deny in the session', { identity: [], session: [...allow, denyAll] }, 'explicitDeny session'],
  ] as [string, PolicySet, string][])('%s', (_, policies, expected) => {
    expect(decide(policies)).toBe(expected)
  })

  it('name the policy and the statement that decided', () => {
    const mixed = applied(document({ Action: ['s3:*'] }, { Sid: 'It' }, { Effect: 'Deny', Action: ['iam:*'] }), 'mixed')
    const ask = (action: string) => evaluate({ action, resource: bob, context: new Map() }, { identity: [mixed] })
    expect(ask('sts:X')).toMatchObject({
      outcome: 'allowed',
      policy: mixed,
      statement: { index: 1, statement: { Sid: 'It' } },
    })
    expect(ask('iam:X')).toMatchObject({ outcome: 'explicitDeny', policy: { name: 'mixed' }, statement: { index: 2 } })
  })
})

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html, the table of implicit denies */
describe('resource policies within an account', () => {
  const limits = { identity: nothing, boundary: nothing[0] as (typeof nothing)[0], session: nothing }
  const cases: [string, PrincipalElement, PolicyPrincipal, PolicySet, string][] = [
    ['the user', aws(bob), user, limits, 'allowed resource'],
    ['the id of the user', aws('AIDABOB'), user, limits, 'allowed resource'],
    ['the session', aws(...session.names), session, limits, 'allowed resource'],
    ['everyone', anyone, user, limits, 'allowed resource'],
    ['everyone, as AWS', aws('*'), session, limits, 'allowed resource'],
    ['the role, with limits', aws(`arn:aws:iam::${account}:role/app`), session, limits, 'implicitDeny boundary'],
    [
      'the role, limited by the session',
      aws('AROAAPP'),
      session,
      { identity: [], session: nothing },
      'implicitDeny session',
    ],
    ['the role', aws('AROAAPP'), session, { identity: [], session: allow }, 'allowed resource'],
    ['the account, alone', aws(account), user, { identity: nothing }, 'implicitDeny identity'],
    ['the account', aws(account), user, { identity: allow }, 'allowed identity'],
    ['the root of the account', aws(`arn:aws:iam::${account}:root`), session, { identity: allow }, 'allowed identity'],
    ['the account, with limits', aws(account), user, { ...limits, identity: allow }, 'implicitDeny boundary'],
  ]
  it.each(cases)('that name %s', (_, Principal, principal, policies, expected) => {
    for (const mustAllow of [true, false]) {
      expect(decide({ ...policies, resource: resource({ Principal }, mustAllow) }, principal)).toBe(expected)
    }
  })

  it.each([
    ['somebody else', aws(`arn:aws:iam::${account}:user/eve`)],
    ['a part of the name', aws(`arn:aws:iam::${account}:user/*`)],
    ['the name in another case', aws(bob.toUpperCase())],
    ['another account', aws(other)],
    ['another root', aws(`arn:aws:iam::${other}:root`)],
    ['the name as a service', { isAnyone: false, byKind: { Service: [bob], Federated: [bob] } }],
  ])('that name %s: a trust policy refuses, any other leaves it to the identity policies', (_, Principal) => {
    expect(decide({ identity: allow, resource: resource({ Principal }) }, user)).toBe('implicitDeny resource')
    expect(decide({ identity: allow, resource: resource({ Principal }, false) }, user)).toBe('allowed identity')
    expect(decide({ identity: [], resource: resource({ Principal }, false) }, user)).toBe('implicitDeny identity')
  })

  it('count by the statement that names the caller most directly', () => {
    const statements = [aws(account), aws(bob), aws(account)].map((Principal) => ({
      Effect: 'Allow' as const,
      Action: ['sts:*'],
      Principal,
    }))
    const trust = { ...applied({ Statement: statements }), ownerAccountId: account, mustAllow: true }
    expect(decide({ identity: nothing, resource: trust }, user)).toBe('allowed resource')
  })

  it('deny by Principal, in all its ways', () => {
    for (const Principal of [aws(bob), aws(account), anyone, aws('*')]) {
      const denying = { ...resource({ Effect: 'Deny', Principal }, false) }
      expect(decide({ identity: allow, resource: denying }, user)).toBe('explicitDeny resource')
    }
    const elsewhere = resource({ Effect: 'Deny', Principal: aws(other) }, false)
    expect(decide({ identity: allow, resource: elsewhere }, user)).toBe('allowed identity')
  })

  it.each([
    ['user and account', user, [bob, account], false],
    ['the user without the account', user, [bob], true],
    ['the account without the user', user, [account], true],
    ['session, role and account', session, [...session.names, 'AROAAPP', `arn:aws:iam::${account}:root`], false],
    ['session and account without the role', session, [...session.names, account], true],
    ['everyone', user, ['*'], false],
    ['another', user, [other], true],
  ] as const)('deny by NotPrincipal with %s', (_, principal, names, isDenied) => {
    const denying = resource({ Effect: 'Deny', NotPrincipal: aws(...names) }, false)
    const expected = isDenied ? 'explicitDeny resource' : 'allowed identity'
    expect(decide({ identity: allow, resource: denying }, principal)).toBe(expected)
    const boundary = allow[0] as (typeof allow)[0]
    expect(decide({ identity: allow, boundary, resource: denying }, principal)).toBe('explicitDeny resource')
  })

  it('allow nobody by NotPrincipal or without a principal', () => {
    const statements = [{ NotPrincipal: aws(other) }, { NotPrincipal: aws(bob) }, { Resource: ['*'] }]
    for (const statement of statements) {
      expect(decide({ identity: allow, resource: resource(statement) }, user)).toBe('implicitDeny resource')
    }
  })

  it('allow nothing where they are attached to an identity', () => {
    const misplaced = applied(document({ Principal: anyone }))
    expect(decide({ identity: [misplaced], boundary: misplaced }, user)).toBe('implicitDeny identity')
    expect(decide({ identity: [...allow, applied(document({ Effect: 'Deny', Principal: aws(other) }))] }, user)).toBe(
      'explicitDeny identity',
    )
  })
})

describe('resource policies for others', () => {
  it('and the identity policies must both allow those of another account', () => {
    for (const mustAllow of [true, false]) {
      for (const Principal of [aws(...foreigner.names), aws(other), anyone]) {
        const trust = resource({ Principal }, mustAllow)
        expect(decide({ identity: allow, resource: trust }, foreigner)).toBe('allowed identity')
        expect(decide({ identity: nothing, resource: trust }, foreigner)).toBe('implicitDeny identity')
      }
      const unnamed = resource({ Principal: aws(account) }, mustAllow)
      expect(decide({ identity: allow, resource: unnamed }, foreigner)).toBe('implicitDeny resource')
    }
  })

  it('are all that services and outside identities need', () => {
    for (const principal of [service, federated]) {
      const named = resource({ Principal: { isAnyone: false, byKind: { [principal.kind]: principal.names } } })
      expect(decide({ identity: [], resource: named }, principal)).toBe('allowed resource')
      const misnamed = resource({ Principal: aws(...principal.names, account) })
      expect(decide({ identity: [], resource: misnamed }, principal)).toBe('implicitDeny resource')
    }
    const unknown = resource({ Principal: aws(bob) })
    expect(decide({ identity: allow, resource: unknown })).toBe('implicitDeny resource')
  })
})

describe('trace', () => {
  it('tells the statements that apply and the keys that the policies ask for', () => {
    const Condition = {
      Bool: { 'aws:MultiFactorAuthPresent': ['true'] },
      StringEquals: { 'aws:x': [`\${aws:username}`] },
    }
    const identity = [
      applied(document({ Condition }, { Action: ['s3:*'] }, {}), 'first'),
      applied(document({ Effect: 'Deny', Resource: [bob] }), 'second'),
    ]
    const context = contextOf({ 'aws:MultiFactorAuthPresent': 'false', 'aws:Other': 'x' })
    const boundary = allow[0] as (typeof allow)[0]
    const found = trace({ action: 'IAM:GetUser', resource: bob, context }, { identity, boundary })
    expect(found.decision).toMatchObject({ outcome: 'explicitDeny', policy: { name: 'second' } })
    expect(found.matchedStatements.map(({ kind, policy, index }) => [kind, policy.name, index])).toEqual([
      ['identity', 'first', 2],
      ['identity', 'second', 0],
      ['boundary', 'allow', 0],
    ])
    expect([...found.keys]).toEqual([
      ['aws:multifactorauthpresent', ['false']],
      ['aws:username', undefined],
      ['aws:x', undefined],
    ])
  })
})
