import { CommandFailure } from './exit.ts'

/** What `fetch` throws when there is no answer. */
export function explainNetworkError(error: unknown, { origin }: URL): CommandFailure {
  const cause = error instanceof Error && error.cause !== undefined ? error.cause : error
  const help = isUnknownAuthority(cause)
    ? 'Set NODE_EXTRA_CA_CERTS to the file with its authority’s certificate'
    : 'Is the server running there? Name another with --endpoint-url'
  return new CommandFailure('failure', `Cannot connect to ${origin} (${messageOf(cause)}). ${help}`, { cause: error })
}

const unknownAuthority: readonly unknown[] = [
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
]

function isUnknownAuthority(cause: unknown): boolean {
  return cause instanceof Error && 'code' in cause && unknownAuthority.includes(cause.code)
}

/** Several addresses that all refuse come as an AggregateError without a message. */
export function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return error.message || ('code' in error ? String(error.code) : error.name)
}
