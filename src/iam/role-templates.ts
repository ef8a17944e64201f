/** Not in AWS's published model yet: the SDK's documentation gives no limits, the lengths of the ARN are the usual ones. */
import { anything } from '../wire/limits.ts'
import { arn } from '../wire/named-limits.ts'
import { pending } from './pending.ts'

export const acquireRole = pending('AcquireRole', {
  TemplateArn: arn,
  TemplateMinorVersion: anything,
  ReplacementValues: anything,
})

export const getRoleTemplateVersion = pending('GetRoleTemplateVersion', { TemplateArn: arn, MinorVersion: anything })
