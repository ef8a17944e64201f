/**
 * `twinlock iam …` and `twinlock sts …`: every operation of both services in the grammar of the AWS CLI version 2, which is
 * the specification of what this folder reads and prints. Everything about operations comes from the SDK's schemas.
 *
 * Owns the command line, its words and the way to the server. Knows nothing of how a server answers.
 */
import { inspect } from 'node:util'
import { version } from '../../version.ts'
import { actionsOf, operationModel, type ServiceName } from '../../wire/model.ts'
import { type ParsedArguments, parseArguments, splitOperation } from './arguments.ts'
import { withBootstrapFile } from './bootstrap-file.ts'
import { CommandError, unknownOptions, usageError } from './command-error.ts'
import { chooseConnection } from './connection.ts'
import { readGlobals } from './globals.ts'
import { toCommandName } from './names.ts'
import { globalOptions, optionsOf } from './options.ts'
import { checkOutput, formatJson, printAnswer, printPages } from './output.ts'
import { choosePagination, readPages } from './pagination.ts'
import { expandPath } from './parameter-file.ts'
import { validateParameters } from './parameter-validation.ts'
import { readParameters } from './parameter-values.ts'
import { loadProfile } from './profile.ts'
import { createRequest } from './request.ts'
import { buildSampleAnswer, buildSkeleton } from './skeleton.ts'
import { findOperation, suggestOptions } from './spelling.ts'
import { processTerminal, type Terminal } from './terminal.ts'

/** @returns the exit code. */
export async function runAwsCommand(
  service: ServiceName,
  args: readonly string[],
  terminal: Terminal = processTerminal,
): Promise<number> {
  try {
    await run(service, args, terminal)
    return 0
  } catch (error) {
    if (!(error instanceof CommandError)) throw error
    terminal.warn(error.output)
    if (args.includes('--debug')) terminal.warn(`${inspect(error.cause ?? error)}\n`)
    return error.exitCode
  }
}

async function run(service: ServiceName, args: readonly string[], terminal: Terminal): Promise<void> {
  const { variables } = terminal
  // 1. Which operation.
  const { operation: given, rest } = splitOperation(args, globalOptions)
  const actions = new Map(actionsOf(service).map((action) => [toCommandName(action), action]))
  const names = Array.from(actions.keys()).sort()
  if (args.includes('--version')) return terminal.print(`twinlock ${version}\n`)
  if (given === 'help' || (given === undefined && args.includes('--help'))) {
    return terminal.print((await import('./help.ts')).describeService(service, names))
  }
  if (given === undefined) throw usageError('the following arguments are required: operation')
  // Ours, not AWS's: it has no schema.
  if (service === 'iam' && given === 'why') return (await import('./why.ts')).why(rest, terminal)
  const { name, hint } = findOperation(given, names)
  terminal.warn(hint)
  const operation = operationModel(service, actions.get(name) ?? '')

  // 2. What was asked of it.
  const isHelp = rest.includes('--help') || (rest.length === 1 && rest[0] === 'help')
  const options = optionsOf(operation)
  const all = [...options, ...globalOptions]
  const { values, leftover } = isHelp ? noArguments : parseArguments(rest, all)
  if (isHelp || leftover.at(-1) === 'help') {
    return terminal.print((await import('./help.ts')).describeOperation(name, operation))
  }
  if (leftover.length > 0) throw unknownOptions(leftover, suggestOptions(leftover, all))
  const globals = readGlobals(values)
  const profile = await loadProfile(globals.profile, variables)
  const output = {
    format: globals.output ?? variables['AWS_DEFAULT_OUTPUT'] ?? profile.settings['output'] ?? 'json',
    query: globals.query,
    color: globals.color,
  }
  checkOutput(output)
  const connection = chooseConnection(service, globals, profile, variables)
  const parameters = readParameters(values, options, variables)
  const paging = choosePagination(operation, values, parameters)

  // 3. What comes of it.
  const skeleton = values.get('generate-cli-skeleton')
  if (skeleton === 'input') return terminal.print(formatJson(buildSkeleton(operation)) || '{}\n')
  if (skeleton === 'output') {
    validateParameters(parameters, operation)
    return printAnswer(operation.action, buildSampleAnswer(operation), output, terminal)
  }
  const request = createRequest(operation, connection, profile, globals, terminal)
  if (paging) return printPages(operation.action, readPages(request, paging), paging.pagination, output, terminal)
  const method = values.get('bootstrap-method')
  const answer =
    method === undefined
      ? await request(parameters)
      : await withBootstrapFile(expandPath(String(values.get('outfile')), variables), String(method), () => {
          return request(parameters)
        })
  printAnswer(operation.action, answer, output, terminal)
}

const noArguments: ParsedArguments = { values: new Map(), leftover: [] }
