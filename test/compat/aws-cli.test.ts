/** The walkthrough, as its user types it, with the stock AWS CLI, a QR code reader and an authenticator. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sqlite, type TestDatabase } from '../databases.ts'
import { awsCommands, hasOathtool, hasZbarimg, manageOwnMfa, type Shell, startShell, twoCodes } from './clients.ts'

const isPossible = awsCommands.length > 0 && hasOathtool && hasZbarimg

if (!isPossible) {
  it('the walkthrough with the AWS CLI', (context) => context.skip('aws, oathtool or zbarimg is not installed'))
}

describe.each(isPossible ? awsCommands : [])('the walkthrough with %s', (_version, command) => {
  let database: TestDatabase
  let shell: Shell
  beforeAll(async () => {
    database = await sqlite.create()
    shell = await startShell(database)
  })
  afterAll(() => database.destroy())

  /** Older versions ignore AWS_ENDPOINT_URL. */
  const aws = async (service: string, line: string, variables?: Record<string, string>) => {
    const args = ['--endpoint-url', shell.endpoint, '--output', 'json', service, ...line.split(' ')]
    const output = await shell.run(command, args, variables)
    return output === '' ? undefined : JSON.parse(output)
  }

  it('ends with a session that has MFA', { timeout: 300_000 }, async () => {
    const serial = 'arn:aws:iam::123456789012:mfa/JohnDoesCellPhone'
    await aws('iam', 'create-user --user-name johndoe')
    await aws(
      'iam',
      `put-user-policy --user-name johndoe --policy-name manage-own-mfa --policy-document file://${manageOwnMfa}`,
    )
    await aws('iam', 'attach-user-policy --user-name johndoe --policy-arn arn:aws:iam::aws:policy/IAMReadOnlyAccess')
    const { AccessKey } = await aws('iam', 'create-access-key --user-name johndoe')
    const johndoe = { AWS_ACCESS_KEY_ID: AccessKey.AccessKeyId, AWS_SECRET_ACCESS_KEY: AccessKey.SecretAccessKey }

    expect(
      await aws(
        'iam',
        'create-virtual-mfa-device --virtual-mfa-device-name JohnDoesCellPhone --outfile QRCode.png --bootstrap-method QRCodePNG',
        johndoe,
      ),
    ).toEqual({ VirtualMFADevice: { SerialNumber: serial } })
    expect(await aws('iam', 'list-virtual-mfa-devices', johndoe)).toEqual({
      VirtualMFADevices: [{ SerialNumber: serial }],
    })

    const scanned = (await shell.run('zbarimg', ['--quiet', '--raw', 'QRCode.png'])).trim()
    expect(scanned).toMatch(
      /^otpauth:\/\/totp\/Amazon%20Web%20Services:JohnDoesCellPhone@123456789012\?secret=[A-Z2-7]{64}&issuer=Amazon%20Web%20Services$/,
    )
    const seed = new URL(scanned).searchParams.get('secret') ?? ''
    const [first, second] = await twoCodes(shell, seed)
    await expect(
      aws(
        'iam',
        `enable-mfa-device --user-name johndoe --serial-number ${serial} --authentication-code1 ${second} --authentication-code2 ${second}`,
        johndoe,
      ),
    ).rejects.toThrow(
      'An error occurred (InvalidAuthenticationCode) when calling the EnableMFADevice operation: Authentication code for device is not valid.',
    )
    expect(
      await aws(
        'iam',
        `enable-mfa-device --user-name johndoe --serial-number ${serial} --authentication-code1 ${first} --authentication-code2 ${second}`,
        johndoe,
      ),
    ).toBeUndefined()

    expect(await aws('iam', 'list-virtual-mfa-devices', johndoe)).toEqual({
      VirtualMFADevices: [
        {
          SerialNumber: serial,
          User: {
            Path: '/',
            UserName: 'johndoe',
            UserId: expect.stringMatching(/^AIDA[A-Z2-7]{17}$/),
            Arn: 'arn:aws:iam::123456789012:user/johndoe',
            CreateDate: expect.any(String),
          },
          EnableDate: expect.any(String),
        },
      ],
    })

    const { Credentials } = await aws(
      'sts',
      `get-session-token --serial-number ${serial} --token-code ${second}`,
      johndoe,
    )
    await expect(
      aws('sts', `get-session-token --serial-number ${serial} --token-code ${second}`, johndoe),
    ).rejects.toThrow(
      '(AccessDenied) when calling the GetSessionToken operation: MultiFactorAuthentication failed with invalid MFA one time pass code.',
    )
    const session = {
      AWS_ACCESS_KEY_ID: Credentials.AccessKeyId,
      AWS_SECRET_ACCESS_KEY: Credentials.SecretAccessKey,
      AWS_SESSION_TOKEN: Credentials.SessionToken,
    }
    const refused = [
      ['ListUsers', 'list-users', 'arn:aws:iam::123456789012:user/'],
      ['DeleteVirtualMFADevice', `delete-virtual-mfa-device --serial-number ${serial}`, serial],
    ]
    for (const [action, line = '', resource] of refused) {
      await expect(aws('iam', line, johndoe)).rejects.toThrow(
        `(AccessDenied) when calling the ${action} operation: User: arn:aws:iam::123456789012:user/johndoe is not authorized to perform: iam:${action} on resource: ${resource} with an explicit deny in an identity-based policy`,
      )
    }
    const { Users } = await aws('iam', 'list-users', session)
    expect(Users).toMatchObject([{ UserName: 'johndoe' }])
    await expect(aws('iam', `delete-virtual-mfa-device --serial-number ${serial}`, session)).rejects.toThrow(
      `on resource: ${serial} because no identity-based policy allows the iam:DeleteVirtualMFADevice action`,
    )
    expect(
      await aws('iam', `deactivate-mfa-device --user-name johndoe --serial-number ${serial}`, session),
    ).toBeUndefined()
  })

  it('writes the seed as base32 text', { timeout: 60_000 }, async () => {
    await aws(
      'iam',
      'create-virtual-mfa-device --virtual-mfa-device-name Seed --outfile seed.txt --bootstrap-method Base32StringSeed',
    )
    expect(readFileSync(join(shell.directory, 'seed.txt'), 'utf8')).toMatch(/^[A-Z2-7]{64}$/)
  })
})
