import { expect, it } from 'vitest'
import { SeedError, start } from '../../src/testing/start.ts'
import { allow } from '../twinlock.ts'

const document = allow('iam:GetUser')
const trust = (principal: string) => ({
  Version: '2012-10-17',
  Statement: { Effect: 'Allow', Principal: { AWS: principal }, Action: 'sts:AssumeRole' },
})

async function problemsOf(seed: unknown): Promise<readonly string[]> {
  try {
    const server = await start({ seed: seed as object })
    await server.stop()
    return []
  } catch (error) {
    if (!(error instanceof SeedError)) throw error
    return error.problems
  }
}

const user = (members: object) => ({ Users: [{ UserName: 'alice', ...members }] })

it.each<[string, unknown, readonly string[]]>([
  ['no object', [], ['must be a JSON object, not a list']],
  ['null', null, ['must be a JSON object, not null']],
  ['a misspelt member', { Userss: [] }, ['Userss: is not known: is Users meant?']],
  [
    'an unknown member',
    user({ LoginProfile: { Password: 'Test-password-1', Age: 3 } }),
    ['Users[0].LoginProfile.Age: is not known: there are Password, PasswordResetRequired'],
  ],
  [
    'a member that objects have of themselves',
    JSON.parse('{"Root": {"__proto__": {}}}'),
    ['Root.__proto__: is not known: there are AccessKeyPresent, MFADevices'],
  ],
  ['a list that is none', { Users: {} }, ['Users: must be a list, not an object']],
  ['a text that is none', user({ Path: 1 }), ['Users[0].Path: must be a text, not this number']],
  [
    'a switch that is none',
    user({ LoginProfile: { Password: 'Test-password-1', PasswordResetRequired: 'no' } }),
    ['Users[0].LoginProfile.PasswordResetRequired: must be true or false, not this text'],
  ],
  [
    'a number that is none',
    { PasswordPolicy: { MinimumPasswordLength: 8.5 } },
    ['PasswordPolicy.MinimumPasswordLength: must be a whole number, not this number'],
  ],
  [
    'a document as text',
    user({ Policies: [{ PolicyName: 'p', PolicyDocument: '{}' }] }),
    ['Users[0].Policies[0].PolicyDocument: must be a JSON object, not this text'],
  ],
  [
    'a status of AWS alone',
    user({ AccessKeys: [{ Status: 'Expired' }] }),
    ['Users[0].AccessKeys[0].Status: must be "Active" or "Inactive", not this text'],
  ],
  [
    'a name that is missing',
    { Users: [{}], Roles: [{ RoleName: 'r' }], VirtualMFADevices: [{}] },
    [
      'Roles[0].AssumeRolePolicyDocument: is missing',
      'Users[0].UserName: is missing',
      'VirtualMFADevices[0].VirtualMFADeviceName: is missing',
    ],
  ],
  [
    'names with blanks',
    { AccountAlias: 'A B', Groups: [{ GroupName: 'a b' }] },
    [
      'AccountAlias: Member must satisfy regular expression pattern: ^[a-z0-9]([a-z0-9]|-(?!-)){1,61}[a-z0-9]$',
      'Groups[0].GroupName: The specified value for groupName is invalid. It must contain only alphanumeric characters and/or the following: +=,.@_-',
    ],
  ],
  [
    'an alias that is an account id',
    { AccountAlias: '123456789012' },
    ['AccountAlias: The account alias must not be a number of twelve digits.'],
  ],
  [
    'a password policy out of range',
    { PasswordPolicy: { MinimumPasswordLength: 5, MaxPasswordAge: 2000 } },
    [
      'PasswordPolicy.MaxPasswordAge: Member must have value less than or equal to 1095',
      'PasswordPolicy.MinimumPasswordLength: Member must have value greater than or equal to 6',
    ],
  ],
  [
    'an empty tag key',
    user({
      Tags: [
        { Key: 'team', Value: 'a' },
        { Key: '', Value: 'b' },
      ],
    }),
    [
      'Users[0].Tags[1].Key: Member must satisfy regular expression pattern: [\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]+',
      'Users[0].Tags[1].Key: Member must have length greater than or equal to 1',
    ],
  ],
  [
    'the same tag twice',
    user({
      Tags: [
        { Key: 'a', Value: '' },
        { Key: 'A', Value: '' },
      ],
    }),
    ['Users[0]: Duplicate tag keys found. Please note that Tag keys are case insensitive.'],
  ],
  [
    'the same user twice',
    { Users: [{ UserName: 'alice' }, { UserName: 'ALICE' }] },
    ['Users[1]: User with name ALICE already exists.'],
  ],
  [
    'the same group, policy and role twice',
    {
      Groups: [{ GroupName: 'g' }, { GroupName: 'G' }],
      ManagedPolicies: [
        { PolicyName: 'p', PolicyDocument: document },
        { PolicyName: 'P', PolicyDocument: document },
      ],
      Roles: [
        { RoleName: 'r', AssumeRolePolicyDocument: trust('123456789012') },
        { RoleName: 'R', AssumeRolePolicyDocument: trust('123456789012') },
      ],
    },
    [
      'Groups[1]: Group with name G already exists.',
      'ManagedPolicies[1]: A policy called P already exists. Duplicate names are not allowed.',
      'Roles[1]: Role with name R already exists.',
    ],
  ],
  [
    'the same inline policy, attachment and membership twice',
    {
      Groups: [{ GroupName: 'g' }],
      ...user({
        Groups: ['g', 'G'],
        Policies: [
          { PolicyName: 'p', PolicyDocument: document },
          { PolicyName: 'P', PolicyDocument: document },
        ],
        ManagedPolicyArns: ['arn:aws:iam::aws:policy/ReadOnlyAccess', 'arn:aws:iam::aws:policy/ReadOnlyAccess'],
      }),
    },
    [
      'Users[0].Groups[1]: G is in this list already',
      'Users[0].ManagedPolicyArns[1]: arn:aws:iam::aws:policy/ReadOnlyAccess is in this list already',
      'Users[0].Policies[1]: P is in this list already',
    ],
  ],
  [
    'a group that is not there',
    user({ Groups: ['none'] }),
    ['Users[0].Groups[0]: The group with name none cannot be found.'],
  ],
  [
    'policies that are not there',
    user({
      ManagedPolicyArns: ['arn:aws:iam::123456789012:policy/none', 'none'],
      PermissionsBoundary: 'arn:aws:iam::123456789012:policy/none',
    }),
    [
      'Users[0].ManagedPolicyArns[0]: Policy arn:aws:iam::123456789012:policy/none does not exist or is not attachable.',
      'Users[0].ManagedPolicyArns[1]: Member must have length greater than or equal to 20',
      'Users[0].PermissionsBoundary: Scope ARN: arn:aws:iam::123456789012:policy/none does not exist or is not attachable.',
    ],
  ],
  [
    'documents that say nothing',
    {
      ManagedPolicies: [{ PolicyName: 'p', PolicyDocument: {} }],
      ...user({ Policies: [{ PolicyName: 'p', PolicyDocument: { Statement: { Effect: 'Maybe' } } }] }),
    },
    ['ManagedPolicies[0]: Syntax errors in policy.', 'Users[0].Policies[0]: Syntax errors in policy.'],
  ],
  [
    'a role that trusts nobody',
    { Roles: [{ RoleName: 'r', AssumeRolePolicyDocument: trust('arn:aws:iam::123456789012:user/none') }] },
    ['Roles[0]: Invalid principal in policy: "AWS":"arn:aws:iam::123456789012:user/none"'],
  ],
  [
    'policies that are too long',
    user({
      Policies: [{ PolicyName: 'p', PolicyDocument: { ...document, Id: 'x'.repeat(2048) } }],
    }),
    ['Users[0].Policies[0]: Maximum policy size of 2048 bytes exceeded for user alice'],
  ],
  [
    'a password that the account’s policy refuses',
    {
      PasswordPolicy: { MinimumPasswordLength: 20 },
      ...user({ LoginProfile: { Password: 'Test-password-1' } }),
    },
    [
      'Users[0].LoginProfile: Password does not conform to the account password policy. Password should have a minimum length of 20',
    ],
  ],
  [
    'a password that no policy could allow',
    user({ LoginProfile: { Password: '\u0001' } }),
    [
      'Users[0].LoginProfile.Password: Member must satisfy regular expression pattern: [\\u0009\\u000A\\u000D\\u0020-\\u00FF]+',
    ],
  ],
  [
    'keys that no key can be',
    user({ AccessKeys: [{ AccessKeyId: 'ASIAIOSFODNN7EXAMPLE', SecretAccessKey: 'short' }] }),
    [
      'Users[0].AccessKeys[0].AccessKeyId: must be 16 to 128 letters, digits or underscores and not begin with ASIA',
      'Users[0].AccessKeys[0].SecretAccessKey: must be 8 to 128 printable ASCII characters without blanks',
    ],
  ],
  [
    'three keys',
    user({ AccessKeys: [{}, {}, {}] }),
    ['Users[0].AccessKeys[2]: Cannot exceed quota for AccessKeysPerUser: 2'],
  ],
  [
    'the same key id twice',
    user({
      AccessKeys: [{ AccessKeyId: 'AKIAIOSFODNN7EXAMPLE' }, { AccessKeyId: 'AKIAIOSFODNN7EXAMPLE' }],
    }),
    ['Users[0].AccessKeys[1]: There is an access key AKIAIOSFODNN7EXAMPLE already.'],
  ],
  [
    'the root user’s key',
    user({ AccessKeys: [{ AccessKeyId: 'AKIATWINLOCKTESTROOT' }] }),
    ['Users[0].AccessKeys[0]: There is an access key AKIATWINLOCKTESTROOT already.'],
  ],
  [
    'secrets that no device can have',
    user({
      MFADevices: [
        { Base32StringSeed: 'GEZDGNBVGY3TQOJQ' },
        { VirtualMFADeviceName: 'b', Base32StringSeed: '01189998819991197253' },
        { VirtualMFADeviceName: 'c', Base32StringSeed: 'A'.repeat(112) },
      ],
    }),
    [0, 1, 2].map((index) => `Users[0].MFADevices[${index}].Base32StringSeed: must be 16 to 64 bytes in base32`),
  ],
  [
    'two devices with the user’s name',
    user({ MFADevices: [{}, {}] }),
    ['Users[0].MFADevices[1]: MFA device already exists.'],
  ],
  [
    'a device whose serial number no operation takes',
    user({ MFADevices: [{ Path: '/a b/' }, { Path: '/a!b/' }] }),
    [
      'Users[0].MFADevices[0].Path: The specified value for path is invalid. It must begin and end with / and contain only alphanumeric characters and/or / characters.',
      'Users[0].MFADevices[1]: No operation would take the serial number arn:aws:iam::123456789012:mfa/a!b/alice: it may have 256 of the characters A-Z a-z 0-9 _ + = / : , . @ -. Please choose another path or name.',
    ],
  ],
  [
    'nine devices',
    user({ MFADevices: Array.from({ length: 9 }, (_, index) => ({ VirtualMFADeviceName: `d${index}` })) }),
    ['Users[0].MFADevices[8]: Cannot exceed quota for MFADevicesPerUser: 8'],
  ],
  [
    'dates that are none, or to come',
    {
      Users: [
        { UserName: 'a', CreateDate: 'yesterday' },
        { UserName: 'b', CreateDate: '1999-12-31T23:59:59Z' },
        { UserName: 'c', CreateDate: '2099-01-01T00:00:00Z', AccessKeys: [{ CreateDate: '2098-01-01T00:00:00Z' }] },
      ],
    },
    [
      'Users[0].CreateDate: must be a time such as "2026-01-31T12:00:00Z"',
      'Users[1].CreateDate: must be a time such as "2026-01-31T12:00:00Z"',
      'Users[2].AccessKeys[0].CreateDate: is later than the clock',
      'Users[2].CreateDate: is later than the clock',
    ],
  ],
  [
    'many things at once, form and content',
    {
      Users: [
        { UserName: 'alice', Path: 'no-slash', Groups: ['none'], Policies: [{ PolicyName: 'p', PolicyDocument: {} }] },
        { UserName: 'b b' },
        { UserName: 'carol', MFADevices: [{ Base32StringSeed: 7 }] },
      ],
      Users2: 1,
    },
    [
      'Users[0].Groups[0]: The group with name none cannot be found.',
      'Users[0].Path: The specified value for path is invalid. It must begin and end with / and contain only alphanumeric characters and/or / characters.',
      'Users[0].Policies[0]: Syntax errors in policy.',
      'Users[1].UserName: The specified value for userName is invalid. It must contain only alphanumeric characters and/or the following: +=,.@_-',
      'Users[2].MFADevices[0].Base32StringSeed: must be a text, not this number',
      'Users2: is not known: is Users meant?',
    ],
  ],
])('tells of %s', async (_, seed, problems) => {
  expect(await problemsOf(seed)).toEqual(problems)
})

it('never repeats a secret', async () => {
  const secret = 'do-not-repeat-me'
  const seed = {
    Users: [
      {
        UserName: 'alice',
        LoginProfile: { Password: secret },
        AccessKeys: [{ SecretAccessKey: ` ${secret}` }, { AccessKeyId: 'x', SecretAccessKey: [secret] }],
        MFADevices: [{ Base32StringSeed: secret }],
      },
    ],
  }
  const problems = await problemsOf(seed)
  expect(problems).toHaveLength(5)
  expect(problems.join('\n')).not.toContain(secret)
})
