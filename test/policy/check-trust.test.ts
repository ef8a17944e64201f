import { expect, test } from 'vitest'
import { findTrustPolicyFault } from '../../src/policy/check.ts'

const account = '123456789012'
const trust = { Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${account}:root` }, Action: 'sts:AssumeRole' }
const faultOf = (document: unknown) => findTrustPolicyFault(JSON.stringify(document))
const inDocument = (...statements: readonly unknown[]) => ({ Version: '2012-10-17', Statement: statements })
const nonSts = 'AssumeRole policy may only specify STS AssumeRole actions.'
const federated = 'Federated principals must be valid domain names or SAML metadata ARNs'

test.each<[unknown, string]>([
  ['text', 'This policy contains invalid Json'],
  [{ ...inDocument(trust), version: '2012-10-17' }, 'Unknown field version'],
  [{ Version: '2012-10-18', Statement: trust }, 'The policy must contain a valid version string'],
  [{ Version: null, Statement: trust }, 'The policy must contain a valid version string'],
  [{ Version: '2012-10-17' }, 'Could not parse the policy: Statement is empty!'],
  [inDocument(), 'Could not parse the policy: Statement is empty!'],
  [inDocument('text'), 'Syntax error in policy.'],
  [inDocument({ ...trust, Sid: 'a' }, { ...trust, Sid: 'a' }), 'The Statement Ids in the policy are not unique'],
  [
    inDocument({ Effect: 'Allow', Action: 's3:*', Resource: '*' }),
    // What is said to everyone who gives a user's policy to a role.
    'Has prohibited field Resource',
  ],
])('the trust policy %j: %s', (document, message) => {
  expect(faultOf(document)).toBe(message)
})

test('text that is no JSON', () => {
  expect(findTrustPolicyFault('{invalid')).toBe('This policy contains invalid Json')
  expect(findTrustPolicyFault('{"Version":"2012-10-17","Version":"2012-10-17","Statement":[]}')).toBe(
    'This policy contains invalid Json',
  )
})

test.each<[Record<string, unknown>, string]>([
  [{ Conditon: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } } }, 'Unknown field Conditon'],
  [{ condition: {} }, 'Unknown field condition'],
  [{ Effect: undefined }, 'Missing required field Effect'],
  [{ Effect: 'allow' }, 'Invalid effect: allow'],
  [{ Effect: {} }, 'Invalid effect: '],
  [{ Resource: '*' }, 'Has prohibited field Resource'],
  [{ NotResource: '*' }, 'AssumeRole policy must not contain resources.'],
  [{ NotPrincipal: { AWS: '*' } }, 'Allow with NotPrincipal is not allowed.'],
  [{ Effect: 'Deny', NotPrincipal: { AWS: '*' } }, 'AssumeRole policy must not contain NotPrincipal field.'],
  [{ Principal: undefined }, 'Missing required field Principal'],
  [{ Principal: {} }, 'Missing required field Principal cannot be empty!'],
  [{ Principal: '*' }, 'AssumeRolepolicy contained an invalid principal: "STAR":"*".'],
  [{ Principal: account }, 'Principal must be a JSON object.'],
  [{ Principal: [] }, 'Principal must be a JSON object.'],
  [{ Principal: { AWS: [{}] } }, 'Syntax error in policy.'],
  [{ Principal: { aws: account } }, 'Invalid principal in policy: "aws"'],
  [{ Principal: { constructor: account } }, 'Invalid principal in policy: "constructor"'],
  [
    { Principal: { AWS: [] } },
    'Invalid principal in policy: com.amazon.balsa.error.InvalidPolicyException: The passed in policy has a statement with no principals!',
  ],
  [{ Principal: { Service: 'lambda' } }, 'Invalid principal in policy: "SERVICE":"lambda"'],
  [{ Principal: { Service: '*' } }, 'Invalid principal in policy: "SERVICE":"*"'],
  [{ Principal: { Federated: 'arn:aws:iam::1:x' } }, federated],
  [{ Principal: { Federated: '*' } }, federated],
  [
    { Principal: { Federated: 'cognito-identity.amazonaws.com' } },
    'A condition block must be present for the Cognito provider',
  ],
  [{ Action: undefined }, 'Missing required field Action'],
  [{ Action: [] }, 'Missing required field Action'],
  [{ NotAction: 'sts:TagSession' }, 'Syntax error in policy.'],
  [{ Action: '*' }, nonSts],
  [{ Action: ['sts:AssumeRole', 's3:GetObject'] }, nonSts],
  [{ Action: 'sts:AssumeRoleWithWebIdendity' }, nonSts],
  [{ Action: 'sts' }, nonSts],
  [{ Condition: { Booll: { a: 'true' } } }, 'Syntax error in policy.'],
  [{ Condition: { Bool: { a: 'yes' } } }, 'Syntax error in policy.'],
  [{ Sid: 1 }, 'Syntax error in policy.'],
])('a trust statement with %j: %s', (elements, message) => {
  expect(faultOf(inDocument({ ...trust, ...elements }))).toBe(message)
})

test.each([
  `arn:aws:iam::${account}:user/*`,
  `arn:aws:iam::*:role/admin`,
  `arn:aws:iam::${account}:role/`,
  `arn:aws:iam::${account}:group/admins`,
  `arn:aws:iam::${account}:mfa/ada`,
  `arn:aws:sts::${account}:assumed-role/admin`,
  `arn:aws:sts::${account}:assumed-role/admin/*`,
  '12345678901',
  'AKIAIOSFODNN7EXAMPLE',
  'AIDA*',
  '',
  '**',
])('%s is no principal', (principal) => {
  const message = `Invalid principal in policy: "AWS":"${principal}"`
  expect(faultOf(inDocument({ ...trust, Principal: { AWS: ['*', principal] } }))).toBe(message)
})

test.each<Record<string, unknown>>([
  {},
  { Action: ['sts:AssumeRole', 'sts:TagSession', 'STS:SetSourceIdentity'] },
  { Action: 'sts:Assume*' },
  { Principal: { AWS: '*' } },
  { Principal: { AWS: ['AIDACKCEVSQ6C2EXAMPLE', 'AROACKCEVSQ6C2EXAMPLE:session'] } },
  { Principal: { AWS: [account, `arn:aws:iam::${account}:user/division/ada`, `arn:aws:iam::${account}:role/x`] } },
  { Principal: { AWS: `arn:aws:sts::${account}:assumed-role/x/session` } },
  { Principal: { AWS: `arn:aws:sts::${account}:federated-user/ada` } },
  { Principal: { Service: ['ec2.amazonaws.com', 'delivery.logs.amazonaws.com'], AWS: account } },
  { Principal: { Federated: `arn:aws:iam::${account}:saml-provider/Shibboleth` }, Action: 'sts:AssumeRoleWithSAML' },
  { Principal: { Federated: `arn:aws:iam::${account}:oidc-provider/example.com/path` } },
  { Principal: { Federated: 'accounts.google.com' } },
  { Effect: 'Deny', Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'false' } } },
])('a trust statement may say %j', (elements) => {
  expect(faultOf(inDocument({ ...trust, ...elements }))).toBeUndefined()
  expect(faultOf({ Statement: { ...trust, ...elements } })).toBeUndefined()
})
