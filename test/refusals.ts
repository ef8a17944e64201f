/** What AWS answers to a factor that it refuses, byte for byte, as `errorOf` returns it. */

type Refusal = [code: string, status: number, message: string]

/** The trailing space is AWS's. */
export const invalidCode: Refusal = [
  'AccessDenied',
  403,
  'MultiFactorAuthentication failed with invalid MFA one time pass code. ',
]

/** And so are the two spaces. */
export const unableToValidate: Refusal = [
  'AccessDenied',
  403,
  'MultiFactorAuthentication failed, unable to validate MFA code.  Please verify your MFA serial number is valid and associated with this user.',
]

export const invalidPair: Refusal = ['InvalidAuthenticationCode', 403, 'Authentication code for device is not valid.']

export const mfaRequired: Refusal = [
  'AccessDenied',
  403,
  'To complete this action, please ensure that you are authenticated with an MFA device that is enabled for this user.',
]

/** The token is what is wrong, so without the full stop that a wrong access key has. */
export const invalidToken: Refusal = [
  'InvalidClientTokenId',
  403,
  'The security token included in the request is invalid',
]

export const invalidForUser: Refusal = ['NoSuchEntity', 404, 'MFA Device invalid for user.']
