/** What an operation asks the policies, without the policies: as root would ask on a server of the test. */
import type { Call } from '../../src/call.ts'
import { rootArn } from '../../src/identity/arn.ts'
import type { Permission } from '../../src/wire/operation.ts'
import { accountId, type TestServer } from '../twinlock.ts'

interface Asking<I> {
  permissions(input: I, call: Call): readonly Permission[] | Promise<readonly Permission[]>
}

export async function questionsOf<I>(
  { storage, clock }: TestServer,
  operation: Asking<I>,
  input: I,
): Promise<readonly Permission[]> {
  const principal = { kind: 'root', accountId, arn: rootArn(accountId), userId: accountId } as const
  const caller = { principal, accessKeyId: '', session: undefined }
  // Neither sealer nor keys: a question needs no secret.
  const rest = { accountId, caller, now: new Date(clock.now()) }
  return storage.read(async (queries) => operation.permissions(input, { ...rest, queries } as Call))
}
