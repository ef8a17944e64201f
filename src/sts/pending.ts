import type * as Sts from '@aws-sdk/client-sts'
import { pendingOperations } from '../wire/operation.ts'

/** Declares an STS operation that is not built yet: clients read NotImplemented, but only once their input is right. */
export const pending = pendingOperations<typeof Sts>()
