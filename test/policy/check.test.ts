import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  findIdentityPolicyFault,
  findManagedPolicyFault,
  findSessionPolicyFault,
  policySize,
} from '../../src/policy/check.ts'

const allow = { Effect: 'Allow', Action: 's3:ListBucket', Resource: 'arn:aws:s3:::example_bucket' }
const syntax = 'Syntax errors in policy.'
const version = 'Policy document must be version 2012-10-17 or greater.'
const legacy = 'The policy failed legacy parsing'
const noActions = 'Policy statement must contain actions.'
const noResources = 'Policy statement must contain resources.'
const noVendor = 'Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.'
const twoColons = 'Actions/Condition can contain only one colon.'
const sameSid = 'Statement IDs (SID) in a single policy must be unique.'
const iamPath =
  'IAM resource path must either be "*" or start with user/, federated-user/, role/, group/, instance-profile/, mfa/, ' +
  'server-certificate/, policy/, sms-mfa/, saml-provider/, oidc-provider/, report/, access-report/.'
const vendorless = 'Resource vendor must be fully qualified and cannot contain regexes.'

const inDocument = (...statements: readonly unknown[]) => ({ Version: '2012-10-17', Statement: statements })
const faultOf = (document: unknown) => findManagedPolicyFault(JSON.stringify(document))
const { Action, ...withoutAction } = allow
const { Resource, ...withoutResource } = allow

describe('a customer managed policy is refused in the words and the order of AWS', () => {
  test.each<[unknown, string]>([
    ['text', syntax],
    [[], syntax],
    [{ Version: '2012-10-17' }, syntax],
    [inDocument(), syntax],
    [inDocument('afd'), syntax],
    [{ Version: '2013-10-17', Statement: allow }, syntax],
    [{ Version: '2012-10-17', Statement: allow, Extra: 1 }, syntax],
    [{ Version: '2012-10-17', Statement: allow, Conditions: {} }, syntax],
    [{ Version: '2012-10-17', Statement: allow, Id: ['x'] }, syntax],
    [{ Version: '2012-10-17', Statement: allow, Id: {} }, syntax],
    [{ Statement: allow }, version],
    [{ Version: '2008-10-17', Statement: allow }, version],
    [
      {
        Statement: [
          { ...allow, Sid: 'a' },
          { Sid: 'a', Effect: 'Allow' },
        ],
      },
      version,
    ],
    [{ Statement: { ...allow, Effect: 'denY' } }, version],
    [inDocument({ ...allow, Sid: 'a' }, { Sid: 'a', Effect: 'Allow' }), sameSid],
    [inDocument({ ...allow, Sid: 'a', Effect: 'aLLow' }, { Sid: 'a', Effect: 'Allow' }), legacy],
    [inDocument({ Effect: 'Deny' }, allow), noActions],
  ])('%j: %s', (document, message) => {
    expect(faultOf(document)).toBe(message)
  })

  test.each<[Record<string, unknown>, string]>([
    [{ Extra: 'x' }, syntax],
    [{ Effect: 'invalid' }, syntax],
    [{ Effect: 'denY' }, legacy],
    [{ Sid: {} }, syntax],
    [{ Sid: [] }, syntax],
    [{ Action: [[]] }, syntax],
    [{ Action: {} }, syntax],
    [{ NotAction: [] }, syntax],
    [{ NotAction: 'iam:x' }, syntax],
    [{ NotResource: [] }, syntax],
    [{ NotResource: '*' }, syntax],
    [{ Resource: { a: 'arn:aws:s3:::x' } }, syntax],
    [{ Resource: ['adfdf', {}] }, syntax],
    [{ Resource: [null] }, syntax],
    [{ Action: null }, syntax],
    [{ Action: [] }, noActions],
    [{ Resource: [] }, noResources],
    [{ Action: 'invalid' }, noVendor],
    [{ Action: '' }, noVendor],
    [{ Action: 'a a:ListBucket' }, 'Vendor a a is not valid'],
    [{ Action: ':ListBucket' }, 'Vendor  is not valid'],
    [{ Action: ['iam:*', 's3:List:Bucket'] }, twoColons],
    [{ Action: 's:3:x', Resource: 'sdf' }, 'Resource sdf must be in ARN format or "*".'],
    [{ Resource: 'invalid resource' }, 'Resource invalid resource must be in ARN format or "*".'],
    [{ Resource: '' }, 'Resource  must be in ARN format or "*".'],
    [{ Resource: ['adf'] }, 'Resource adf must be in ARN format or "*".'],
    [{ Resource: 'arm:aws:s3:::x' }, 'Resource arm:aws:s3:::x must be in ARN format or "*".'],
    [{ Resource: 'a:bsdf' }, 'Partition "bsdf" is not valid for resource "arn:bsdf:*:*:*:*".'],
    [{ Resource: 'a:b:c' }, 'Partition "b" is not valid for resource "arn:b:c:*:*:*".'],
    [{ Resource: 'a:b:c:d:e:f:g:h' }, 'Partition "b" is not valid for resource "arn:b:c:d:e:f:g:h".'],
    [{ Resource: 'aws:s3:::x' }, 'Partition "s3" is not valid for resource "arn:s3:::x:*".'],
    [{ Resource: ['arn:e:s3::x', 'arn:e:s3:::x'] }, 'Partition "e" is not valid for resource "arn:e:s3:::x".'],
    [{ Resource: 'arn:aws' }, vendorless],
    [{ Resource: 'arn:aws:*:*:*:*' }, vendorless],
    [{ Resource: 'arn:aws:iam:::x' }, iamPath],
    [
      { Resource: 'arn:aws:iam:us-east-1::x' },
      'IAM resource arn:aws:iam:us-east-1::x cannot contain region information.',
    ],
    [{ Resource: 'arn:aws:s3:us-east-1::x' }, 'Resource arn:aws:s3:us-east-1::x can not contain region information.'],
    [{ Resource: 'arn:aws:s3::x' }, legacy],
    [{ Resource: 'arn:aws::::x' }, legacy],
    [{ Resource: 'arn:aws::fdsasf' }, legacy],
    [{ Effect: 'allow', Resource: 'arn:aws:s3:us-east-1::x' }, legacy],
    [{ Resource: `arn:aws:iam::*:user/\${aws:username` }, legacy],
    [{ Resource: `arn:aws:iam::*:user/\${}` }, legacy],
    [{ Principal: '*' }, 'Policy document should not specify a principal.'],
    [{ NotPrincipal: { AWS: '*' } }, 'Policy document should not specify a principal.'],
    [
      { Sid: 'allow-list' },
      'Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular expression [0-9A-Za-z]*',
    ],
  ])('%j: %s', (elements, message) => {
    expect(faultOf(inDocument({ ...allow, ...elements }))).toBe(message)
  })

  test.each<[Record<string, unknown>, string]>([
    [{ Effect: 'Allow' }, noActions],
    [withoutAction, noActions],
    [withoutResource, noResources],
    [{ ...withoutResource, Action: 'invalid' }, noVendor],
    [{ Action, Resource }, syntax],
    [{ ...withoutAction, Resource: 'arn:aws:s3::x' }, legacy],
    [{ ...withoutAction, NotAction: 's3:x', Resource: 'arn:aws::::x' }, legacy],
    [{ ...withoutResource, NotResource: 'arn:aws:s3::x' }, legacy],
  ])('%j: %s', (statement, message) => {
    expect(faultOf(inDocument(statement))).toBe(message)
  })
})

test.each<Record<string, unknown>>([
  { Sid: '' },
  { Action: '*' },
  { Action: 'iam: asdf safdsf af ' },
  { Action: ['s3-s:List', 's3.s:List', 'aaaaaadsfdsafsadfsadfaaaaa:List*'] },
  { Resource: ['arn:aws:s3:::x', '*'] },
  { Resource: ['arn:aws:iam:::user/x', 'arn:aws:iam::123456789012:*', 'arn:aws:iam::*:root'] },
  { Resource: 'arn:aws:fdsasf' },
  { Resource: ['arn:aws:s33:::x', 'arn:aws:ec2:us-east-1::x', 'arn:*:invalid-service:us-east-1::x'] },
  { Resource: 'arn:aws:s3:us-west-2:123456789012:accesspoint/mine/object/*' },
  { Resource: [`arn:aws:iam::*:user/\${aws:username}`, `arn:aws:s3:::\${aws:PrincipalTag/team, 'none'}/\${*}`] },
  { Condition: {} },
])('a managed policy may say %j', (elements) => {
  expect(faultOf(inDocument({ ...allow, ...elements }))).toBeUndefined()
  expect(faultOf({ Version: '2012-10-17', Id: 'x', Statement: { ...allow, ...elements } })).toBeUndefined()
})

test('an inline policy may be of the old version, in which a variable is text, and its statement ids are free', () => {
  const resource = `arn:aws:s3:::\${unended`
  const statement = { ...allow, Sid: 'allow list', Resource: resource }
  expect(findIdentityPolicyFault(JSON.stringify({ Statement: statement }))).toBeUndefined()
  expect(findIdentityPolicyFault(JSON.stringify({ Version: '2008-10-17', Statement: statement }))).toBeUndefined()
  expect(findIdentityPolicyFault(JSON.stringify({ Version: '2012-10-17', Statement: statement }))).toBe(legacy)
})

test.each<[unknown, string | undefined]>([
  [inDocument(allow), undefined],
  [{ Statement: allow }, undefined],
  [[], 'The policy is not in the valid JSON format.'],
  [{ statement: allow }, 'Unknown field statement'],
  [inDocument({ ...allow, Resouce: '*' }), 'Unknown field Resouce'],
  [inDocument({ ...allow, Principal: '*' }), 'Has prohibited field Principal'],
  [inDocument({ ...allow, Effect: 'allow' }), 'Invalid effect: allow'],
  [inDocument(withoutAction), 'Missing required field Action'],
  [inDocument(withoutResource), 'Missing required field Resource'],
  [inDocument({ ...allow, Resource: 'x' }), 'Resource x must be in ARN format or "*".'],
  [inDocument({ ...allow, Action: 'x' }), noVendor],
  [inDocument({ ...allow, Condition: { Bool: { a: 'yes' } } }), 'Syntax error in policy.'],
])('a session policy %j: %s', (document, message) => {
  expect(findSessionPolicyFault(JSON.stringify(document))).toBe(message)
})

test('white space does not count', () => {
  expect(policySize(' {\n\t"a": "b c" }\r\n')).toBe('{"a":"bc"}'.length)
})

describe('what the engine would not understand does not come in', () => {
  const checks = [findIdentityPolicyFault, findManagedPolicyFault, findSessionPolicyFault]
  const everyCheckRefuses = (text: string) => {
    for (const find of checks) expect(find(text), text).toBeTypeOf('string')
  }
  const elements = ['Sid', 'Effect', 'Action', 'NotAction', 'Resource', 'NotResource', 'Condition']
  const known = new Set([...elements, 'Principal', 'NotPrincipal'])

  test('a misspelt element', () => {
    const misspelt = fc.oneof(
      fc
        .constantFrom(...elements)
        .chain((element) => fc.nat(element.length - 1).map((at) => element.slice(0, at) + element.slice(at + 1))),
      fc.constantFrom(...elements).map((element) => element.toLowerCase()),
      fc.string(),
      fc.constantFrom('constructor', '__proto__', 'toString', 'hasOwnProperty'),
    )
    fc.assert(
      fc.property(misspelt, fc.jsonValue(), (element, value) => {
        fc.pre(!known.has(element))
        const text = JSON.stringify(allow)
        const statement = `${text.slice(0, -1)},${JSON.stringify(element)}:${JSON.stringify(value)}}`
        everyCheckRefuses(`{"Version":"2012-10-17","Statement":[${statement}]}`)
        everyCheckRefuses(`{"Version":"2012-10-17","Statement":${text},${JSON.stringify(element)}:1}`)
      }),
    )
  })

  test('an element twice, however it is written', () => {
    everyCheckRefuses(
      '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*","Action":"*"}}',
    )
    everyCheckRefuses(
      '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Eff\\u0065ct":"Allow","Action":"*","Resource":"*"}}',
    )
    const condition = '"Condition":{"Bool":{"a":"true"},"StringEquals":{"b":"x"},"Bool" :{"a":"true"}}'
    everyCheckRefuses(
      `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*",${condition}}}`,
    )
  })

  test('the same key in two objects is not twice, nor is one that only a value speaks of', () => {
    const condition = { Bool: { a: 'true' }, StringEquals: { a: ['"a":', '{', '}}', '\\"', '"b":"c"'], b: '\\' } }
    expect(faultOf(inDocument({ ...allow, Condition: condition }, allow))).toBeUndefined()
  })

  test('whatever is accepted has only elements that there are', () => {
    const statement = fc.record(
      {
        Effect: fc.constantFrom('Allow', 'Deny', 'allow'),
        Action: fc.oneof(fc.constantFrom('*', 'iam:*', 'x'), fc.jsonValue()),
        Resource: fc.oneof(fc.constantFrom('*', 'arn:aws:s3:::x'), fc.jsonValue()),
        Condition: fc.oneof(fc.constant({ Bool: { a: 'true' } }), fc.jsonValue()),
        Sid: fc.jsonValue(),
      },
      { requiredKeys: ['Effect', 'Action', 'Resource'] },
    )
    fc.assert(
      fc.property(fc.oneof(statement, fc.jsonValue()), (given) => {
        const text = JSON.stringify(inDocument(given))
        const isAccepted = checks.some((find) => find(text) === undefined)
        if (isAccepted) expect(given).toMatchObject({ Effect: expect.stringMatching(/^(Allow|Deny)$/) })
      }),
    )
  })
})
