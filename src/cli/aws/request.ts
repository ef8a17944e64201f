/** A request of `twinlock iam` or `twinlock sts`: parameters as typed, and the answer as the AWS CLI prints it. */
import type { OperationModel } from '../../wire/model.ts'
import { createCaller } from './call.ts'
import type { Connection } from './connection.ts'
import type { Globals } from './globals.ts'
import type { Answer } from './pagination.ts'
import { validateParameters } from './parameter-validation.ts'
import type { Parameters } from './parameter-values.ts'
import { toPrintable } from './printable.ts'
import type { Profile } from './profile.ts'
import type { Terminal } from './terminal.ts'

export type Request = (parameters: Parameters) => Promise<Answer>

export function createRequest(
  operation: OperationModel,
  connection: Connection,
  profile: Profile,
  globals: Globals,
  terminal: Terminal,
): Request {
  const { action, service } = operation
  const { call } = createCaller({ service: service.name, connection, profile, globals }, terminal)
  const format = profile.settings['cli_timestamp_format'] === 'wire' ? 'wire' : 'iso8601'
  return async (parameters) => {
    validateParameters(parameters, operation)
    const answer = await call(action, parameters)
    return toPrintable(answer, operation, format)
  }
}
