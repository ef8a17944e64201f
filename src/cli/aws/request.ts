/** A request of a command: says when it goes to AWS, sends it, and explains what goes wrong. */
import type { OperationModel } from '../../wire/model.ts'
import { createClient } from './client.ts'
import { type Connection, chooseConnection } from './connection.ts'
import { explainError } from './explain-error.ts'
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
  { variables, warn, showsHints }: Terminal,
): Request {
  const sts = chooseConnection('sts', globals, profile, variables)
  const client = createClient({ operation, connection, stsEndpoint: sts.endpoint, profile, globals, variables })
  const format = profile.settings['cli_timestamp_format'] === 'wire' ? 'wire' : 'iso8601'
  const prepare = async () => {
    if (connection.isAws || (client.assumeRole && sts.isAws))
      warn(`twinlock: talking to AWS (profile ${profile.name})\n`)
    try {
      await client.assumeRole?.()
    } catch (error) {
      throw explainError(error, 'AssumeRole', sts)
    }
  }
  let prepared: Promise<void> | undefined
  return async (parameters) => {
    validateParameters(parameters, operation)
    prepared ??= prepare()
    await prepared
    try {
      return toPrintable(await client.send(parameters), operation, format)
    } catch (error) {
      throw explainError(error, operation.action, connection, showsHints)
    }
  }
}
