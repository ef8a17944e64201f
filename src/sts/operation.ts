/**
 * The operations of STS, built like those of IAM (`iam/operation.ts`). Factors are verified by `verification/`, tokens are
 * made by `secrets/`; what a session may call is decided in `server/session-rules.ts`.
 */
import type * as Sts from '@aws-sdk/client-sts'
import type { Call } from '../call.ts'
import { operations } from '../wire/operation.ts'

export const stsOperation = operations<typeof Sts, Call>()
