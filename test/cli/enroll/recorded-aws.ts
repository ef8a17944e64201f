/** Answers as AWS gave them, behind an endpoint of our own: what enrolment meets there. */
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { onTestFinished } from 'vitest'
import { connect } from '../../../src/cli/aws/call.ts'
import { otpauthUri, qrCodePng } from '../../../src/mfa/virtual-device.ts'
import { operationModel } from '../../../src/wire/model.ts'
import { encodeSuccess } from '../../../src/wire/xml.ts'

export const seed = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ'
export const serialNumber = 'arn:aws:iam::123456789012:mfa/alice'

/** Code, HTTP status, message. */
export type Refusal = readonly [code: string, status: number, message: string]
export type AwsAnswer = Refusal | object

export const wrongPair: Refusal = ['InvalidAuthenticationCode', 403, 'Authentication code for device is not valid.']
export const notKnownYet: Refusal = [
  'AccessDenied',
  403,
  'MultiFactorAuthentication failed, unable to validate MFA code.  Please verify your MFA serial number is valid and associated with this user.',
]
export const wrongCode: Refusal = [
  'AccessDenied',
  403,
  'MultiFactorAuthentication failed with invalid MFA one time pass code. ',
]
export const throttled: Refusal = ['Throttling', 400, 'Rate exceeded']

/** A user with a first device. */
const usual: Readonly<Record<string, AwsAnswer>> = {
  GetCallerIdentity: {
    Arn: 'arn:aws:iam::123456789012:user/team/alice',
    UserId: 'AIDAAAAAAAAAAAAAAAAAA',
    Account: '123456789012',
  },
  ListMFADevices: { MFADevices: [], IsTruncated: false },
  CreateVirtualMFADevice: {
    VirtualMFADevice: {
      SerialNumber: serialNumber,
      Base32StringSeed: Buffer.from(seed),
      QRCodePNG: qrCodePng(otpauthUri({ deviceName: 'alice', accountName: 'acme', seed })),
    },
  },
  EnableMFADevice: {},
  DeleteVirtualMFADevice: {},
  GetSessionToken: {
    Credentials: {
      AccessKeyId: 'ASIAAAAAAAAAAAAAAAAA',
      SecretAccessKey: 's',
      SessionToken: 't',
      Expiration: new Date('2026-01-15T12:16:15Z'),
    },
  },
}

/**
 * @param others answers in turn instead of the usual one, which comes after them
 * @param minutesAhead of its clock, which its answers tell
 */
export async function startRecordedAws(
  others: Readonly<Record<string, readonly AwsAnswer[]>> = {},
  { minutesAhead = 0 } = {},
) {
  const left = new Map(Object.entries(others).map(([action, answers]) => [action, [...answers]]))
  const forms: URLSearchParams[] = []
  const server = createServer(async (request, response) => {
    const form = new URLSearchParams(await text(request))
    forms.push(form)
    const action = form.get('Action') ?? ''
    const answer = left.get(action)?.shift() ?? usual[action] ?? {}
    const service = form.get('Version') === '2010-05-08' ? 'iam' : 'sts'
    const [status, xml] = Array.isArray(answer)
      ? [answer[1], refusalXml(service, answer as unknown as Refusal)]
      : [200, encodeSuccess(operationModel(service, action), answer as Record<string, unknown>, 'request-id')]
    const date = new Date(Date.now() + minutesAhead * 60_000).toUTCString()
    response.writeHead(status, { 'content-type': 'text/xml', date }).end(xml)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    /** What was asked, in order. */
    actions: () => forms.map((form) => form.get('Action')),
    forms,
  }
}

export const credentials = { AWS_ACCESS_KEY_ID: 'AKIAAAAAAAAAAAAAAAAA', AWS_SECRET_ACCESS_KEY: 'secret' }

/** The same for what is no command, and calls it from this process. */
export async function connectToRecordedAws(others: Readonly<Record<string, readonly AwsAnswer[]>>) {
  const aws = await startRecordedAws(others)
  const variables = { ...credentials, AWS_ENDPOINT_URL: aws.endpoint, AWS_CONFIG_FILE: '/nowhere' }
  const terminal = { variables, showsHints: false, print: () => {}, warn: () => {}, columns: 80, hasColors: false }
  return { aws, services: await connect({}, terminal) }
}

function refusalXml(service: 'iam' | 'sts', [code, , message]: Refusal): string {
  const namespace =
    service === 'iam' ? 'https://iam.amazonaws.com/doc/2010-05-08/' : 'https://sts.amazonaws.com/doc/2011-06-15/'
  return `<ErrorResponse xmlns="${namespace}">
  <Error>
    <Type>Sender</Type>
    <Code>${code}</Code>
    <Message>${message}</Message>
  </Error>
  <RequestId>0d5f5f4c-0000-4000-8000-000000000000</RequestId>
</ErrorResponse>
`
}
