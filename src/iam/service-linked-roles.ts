import { text } from '../wire/limits.ts'
import { description, groupName, roleName } from '../wire/named-limits.ts'
import { pending } from './pending.ts'

const customSuffix = text({ min: 1, max: 64, pattern: String.raw`[\w+=,.@-]+` })
const deletionTaskId = text({ min: 1, max: 1000 })

export const createServiceLinkedRole = pending('CreateServiceLinkedRole', {
  AWSServiceName: groupName,
  Description: description,
  CustomSuffix: customSuffix,
})

export const deleteServiceLinkedRole = pending('DeleteServiceLinkedRole', { RoleName: roleName })

export const getServiceLinkedRoleDeletionStatus = pending('GetServiceLinkedRoleDeletionStatus', {
  DeletionTaskId: deletionTaskId,
})
