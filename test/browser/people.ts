/** Who signs in. */
import type { Page } from 'playwright-core'
import { readQrCode } from '../../src/cli/qr-code-file.ts'
import { addDevice, createPerson as createAnyPerson, type Person } from '../signin/people.ts'
import { Authenticator, type TestServer } from '../twinlock.ts'

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

export function createPerson(server: TestServer, policy: object | null = selfManagement): Promise<Person> {
  return createAnyPerson(server, policy)
}

/** With the next code due. */
export async function giveDevice(server: TestServer, user: { readonly userName: string }): Promise<Authenticator> {
  const device = await addDevice(server, user)
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
