import type * as Iam from '@aws-sdk/client-iam'
import { pendingOperations } from '../wire/operation.ts'

/** Declares an IAM operation that is not built yet: clients read NotImplemented, but only once their input is right. */
export const pending = pendingOperations<typeof Iam>()
