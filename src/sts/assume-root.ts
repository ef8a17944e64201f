import { integer, text } from '../wire/limits.ts'
import { minimumSessionTokenSize, policyDescriptor } from './limits.ts'
import { pending } from './pending.ts'

export const assumeRoot = pending('AssumeRoot', {
  TargetPrincipal: text({ min: 12, max: 2048 }),
  TaskPolicyArn: policyDescriptor,
  DurationSeconds: integer({ min: 0, max: 900 }),
  MinimumSessionTokenSize: minimumSessionTokenSize,
})
