/**
 * What a command says before it gives up, in the words of the AWS CLI and with its exit codes.
 * https://docs.aws.amazon.com/cli/latest/userguide/cli-usage-returncodes.html
 */
import { exitCodes } from '../exit.ts'
import { printableLines } from '../terminal.ts'

const codes = { ...exitCodes, configuration: 253 } as const

export class CommandError extends Error {
  readonly exitCode: number
  /** What goes to stderr, ended by a line break. */
  readonly output: string

  constructor(reason: keyof typeof codes, output: string, options?: ErrorOptions) {
    const shown = printableLines(output)
    super(shown.trim(), options)
    this.name = 'CommandError'
    this.exitCode = codes[reason]
    this.output = shown
  }
}

const usage = `usage: twinlock [options] <command> <subcommand> [<subcommand> ...] [parameters]
To see help text, you can run:

  twinlock help
  twinlock <command> help
  twinlock <command> <subcommand> help
`

/** The command line itself is wrong: an option without its value, a missing one. */
export function usageError(problem: string): CommandError {
  return new CommandError('usage', `\n${usage}\ntwinlock: error: ${problem}\n\n`)
}

/** Options that the command does not have; `hint` says which are meant. */
export function unknownOptions(options: readonly string[], hint: string): CommandError {
  return new CommandError('usage', `\n${usage}\nUnknown options: ${options.join(', ')}\n${hint}\n`)
}

/** A value of the command line is wrong. */
export function invalidValue(problem: string): CommandError {
  return new CommandError('usage', `\n${problem}\n`)
}

export function parsingError(option: string, problem: string): CommandError {
  return invalidValue(`Error parsing parameter '${option}': ${problem}`)
}

/** Anything else that stops the command. */
export function failure(problem: string, options?: ErrorOptions): CommandError {
  return new CommandError('failure', `\n${problem}\n`, options)
}

/** @returns the exit code of the work, or of what made it give up, after saying that */
export async function exitCodeOf(work: () => Promise<number>): Promise<number> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof CommandError)) throw error
    process.stderr.write(error.output)
    return error.exitCode
  }
}
