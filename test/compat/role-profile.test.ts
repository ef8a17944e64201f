/** Profiles that assume a role with MFA: the tools ask for the code, and send it with AssumeRole. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { IAM } from '@aws-sdk/client-iam'
import { beforeAll, expect, it } from 'vitest'
import { describeEachDatabase } from '../databases.ts'
import { rootCredentials } from '../twinlock.ts'
import { awsCommands, hasBoto3, hasOathtool, type Shell, startShell, twoCodes } from './clients.ts'

const roleArn = 'arn:aws:iam::123456789012:role/ops/Operator'
const trustPolicy = JSON.stringify({
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Principal: { AWS: 'arn:aws:iam::123456789012:user/johndoe' },
      Action: 'sts:AssumeRole',
      Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } },
    },
  ],
})

if (!hasOathtool) it('profiles with a role', (context) => context.skip('oathtool is not installed'))

if (hasOathtool) {
  describeEachDatabase('a profile with role_arn, source_profile and mfa_serial', (create) => {
    let shell: Shell
    let codes: [string, string]

    beforeAll(async () => {
      shell = await startShell(await create())
      const iam = new IAM({ endpoint: shell.endpoint, region: 'us-east-1', credentials: rootCredentials })
      const UserName = 'johndoe'
      await iam.createUser({ UserName })
      const { AccessKey } = await iam.createAccessKey({ UserName })
      await iam.createRole({ RoleName: 'Operator', Path: '/ops/', AssumeRolePolicyDocument: trustPolicy })
      const { VirtualMFADevice } = await iam.createVirtualMFADevice({ VirtualMFADeviceName: 'phone' })
      const SerialNumber = VirtualMFADevice?.SerialNumber ?? ''
      codes = await twoCodes(shell, Buffer.from(VirtualMFADevice?.Base32StringSeed ?? []).toString())
      const [AuthenticationCode1, AuthenticationCode2] = codes
      await iam.enableMFADevice({ UserName, SerialNumber, AuthenticationCode1, AuthenticationCode2 })

      mkdirSync(join(shell.directory, '.aws'))
      const config = [
        '[profile johndoe]',
        `aws_access_key_id = ${AccessKey?.AccessKeyId}`,
        `aws_secret_access_key = ${AccessKey?.SecretAccessKey}`,
        ...['[profile operator]', `role_arn = ${roleArn}`, 'source_profile = johndoe', 'role_session_name = shift'],
        `mfa_serial = ${SerialNumber}`,
        ...['[profile without-mfa]', `role_arn = ${roleArn}`, 'source_profile = johndoe'],
      ]
      writeFileSync(join(shell.directory, '.aws', 'config'), config.join('\n'))
    })

    const python = (profile: string, code: string) =>
      shell.run('python3', [join(import.meta.dirname, 'role_profile.py'), profile, code])

    it.skipIf(!hasBoto3)('works with botocore, once for each code', { timeout: 60_000 }, async () => {
      const [code] = codes
      expect(await python('operator', code)).toBe('arn:aws:sts::123456789012:assumed-role/Operator/shift\n')
      expect(await python('operator', code)).toContain(
        'An error occurred (AccessDenied) when calling the AssumeRole operation: MultiFactorAuthentication failed with invalid MFA one time pass code. ',
      )
      expect(await python('without-mfa', code)).toContain(
        `User: arn:aws:iam::123456789012:user/johndoe is not authorized to perform: sts:AssumeRole on resource: ${roleArn}`,
      )
    })

    it.skipIf(awsCommands.length === 0)('works with the AWS CLI', { timeout: 60_000 }, async () => {
      const [, code] = codes
      const [[, command] = ['', 'aws']] = awsCommands
      const args = ['--endpoint-url', shell.endpoint, '--profile', 'operator', 'sts', 'get-caller-identity']
      const output = await shell.answer(code, command, args)
      expect(output).toContain('"arn:aws:sts::123456789012:assumed-role/Operator/shift"')
    })
  })
}
