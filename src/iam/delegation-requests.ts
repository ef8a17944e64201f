import type { DelegationPermission, PolicyParameter } from '@aws-sdk/client-iam'
import { anything, integer, listOf, oneOf, structure, text } from '../wire/limits.ts'
import { arn, description, marker, maxItems } from '../wire/named-limits.ts'
import { pending } from './pending.ts'

const delegationRequestId = text({ min: 16, max: 128, pattern: String.raw`[\w-]+` })
const accountId = text({ pattern: String.raw`\d{12}` })
const ownerId = text({ min: 20, max: 2048, pattern: '^[a-zA-Z0-9:/+=,.@_-]+$' })
const locale = text({ min: 2, max: 12 })
const sessionDuration = integer({ min: 300, max: 43200 })
const notificationChannel = text({ min: 2, max: 400, pattern: '^[a-zA-Z0-9:_.-]+$' })
const redirectUrl = text({
  min: 1,
  max: 255,
  pattern: String.raw`^http(s?)://[a-zA-Z0-9._/-]*(\?[a-zA-Z0-9._=&-]*)?(#[a-zA-Z0-9._/-]*)?$`,
})
const requestMessage = text({ max: 200, pattern: String.raw`[\u0009\u000A\u000D\u0020-\u007E\u00A1-\u00FF]*` })
const notes = text({ max: 500, pattern: String.raw`[\u0009\u000A\u000D\u0020-\u007E\u00A1-\u00FF]*` })
const requestorWorkflowId = text({
  min: 5,
  max: 400,
  pattern: String.raw`[\u0009\u000A\u000D\u0020-\u007E\u00A1-\u00FF]+`,
})
const delegationPermission = structure<DelegationPermission>({
  PolicyTemplateArn: arn,
  Parameters: listOf(
    structure<PolicyParameter>({
      Name: text({ min: 5, max: 256, pattern: '[ -~]+' }),
      Values: listOf(text({ pattern: '[ -~]+' })),
      Type: oneOf(['string', 'stringList']),
    }),
    { max: 50 },
  ),
})

export const createDelegationRequest = pending('CreateDelegationRequest', {
  Description: description,
  Permissions: delegationPermission,
  RequestorWorkflowId: requestorWorkflowId,
  NotificationChannel: notificationChannel,
  SessionDuration: sessionDuration,
  OwnerAccountId: accountId,
  RequestMessage: requestMessage,
  RedirectUrl: redirectUrl,
  OnlySendByOwner: anything,
})

export const getDelegationRequest = pending('GetDelegationRequest', {
  DelegationRequestId: delegationRequestId,
  DelegationPermissionCheck: anything,
})

export const getHumanReadableSummary = pending('GetHumanReadableSummary', { EntityArn: arn, Locale: locale })

export const listDelegationRequests = pending('ListDelegationRequests', {
  OwnerId: ownerId,
  Marker: marker,
  MaxItems: maxItems,
})

export const updateDelegationRequest = pending('UpdateDelegationRequest', {
  DelegationRequestId: delegationRequestId,
  Notes: notes,
})

export const acceptDelegationRequest = pending('AcceptDelegationRequest', { DelegationRequestId: delegationRequestId })

export const rejectDelegationRequest = pending('RejectDelegationRequest', {
  DelegationRequestId: delegationRequestId,
  Notes: notes,
})

export const associateDelegationRequest = pending('AssociateDelegationRequest', {
  DelegationRequestId: delegationRequestId,
})

export const sendDelegationToken = pending('SendDelegationToken', { DelegationRequestId: delegationRequestId })
