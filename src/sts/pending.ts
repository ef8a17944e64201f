import type * as Sts from '@aws-sdk/client-sts'
import { pendingOperations } from '../wire/operation.ts'

/** Declares an STS operation that is not built yet: whoever is authenticated reads NotImplemented, whatever the input. */
export const pending = pendingOperations<typeof Sts>()
