/**
 * The limits that several resources share, under the names of AWS's IAM model without `Type` (`userNameType` is `userName`).
 *
 * A limit of one resource alone stands in that resource's file, those that only STS has in `sts/limits.ts`.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_Operations.html
 */
import type { Tag } from '@aws-sdk/client-iam'
import { integer, listOf, oneOf, type Range, structure, text } from './limits.ts'

/** Tab, line feed, carriage return and everything printable of Latin-1. */
const latin1 = String.raw`[\u0009\u000A\u000D\u0020-\u00FF]+`

/** IAM does not print the pattern of the names that people choose. */
const nameMessage = (memberName: string) =>
  `The specified value for ${memberName} is invalid. It must contain only alphanumeric characters and/or the following: +=,.@_-`

/** The sentence goes by the member: a prefix is told the same, whichever of the three kinds of path it has to be. */
const pathMessage = (memberName: string) =>
  `The specified value for ${memberName} is invalid. It must begin ${memberName === 'pathPrefix' ? 'with the / character' : 'and end with /'} and contain only alphanumeric characters and/or / characters.`

const nameOf = (length: Range) => text({ ...length, pattern: String.raw`[\w+=,.@-]+`, message: nameMessage })

/** The model has 128 for names to look up, which older accounts may hold; a new or attached name has at most 64. */
export const existingUserName = nameOf({ min: 1, max: 128 })
export const userName = nameOf({ min: 1, max: 64 })
export const roleName = nameOf({ min: 1, max: 64 })
export const groupName = nameOf({ min: 1, max: 128 })
export const policyName = nameOf({ min: 1, max: 128 })
export const instanceProfileName = nameOf({ min: 1, max: 128 })
/** The only name without a longest length: the serial number that it becomes part of has one. */
export const virtualMFADeviceName = nameOf({ min: 1 })
export const serverCertificateName = text({ min: 1, max: 128, pattern: String.raw`[\w+=,.@-]+` })
export const accountAlias = text({ min: 3, max: 63, pattern: '^[a-z0-9]([a-z0-9]|-(?!-)){1,61}[a-z0-9]$' })

export const path = text({
  min: 1,
  max: 512,
  pattern: String.raw`(\u002F)|(\u002F[\u0021-\u007E]+\u002F)`,
  message: pathMessage,
})
/** Managed policies have paths of their own kind: no empty step, fewer characters. */
export const policyPath = text({
  min: 1,
  max: 512,
  pattern: String.raw`((/[A-Za-z0-9\.,\+@=_-]+)*)/`,
  message: pathMessage,
})
export const pathPrefix = text({ min: 1, max: 512, pattern: String.raw`\u002F[\u0021-\u007F]*`, message: pathMessage })

export const arn = text({ min: 20, max: 2048 })
export const accessKeyId = text({ min: 16, max: 128, pattern: String.raw`[\w]+` })
export const serialNumber = text({ min: 9, max: 256, pattern: String.raw`[\w+=/:,.@-]+` })
export const authenticationCode = text({ min: 6, max: 6, pattern: String.raw`[\d]+` })
export const password = text({ min: 1, max: 128, pattern: latin1 })
export const status = oneOf(['Active', 'Inactive', 'Expired'])
export const assignmentStatus = oneOf(['Assigned', 'Unassigned', 'Any'])

export const marker = text({ min: 1, max: 320, pattern: String.raw`[\u0020-\u00FF]+` })
export const maxItems = integer({ min: 1, max: 1000 })

export const tagKey = text({ min: 1, max: 128, pattern: String.raw`[\p{L}\p{Z}\p{N}_.:/=+\-@]+` })
export const tagValue = text({ min: 0, max: 256, pattern: String.raw`[\p{L}\p{Z}\p{N}_.:/=+\-@]*` })
export const tagList = listOf(structure<Tag>({ Key: tagKey, Value: tagValue }), { max: 50 })
export const tagKeyList = listOf(tagKey, { max: 50 })

export const policyDocument = text({ min: 1, max: 131072, pattern: latin1 })
export const description = text({ max: 1000, pattern: String.raw`[\u0009\u000A\u000D\u0020-\u007E\u00A1-\u00FF]*` })
/** In the order in which IAM prints them. */
export const entityType = oneOf(['LocalManagedPolicy', 'User', 'AWSManagedPolicy', 'Role', 'Group'])
export const policyUsage = oneOf(['PermissionsPolicy', 'PermissionsBoundary'])

export const privateKey = text({ min: 1, max: 16384, pattern: latin1 })
export const certificateBody = text({ min: 1, max: 16384, pattern: latin1 })
export const jobID = text({ min: 36, max: 36 })
