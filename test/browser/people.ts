/** Who signs in. */
import type { Page } from 'playwright-core'
import { readQrCode } from '../../src/cli/qr-code-file.ts'
import { Authenticator, createDevice, createUser, type TestServer } from '../twinlock.ts'

export const password = 'Correct-horse-1'

/** AWS's policy for users who manage their own MFA, keys and password, and do nothing else without MFA. */
export const selfManagement = {
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Action: ['iam:GetAccountPasswordPolicy', 'iam:ListVirtualMFADevices', 'iam:ListUsers', 'iam:GetAccountSummary'],
      Resource: '*',
    },
    {
      Effect: 'Allow',
      Action: ['iam:*AccessKey*', 'iam:ChangePassword', 'iam:GetUser', 'iam:*MFADevice', 'iam:ListMFADevices'],
      Resource: [`arn:aws:iam::*:user/\${aws:username}`, 'arn:aws:iam::*:mfa/*'],
    },
    {
      Sid: 'DenyAllExceptListedIfNoMFA',
      Effect: 'Deny',
      NotAction: [
        'iam:CreateVirtualMFADevice',
        'iam:EnableMFADevice',
        'iam:GetUser',
        'iam:ListMFADevices',
        'iam:ListVirtualMFADevices',
        'iam:ResyncMFADevice',
        'iam:DeleteVirtualMFADevice',
        'sts:GetSessionToken',
      ],
      Resource: '*',
      Condition: { BoolIfExists: { 'aws:MultiFactorAuthPresent': 'false' } },
    },
  ],
}

export async function createPerson(server: TestServer, policy: object | null = selfManagement) {
  const user = await createUser(server, undefined, policy)
  await server.iam.createLoginProfile({ UserName: user.userName, Password: password })
  return { ...user, password }
}

export async function giveDevice(server: TestServer, { userName }: { readonly userName: string }) {
  const device = await createDevice(server)
  await server.iam.enableMFADevice({ UserName: userName, ...device.pair() })
  server.clock.advance(60)
  return device
}

/** A phone that scans the QR code that is on the screen, as it is drawn there. */
export async function scan(page: Page, server: TestServer): Promise<Authenticator> {
  const picture = page.getByRole('img', { name: /QR code/ })
  await picture.scrollIntoViewIfNeeded()
  const url = new URL(readQrCode(await picture.screenshot(), 'the screen'))
  const [, account = '', name = ''] = /^\/\/totp\/[^:]*:?([^:@]*)@?(.*)$/.exec(decodeURIComponent(url.pathname)) ?? []
  return new Authenticator(`${account}${name}`, url.searchParams.get('secret') ?? '', server.clock)
}
