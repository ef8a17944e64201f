/**
 * The limits that several STS operations share, under the names of AWS's STS model without `Type`. Where a name is also one
 * of IAM's, the rule differs; tags are the same in both services.
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_Operations.html
 */
import type { PolicyDescriptorType } from '@aws-sdk/client-sts'
import { integer, listOf, structure, text } from '../wire/limits.ts'

/** `\u10000-\u10FFFF` is AWS's slip: Java reads it as the character U+1000, the range 0 to U+10FF and two letters F. */
export const arn = text({
  min: 20,
  max: 2048,
  pattern: String.raw`[\u0009\u000A\u000D\u0020-\u007E\u0085\u00A0-\uD7FF\uE000-\uFFFD\u10000-\u10FFFF]+`,
})
export const roleSessionName = text({ min: 2, max: 64, pattern: String.raw`[\w+=,.@-]*` })

export const accessKeyId = text({ min: 16, max: 128, pattern: String.raw`[\w]*` })
export const serialNumber = text({ min: 9, max: 256, pattern: String.raw`[\w+=/:,.@-]*` })
export const tokenCode = text({ min: 6, max: 6, pattern: String.raw`[\d]*` })

export const durationSeconds = integer({ min: 900, max: 129600 })
export const roleDurationSeconds = integer({ min: 900, max: 43200 })
/** Younger than the published model: from the SDK's documentation. */
export const minimumSessionTokenSize = integer({ min: 0, max: 4096 })

export const sessionPolicyDocument = text({
  min: 1,
  max: 2048,
  pattern: String.raw`[\u0009\u000A\u000D\u0020-\u00FF]+`,
})
export const policyDescriptor = structure<PolicyDescriptorType>({ arn })
export const policyDescriptorList = listOf(policyDescriptor)
