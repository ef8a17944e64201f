/** Where the tour is told: prints commands and their answers, and stops it when one is not what the tour says. */
import { setTimeout } from 'node:timers/promises'
import { operationModel, type ServiceName } from '../wire/model.ts'
import { toCommandName } from './aws/names.ts'
import { formatJson } from './aws/output.ts'
import { toPrintable } from './aws/printable.ts'
import { CommandFailure } from './exit.ts'
import { paint, type Terminal } from './terminal.ts'
import { wrap } from './wrap.ts'

const width = 80
/** Of a session token nobody reads more. */
const longestValue = 48

/** A command of the AWS SDK, whose class is named for its action. */
interface SdkCommand {
  readonly input: object
}

export interface Scene<C extends SdkCommand, O> {
  readonly service: ServiceName
  readonly command: C
  readonly send: (command: C) => Promise<O>
  /** What the AWS CLI takes besides the parameters of the action: `--profile johndoe`. */
  readonly options?: readonly string[]
  /** Members of the answer that the AWS CLI does not print. */
  readonly hides?: readonly string[]
}

export interface StageOptions {
  readonly terminal: Terminal
  readonly write: (text: string) => void
  /** Time to read after each answer, in milliseconds. */
  readonly pause: number
}

export class Stage {
  readonly terminal: Terminal
  readonly #write: (text: string) => void
  readonly #pause: number
  #steps = 0
  #title = ''

  constructor({ terminal, write, pause }: StageOptions) {
    this.terminal = terminal
    this.#write = write
    this.#pause = pause
  }

  title(text: string): void {
    this.#steps += 1
    this.#title = text
    this.print('', paint(['bold', 'cyan'], `${this.#steps}. ${text}`, this.terminal), '')
  }

  say(text: string): void {
    this.print(...wrap(text.split(' '), width - 1), '')
  }

  print(...lines: readonly string[]): void {
    this.#write(`${lines.join('\n')}\n`)
  }

  /** A command as it would be typed, and what it prints. */
  async show(words: readonly string[], output: string): Promise<void> {
    const [first = '', ...others] = wrap(words, width - ' \\'.length - '    '.length, '    ')
    const prompt = paint('dim', '$', this.terminal)
    const lines = [
      `${prompt} ${paint('bold', first, this.terminal)}`,
      ...others.map((line) => paint('bold', line, this.terminal)),
    ]
    this.#write(`${lines.join(' \\\n')}\n${output}\n`)
    if (this.#pause > 0) await setTimeout(this.#pause)
  }

  /** Sends the command and prints it with its answer. */
  async play<C extends SdkCommand, O extends object>(scene: Scene<C, O>): Promise<O> {
    const action = actionOf(scene.command)
    const outcome = await scene.send(scene.command).catch(toError)
    if (outcome instanceof Error) throw this.#notAsTold(`${action} was refused: ${outcome.name}: ${outcome.message}`)
    const answer = toPrintable(outcome, operationModel(scene.service, action), 'iso8601')
    await this.show(wordsOf(scene), formatJson(JSON.parse(JSON.stringify(answer, shortenWithout(scene.hides)))))
    return outcome
  }

  /** Sends a command that has to be refused with this code and, in its message, this text. */
  async refuse<C extends SdkCommand>(scene: Scene<C, object>, code: string, text: string): Promise<void> {
    const action = actionOf(scene.command)
    const outcome = await scene.send(scene.command).catch(toError)
    if (!(outcome instanceof Error)) throw this.#notAsTold(`${action} was accepted, and had to be refused with ${code}`)
    const { name, message } = outcome
    this.expect(codeOf(outcome) === code && message.includes(text), `${action} was refused with ${name}: ${message}`)
    const words = `An error occurred (${code}) when calling the ${action} operation: ${message}`.split(' ')
    const lines = wrap(words, width - 1).map((line) => paint('red', line, this.terminal))
    await this.show(wordsOf(scene), `${lines.join('\n')}\n`)
  }

  /** @throws CommandFailure unless what the tour tells is true */
  expect(isAsTold: boolean, problem: string): void {
    if (!isAsTold) throw this.#notAsTold(problem)
  }

  #notAsTold(problem: string): CommandFailure {
    return new CommandFailure('failure', `The tour stops, in "${this.#title}": ${problem}`)
  }
}

function actionOf(command: SdkCommand): string {
  return command.constructor.name.replace(/Command$/, '')
}

/** The SDK names some errors for their class, `AccessDeniedException`; the wire's code is beside it. */
function codeOf(error: Error): string {
  return 'Code' in error && typeof error.Code === 'string' ? error.Code : error.name
}

function toError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error))
}

/** Option and value stay together on a line. */
function wordsOf<C extends SdkCommand>({ service, command, options = [] }: Scene<C, object>): string[] {
  const parameters = Object.entries(command.input).map(([name, value]) => `--${toCommandName(name)} ${value}`)
  return [`aws ${service} ${toCommandName(actionOf(command))}`, ...parameters, ...options]
}

function shortenWithout(hidden: readonly string[] = []) {
  return (name: string, value: unknown): unknown => {
    if (hidden.includes(name)) return undefined
    return typeof value === 'string' && value.length > longestValue ? `${value.slice(0, longestValue)}…` : value
  }
}
