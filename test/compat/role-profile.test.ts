/** Profiles that assume a role with MFA: the tools ask for the code, and send it with AssumeRole. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { IAM } from '@aws-sdk/client-iam'
import { beforeAll, expect, it } from 'vitest'
import { executable } from '../cli/twinlock-process.ts'
import { describeEachDatabase } from '../databases.ts'
import { rootCredentials } from '../twinlock.ts'
import { awsCommands, hasBoto3, hasOathtool, type Shell, startShell, twoCodes } from './clients.ts'

/** Tools that read profiles. A cache would answer for the server when a code is used again. */
const tools: readonly (readonly [name: string, isThere: boolean, command: readonly string[], hasCache: boolean])[] = [
  ['boto3', hasBoto3, ['python3', join(import.meta.dirname, 'role_profile.py')], false],
  ['the AWS CLI', awsCommands.length > 0, [awsCommands[0]?.[1] ?? 'aws', 'sts', 'get-caller-identity'], true],
  ['twinlock', true, [process.execPath, executable, 'sts', 'get-caller-identity'], false],
]

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
    let seed: string
    const used = new Set<string>()

    beforeAll(async () => {
      shell = await startShell(await create())
      const iam = new IAM({ endpoint: shell.endpoint, region: 'us-east-1', credentials: rootCredentials })
      const UserName = 'johndoe'
      await iam.createUser({ UserName })
      const { AccessKey } = await iam.createAccessKey({ UserName })
      await iam.createRole({ RoleName: 'Operator', Path: '/ops/', AssumeRolePolicyDocument: trustPolicy })
      const { VirtualMFADevice } = await iam.createVirtualMFADevice({ VirtualMFADeviceName: 'phone' })
      const SerialNumber = VirtualMFADevice?.SerialNumber ?? ''
      seed = Buffer.from(VirtualMFADevice?.Base32StringSeed ?? []).toString()
      const [AuthenticationCode1, AuthenticationCode2] = await twoCodes(shell, seed)
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

    /** What the phone shows from five minutes ago until in five minutes. */
    const codesAround = async () => {
      const args = ['--totp', '--base32', '--now', '5 minutes ago', '--window', '20', seed]
      return (await shell.run('oathtool', args)).trim().split('\n')
    }
    const freshCode = async () => {
      const codes = await codesAround()
      const code = [10, 11, 9].map((index) => codes[index] ?? '').find((one) => !used.has(one)) ?? ''
      used.add(code)
      return code
    }
    const wrongCode = async () => {
      const codes = await codesAround()
      return Array.from({ length: 22 }, (_, index) => String(index).padStart(6, '0')).find(
        (code) => !codes.includes(code),
      )
    }

    it.for(tools)('works with %s, once for each code', { timeout: 300_000 }, async (tool, { skip }) => {
      const [name, isThere, [command = '', ...args], hasCache] = tool
      if (!isThere) return skip(`${name} is not installed`)
      const use = (profile: string, code = '') => {
        return shell.answer(code, command, [...args, '--endpoint-url', shell.endpoint, '--profile', profile])
      }
      const invalid =
        'An error occurred (AccessDenied) when calling the AssumeRole operation: MultiFactorAuthentication failed with invalid MFA one time pass code. '
      expect(await use('operator', await wrongCode())).toContain(invalid)
      const code = await freshCode()
      expect(await use('operator', code)).toContain('arn:aws:sts::123456789012:assumed-role/Operator/shift')
      if (!hasCache) expect(await use('operator', code)).toContain(invalid)
      expect(await use('without-mfa')).toContain(
        `User: arn:aws:iam::123456789012:user/johndoe is not authorized to perform: sts:AssumeRole on resource: ${roleArn}`,
      )
    })
  })
}
