/** Random policies and requests over small alphabets, so that most statements nearly match. Every seed gives the same ones. */
import type { PolicyDocument, PrincipalElement, Statement } from '../../src/policy/document.ts'
import type { PolicyPrincipal, PolicyRequest } from '../../src/policy/request.ts'
import type { PlainPolicySet } from './plain-evaluator.ts'

export type Random = <T>(choices: readonly T[]) => T

/** Mulberry32. */
export function makeRandom(seed: number): Random {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
  return (choices) => choices[Math.floor(next() * choices.length)] as (typeof choices)[number]
}

const own = '111111111111'
const other = '222222222222'
const actions = [
  'iam:GetUser',
  'iam:getuser',
  'IAM:Get*',
  'iam:*',
  '*',
  'iam:?etUser',
  'iam:ListUsers',
  'iam:*User*',
  'sts:*',
]
const resources = [
  '*',
  '**',
  `arn:aws:iam::${own}:user/bob`,
  'arn:aws:iam::*:user/*',
  `arn:aws:iam::${own}:user/\${aws:username}`,
  `arn:aws:iam::*:user/\${aws:username, 'bob'}`,
  `arn:aws:iam::*:*/\${aws:PrincipalTag/t}`,
  `arn:aws:iam::\${aws:username}:user/bob`,
  'arn:aws:iam::*:user/b?b',
  `arn:aws:iam::*:user/\${*}`,
  `arn:aws:iam::\${*}:user/bob`,
  'arn:aws:iam::*',
  'arn:aws:iam',
  'arn:aws:s*',
  'arn:*:user/bob',
  'arn:aws:iam::*:user/b*:*b',
  'arn:aws:iam::1*1:us*bob',
]
const askedResources = [
  '*',
  `arn:aws:iam::${own}:user/bob`,
  `arn:aws:iam::${own}:user/bob`,
  `arn:aws:iam::${own}:user/Bob`,
  `arn:aws:iam::${own}:user/*`,
  `arn:aws:iam::${own}:role/x:user/bob`,
  `arn:aws:iam::${own}:user/b*b`,
  `arn:aws:iam::${own}:user/:`,
]
const texts = [
  'bob',
  'Bob',
  'b*',
  'b?b',
  '*',
  '',
  '*o*b*',
  `\${aws:username}`,
  `\${aws:PrincipalTag/t, 'bob'}`,
  `\${*}`,
  `x\${?}\${$}`,
  `\${k`,
  `\${list}`,
]
const askedTexts = ['bob', 'Bob', 'BOB', 'b*', '*', '', 'x?$', 'true', '5', 'b:b']
const numbers = ['5', '5.0', '6', '-1', 'five', `\${aws:username}`, '']
const dates = [
  '2020-01-01T00:00:00Z',
  '2020',
  '2020-01',
  '1577836800',
  '2020-01-01T01:00:00+01:00',
  '2021-06-30',
  '2020-01-01T00:00Z',
  'soon',
]
const addresses = [
  '192.0.2.1',
  '192.0.2.0/24',
  '192.0.2.9/32',
  '0.0.0.0/0',
  '2001:db8::/32',
  '2001:db8::1',
  '::/0',
  'here',
]
const arns = [
  `arn:aws:iam::${own}:user/bob`,
  'arn:aws:iam::*:user/*',
  'arn:*:*:*:*:*',
  `arn:aws:iam::*:user/\${aws:username}`,
  'arn:aws:iam::*:*b:*',
  '*',
  'arn:aws:iam::*',
  `arn:aws:iam::${own}:role/x:user/bob`,
]
const valuesByOperator: readonly (readonly [string, readonly string[], readonly string[]])[] = [
  ...['StringEquals', 'StringNotEquals', 'StringEqualsIgnoreCase', 'StringNotEqualsIgnoreCase'].map(
    (name) => [name, texts, askedTexts] as const,
  ),
  ...['StringLike', 'StringNotLike'].map((name) => [name, texts, askedTexts] as const),
  ...['Equals', 'NotEquals', 'LessThan', 'LessThanEquals', 'GreaterThan', 'GreaterThanEquals'].flatMap((name) => [
    [`Numeric${name}`, numbers, numbers] as const,
    [`Date${name}`, dates, dates] as const,
  ]),
  ['Bool', ['true', 'false', 'TRUE', 'maybe', `\${k}`], ['true', 'false', 'False', 'maybe']],
  ['BinaryEquals', ['Qm9i', 'Qm9iYg==', '?'], ['Qm9i', 'Qm9iYg==', '?']],
  ...['IpAddress', 'NotIpAddress'].map((name) => [name, addresses, addresses] as const),
  ...['ArnEquals', 'ArnNotEquals', 'ArnLike', 'ArnNotLike'].map((name) => [name, arns, arns] as const),
]

const user: PolicyPrincipal = { kind: 'AWS', accountId: own, names: [`arn:aws:iam::${own}:user/bob`, 'AIDABOB'] }
const session: PolicyPrincipal = {
  kind: 'AWS',
  accountId: own,
  names: [`arn:aws:sts::${own}:assumed-role/r/s`],
  actsFor: [`arn:aws:iam::${own}:role/r`, 'AROAR'],
}
const principals: readonly (PolicyPrincipal | undefined)[] = [
  user,
  session,
  { kind: 'AWS', accountId: other, names: [`arn:aws:iam::${other}:user/bob`] },
  { kind: 'Service', names: ['ec2.amazonaws.com'] },
  { kind: 'Federated', names: [`arn:aws:iam::${own}:oidc-provider/x`] },
  undefined,
]
const names = [
  '*',
  own,
  other,
  `arn:aws:iam::${own}:root`,
  ...user.names,
  ...session.names,
  ...(session.actsFor ?? []),
  `arn:aws:iam::${other}:user/bob`,
  `arn:aws:iam::${own}:user/*`,
]

function some<T>(random: Random, choices: readonly T[], max = 3): T[] {
  const chosen = [random(choices)]
  while (chosen.length < max && random([true, false])) chosen.push(random(choices))
  return chosen
}

export interface RandomCase {
  readonly set: PlainPolicySet
  /** Eight, which ask for what the policies speak of. */
  readonly requests: readonly PolicyRequest[]
}

export function randomCase(random: Random): RandomCase {
  const operators = some(random, valuesByOperator, 2)
  const document = (isResource = false) => randomDocument(random, operators, isResource)
  return {
    requests: Array.from({ length: 8 }, () => randomRequest(random, operators)),
    set: {
      identity: random([0, 1, 2]) === 0 ? [] : some(random, [0, 1], 2).map(() => document()),
      ...(random([true, false, false]) ? { boundary: document() } : {}),
      ...(random([true, false, false]) ? { session: random([true, true, false]) ? [document(), document()] : [] } : {}),
      ...(random([true, false])
        ? { resource: { document: document(true), ownerAccountId: own, mustAllow: random([true, false]) } }
        : {}),
    },
  }
}

function randomRequest(random: Random, operators: typeof valuesByOperator): PolicyRequest {
  const context = new Map<string, readonly string[]>()
  for (const [, , asked] of operators) context.set(random(['k', 'list']), some(random, asked, 2))
  if (random([true, true, false])) context.set('aws:username', [random(['bob', 'Bob', '*', 'b*b', ':'])])
  if (random([true, false])) context.set('aws:principaltag/t', random([['bob'], ['*'], ['a', 'bob'], []]))
  if (random([false, false, true])) context.set('k', random([[], [''], ['', 'bob']]))
  const action = random(['iam:GetUser', 'iam:getuser', 'iam:ListUsers'])
  const principal = random(principals)
  return { action, resource: random(askedResources), context, ...(principal ? { principal } : {}) }
}

function randomDocument(random: Random, operators: typeof valuesByOperator, isResource: boolean): PolicyDocument {
  const version = random(['2012-10-17', '2012-10-17', '2012-10-17', '2008-10-17', undefined] as const)
  const Statement = Array.from({ length: random([1, 2, 3]) }, () => randomStatement(random, operators, isResource))
  return { ...(version ? { Version: version } : {}), Statement }
}

function randomStatement(random: Random, operators: typeof valuesByOperator, isResource: boolean): Statement {
  const action = some(random, actions)
  const resource = some(random, resources, 2)
  const isNamed = isResource ? random([true, true, true, true, false]) : random([...Array(15).fill(false), true])
  return {
    Effect: random(['Allow', 'Allow', 'Allow', 'Deny'] as const),
    ...(random([true, true, true, false]) ? { Action: action } : { NotAction: action }),
    ...(random([true, true, true, false]) ? { Resource: resource } : { NotResource: resource }),
    ...(isNamed ? { [random(['Principal', 'Principal', 'NotPrincipal'])]: randomPrincipal(random) } : {}),
    ...(random([true, false]) ? { Condition: randomCondition(random, operators) } : {}),
  }
}

function randomPrincipal(random: Random): PrincipalElement {
  if (random([true, false, false, false, false])) return { isAnyone: true, byKind: { AWS: ['*'] } }
  const kind = random(['AWS', 'AWS', 'AWS', 'Service', 'Federated'])
  const choices = kind === 'AWS' ? names : ['*', 'ec2.amazonaws.com', `arn:aws:iam::${own}:oidc-provider/x`]
  return { isAnyone: false, byKind: { [kind]: some(random, choices, 5) } }
}

function randomCondition(random: Random, operators: typeof valuesByOperator): NonNullable<Statement['Condition']> {
  const [name, values] = random(operators)
  const key = random(['k', 'K', 'list', 'absent'])
  const prefix = random(['', '', 'ForAnyValue:', 'ForAllValues:'])
  if (random([true, ...Array(11).fill(false)])) return { [`${prefix}Null`]: { [key]: [random(['true', 'false'])] } }
  return { [`${prefix}${name}${random(['', '', 'IfExists'])}`]: { [key]: some(random, values) } }
}
