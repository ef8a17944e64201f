import type * as Iam from '@aws-sdk/client-iam'
import { pendingOperations } from '../wire/operation.ts'

/** Declares an IAM operation that is not built yet: whoever is authenticated reads NotImplemented, whatever the input. */
export const pending = pendingOperations<typeof Iam>()
