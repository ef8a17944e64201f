/** What went wrong with a request, in the words of the AWS CLI, and with its exit code. */
import { printable } from '../terminal.ts'
import { CommandError, failure } from './command-error.ts'
import { type Connection, localEndpoint } from './connection.ts'

/** The SDK's own number of attempts, which is the AWS CLI's too. */
const attempts = 3

/**
 * @param action what was called; the error may come from a server, from the way to it, or from before that.
 * @param showsHints whether to go on after AWS's words, for a person.
 */
export function explainError(error: unknown, action: string, connection: Connection, showsHints = false): CommandError {
  if (error instanceof CommandError) return error
  if (!(error instanceof Error)) return failure(String(error))
  return (
    explainAnswer(error, action, showsHints && !connection.isAws) ??
    explainCredentials(error) ??
    explainConnection(error, connection) ??
    failure(error.message || error.name, { cause: error })
  )
}

/** What the service answered, such as AccessDenied and its message; undefined when it did not answer. */
export function answeredFault(error: unknown): { readonly code: string; readonly message: string } | undefined {
  const answer = error instanceof CommandError ? error.cause : error
  if (!(answer instanceof Error && '$fault' in answer)) return undefined
  // The SDK names some for their class, AccessDeniedException; the wire's code is beside it.
  const code = 'Code' in answer && typeof answer.Code === 'string' ? answer.Code : answer.name
  return { code, message: answer.message }
}

function explainAnswer(error: Error, action: string, showsHints: boolean): CommandError | undefined {
  const fault = answeredFault(error)
  if (!fault || !('$metadata' in error)) return undefined
  const { $metadata } = error as { $metadata: { attempts?: number; requestId?: string } }
  const retries = $metadata.attempts === attempts ? ` (reached max retries: ${attempts - 1})` : ''
  const text = `An error occurred (${fault.code}) when calling the ${action} operation${retries}: ${error.message}`
  const hint = showsHints ? hintAtWhy(fault.code, error.message, $metadata.requestId) : ''
  return new CommandError('serviceError', `\n${text}\n${hint}`, { cause: error })
}

/** Without a full stop AWS speaks of a session, and there may be a reason that policies do not show. */
function hintAtWhy(code: string, message: string, requestId: string | undefined): string {
  const hasReason = code === 'AccessDenied' || (code === 'InvalidClientTokenId' && message.endsWith('is invalid'))
  if (!hasReason || requestId === undefined) return ''
  return `twinlock: whoever may see it learns more from: twinlock iam why --request-id ${printable(requestId)}\n`
}

function explainCredentials(error: Error): CommandError | undefined {
  if (error.name !== 'CredentialsProviderError') return undefined
  // The end of the chain: nobody configured any. Other messages name what is wrong with those that are.
  if (!/any providers|Metadata Service access disabled/.test(error.message))
    return failure(error.message, { cause: error })
  const text = 'Unable to locate credentials. You can configure credentials by running "aws configure".'
  const hint = 'twinlock: or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY; `twinlock serve` shows the first ones'
  return new CommandError('configuration', `\n${text}\n${hint}\n`, { cause: error })
}

function explainConnection(error: Error, { endpoint }: Connection): CommandError | undefined {
  const { code } = error as NodeJS.ErrnoException
  const url = endpoint === undefined ? 'that of AWS' : `"${new URL(endpoint).href}"`
  const options = { cause: error }
  if (/^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|ETIMEDOUT)$/.test(code ?? '')) {
    const hint =
      endpoint === localEndpoint ? 'twinlock: no server is running there; start one with `twinlock serve`\n' : ''
    return new CommandError('failure', `\nCould not connect to the endpoint URL: ${url}\n${hint}`, options)
  }
  if (error.name === 'TimeoutError') {
    const what = /connection/i.test(error.message) && !/response/i.test(error.message) ? 'Connect' : 'Read'
    return failure(`${what} timeout on endpoint URL: ${url}`, options)
  }
  if (code === 'ECONNRESET' || code === 'EPIPE') {
    return failure(`Connection was closed before we received a valid response from endpoint URL: ${url}.`, options)
  }
  return /CERT|SSL|SELF_SIGNED|UNABLE_TO/.test(code ?? '')
    ? failure(`SSL validation failed for ${url} ${error.message}`, options)
    : undefined
}
