/** `twinlock iam why`: what refused a request, asked of the server that did. AWS has nothing like it. */
import { administer } from '../administration-client.ts'
import { parseArguments } from './arguments.ts'
import { failure, invalidValue, unknownOptions } from './command-error.ts'
import type { CommandOption } from './command-option.ts'
import { chooseConnection } from './connection.ts'
import { readGlobals } from './globals.ts'
import { globalOptions } from './options.ts'
import { checkOutput, printAnswer } from './output.ts'
import { loadProfile } from './profile.ts'
import { isRecord } from './python-text.ts'
import { tellRefusal } from './refusal-story.ts'
import { suggestOptions } from './spelling.ts'
import type { Terminal } from './terminal.ts'

const requestIdOption: CommandOption = { name: 'request-id', takes: 'one', sets: 'request-id', isRequired: true }
const usedGlobals = ['output', 'query', 'profile', 'region', 'color', 'endpoint-url', 'aws', 'help', 'debug']
const options = [requestIdOption, ...globalOptions.filter(({ name }) => usedGlobals.includes(name))]

const help = `Usage: twinlock iam why --request-id <id> [options]

Says what refused a request: the policy and the statement, the condition keys with
the values that they had, and what would help. The id is in the server's log, in
the error of an SDK ($metadata.requestId) and in what --debug prints.

It takes a key that policies allow sts:DecodeAuthorizationMessage, or the root
user's. A server process remembers its own latest 1000 refusals, until it ends.

Options:
  --request-id <string> (required)
  --output <json | text | table>   for machines; without it, a story for people
  --query <JMESPath>
  --endpoint-url <url>  --profile <name>  --region <name>
`

/** @throws CommandError @throws CommandFailure for what the server answers */
export async function why(args: readonly string[], terminal: Terminal): Promise<void> {
  if (args.includes('--help') || (args.length === 1 && args[0] === 'help')) return terminal.print(help)
  const { values, leftover } = parseArguments(args, options)
  if (leftover.at(-1) === 'help') return terminal.print(help)
  if (leftover.length > 0) throw unknownOptions(leftover, suggestOptions(leftover, options))
  const globals = readGlobals(values)
  const profile = await loadProfile(globals.profile, terminal.variables)
  const { endpoint, isAws, region } = chooseConnection('iam', globals, profile, terminal.variables)
  if (isAws || endpoint === undefined) {
    throw invalidValue('AWS does not say why: this works with a Twinlock server, which --endpoint-url names')
  }
  const output = { format: globals.output ?? 'json', query: globals.query, color: globals.color }
  checkOutput(output)
  const answer = await administer(
    'explain-refusal',
    { requestId: values.get('request-id') },
    { endpointUrl: endpoint, region, ...(globals.profile !== undefined && { profile: globals.profile }) },
  )
  const isForMachines = globals.output !== undefined || globals.query !== undefined
  if (!isRecord(answer)) throw failure(`${endpoint} gave an answer that is none: it does not seem to be Twinlock`)
  if (isForMachines) return printAnswer('ExplainRefusal', answer, output, terminal)
  terminal.print(tellRefusal(answer))
}
