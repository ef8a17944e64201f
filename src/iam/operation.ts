/**
 * The operations of IAM: one file per resource, the operations of the resource inside, each with its limits above its code.
 * `registry.ts` lists all 180. An operation says what to ask the policies and does its work through `storage/`; signatures,
 * limits, authorization, transactions and XML happen around it, in `server/dispatch.ts`.
 */
import type * as Iam from '@aws-sdk/client-iam'
import type { Call } from '../call.ts'
import { operations } from '../wire/operation.ts'

export const iamOperation = operations<typeof Iam, Call>()
