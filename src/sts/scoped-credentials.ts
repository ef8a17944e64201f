/** Not in AWS's published model yet: these are the limits that the SDK's documentation names. */
import { integer, text } from '../wire/limits.ts'
import { minimumSessionTokenSize, sessionPolicyDocument } from './limits.ts'
import { pending } from './pending.ts'

export const getScopedCredentials = pending('GetScopedCredentials', {
  Policy: sessionPolicyDocument,
  DurationSeconds: integer({ min: 1, max: 129600 }),
  MinimumSessionTokenSize: minimumSessionTokenSize,
  ScopedSessionDescription: text({ max: 256 }),
})
