/**
 * Reads a command line as Python's argparse does for the AWS CLI: `--name value`, `--name=value`, unambiguous beginnings of
 * a name, several values after an option that takes a list. https://docs.python.org/3/library/argparse.html
 */
import { usageError } from './command-error.ts'
import type { ArgumentValue, ArgumentValues, CommandOption } from './command-option.ts'

export interface ParsedArguments {
  readonly values: ArgumentValues
  /** What no option took, in the AWS CLI's order. */
  readonly leftover: readonly string[]
}

/** @throws CommandError for a command line that cannot be read, or lacks what is required. */
export function parseArguments(args: readonly string[], options: readonly CommandOption[]): ParsedArguments {
  const values = new Map<string, ArgumentValue>()
  const unknown: string[] = []
  const positional: string[] = []
  let index = 0
  const takeValues = (most: number): string[] => {
    const taken: string[] = []
    if (args[index] === '--') {
      index += 1
      while (index < args.length && taken.length < most) taken.push(args[index++] ?? '')
    }
    while (index < args.length && taken.length < most && !isOption(args[index] ?? '')) taken.push(args[index++] ?? '')
    return taken
  }
  while (index < args.length) {
    const argument = args[index++] ?? ''
    if (!isOption(argument)) {
      positional.push(argument)
      continue
    }
    const [given = '', inline] = splitOnce(argument)
    const option = argument === '--' ? undefined : findOption(given, options)
    if (!option) {
      if (argument !== '--') unknown.push(argument)
      continue
    }
    values.set(option.sets, readOption(option, inline, takeValues))
  }
  requireAll(options, values)
  // The AWS CLI has a place for the word `help`, which the first of them takes, and adds it at the end.
  const [first, ...others] = positional
  return { values, leftover: [...unknown, ...others, ...(first === undefined ? [] : [first])] }
}

/** The first word that is not an option or its value, and everything else. */
export function splitOperation(
  args: readonly string[],
  globals: readonly CommandOption[],
): { readonly operation: string | undefined; readonly rest: readonly string[] } {
  for (let index = 0; index < args.length; index++) {
    const argument = args[index] ?? ''
    if (!isOption(argument)) return { operation: argument, rest: args.toSpliced(index, 1) }
    if (globals.some(({ name, takes }) => `--${name}` === argument && takes === 'one')) index += 1
  }
  return { operation: undefined, rest: args }
}

/** A negative number is a value, and so is text with blanks. */
function isOption(argument: string): boolean {
  return /^-./s.test(argument) && !/^-\d+$|^-\d*\.\d+$/.test(argument) && !/^[^=]* /.test(argument)
}

function splitOnce(argument: string): readonly [string, string | undefined] {
  const position = argument.indexOf('=')
  return position < 0 ? [argument, undefined] : [argument.slice(0, position), argument.slice(position + 1)]
}

function findOption(given: string, options: readonly CommandOption[]): CommandOption | undefined {
  const exact = options.find(({ name }) => `--${name}` === given)
  if (exact || !given.startsWith('--')) return exact
  const candidates = options.filter(({ name }) => `--${name}`.startsWith(given))
  if (candidates.length < 2) return candidates[0]
  const names = candidates.map(({ name }) => `--${name}`).join(', ')
  throw usageError(`ambiguous option: ${given} could match ${names}`)
}

function readOption(
  option: CommandOption,
  inline: string | undefined,
  takeValues: (most: number) => string[],
): ArgumentValue {
  const { name, takes, constant } = option
  if (takes === 'nothing') {
    if (inline !== undefined) throw usageError(`argument --${name}: ignored explicit argument '${inline}'`)
    return constant ?? true
  }
  if (takes === 'many') return inline === undefined ? takeValues(Number.POSITIVE_INFINITY) : [inline]
  const value = inline ?? takeValues(1)[0] ?? constant
  if (typeof value !== 'string') throw usageError(`argument --${name}: expected one argument`)
  return convert(option, value)
}

function convert({ name, isInteger, choices }: CommandOption, value: string): string | number {
  if (choices && !choices.includes(value)) throw usageError(`argument --${name}: ${describeChoices(choices)}`)
  if (!isInteger) return value
  const number = parseInteger(value)
  if (number === undefined) throw usageError(`argument --${name}: invalid int value: '${value}'`)
  return number
}

/** What Python's `int` reads. */
export function parseInteger(text: string): number | undefined {
  return /^\s*[+-]?\d+(_\d+)*\s*$/.test(text) ? Number(text.replaceAll('_', '')) : undefined
}

function describeChoices(choices: readonly string[]): string {
  const lines: string[] = []
  for (let index = 0; index < choices.length; index += 2) {
    lines.push(
      choices
        .slice(index, index + 2)
        .map((choice) => choice.padEnd(40))
        .join(' | '),
    )
  }
  return `Invalid choice, valid choices are:\n\n${lines.join('\n')}`
}

function requireAll(options: readonly CommandOption[], values: ArgumentValues): void {
  const skeleton = values.get('generate-cli-skeleton')
  if (values.has('help') || values.has('cli-input-json') || (skeleton !== undefined && skeleton !== 'output')) return
  const missing = options.filter(({ isRequired, sets }) => isRequired && !values.has(sets))
  if (missing.length === 0) return
  throw usageError(`the following arguments are required: ${missing.map(({ name }) => `--${name}`).join(', ')}`)
}
