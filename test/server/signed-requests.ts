/** Signed requests as tests of authentication bend them, and what AWS answers, byte for byte. */
import { iamAction, type RawRequest, type Signing, stsAction } from '../raw-request.ts'

export const invalidKey = ['InvalidClientTokenId', 403, 'The security token included in the request is invalid.']
export const invalidToken = ['InvalidClientTokenId', 403, 'The security token included in the request is invalid']
export const expiredToken = ['ExpiredToken', 403, 'The security token included in the request is expired']
export const wrongSignature = [
  'SignatureDoesNotMatch',
  403,
  'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.',
]
export const missingToken = ['MissingAuthenticationToken', 403, 'Request is missing Authentication Token']
export const noHost = [
  'SignatureDoesNotMatch',
  403,
  "'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.",
]

export const getUser = iamAction('GetUser')
export const whoAmI = stsAction('GetCallerIdentity')
export const sts: Signing = { service: 'sts' }

/** The text of one header, changed. */
export function withHeader(request: RawRequest, name: string, change: (value: string) => string): RawRequest {
  const headers = request.headers.map(
    ([key, value]) => [key, key.toLowerCase() === name.toLowerCase() ? change(value) : value] as const,
  )
  return { ...request, headers }
}

export const withAuthorization = (request: RawRequest, change: (value: string) => string) =>
  withHeader(request, 'Authorization', change)

export const breakSignature = (request: RawRequest) =>
  withAuthorization(request, (value) =>
    value.replace(/Signature=(.)/, (_, digit) => `Signature=${digit === '0' ? 1 : 0}`),
  )

export const garbled = (text: string) => `${text.slice(0, 40)}${text[40] === 'A' ? 'B' : 'A'}${text.slice(41)}`
