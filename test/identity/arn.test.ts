import { describe, expect, it } from 'vitest'
import * as arns from '../../src/identity/arn.ts'

const account = '123456789012'

describe('ARNs', () => {
  // The forms of https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html
  it.each([
    [arns.rootArn(account), 'arn:aws:iam::123456789012:root'],
    [arns.userArn(account, '/', 'JohnDoe'), 'arn:aws:iam::123456789012:user/JohnDoe'],
    [arns.userArn(account, '/division_abc/', 'Jo'), 'arn:aws:iam::123456789012:user/division_abc/Jo'],
    [arns.groupArn(account, '/', 'Developers'), 'arn:aws:iam::123456789012:group/Developers'],
    [arns.roleArn(account, '/application/', 'S3'), 'arn:aws:iam::123456789012:role/application/S3'],
    [arns.policyArn(account, '/', 'Users'), 'arn:aws:iam::123456789012:policy/Users'],
    [arns.mfaDeviceArn(account, '/devices/', 'phone'), 'arn:aws:iam::123456789012:mfa/devices/phone'],
    [arns.assumedRoleArn(account, 'Role', 'Mary'), 'arn:aws:sts::123456789012:assumed-role/Role/Mary'],
    [arns.federatedUserArn(account, 'Paulo'), 'arn:aws:sts::123456789012:federated-user/Paulo'],
  ])('%s', (built, expected) => {
    expect(built).toBe(expected)
  })
})

describe('parseArn', () => {
  it('takes an ARN apart and leaves colons in the resource', () => {
    expect(arns.parseArn('arn:aws:sts:eu-west-1:123456789012:a:b/c')).toEqual({
      partition: 'aws',
      service: 'sts',
      region: 'eu-west-1',
      accountId: '123456789012',
      resource: 'a:b/c',
    })
  })

  it('allows what ARNs may leave out', () => {
    expect(arns.parseArn('arn:aws:s3:::bucket')).toMatchObject({ region: '', accountId: '', resource: 'bucket' })
    expect(arns.parseArn('arn:aws:iam::aws:policy/ReadOnlyAccess')).toMatchObject({ accountId: 'aws' })
  })

  it.each([
    '',
    'arn',
    'arn:aws:iam::123456789012',
    'arn:aws:iam::123456789012:',
    'arn::iam::1:x',
    'arn:aws:::1:x',
    'ARN:aws:iam::1:x',
    'user',
  ])('refuses %j', (text) => {
    expect(arns.parseArn(text)).toBeUndefined()
  })
})
