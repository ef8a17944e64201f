import { describe, expect, it } from 'vitest'
import {
  durationSeconds,
  policyDescriptorList,
  roleSessionName,
  arn as stsArn,
  tokenCode,
} from '../../src/sts/limits.ts'
import { AwsFault } from '../../src/wire/faults.ts'
import { anything, type Limit, listOf, text } from '../../src/wire/limits.ts'
import { operationModel, type ServiceName } from '../../src/wire/model.ts'
import {
  assignmentStatus,
  entityType,
  marker,
  maxItems,
  path,
  pathPrefix,
  tagKeyList,
  tagList,
  userName,
} from '../../src/wire/named-limits.ts'
import { checkInput } from '../../src/wire/validation.ts'

/** The message with which the input is refused; undefined when it is fine. */
function refusal(
  service: ServiceName,
  action: string,
  limits: Readonly<Record<string, Limit<never>>>,
  input: object,
): string | undefined {
  try {
    checkInput(limits, input, operationModel(service, action))
    return undefined
  } catch (error) {
    if (!(error instanceof AwsFault)) throw error
    expect({ code: error.code, status: error.status }).toEqual({ code: 'ValidationError', status: 400 })
    return error.message
  }
}

const createUser = { Path: path, UserName: userName, PermissionsBoundary: anything, Tags: tagList }
const listUsers = { PathPrefix: pathPrefix, Marker: marker, MaxItems: maxItems }
const nameSentence =
  'The specified value for userName is invalid. It must contain only alphanumeric characters and/or the following: +=,.@_-'

describe('the words of IAM', () => {
  it('takes what is right', () => {
    expect(refusal('iam', 'CreateUser', createUser, { UserName: 'bob', Tags: [{ Key: 'team', Value: '' }] })).toBe(
      undefined,
    )
    expect(refusal('iam', 'ListUsers', listUsers, {})).toBe(undefined)
  })

  it('never repeats the value', () => {
    expect(refusal('iam', 'ListUsers', listUsers, { MaxItems: 1001 })).toBe(
      "1 validation error detected: Value at 'maxItems' failed to satisfy constraint: Member must have value less than or equal to 1000",
    )
  })

  it('names what is missing, without a value as well', () => {
    expect(refusal('iam', 'CreateUser', createUser, {})).toBe(
      "1 validation error detected: Value at 'userName' failed to satisfy constraint: Member must not be null",
    )
  })

  it('names what is missing inside of a list', () => {
    expect(refusal('iam', 'CreateUser', createUser, { UserName: 'bob', Tags: [{ Key: 'a' }, {}] })).toBe(
      "3 validation errors detected: Value at 'tags.1.member.value' failed to satisfy constraint: Member must not be null; " +
        "Value at 'tags.2.member.key' failed to satisfy constraint: Member must not be null; " +
        "Value at 'tags.2.member.value' failed to satisfy constraint: Member must not be null",
    )
  })

  it('names what is missing inside of a map', () => {
    const limits = { TemplateArn: anything, TemplateMinorVersion: anything, ReplacementValues: anything }
    expect(refusal('iam', 'AcquireRole', limits, { TemplateArn: 'arn', ReplacementValues: { Zone: {} } })).toBe(
      "1 validation error detected: Value at 'replacementValues.Zone.member.values' failed to satisfy constraint: Member must not be null",
    )
  })

  it('joins several, in the order of the model', () => {
    const bad = { Key: 'bad#key', Value: '' }
    expect(refusal('iam', 'CreateUser', createUser, { Tags: [bad], UserName: 'a'.repeat(65) })).toBe(
      "2 validation errors detected: Value at 'userName' failed to satisfy constraint: Member must have length less than or equal to 64; " +
        String.raw`Value at 'tags.1.member.key' failed to satisfy constraint: Member must satisfy regular expression pattern: [\p{L}\p{Z}\p{N}_.:/=+\-@]+`,
    )
  })

  it('names no values of an enumeration, but those of the items of a list', () => {
    const limits = { AssignmentStatus: assignmentStatus, Marker: marker, MaxItems: maxItems }
    expect(refusal('iam', 'ListVirtualMFADevices', limits, { AssignmentStatus: 'assigned' })).toBe(
      "1 validation error detected: Value at 'assignmentStatus' failed to satisfy constraint: Member must satisfy enum value set",
    )
    const filter = { Filter: listOf(entityType), Marker: marker, MaxItems: maxItems }
    expect(refusal('iam', 'GetAccountAuthorizationDetails', filter, { Filter: ['User', 'user'] })).toBe(
      "1 validation error detected: Value at 'filter' failed to satisfy constraint: Member must satisfy constraint: [Member must satisfy enum value set: [LocalManagedPolicy, User, AWSManagedPolicy, Role, Group]]",
    )
  })

  it('lists all constraints of the items of a list', () => {
    expect(
      refusal('iam', 'UntagUser', { UserName: userName, TagKeys: tagKeyList }, { UserName: 'bob', TagKeys: [''] }),
    ).toBe(
      String.raw`1 validation error detected: Value at 'tagKeys' failed to satisfy constraint: Member must satisfy constraint: [Member must have length less than or equal to 128, Member must have length greater than or equal to 1, Member must satisfy regular expression pattern: [\p{L}\p{Z}\p{N}_.:/=+\-@]+, Member must not be null]`,
    )
  })

  it('has sentences of its own for names and paths', () => {
    expect(refusal('iam', 'CreateUser', createUser, { UserName: 'a/b' })).toBe(nameSentence)
    expect(refusal('iam', 'CreateUser', createUser, { UserName: '' })).toBe(nameSentence)
    expect(refusal('iam', 'CreateUser', createUser, { UserName: 'bob', Path: '/team' })).toBe(
      'The specified value for path is invalid. It must begin and end with / and contain only alphanumeric characters and/or / characters.',
    )
    expect(refusal('iam', 'ListUsers', listUsers, { PathPrefix: 'team' })).toBe(
      'The specified value for pathPrefix is invalid. It must begin with the / character and contain only alphanumeric characters and/or / characters.',
    )
  })

  it('tells one such sentence at a time, and none beside the words of the model', () => {
    expect(refusal('iam', 'CreateUser', createUser, { UserName: 'a/b', Path: 'team' })).toBe(nameSentence)
    expect(refusal('iam', 'ListUsers', listUsers, { PathPrefix: 'team', MaxItems: 0 })).toBe(
      "1 validation error detected: Value at 'maxItems' failed to satisfy constraint: Member must have value greater than or equal to 1",
    )
  })
})

describe('the words of STS', () => {
  const getSessionToken = {
    DurationSeconds: durationSeconds,
    SerialNumber: anything,
    TokenCode: tokenCode,
    MinimumSessionTokenSize: anything,
  }
  const assumeRole = {
    RoleArn: stsArn,
    RoleSessionName: roleSessionName,
    PolicyArns: policyDescriptorList,
    Tags: tagList,
  }

  it('repeats the value', () => {
    expect(refusal('sts', 'GetSessionToken', getSessionToken, { DurationSeconds: 899 })).toBe(
      "1 validation error detected: Value '899' at 'durationSeconds' failed to satisfy constraint: Member must have value greater than or equal to 900",
    )
  })

  it('says null of what is missing, and joins several', () => {
    expect(refusal('sts', 'AssumeRole', assumeRole, {})).toBe(
      "2 validation errors detected: Value null at 'roleArn' failed to satisfy constraint: Member must not be null; " +
        "Value null at 'roleSessionName' failed to satisfy constraint: Member must not be null",
    )
  })

  it('tells the pattern before the length', () => {
    expect(refusal('sts', 'GetSessionToken', getSessionToken, { TokenCode: '12 45' })).toBe(
      String.raw`2 validation errors detected: Value '12 45' at 'tokenCode' failed to satisfy constraint: Member must satisfy regular expression pattern: [\d]*; ` +
        "Value '12 45' at 'tokenCode' failed to satisfy constraint: Member must have length greater than or equal to 6",
    )
  })

  it('knows no sentences for names', () => {
    const limits = { Name: text({ pattern: 'a', message: () => 'The sentence of IAM' }) }
    expect(refusal('sts', 'GetFederationToken', limits, { Name: 'b' })).toBe(
      "1 validation error detected: Value 'b' at 'name' failed to satisfy constraint: Member must satisfy regular expression pattern: a",
    )
  })

  it('repeats a part of a structure, and a list as Java prints it', () => {
    const named = { RoleArn: 'arn:aws:iam::1:role/r', RoleSessionName: 'session' }
    expect(refusal('sts', 'AssumeRole', assumeRole, { ...named, PolicyArns: [{ arn: 'arn' }] })).toBe(
      "1 validation error detected: Value 'arn' at 'policyArns.1.member.arn' failed to satisfy constraint: Member must have length greater than or equal to 20",
    )
    const short = { ...assumeRole, TransitiveTagKeys: listOf(text({ max: 1 })) }
    expect(refusal('sts', 'AssumeRole', short, { ...named, TransitiveTagKeys: ['a', 'bc'] })).toBe(
      "1 validation error detected: Value '[a, bc]' at 'transitiveTagKeys' failed to satisfy constraint: Member must satisfy constraint: [Member must have length less than or equal to 1, Member must not be null]",
    )
    const few = { ...assumeRole, Tags: listOf(anything, { max: 0 }) }
    expect(refusal('sts', 'AssumeRole', few, { ...named, Tags: [{ Key: 'a', Value: 'b' }] })).toContain(
      "Value '[{Key=a, Value=b}]' at 'tags'",
    )
  })

  it('never repeats a sensitive value', () => {
    const limits = { RoleArn: stsArn, PrincipalArn: stsArn, SAMLAssertion: text({ min: 4 }) }
    const arns = { RoleArn: 'arn:aws:iam::1:role/role', PrincipalArn: 'arn:aws:iam::1:saml-provider/p' }
    expect(refusal('sts', 'AssumeRoleWithSAML', limits, { ...arns, SAMLAssertion: 'key' })).toBe(
      "1 validation error detected: Value '***' at 'sAMLAssertion' failed to satisfy constraint: Member must have length greater than or equal to 4",
    )
  })
})
